//! Memory is bounded by what peers have read: floods of requests whose answers nobody takes (invariant 75).

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::export::add_events;
use crate::support::{Database, Process};

/// More than idle, in KiB.
const ALLOWED: usize = 40 * 1024;
const PATIENCE: Duration = Duration::from_mins(1);

/// Resident memory of the process, in KiB.
fn resident(process: &Process) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Each of these was answered once: what is made once is made.
async fn warmed_up(process: &Process, paths: &[&str]) -> usize {
    for path in paths {
        process.get(path).await;
    }
    resident(process)
}

async fn connect(process: &Process) -> TcpStream {
    TcpStream::connect(process.url().strip_prefix("http://").unwrap()).await.expect("a connection")
}

/// The most that the process takes while this goes on.
async fn peak(process: &Process, work: impl Future<Output = ()>) -> usize {
    let mut most = 0;
    let looking = async {
        loop {
            most = most.max(resident(process));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, work);
    tokio::select! {
        outcome = in_time => outcome.expect("the flood is taken in time"),
        () = looking => {}
    }
    most
}

// HTTP/2 by hand (RFC 9113 section 4, RFC 7541 appendix A).

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const ACK: u8 = 1;
const END_STREAM_AND_HEADERS: u8 = 5;
const INITIAL_WINDOW_SIZE: u16 = 4;
const MAX_CONCURRENT_STREAMS: u16 = 3;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A field's name from the table, and its value as it is.
fn text(name: u8, value: &str) -> Vec<u8> {
    let mut field = vec![name];
    if let Some(more) = value.len().checked_sub(127) {
        assert!(more < 1 << 14);
        let low = u8::try_from(more % 128).unwrap() | 128;
        field.extend([127, low, u8::try_from(more / 128).unwrap()]);
    } else {
        field.push(u8::try_from(value.len()).unwrap());
    }
    field.extend(value.as_bytes());
    field
}

fn get(stream: u32, path: &str, token: Option<&str>) -> Vec<u8> {
    let mut block = vec![0x82, 0x86];
    block.extend(text(0x04, path));
    block.extend(text(0x01, "x"));
    if let Some(token) = token {
        block.push(0x0f);
        block.extend(text(0x08, &format!("Bearer {token}")));
    }
    frame(HEADERS, END_STREAM_AND_HEADERS, stream, &block)
}

/// A connection whose peer allows this many bytes of each answer.
async fn http2(process: &Process, window: u32) -> TcpStream {
    let mut stream = connect(process).await;
    let settings = [&INITIAL_WINDOW_SIZE.to_be_bytes()[..], &window.to_be_bytes()].concat();
    stream.write_all(&[PREFACE, &frame(SETTINGS, 0, 0, &settings)].concat()).await.unwrap();
    stream
}

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

async fn read_frame(stream: &mut TcpStream) -> Frame {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.expect("a frame");
    let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
    stream.read_exact(&mut payload).await.expect("its payload");
    Frame { kind: head[3], flags: head[4], stream: u32::from_be_bytes([head[5], head[6], head[7], head[8]]), payload }
}

/// Waits until the other end has read all that was sent. It does not wait for answers.
async fn all_is_read(stream: &mut TcpStream) {
    stream.write_all(&frame(PING, 0, 0, b"all read")).await.unwrap();
    loop {
        let frame = read_frame(stream).await;
        if frame.kind == PING && frame.flags & ACK == ACK {
            return;
        }
    }
}

/// Sends requests on so many streams of so many connections, and takes none of the answers.
async fn flood(process: &Process, paths: &[&str], token: Option<&str>) -> Vec<TcpStream> {
    let mut connections = Vec::new();
    for _ in 0..40 {
        let mut stream = http2(process, 0).await;
        let requests = (0..120u32).map(|number| get(2 * number + 1, paths[number as usize % paths.len()], token));
        stream.write_all(&requests.collect::<Vec<_>>().concat()).await.unwrap();
        connections.push(stream);
    }
    for stream in &mut connections {
        all_is_read(stream).await;
    }
    connections
}

/// 4,800 streams with a closed window, for the price of 260 KB: pages, documents and files.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_windows() {
    for paths in
        [&["/openapi.json"][..], &["/docs"], &["/sign-in"], &["/openapi.json", "/docs", "/sign-in", "/nowhere"]]
    {
        let process = Process::with(Database::Sqlite, &[("RATE_LIMIT__MODE", "on")]).await;
        let idle = warmed_up(&process, paths).await;
        let mut connections = Vec::new();
        let most = peak(&process, async {
            connections = flood(&process, paths, None).await;
            // What was asked for is made meanwhile, if it is.
            for _ in 0..20 {
                process.get("/sign-in").await.expect(200);
            }
        })
        .await;
        assert!(most < idle + ALLOWED, "{paths:?}: {idle} KiB, then {most} KiB");
        drop(connections);
        process.get("/livez").await.expect(200);
        assert!(resident(&process) < idle + ALLOWED, "{paths:?}: not given back");
    }
}

