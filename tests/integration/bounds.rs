//! What one client can take from the others: descriptors, connections and places to wait (invariant 75).

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::{Database, Process, Reply, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
/// Whoever waits longer waits in vain.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program with this soft and this hard limit of open files.
async fn limited(database: Database, soft: u32, hard: u32, settings: &[(&str, &str)]) -> Process {
    let wrapper = ["prlimit".to_owned(), format!("--nofile={soft}:{hard}")];
    let mut all = vec![("OPS_LISTEN", "127.0.0.1:0")];
    all.extend(settings);
    Process::beneath_with(&wrapper, database, &all).await
}

/// The operators' metrics.
async fn metrics(process: &mut Process) -> String {
    let url = process.announced("metrics on ").await;
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
    client.get(url).send().await.expect("metrics answer").text().await.unwrap()
}

async fn metric(process: &mut Process, name: &str) -> f64 {
    let text = metrics(process).await;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().unwrap())
}

fn address(process: &Process) -> SocketAddr {
    process.url().strip_prefix("http://").unwrap().parse().unwrap()
}

/// A connection from this address of the machine.
async fn connect(process: &Process, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    tokio::time::timeout(PATIENCE, socket.connect(address(process))).await.expect("in time").expect("a connection")
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    // The other end may have closed it already.
    let _gone = stream.write_all(request.as_bytes()).await;
}

/// Headers and body of one answer, as far as they come at once; nothing if the connection was closed.
async fn answer(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !(text.contains("\r\n\r\n")) {
        let read = tokio::time::timeout(PATIENCE, stream.read(&mut buffer)).await.expect("an answer in time");
        match read {
            Ok(count) if count > 0 => text.push_str(&String::from_utf8_lossy(&buffer[..count])),
            _ => break,
        }
    }
    text
}

async fn get(process: &Process, from: &str, path: &str) -> String {
    let mut stream = connect(process, from).await;
    ask(&mut stream, path).await;
    answer(&mut stream).await
}

async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("{what} does not answer"))
}

on_both! {
    /// One client with more held polls than there are descriptors shuts nobody out, even where limits are off: health answers on both
    /// listeners, metrics, database and mail go on, and its own login comes to no harm (invariant 75).
    async fn held_polls_leave_room(database) {
        let mut process = limited(database, 1024, 1024, &[]).await;
        process.register("ada", Some(EMAIL)).await;
        let auth_id = process.login("ada", EMAIL).await.field("auth_id");
        let path = format!("/auth/session/{auth_id}?wait=50");
        let mut held = Vec::new();
        for _ in 0..1100 {
            let mut stream = connect(&process, "127.0.0.1").await;
            ask(&mut stream, &path).await;
            held.push(stream);
        }
        let ops = process.announced("metrics on ").await.replace("/metrics", "");
        let outside = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE).build().unwrap();
        for _ in 0..5 {
            for path in ["/livez", "/readyz", "/metrics"] {
                assert_eq!(outside.get(format!("{ops}{path}")).send().await.expect(path).status(), 200);
            }
            for path in ["/livez", "/readyz", "/sign-in"] {
                in_time(path, process.get(path)).await.expect(200);
            }
        }
        let waiting = metric(&mut process, "doorpost_waiting_polls").await;
        assert!((100.0..1000.0).contains(&waiting), "{waiting} polls are held");
        // The database and the mail of the first login work, and so does a whole new sign-in.
        in_time("an approval", async {
            let link = process.mail(EMAIL, "/auth/confirm/").await.link;
            process.submit(&link, &[("decision", "approve")]).await.expect(200);
            process.poll(&auth_id).await.expect(200);
        })
        .await;
        let bob = in_time("a registration", process.register("bob", None)).await.field("session_token");
        process.get_as(&bob, "/auth/whoami").await.expect(200);
        drop(held);
    }
}

