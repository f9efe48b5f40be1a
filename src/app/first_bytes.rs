//! Connections that say nothing.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// What HTTP/2 begins with, and no shorter than what a request of HTTP/1 does.
const PREFACE_LENGTH: usize = 24;

/// A connection whose first bytes have to come in time: until it knows which HTTP is spoken, hyper has no time-out.
pub(super) struct FirstBytes<S> {
    stream: S,
    late: Option<Pin<Box<Sleep>>>,
    read: usize,
}

impl<S> FirstBytes<S> {
    /// They have to come within `timeout`.
    pub(super) fn of(stream: S, timeout: Duration) -> Self {
        Self { stream, late: Some(Box::pin(tokio::time::sleep(timeout))), read: 0 }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FirstBytes<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.read += buffer.filled().len() - before;
        if self.read >= PREFACE_LENGTH {
            self.late = None;
        }
        if outcome.is_pending()
            && let Some(late) = &mut self.late
            && late.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        outcome
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FirstBytes<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(15);

    #[tokio::test(start_paused = true)]
    async fn silence_and_a_broken_preface_are_cut() {
        for said in [b"".as_slice(), b"PRI * HT"] {
            let (mut client, server) = duplex(64);
            client.write_all(said).await.unwrap();
            let mut first = FirstBytes::of(server, TIMEOUT);
            let mut bytes = [0; PREFACE_LENGTH];
            let error = first.read_exact(&mut bytes).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_spoken_may_be_silent() {
        let (mut client, server) = duplex(64);
        client.write_all(&[b'x'; PREFACE_LENGTH]).await.unwrap();
        let mut first = FirstBytes::of(server, TIMEOUT);
        first.read_exact(&mut [0; PREFACE_LENGTH]).await.unwrap();
        let next = tokio::time::timeout(TIMEOUT * 10, first.read_u8()).await;
        assert!(next.is_err(), "it waits");
    }
}