/// The same by somebody who is signed in, and has much to export.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_windows_of_an_account() {
    let process = Process::with(Database::Sqlite, &[("RATE_LIMIT__MODE", "on")]).await;
    let token = process.register("ada", None).await.field("session_token");
    let db = sea_orm::Database::connect(process.database_location()).await.unwrap();
    add_events(&db, Database::Sqlite, "ada", 300_000).await;
    let paths = ["/account/export", "/account", "/account/activity", "/auth/account/events?limit=100"];
    let idle = resident(&process);
    let mut connections = Vec::new();
    let most = peak(&process, async {
        connections = flood(&process, &paths, Some(&token)).await;
        for _ in 0..20 {
            process.get_as(&token, "/auth/account").await.expect(200);
        }
    })
    .await;
    assert!(most < idle + ALLOWED, "{idle} KiB, then {most} KiB");
}

/// An export that is read slowly, and then to its end, takes no more memory than a short one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_export() {
    let process = Process::start(Database::Sqlite).await;
    let token = process.register("ada", None).await.field("session_token");
    let db = sea_orm::Database::connect(process.database_location()).await.unwrap();
    add_events(&db, Database::Sqlite, "ada", 300_000).await;
    let idle = resident(&process);
    let mut length = 0;
    let mut end = Vec::new();
    let most = peak(&process, async {
        let mut stream = connect(&process).await;
        let request = format!(
            "GET /account/export HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut buffer = vec![0; 256 * 1024];
        // For a moment nothing is read; then a part of it, which is enough to see that it does not grow.
        for _ in 0..20 {
            process.get("/livez").await.expect(200);
        }
        while length < 20 * 1024 * 1024 {
            let count = stream.read(&mut buffer).await.unwrap();
            if count == 0 {
                break;
            }
            length += count;
            end = buffer[..count].to_vec();
        }
    })
    .await;
    assert!(length >= 20 * 1024 * 1024, "it ended after {length}: {}", String::from_utf8_lossy(&end));
    assert!(most < idle + ALLOWED, "{idle} KiB, then {most} KiB");
}

/// HTTP/1: many that ask for documents, one request after the other, and read nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unread_answers_of_http1() {
    let process = Process::start(Database::Sqlite).await;
    let paths = ["/openapi.json", "/docs"];
    let idle = warmed_up(&process, &paths).await;
    let mut connections = Vec::new();
    let most = peak(&process, async {
        for _ in 0..400 {
            let mut stream = connect(&process).await;
            for path in paths.iter().cycle().take(50) {
                let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
                stream.write_all(request.as_bytes()).await.unwrap();
            }
            connections.push(stream);
        }
        for _ in 0..20 {
            process.get("/livez").await.expect(200);
        }
    })
    .await;
    assert!(most < idle + ALLOWED, "{idle} KiB, then {most} KiB");
}

/// So many streams as the operator chose, and whoever opens the window gets every answer whole and in the end all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_and_slow_readers() {
    let process = Process::with(Database::Sqlite, &[("CONNECTIONS__STREAMS", "5")]).await;
    let document = process.get("/openapi.json").await.expect(200).body;
    let mut stream = http2(&process, 1 << 20).await;
    let settings = loop {
        let frame = read_frame(&mut stream).await;
        if frame.kind == SETTINGS && frame.flags & ACK == 0 {
            break frame.payload;
        }
    };
    let mut told = settings.chunks(6);
    let streams = told.find(|setting| setting[..2] == MAX_CONCURRENT_STREAMS.to_be_bytes()).expect("a limit is told");
    assert_eq!(streams[2..], 5u32.to_be_bytes());
    // A peer that knows the limit; the window of the connection is opened as it reads.
    let mut open = std::collections::HashMap::new();
    let (mut next, mut done) = (1, 0);
    tokio::time::timeout(PATIENCE, async {
        while done < 12 {
            while open.len() < 5 && next < 24 {
                stream.write_all(&get(next, "/openapi.json", None)).await.unwrap();
                open.insert(next, 0);
                next += 2;
            }
            let frame = read_frame(&mut stream).await;
            assert_ne!(frame.kind, RST_STREAM, "a stream was refused");
            if frame.kind == DATA {
                *open.get_mut(&frame.stream).unwrap() += frame.payload.len();
                let increment = u32::try_from(frame.payload.len().max(1)).unwrap().to_be_bytes();
                stream.write_all(&self::frame(8, 0, 0, &increment)).await.unwrap();
                if frame.flags & 1 == 1 {
                    assert_eq!(open.remove(&frame.stream), Some(document.len()));
                    done += 1;
                }
            }
        }
    })
    .await
    .expect("all answers");
}
