//! Connections that no browser and no client makes: requests that two servers would read differently, headers without end,
//! bodies that never come, floods. Each is refused or dropped, and everybody else is served meanwhile.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Database, Process};

/// Longer than every time-out of the server's.
const PATIENCE: Duration = Duration::from_secs(25);

async fn connect(server: &Process) -> TcpStream {
    TcpStream::connect(server.url().trim_start_matches("http://")).await.expect("a connection")
}

/// Everything that comes until the connection ends; whether it did.
async fn rest(stream: &mut TcpStream, patience: Duration) -> (String, bool) {
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(patience, stream.read_to_end(&mut bytes)).await.is_ok();
    (String::from_utf8_lossy(&bytes).into_owned(), ended)
}

fn statuses(text: &str) -> Vec<&str> {
    text.split("HTTP/1.1 ").skip(1).filter_map(|rest| rest.get(..3)).collect()
}

/// Whoever reads the length of a request in another way than a proxy in front could be made to answer somebody else's: such
/// requests get one answer, and the connection ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_can_be_read_in_two_ways() {
    let server = Process::start(Database::Sqlite).await;
    let long = "a".repeat(70_000);
    let many = "X-A: a\r\n".repeat(2000);
    let chunked = "Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    for (what, request, answers) in [
        (
            "a length and chunks",
            "POST /auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            ["415", "400"],
        ),
        (
            "a coding that there is not",
            "POST /auth/logout HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc".to_owned(),
            ["400", "501"],
        ),
        (
            "two lengths",
            "POST /auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd".to_owned(),
            ["400", "400"],
        ),
        ("a signed length", "POST /auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc".to_owned(), ["400", "400"]),
        ("a folded header", "GET /livez HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n".to_owned(), ["400", "400"]),
        ("a blank before the colon", "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc".to_owned(), ["400", "400"]),
        ("chunks in HTTP/1.0", format!("POST /auth/logout HTTP/1.0\r\n{chunked}\r\n0\r\n\r\n"), ["400", "400"]),
        ("a chunk without a size", format!("POST /auth/logout HTTP/1.1\r\n{chunked}\r\nZZ\r\n{{}}\r\n0\r\n\r\n"), ["400", "400"]),
        ("a chunk with a long extension", format!("POST /auth/logout HTTP/1.1\r\n{chunked}\r\n2;{long}\r\n{{}}\r\n0\r\n\r\n"), ["400", "400"]),
        ("a giant header", format!("GET /livez HTTP/1.1\r\nHost: x\r\nX-A: {long}\r\n\r\n"), ["431", "400"]),
        ("many headers", format!("GET /livez HTTP/1.1\r\nHost: x\r\n{many}\r\n"), ["431", "400"]),
        ("a giant path", format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n"), ["431", "414"]),
        ("no host", "GET /livez HTTP/1.1\r\n\r\n".to_owned(), ["400", "400"]),
        ("two hosts", "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(), ["400", "400"]),
        ("two hosts in HTTP/1.0", "GET /livez HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(), ["400", "400"]),
        ("something else", "\u{16}\u{3}\u{1}\u{2}".repeat(30), ["400", "400"]),
    ] {
        let mut stream = connect(&server).await;
        // It may be refused before all of it was sent.
        let _cut_short = stream.write_all(request.as_bytes()).await;
        let (text, ended) = rest(&mut stream, PATIENCE).await;
        let statuses = statuses(&text);
        assert!(ended, "{what}: the connection stays open after {text}");
        // A refusal can be lost when the rest of what was sent is thrown away with the connection.
        assert!(statuses.len() <= 1, "{what}: two answers: {text}");
        assert!(statuses.iter().all(|status| answers.contains(status)), "{what}: {text}");
    }
    server.get("/livez").await.expect(200);
}

/// Whether the server ends a connection that begins like this and goes on a byte at a time, or not at all.
async fn given_up(server: &Process, beginning: &str) -> bool {
    let mut stream = connect(server).await;
    stream.write_all(beginning.as_bytes()).await.expect("it is sent");
    let until_the_end = async {
        let mut bytes = [0; 1024];
        loop {
            match tokio::time::timeout(Duration::from_millis(500), stream.read(&mut bytes)).await {
                Ok(Ok(0) | Err(_)) => return,
                Ok(Ok(_)) => {}
                Err(_nothing_yet) => {
                    if !beginning.is_empty() && stream.write_all(b"a").await.is_err() {
                        return;
                    }
                }
            }
        }
    };
    tokio::time::timeout(PATIENCE, until_the_end).await.is_ok()
}

/// Headers and bodies that come byte by byte, or not at all, are given up; others are served while they are waited for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_ones_are_given_up() {
    let server = Process::start(Database::Sqlite).await;
    let body =
        "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    let others = async {
        for _ in 0..60 {
            server.get("/livez").await.expect(200);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let (silent, headers, slow_body, half_http2, ()) = tokio::join!(
        given_up(&server, ""),
        given_up(&server, "GET /livez HTTP/1.1\r\nHost: x\r\nX-A: "),
        given_up(&server, body),
        given_up(&server, "PRI * HTTP/2.0\r\n\r\nS"),
        others,
    );
    assert!(silent, "a connection that says nothing is kept");
    assert!(headers, "headers may come for ever");
    assert!(slow_body, "a body may come for ever");
    assert!(half_http2, "half a greeting is kept");
}

/// An HTTP/2 frame (RFC 9113 section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes()[..], payload].concat()
}

/// Streams that are opened and reset as fast as they can be (CVE-2023-44487), headers that never end (CVE-2024-27316), and more
/// pings than anybody needs: others are served all the while.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_of_http2() {
    const HEADERS: u8 = 1;
    const RESET: u8 = 3;
    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    const CONTINUATION: u8 = 9;
    let server = Process::start(Database::Sqlite).await;
    // :method GET, :scheme http, :path /, :authority x (RFC 7541 appendix A).
    let request = [0x82, 0x86, 0x84, 0x41, 0x01, b'x'];
    let greeting = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &frame(SETTINGS, 0, 0, &[])].concat();
    let resets: Vec<u8> = (0..20_000_u32)
        .flat_map(|number| {
            let stream = number * 2 + 1;
            [frame(HEADERS, 0x5, stream, &request), frame(RESET, 0, stream, &8_u32.to_be_bytes())].concat()
        })
        .collect();
    let endless: Vec<u8> = std::iter::once(frame(HEADERS, 0x1, 1, &request))
        .chain((0..5_000).map(|_| frame(CONTINUATION, 0, 1, &[0x40, 0x01, b'a', 0x01, b'b'].repeat(100))))
        .flatten()
        .collect();
    let pings: Vec<u8> = (0..100_000).flat_map(|_| frame(PING, 0, 0, &[0; 8])).collect();
    for (what, flood) in [("resets", resets), ("headers without end", endless), ("pings", pings)] {
        let attack = async {
            let mut stream = connect(&server).await;
            let (mut reading, mut writing) = stream.split();
            let read = async {
                let mut bytes = vec![0; 64 * 1024];
                while reading.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
            };
            let write = async {
                let _dropped = writing.write_all(&greeting).await;
                let _dropped = writing.write_all(&flood).await;
                let _dropped = writing.shutdown().await;
            };
            let both = async { tokio::join!(read, write) };
            tokio::time::timeout(PATIENCE, both).await
        };
        let others = async {
            for _ in 0..20 {
                server.get("/livez").await.expect(200);
            }
        };
        let (ended, ()) = tokio::join!(attack, others);
        assert!(ended.is_ok(), "{what}: the connection goes on and on");
    }
    server.get("/livez").await.expect(200);
}
