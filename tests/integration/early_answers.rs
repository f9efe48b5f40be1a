//! Answers that come before the body was read: the connection they came on is good for the next request, or says that it ends.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Database, Process};

const PATIENCE: Duration = Duration::from_secs(30);
/// The body comes so much later than the head, as from clients that send it in a packet of its own.
const LATER: Duration = Duration::from_millis(20);
/// Each is answered before anything of its body is looked at.
const EARLY: [(&str, u16); 8] = [
    ("POST /auth/keys HTTP/1.1\r\nContent-Type: application/json\r\n", 401),
    ("POST /auth/keys HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer x\r\n", 401),
    ("POST /auth/nope HTTP/1.1\r\nContent-Type: application/json\r\n", 404),
    ("PUT /auth/login HTTP/1.1\r\nContent-Type: application/json\r\n", 405),
    ("POST /auth/login HTTP/1.1\r\nContent-Type: text/plain\r\n", 415),
    ("POST /auth/login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n", 415),
    (
        "POST /register HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nOrigin: https://evil.example\r\n",
        403,
    ),
    ("GET /livez HTTP/1.1\r\n", 200),
];

async fn connect(process: &Process) -> TcpStream {
    let address: SocketAddr = process.url().strip_prefix("http://").unwrap().parse().unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// Head and body of one answer; what came beyond it is a fault.
async fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ").map(|length| length.parse::<usize>().unwrap()));
            let is_interim = head.starts_with("HTTP/1.1 100");
            if is_interim && !body.is_empty() {
                bytes.drain(..head.len() + 4);
                continue;
            }
            if !is_interim && body.len() >= length.unwrap_or(0) {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return (status, head.to_lowercase());
            }
        }
        let mut buffer = [0; 4096];
        let read = tokio::time::timeout(PATIENCE, stream.read(&mut buffer)).await.expect("an answer in time");
        match read {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            ended => panic!("no answer ({ended:?}) after {:?}", String::from_utf8_lossy(&bytes)),
        }
    }
}

/// A request whose body comes later, and a second one on the same connection.
async fn twice(process: &Process, head: &str, framing: &str, body: &[u8]) -> (u16, u16) {
    let mut stream = connect(process).await;
    stream.write_all(format!("{head}Host: x\r\n{framing}\r\n").as_bytes()).await.unwrap();
    tokio::time::sleep(LATER).await;
    stream.write_all(body).await.unwrap();
    let (first, told) = answer(&mut stream).await;
    assert!(!told.contains("connection: close"), "{head:?}: {told}");
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    (first, answer(&mut stream).await.0)
}

/// Whatever the status, the route and the way in which the body is sent: the second request on the connection is answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_connection_goes_on() {
    let process = Process::start(Database::Sqlite).await;
    let large = "x".repeat(15_000);
    let chunked = format!("5\r\n{{\"a\":\r\n3a98\r\n{large}\r\n0\r\n\r\n");
    for (head, expected) in EARLY {
        for (framing, body) in [
            ("Content-Length: 2\r\n".to_owned(), "{}"),
            ("Content-Length: 2\r\nExpect: 100-continue\r\n".to_owned(), "{}"),
            (format!("Content-Length: {}\r\n", large.len()), &large),
            ("Transfer-Encoding: chunked\r\n".to_owned(), &chunked),
        ] {
            for _ in 0..7 {
                assert_eq!(
                    twice(&process, head, &framing, body.as_bytes()).await,
                    (expected, 200),
                    "{head:?} {framing:?}"
                );
            }
        }
    }
}

/// A body that is somewhat too large is read away; for one that is far too large the answer arrives whole, and says that the
/// connection ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_too_large() {
    let process = Process::start(Database::Sqlite).await;
    let head = "POST /auth/login HTTP/1.1\r\nContent-Type: application/json\r\n";
    for length in [16 * 1024 + 1, 20_000, 60_000] {
        let framing = format!("Content-Length: {length}\r\n");
        assert_eq!(twice(&process, head, &framing, "x".repeat(length).as_bytes()).await, (413, 200), "{length}");
    }
    for (version, framing) in [
        ("1.1", "Content-Length: 4000000\r\n"),
        ("1.0", "Content-Length: 4000000\r\n"),
        ("1.1", "Transfer-Encoding: chunked\r\n"),
    ] {
        for _ in 0..10 {
            let mut stream = connect(&process).await;
            let head = format!(
                "POST /auth/login HTTP/{version}\r\nHost: x\r\nContent-Type: application/json\r\n{framing}\r\n"
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut body = "x".repeat(4_000_000).into_bytes();
            if framing.starts_with("Transfer") {
                body.splice(0..0, b"3d0900\r\n".iter().copied());
            }
            // All of it is taken, though nobody wants it: whoever writes before reading is not cut off.
            stream.write_all(&body).await.expect("all of it is taken");
            let (status, told) = answer(&mut stream).await;
            assert_eq!(status, 413);
            assert!(told.contains("connection: close") || version == "1.0", "{told}");
            let mut rest = Vec::new();
            let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("it ends");
            assert_eq!(ended.expect("without a reset"), 0);
        }
    }
}

/// A body that never comes holds its answer for some seconds, and no longer; and a connection on which everything was answered ends at
/// once when the server stops.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_never_comes() {
    let process = Process::start(Database::Sqlite).await;
    let mut stream = connect(&process).await;
    stream.write_all(b"POST /auth/keys HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n").await.unwrap();
    let (status, told) = answer(&mut stream).await;
    assert_eq!(status, 401);
    assert!(told.contains("connection: close"), "{told}");
    drop(stream);
    let mut idle = connect(&process).await;
    idle.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert_eq!(answer(&mut idle).await.0, 200);
}