/// The soft limit of open files becomes the hard one; that is said in the log at the start, and in a metric.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limit_is_raised() {
    let mut process = limited(Database::Sqlite, 256, 4096, &[]).await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", process.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(files.split_whitespace().skip(3).take(2).collect::<Vec<_>>(), ["4096", "4096"]);
    let log = process.log();
    let said = log.lines().find(|line| line.contains("limit on open files")).expect("it is said");
    assert!(said.contains(r#""limit":"4096","before":"256","reserve":"#), "{said}");
    assert!((metric(&mut process, "process_max_fds").await - 4096.0).abs() < 0.5);
    let open = metric(&mut process, "process_open_fds").await;
    assert!((10.0..200.0).contains(&open), "{open}");
    assert!(process.log().contains("LimitNOFILE"), "4096 is few, and nobody is told: {}", process.log());
}

/// Where work is under way on every connection, a further one is told to come back; health answers on it all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_of_work() {
    let mut process = limited(Database::Sqlite, 128, 128, &[]).await;
    let (told, mut answers) = tokio::sync::mpsc::unbounded_channel();
    let mut busy = Vec::new();
    for _ in 0..60 {
        // A body that does not come: the request is under way until it is given up.
        let mut stream = connect(&process, "127.0.0.1").await;
        let head =
            "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let told = told.clone();
        busy.push(tokio::spawn(async move { told.send(answer(&mut stream).await) }));
    }
    for path in ["/livez", "/readyz"] {
        assert!(get(&process, "127.0.0.1", path).await.starts_with("HTTP/1.1 200 "), "{path}");
    }
    let refused = in_time("the listener", answers.recv()).await.unwrap();
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    let lower = refused.to_ascii_lowercase();
    assert!(lower.contains("retry-after: ") && lower.contains("connection: close"), "{refused}");
    assert!(refused.contains("\"code\":\"unavailable\""), "{refused}");
    assert!(metric(&mut process, "doorpost_connections_refused_total{reason=\"connections\"}").await >= 1.0);
    for busy in busy {
        busy.abort();
    }
    in_time("it heals", async {
        while !get(&process, "127.0.0.1", "/sign-in").await.starts_with("HTTP/1.1 200 ") {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Silent and idle connections make room, and nobody hears of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_make_room() {
    let process = limited(Database::Sqlite, 128, 128, &[]).await;
    let mut idle = Vec::new();
    for number in 0..200 {
        let mut stream = connect(&process, "127.0.0.1").await;
        if number % 2 == 0 {
            ask(&mut stream, "/livez").await;
        }
        idle.push(stream);
    }
    for path in ["/livez", "/sign-in"] {
        in_time("a page", async {
            while !get(&process, "127.0.0.1", path).await.starts_with("HTTP/1.1 200 ") {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
    drop(idle);
}

/// One client has so many connections: further ones make idle ones of its own end, or else are told to come back. Others are not
/// touched, and a trusted proxy has as many as it likes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_of_one_client() {
    let settings = [
        ("RATE_LIMIT__MODE", "on"),
        ("CONNECTIONS__PER_ADDRESS", "4"),
        ("TRUSTED_PROXIES", "127.0.0.4"),
        ("OPS_LISTEN", "127.0.0.1:0"),
    ];
    let mut process = Process::with(Database::Sqlite, &settings).await;
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    let path = format!("/auth/session/{auth_id}?wait=50");
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut stream = connect(&process, "127.0.0.2").await;
        ask(&mut stream, &path).await;
        held.push(stream);
    }
    in_time("held polls", async {
        while metric(&mut process, "doorpost_waiting_polls").await < 4.0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let refused = get(&process, "127.0.0.2", "/sign-in").await;
    assert!(refused.starts_with("HTTP/1.1 429 ") && refused.contains("too_many_requests"), "{refused}");
    assert!(refused.to_ascii_lowercase().contains("retry-after: "), "{refused}");
    assert!(get(&process, "127.0.0.2", "/livez").await.starts_with("HTTP/1.1 200 "));
    assert!(get(&process, "127.0.0.3", "/sign-in").await.starts_with("HTTP/1.1 200 "));

    let mut idle = Vec::new();
    for _ in 0..8 {
        let mut stream = connect(&process, "127.0.0.3").await;
        ask(&mut stream, "/livez").await;
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200 "));
        idle.push(stream);
    }
    let mut proxied = Vec::new();
    for _ in 0..20 {
        let mut stream = connect(&process, "127.0.0.4").await;
        ask(&mut stream, "/livez").await;
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200 "));
        proxied.push(stream);
    }
    for stream in &mut proxied {
        ask(stream, "/livez").await;
        assert!(answer(stream).await.starts_with("HTTP/1.1 200 "), "a proxy's connection was ended");
    }
}

/// With limits off, as on a loopback public URL, a client has as many connections as it likes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_that_are_off_lift_connections() {
    let process = Process::with(Database::Sqlite, &[("CONNECTIONS__PER_ADDRESS", "2")]).await;
    let mut open = Vec::new();
    for _ in 0..20 {
        let mut stream = connect(&process, "127.0.0.1").await;
        ask(&mut stream, "/livez").await;
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200 "));
        open.push(stream);
    }
    for stream in &mut open {
        ask(stream, "/livez").await;
        assert!(answer(stream).await.starts_with("HTTP/1.1 200 "));
    }
}

/// A poll that is held, from this address.
fn hold(app: &TestApp, auth_id: &str, from: &str, forwarded: &str) -> tokio::task::JoinHandle<Reply> {
    let request = app.get(&format!("/auth/session/{auth_id}?wait=60")).from(from);
    let request = if forwarded.is_empty() { request } else { request.header("x-forwarded-for", forwarded) };
    tokio::spawn(request.send())
}

async fn until_held(app: &TestApp, count: usize) {
    in_time("polls are held", async {
        while app.app.context.waiters.count() != count {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

on_both! {
    /// One client holds so many polls; a further one is answered at once, and harms nothing. A client is an IPv4 address, an IPv6 /64,
    /// or who a trusted proxy says it is (invariant 75).
    async fn polls_of_one_client(database) {
        let settings = [
            ("RATE_LIMIT__MODE", "on"),
            ("POLL__HELD_PER_ADDRESS", "2"),
            ("TRUSTED_PROXIES", "10.0.0.0/8"),
        ];
        let app = TestApp::with(database, &settings).await.leaving_mail();
        app.verified("ada", EMAIL).await;
        let asked = app.login("ada", EMAIL).await;
        let (auth_id, code) = (asked.field("auth_id"), asked.field("match_code"));
        let clients = [
            (["203.0.113.9", "203.0.113.9", "::ffff:203.0.113.9"], ["", "", ""]),
            (["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3"], ["", "", ""]),
            (["10.0.0.1", "10.0.0.2", "10.0.0.1"], ["198.51.100.7", "198.51.100.7:80", "6.6.6.6, 198.51.100.7"]),
        ];
        let mut held = Vec::new();
        for (number, (from, forwarded)) in clients.into_iter().enumerate() {
            for place in 0..2 {
                held.push(hold(&app, &auth_id, from[place], forwarded[place]));
            }
            until_held(&app, 2 * (number + 1)).await;
            let further = in_time("a further poll", hold(&app, &auth_id, from[2], forwarded[2])).await.unwrap();
            assert_eq!(further.header("retry-after"), Some("2"));
            further.expect_error(400, "authorization_pending");
            assert_eq!(app.app.context.waiters.count(), 2 * (number + 1));
        }
        // All are told of the decision, and one that is not held finds it.
        let mail = app.login_mail(EMAIL).await;
        app.open(&mail.link, "203.0.113.9").await.submit(&[("decision", "approve"), ("match_code", &code)]).await.expect(200);
        app.poll(&auth_id).await.expect(200);
        for poll in held {
            in_time("a held poll", poll).await.unwrap().expect(200);
        }
        // Their places are free again.
        let another = app.login("ada", EMAIL).await.field("auth_id");
        let again = hold(&app, &another, "203.0.113.9", "");
        until_held(&app, 1).await;
        again.abort();
    }

    /// The waiting page's question counts as well, and its script is told how long to pause (invariant 75).
    async fn waiting_pages_of_one_client(database) {
        let settings = [("RATE_LIMIT__MODE", "on"), ("POLL__HELD_PER_ADDRESS", "1")];
        let app = TestApp::with(database, &settings).await.leaving_mail();
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let mut visitor = Visitor::new(&app, "203.0.113.9");
        let waiting = visitor.ask(EMAIL, &[]).await;
        let state = |wait: u32| visitor.request(Method::GET, &format!("{waiting}/state?wait={wait}"));
        let held = tokio::spawn(state(60).send());
        until_held(&app, 1).await;
        let further = in_time("another page", state(60).send()).await.expect(200);
        assert_eq!((further.json(), further.header("retry-after")), (json!({"state": "pending"}), Some("2")));
        let poll = in_time("a poll", hold(&app, &auth_id, "203.0.113.9", "")).await.unwrap();
        poll.expect_error(400, "authorization_pending");
        // Who did not ask to wait is not told to pause.
        assert!(state(0).send().await.expect(200).header("retry-after").is_none());
        held.abort();
        until_held(&app, 0).await;
        let held = tokio::spawn(state(60).send());
        until_held(&app, 1).await;
        held.abort();
    }

    /// Where limits are off, polls of one client are held however many they are, but not when connections are scarce: then those that
    /// wait longest are sent away first (invariant 75).
    async fn scarce_connections(database) {
        let app = TestApp::with(database, &[("POLL__HELD_PER_ADDRESS", "1")]).await.leaving_mail();
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let mut held: Vec<_> = Vec::new();
        for number in 1..=20 {
            held.push(hold(&app, &auth_id, "203.0.113.9", ""));
            until_held(&app, number).await;
        }
        app.app.context.waiters.set_crowded(true);
        let further = in_time("a further poll", hold(&app, &auth_id, "203.0.113.10", "")).await.unwrap();
        assert_eq!(further.header("retry-after"), Some("2"));
        further.expect_error(400, "authorization_pending");
        app.app.context.waiters.relieve(5);
        until_held(&app, 15).await;
        for poll in held.drain(..5) {
            let sent_away = in_time("a poll", poll).await.unwrap();
            assert_eq!(sent_away.header("retry-after"), Some("2"));
            sent_away.expect_error(400, "authorization_pending");
        }
        app.app.context.waiters.set_crowded(false);
        held.push(hold(&app, &auth_id, "203.0.113.10", ""));
        until_held(&app, 16).await;
        for poll in held {
            poll.abort();
        }
    }
}
