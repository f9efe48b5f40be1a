//! A connection that speaks just enough HTTP, and costs as little as it can.

use std::net::{IpAddr, SocketAddr};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};

use crate::Fallible;

/// Enough for a line, and small for the sake of ten thousand of them.
const BUFFER: usize = 512;

/// One connection, one request at a time.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

/// An answer.
pub(crate) struct Answer {
    /// Such as 200.
    pub(crate) status: u16,
    /// As it came.
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Fallible<Self> {
        Self::connect_from(IpAddr::from([127, 0, 0, 1]), address).await
    }

    /// From one of the machine's addresses: each has ports of its own.
    pub(crate) async fn connect_from(source: IpAddr, address: SocketAddr) -> Fallible<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(source, 0))?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(BUFFER, stream) })
    }

    pub(crate) async fn get(&mut self, path: &str, credential: Option<&str>) -> Fallible<Answer> {
        let header = credential.map(|credential| format!("Authorization: Bearer {credential}\r\n")).unwrap_or_default();
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n")).await
    }

    /// With these header lines, of which there is one at least.
    pub(crate) async fn get_with(&mut self, path: &str, headers: &[String]) -> Fallible<Answer> {
        let headers = headers.join("\r\n");
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n")).await
    }

    pub(crate) async fn post(&mut self, path: &str, credential: Option<&str>, body: &str) -> Fallible<Answer> {
        let header = credential.map(|credential| format!("Authorization: Bearer {credential}\r\n")).unwrap_or_default();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{header}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await
    }

    /// Sends a form, as a browser does from the server's own page.
    pub(crate) async fn submit(&mut self, path: &str, form: &str) -> Fallible<Answer> {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        ))
        .await
    }

    async fn send(&mut self, request: &str) -> Fallible<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).ok_or("no answer")?.parse()?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).await?;
            match line.trim_end().split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse()?,
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok(Answer { status, body })
    }
}

impl Answer {
    /// An error that shows the answer, unless it has this status.
    pub(crate) fn expect(self, status: u16) -> Fallible<Self> {
        if self.status == status {
            return Ok(self);
        }
        Err(format!("{} in place of {status}: {}", self.status, String::from_utf8_lossy(&self.body)).into())
    }

    /// A text in a JSON body.
    pub(crate) fn text(&self, field: &str) -> Fallible<String> {
        let body: Value = serde_json::from_slice(&self.body)?;
        Ok(body[field].as_str().ok_or_else(|| format!("no {field}"))?.to_owned())
    }
}
