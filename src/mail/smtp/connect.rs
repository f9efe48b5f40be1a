//! Reaching a mail server, until it has let us in.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Auth, Starttls};
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::address::{Address, Security, User};
use super::delivery_error::{DeliveryError, Stage};
use super::offers::Offers;
use super::tls::Tls;

/// Whoever went over to TLS by STARTTLS is not greeted again (RFC 3207 section 4.2), and lettre waits for that.
const GREETED: &[u8] = b"220 ready\r\n";

const READ_AT_ONCE: usize = 1024;
const CODE_DIGITS: u8 = 3;

/// The server wants to hear more before it lets anybody in (RFC 4954 section 4).
const CHALLENGE: u16 = 334;
/// LOGIN asks twice, for name and password.
const MOST_CHALLENGES: usize = 4;

/// A mail server's address with what it takes to get in.
pub(super) struct Entrance {
    pub(super) address: Address,
    tls: Option<Tls>,
    hello: ClientId,
}

impl Entrance {
    /// `hello` is the name that servers are greeted with whose URL has none; `ca` see [`Tls::new`].
    ///
    /// # Errors
    /// Says what is wrong, without secrets.
    pub(super) fn parse(url: &str, hello: &ClientId, ca: Option<&str>) -> Result<Self, String> {
        let address = Address::parse(url)?;
        let tls = match address.security {
            Security::None => None,
            Security::Opportunistic | Security::Required | Security::Wrapper => Some(Tls::new(&address.host, ca)?),
        };
        let hello = address.hello.clone().unwrap_or_else(|| hello.clone());
        Ok(Self { address, tls, hello })
    }

    /// Connects, greets, and signs in. Each of the host's addresses gets half of `timeout`, which ends the whole elsewhere.
    pub(super) async fn pass(&self, timeout: Duration) -> Result<AsyncSmtpConnection, DeliveryError> {
        let tcp = self.reach(timeout / 2).await?;
        let peer = tcp.peer_addr().map_err(|error| DeliveryError::of_the_way("connection", error.to_string()))?;
        let (mut connection, encrypted) = match (self.address.security, &self.tls) {
            (Security::Wrapper, Some(tls)) => (self.greet(Wire::new(tls.begin(tcp).await?, peer, b"")).await?, true),
            (Security::Required | Security::Opportunistic, Some(tls)) => {
                self.upgrade(tcp, peer, tls, timeout / 2).await?
            }
            _ => (self.greet(Wire::new(tcp, peer, b"")).await?, false),
        };
        if let Some(user) = &self.address.user {
            let exposed = !encrypted && !peer.ip().to_canonical().is_loopback();
            if exposed && !self.address.plaintext_allowed {
                let words =
                    "the password would go over the network in the clear: add ?tls=required, or ?plaintext=allowed";
                return Err(DeliveryError::of_the_way("plaintext_password", words));
            }
            self.sign_in(&mut connection, user, encrypted).await?;
        }
        Ok(connection)
    }

    async fn reach(&self, timeout: Duration) -> Result<TcpStream, DeliveryError> {
        let Address { host, port, .. } = &self.address;
        let addresses = tokio::net::lookup_host((host.as_str(), *port)).await;
        let addresses = addresses.map_err(|error| DeliveryError::of_the_way("unknown_host", error.to_string()))?;
        let mut last = DeliveryError::of_the_way("unknown_host", "the host has no address");
        for address in addresses {
            match tokio::time::timeout(timeout, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // Only delays would come of it: every command is one write, and waits for its answer.
                    let _as_it_was = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(error)) => {
                    let refused = error.kind() == io::ErrorKind::ConnectionRefused;
                    let reason = if refused { "connection_refused" } else { "connection" };
                    last = DeliveryError::of_the_way(reason, error.to_string());
                }
                Err(_) => last = DeliveryError::timeout(),
            }
        }
        Err(last)
    }

    async fn greet(&self, wire: impl AsyncTokioStream + 'static) -> Result<AsyncSmtpConnection, DeliveryError> {
        let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(wire), &self.hello).await;
        greeted.map_err(|error| DeliveryError::classify(&error, Stage::Ourselves, ""))
    }

    /// Goes over to TLS. What the server sent in the clear beyond its answer is dropped with the connection that read it: it may be
    /// anybody's.
    async fn upgrade(
        &self,
        tcp: TcpStream,
        peer: SocketAddr,
        tls: &Tls,
        timeout: Duration,
    ) -> Result<(AsyncSmtpConnection, bool), DeliveryError> {
        let lent = Lent(Arc::new(Mutex::new(tcp)));
        let mut plain = self.greet(Wire::new(lent.clone(), peer, b"")).await?;
        let offered = Offers::starttls(&mut plain, &self.hello).await;
        if self.address.security == Security::Opportunistic && !matches!(offered, Ok(true)) {
            if offered.is_ok() {
                return Ok((plain, false));
            }
            // It does not bear to be asked twice.
            return Ok((self.greet(Wire::new(self.reach(timeout).await?, peer, b"")).await?, false));
        }
        if !offered? {
            return Err(DeliveryError::of_the_way("tls_not_offered", "the server does not offer STARTTLS"));
        }
        plain.command(Starttls).await.map_err(|error| {
            let words = format!("STARTTLS was refused: {error}");
            DeliveryError::of_the_way("tls_not_offered", words)
        })?;
        drop(plain);
        let tcp = Arc::into_inner(lent.0).map(|tcp| tcp.into_inner().unwrap_or_else(PoisonError::into_inner));
        let tcp = tcp.ok_or_else(|| DeliveryError::of_the_way("connection", "the connection is still in use"))?;
        let connection = self.greet(Wire::new(tls.begin(tcp).await?, peer, GREETED)).await?;
        Ok((connection, true))
    }

    async fn sign_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        user: &User,
        encrypted: bool,
    ) -> Result<(), DeliveryError> {
        let mechanism = Offers::mechanism(connection, &self.hello, encrypted).await?;
        let credentials = Credentials::new(user.name.to_string(), user.password.to_string());
        match converse(connection, mechanism, credentials).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                Err(DeliveryError::of_the_way("refused_us", "the server goes on asking after name and password"))
            }
            Err(error) => Err(DeliveryError::classify(&error, Stage::Ourselves, "")),
        }
    }
}

