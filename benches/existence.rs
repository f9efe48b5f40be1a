//! Whether time tells who has an account: logins for a known and an unknown address in turn, and polls of both, over one
//! connection to the program as it is shipped. `cargo bench --bench existence` prints medians and their differences; nothing passes
//! or fails.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const SAMPLES: usize = 1000;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let directory = tempfile::tempdir()?;
    let (mut server, address) = start(directory.path())?;
    let measured = measure(&address);
    let _gone = server.kill();
    let _reaped = server.wait();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<28} {:>12} {:>12} {:>12} {:>8}", "", "known ms", "unknown ms", "apart ms", "apart %")?;
    for (name, [known, unknown]) in measured? {
        let apart = (known - unknown).abs();
        writeln!(out, "{name:<28} {known:>12.3} {unknown:>12.3} {apart:>12.3} {:>8.1}", apart / known * 100.0)?;
    }
    Ok(())
}

fn start(directory: &std::path::Path) -> Fallible<(Child, String)> {
    let mut server = Command::new(env!("CARGO_BIN_EXE_doorpost"))
        .env("DOORPOST_LISTEN", "127.0.0.1:0")
        .env("DOORPOST_DATA_DIR", directory)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = server.stdout.take().ok_or("no standard output")?;
    let line = BufReader::new(stdout).lines().next().ok_or("it ended without a word")??;
    let address = line.rsplit_once("//").ok_or("no address")?.1.to_owned();
    Ok((server, address))
}

/// Medians in milliseconds, known and unknown.
fn measure(address: &str) -> Fallible<Vec<(&'static str, [f64; 2])>> {
    let mut connection = Connection::open(address)?;
    let registration = r#"{"username": "ada", "email": "ada@example.org", "session_platform": "x"}"#;
    connection.send("POST", "/auth/registration", registration)?;
    let (mut logins, mut polls) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..SAMPLES {
        for (which, email) in ["ada@example.org", "eve@example.org"].into_iter().enumerate() {
            let body = format!(r#"{{"username": "ada", "email": "{email}", "session_platform": "x"}}"#);
            let (millis, answer) = connection.send("POST", "/auth/login", &body)?;
            logins[which].push(millis);
            let auth_id = answer.split("\"auth_id\":\"").nth(1).and_then(|rest| rest.get(..36)).ok_or("no auth id")?;
            let (millis, _) = connection.send("GET", &format!("/auth/session/{auth_id}"), "")?;
            polls[which].push(millis);
        }
    }
    Ok(vec![("login", logins.map(median)), ("pending poll", polls.map(median))])
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> Fallible<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Milliseconds until the whole answer is there, and its body.
    #[expect(clippy::disallowed_methods, reason = "this is what is measured")]
    fn send(&mut self, method: &str, path: &str, body: &str) -> Fallible<(f64, String)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
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
