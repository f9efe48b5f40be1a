//! The program as it is shipped, and a client of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Whatever goes wrong ends the measurement.
pub(crate) type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The program as it is built, on a directory; and where it listens.
pub(crate) fn start(directory: &std::path::Path) -> Fallible<(Child, String)> {
    start_with(directory, &[])
}

/// The same with settings, as the environment holds them.
pub(crate) fn start_with(directory: &std::path::Path, settings: &[(&str, &str)]) -> Fallible<(Child, String)> {
    let mut server = Command::new(env!("CARGO_BIN_EXE_doorpost"))
        .env("DOORPOST_LISTEN", "127.0.0.1:0")
        .env("DOORPOST_DATA_DIR", directory)
        .envs(settings.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = server.stdout.take().ok_or("no standard output")?;
    let listening = BufReader::new(stdout)
        .lines()
        .find_map(|line| line.map(|line| line.strip_prefix("listening on http://").map(str::to_owned)).transpose());
    let address = listening.ok_or("it ended without a word")??;
    Ok((server, address))
}

/// One connection, kept open.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) fn open(address: &str) -> Fallible<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Milliseconds until the whole answer is there, and its body. Without a token nobody asks.
    #[expect(clippy::disallowed_methods, reason = "this is what is measured")]
    pub(crate) fn send(&mut self, method: &str, path: &str, token: &str, body: &str) -> Fallible<(f64, String)> {
        let authorization = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let began = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((began.elapsed().as_secs_f64() * 1000.0, String::from_utf8(body)?))
    }
}