/// Answers what the server asks, and says whether it is content in the end. lettre's own way is closed to mechanisms that only we read in the server's offer.
async fn converse(
    connection: &mut AsyncSmtpConnection,
    mechanism: Mechanism,
    credentials: Credentials,
) -> Result<bool, Error> {
    let mut response = connection.command(Auth::new(mechanism, credentials.clone(), None)?).await?;
    for _ in 0..MOST_CHALLENGES {
        if !response.has_code(CHALLENGE) {
            return Ok(true);
        }
        response = connection.command(Auth::new_from_response(mechanism, credentials.clone(), &response)?).await?;
    }
    Ok(!response.has_code(CHALLENGE))
}

/// A stream as lettre wants it, and what the server is made to have said first.
struct Wire<S> {
    stream: S,
    peer: SocketAddr,
    /// What is to be read before anything more comes from the stream.
    said: VecDeque<u8>,
    codes: BareCodes,
}

impl<S> Wire<S> {
    fn new(stream: S, peer: SocketAddr, said: &'static [u8]) -> Self {
        Self { stream, peer, said: said.iter().copied().collect(), codes: BareCodes::default() }
    }
}

impl<S> std::fmt::Debug for Wire<S> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "a connection to {}", self.peer)
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> AsyncTokioStream for Wire<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let wire = &mut *self;
        if wire.said.is_empty() {
            let mut room = [0; READ_AT_ONCE];
            let mut read = ReadBuf::new(&mut room);
            std::task::ready!(Pin::new(&mut wire.stream).poll_read(context, &mut read))?;
            wire.codes.complete(read.filled(), &mut wire.said);
        }
        let count = wire.said.len().min(buffer.remaining());
        for byte in wire.said.drain(..count) {
            buffer.put_slice(&[byte]);
        }
        Poll::Ready(Ok(()))
    }
}

/// Completes answers that are a code alone. The words behind it are optional (RFC 5321 section 4.2), and lettre fails without them, also
/// of the answer that a mail was taken, which would then be sent again.
#[derive(Default)]
struct BareCodes {
    /// Digits at the beginning of the line at hand; none once anything else was in it.
    digits: Option<u8>,
    begun: bool,
}

impl BareCodes {
    fn complete(&mut self, read: &[u8], said: &mut VecDeque<u8>) {
        for byte in read {
            let digits = if self.begun { self.digits } else { Some(0) };
            if matches!(byte, b'\r' | b'\n') && digits == Some(CODE_DIGITS) {
                said.extend(b" -");
            }
            self.begun = *byte != b'\n';
            self.digits =
                digits.filter(|digits| byte.is_ascii_digit() && *digits < CODE_DIGITS).map(|digits| digits + 1);
            said.push_back(*byte);
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A stream that is taken back once the conversation in the clear is over.
#[derive(Clone)]
struct Lent(Arc<Mutex<TcpStream>>);

impl Lent {
    fn stream(&self) -> MutexGuard<'_, TcpStream> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AsyncRead for Lent {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream()).poll_read(context, buffer)
    }
}

impl AsyncWrite for Lent {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.stream()).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream()).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream()).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_words() {
        for (sent, read) in [
            ("250\r\n", "250 -\r\n"),
            ("250-a\r\n250\r\n", "250-a\r\n250 -\r\n"),
            ("250\n354\r\n", "250 -\n354 -\r\n"),
            ("250 \r\n250 ok\r\n", "250 \r\n250 ok\r\n"),
            ("250 take 250\r\n25\r\n2500\r\n x250\r\n", "250 take 250\r\n25\r\n2500\r\n x250\r\n"),
            ("\r\n\r\n", "\r\n\r\n"),
        ] {
            for piece in 1..=sent.len() {
                let (mut codes, mut said) = (BareCodes::default(), VecDeque::new());
                for piece in sent.as_bytes().chunks(piece) {
                    codes.complete(piece, &mut said);
                }
                assert_eq!(String::from_utf8(said.into()).unwrap(), read, "{sent:?} in pieces of {piece}");
            }
        }
    }
}
