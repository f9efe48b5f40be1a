//! Protocol detection: the first bytes of a connection say whether it is HTTP/1 or HTTP/2.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use super::idle::ConnectionActivity;

/// What HTTP/2 begins with (RFC 9113 section 3.4).
const PREFACE: [u8; 24] = *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// A stream that is read from its beginning again, after its first bytes were examined.
pub(super) struct Rewind<S> {
    stream: S,
    first: [u8; PREFACE.len()],
    read: usize,
    taken: usize,
    activity: Option<Arc<ConnectionActivity>>,
}

impl<S: AsyncRead + Unpin> Rewind<S> {
    /// Waits until it is clear what is spoken.
    ///
    /// # Errors
    /// The connection ended before.
    pub(super) async fn detect_protocol(stream: S) -> io::Result<(Protocol, Self)> {
        let mut begun = Self { stream, first: [0; PREFACE.len()], read: 0, taken: 0, activity: None };
        let protocol = begun.protocol().await?;
        Ok((protocol, begun))
    }

    /// What is written from now on is a sign of life, and what was read is to be answered.
    pub(super) fn record_in(&mut self, activity: Arc<ConnectionActivity>) {
        activity.record_read();
        self.activity = Some(activity);
    }

    async fn protocol(&mut self) -> io::Result<Protocol> {
        while self.read < PREFACE.len() {
            match self.stream.read(&mut self.first[self.read..]).await? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => self.read += count,
            }
            if self.first[..self.read] != PREFACE[..self.read] {
                return Ok(Protocol::Http1);
            }
        }
        Ok(Protocol::Http2)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Rewind<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let filled = buffer.filled().len();
        let outcome = self.as_mut().poll_first_and_rest(cx, buffer);
        if let Some(activity) = self.activity.as_ref().filter(|_| buffer.filled().len() > filled) {
            activity.record_read();
        }
        outcome
    }
}

impl<S: AsyncRead + Unpin> Rewind<S> {
    /// The first bytes and what comes after them are one read: a reader that gets less than there is makes room for the rest that
    /// it does not need.
    fn poll_first_and_rest(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let count = buffer.remaining().min(self.read - self.taken);
        buffer.put_slice(&self.first[self.taken..self.taken + count]);
        self.taken += count;
        if count > 0 && buffer.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            // It will say so again.
            Poll::Pending | Poll::Ready(Err(_)) if count > 0 => Poll::Ready(Ok(())),
            outcome => outcome,
        }
    }
}

impl<S: AsyncRead + Unpin> Rewind<S> {
    /// Reads and throws away what still comes, until the other end closes. A peer that never does is aborted as idle.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut thrown_away = [MaybeUninit::uninit(); 4096];
        loop {
            let mut buffer = ReadBuf::uninit(&mut thrown_away);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                _ => return Poll::Ready(()),
            }
        }
    }
}

impl<S> Rewind<S> {
    fn written(&self, outcome: io::Result<usize>) -> Poll<io::Result<usize>> {
        if let Some(activity) = &self.activity {
            activity.record_write();
        }
        Poll::Ready(outcome)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Rewind<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes));
        self.written(outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        if self.activity.as_ref().is_some_and(|activity| activity.may_have_more()) {
            ready!(self.poll_linger(cx));
        }
        Poll::Ready(Ok(()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = ready!(Pin::new(&mut self.stream).poll_write_vectored(cx, bytes));
        self.written(outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncWriteExt, duplex};

    use super::*;

    /// What was looked at is read once more, together with what came after it.
    #[tokio::test(start_paused = true)]
    async fn nothing_is_lost() {
        for (said, expected) in [
            (b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".as_slice(), Protocol::Http1),
            (b"POST /", Protocol::Http1),
            (b"x", Protocol::Http1),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nand more", Protocol::Http2),
        ] {
            for pieces in [1, 5, 64] {
                let (mut client, server) = duplex(256);
                let writing = async {
                    for piece in said.chunks(pieces) {
                        client.write_all(piece).await.unwrap();
                        tokio::task::yield_now().await;
                    }
                };
                let (begun, ()) = tokio::join!(Rewind::detect_protocol(server), writing);
                let (protocol, mut begun) = begun.unwrap();
                assert_eq!(protocol, expected);
                let mut read = vec![0; said.len()];
                let first = begun.read(&mut read).await.unwrap();
                assert_eq!(first, said.len(), "in one read");
                assert_eq!(read, said);
                client.write_all(b"!").await.unwrap();
                assert_eq!(begun.read_u8().await.unwrap(), b'!');
                let next = tokio::time::timeout(Duration::from_mins(2), begun.read_u8()).await;
                assert!(next.is_err(), "it waits");
            }
        }
    }
}
