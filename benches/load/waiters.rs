//! Those who wait: what each costs in memory, and how soon a decision reaches its waiter while all of them wait.

use std::net::{IpAddr, SocketAddr};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http_body_util::Empty;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::Fallible;
use crate::client::Client;
use crate::count;
use crate::now;
use crate::options::Options;
use crate::server::Server;
use crate::sign_in::Person;
use crate::smtp::Sink;
use crate::table::{line, percentile};

/// Connections from one address of this machine, which has some 28,000 ports.
const FROM_ONE_ADDRESS: usize = 10_000;
/// Connections that are opened at once.
const AT_ONCE: usize = 100;
/// Requests on one connection of HTTP/2: as many as the program allows.
const STREAMS: usize = 128;
const DECISIONS: usize = 200;
/// A login that nobody will decide.
const EVE: &str = r#"{"username":"eve","email":"eve@example.org","session_platform":"waits"}"#;
/// A server has nothing left to do when it takes no more processor time than this, in seconds, for so long.
const IDLE: f64 = 0.05;
const SETTLED: Duration = Duration::from_secs(1);
/// It is asked so often at most.
const LOOKS: usize = 180;
/// For the waiter's request to arrive before its login is decided.
const ASLEEP: Duration = Duration::from_millis(20);

/// How waiters come.
#[derive(Clone, Copy)]
pub(crate) enum Protocol {
    /// On a connection each, as devices do.
    Http1,
    /// Many on a connection, as through a proxy that speaks HTTP/2: more of them than a process may have descriptors.
    Http2,
}

/// KiB for each waiter at bare servers, to compare with.
pub(crate) struct Bare {
    hyper: f64,
    axum: Option<f64>,
}

/// So many descriptors for this process and those that it starts.
fn raise_descriptors(options: &Options) -> Fallible<()> {
    let wanted = options.waiters + 1000;
    let limits = std::fs::read_to_string("/proc/self/limits")?;
    let now = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap_or_default();
    let soft = now.split_whitespace().next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(usize::MAX);
    if soft >= wanted {
        return Ok(());
    }
    let (process, limit) = (std::process::id().to_string(), format!("--nofile={wanted}:{wanted}"));
    let status = Command::new("prlimit").args(["--pid", &process, &limit]).status()?;
    if status.success() { Ok(()) } else { Err(format!("{wanted} descriptors are not allowed: fewer WAITERS").into()) }
}

/// What waiting costs at servers that do nothing else.
pub(crate) async fn bare(options: &Options, protocol: Protocol) -> Fallible<Bare> {
    Ok(match protocol {
        Protocol::Http1 => {
            raise_descriptors(options)?;
            Bare {
                hyper: at_bare("hyper-wait", options, protocol).await?,
                axum: Some(at_bare("axum-wait", options, protocol).await?),
            }
        }
        Protocol::Http2 => Bare { hyper: at_bare("hyper-wait-http2", options, protocol).await?, axum: None },
    })
}

async fn at_bare(kind: &str, options: &Options, protocol: Protocol) -> Fallible<f64> {
    let server = Server::bare(kind, 100)?;
    let paths = (0..options.waiters).map(|_| "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b?wait=60".to_owned());
    let (kib, _waiters) = wait(&server, paths.collect(), protocol).await?;
    line(&format!("memory per waiter: {kind:<16} {kib:>6.2} KiB ({} waiters)", options.waiters))?;
    Ok(kib)
}

/// Memory and decisions of the program; with `database`, also decisions at another node of the same database.
pub(crate) async fn measure(
    options: &Options,
    sink: &Sink,
    (bare, protocol): (&Bare, Protocol),
    (name, database): (&str, Option<&str>),
) -> Fallible<()> {
    let directory = tempfile::tempdir()?;
    let server = Server::doorpost(directory.path(), database, sink.address)?;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(Person::register(server.address, sink, &format!("person{number}")).await?);
    }
    let paths = logins(server.address, EVE, options.waiters).await?;
    let paths = paths.into_iter().map(|auth_id| format!("/auth/session/{auth_id}?wait=60")).collect();
    let asked = now();
    people[0].connect(server.address, server.address).await?;
    people[0].ask().await?;
    line(&format!(
        "mail of a login behind {} others: {:.1} s, {name}",
        options.waiters,
        asked.elapsed().as_secs_f64()
    ))?;
    let (kib, _waiters) = wait(&server, paths, protocol).await?;
    line(&format!(
        "memory per waiter: {:<16} {kib:>6.2} KiB on {name}, {:.2} of bare hyper (target <= 1.3){}",
        "doorpost",
        kib / bare.hyper,
        bare.axum.map(|axum| format!(", {:.2} of bare axum", kib / axum)).unwrap_or_default()
    ))?;
    decide([server.address; 2], &mut people).await?.print("same node", name, "< 5 ms")?;
    if database.is_some() {
        // The nodes of one database have one keyring.
        let other = Server::doorpost(directory.path(), database, sink.address)?;
        decide([server.address, other.address], &mut people).await?.print("other node", name, "< 25 ms")?;
    }
    Ok(())
}

/// Auth ids of so many logins.
pub(crate) async fn logins(server: SocketAddr, body: &str, number: usize) -> Fallible<Vec<String>> {
    let (left, mut clients) = (Arc::new(AtomicUsize::new(number)), JoinSet::new());
    for _ in 0..64 {
        let (left, body) = (Arc::clone(&left), body.to_owned());
        clients.spawn(async move { ask(server, &body, &left).await.map_err(|error| error.to_string()) });
    }
    Ok(clients.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}

async fn ask(server: SocketAddr, body: &str, left: &AtomicUsize) -> Fallible<Vec<String>> {
    let (mut client, mut auth_ids) = (Client::connect(server).await?, Vec::new());
    while left.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
        auth_ids.push(client.post("/auth/login", None, body).await?.expect(200)?.text("auth_id")?);
    }
    Ok(auth_ids)
}

/// Those who wait and ask again, until they are dropped. None of them ends.
type Waiters = JoinSet<Fallible<(), String>>;

/// Has somebody wait at each path. Returns KiB for each.
async fn wait(server: &Server, paths: Vec<String>, protocol: Protocol) -> Fallible<(f64, Waiters)> {
    settle(server).await?;
    let (before, number) = (server.pss()?, paths.len());
    let mut waiters = match protocol {
        Protocol::Http1 => on_a_connection_each(server.address, paths).await?,
        Protocol::Http2 => on_few_connections(server.address, paths).await?,
    };
    settle(server).await?;
    let after = server.pss()?;
    if let Some(ended) = waiters.try_join_next() {
        return Err(format!("a waiter was sent away: {ended:?}").into());
    }
    Ok(((after - before) / count(number), waiters))
}

/// Waits until what was asked of it is done: it goes on looking for whom each of the logins might be.
async fn settle(server: &Server) -> Fallible<()> {
    for _ in 0..LOOKS {
        let before = server.cpu()?;
        tokio::time::sleep(SETTLED).await;
        if server.cpu()? - before <= IDLE {
            return Ok(());
        }
    }
    Err("the server never has nothing to do".into())
}

async fn on_a_connection_each(address: SocketAddr, paths: Vec<String>) -> Fallible<Waiters> {
    let mut waiters = JoinSet::new();
    let mut paths = paths.into_iter().enumerate().peekable();
    while paths.peek().is_some() {
        let mut opening = JoinSet::new();
        for (index, path) in paths.by_ref().take(AT_ONCE) {
            let source = IpAddr::from([127, 0, 0, u8::try_from(2 + index / FROM_ONE_ADDRESS)?]);
            opening.spawn(async move {
                let client = Client::connect_from(source, address).await.map_err(|error| error.to_string())?;
                Ok::<_, String>((client, path))
            });
        }
        for opened in opening.join_all().await {
            let (mut client, path) = opened?;
            waiters.spawn(async move {
                loop {
                    client.get(&path, None).await.map_err(|error| error.to_string())?;
                }
            });
        }
    }
    Ok(waiters)
}

async fn on_few_connections(address: SocketAddr, paths: Vec<String>) -> Fallible<Waiters> {
    let mut waiters = JoinSet::new();
    for paths in paths.chunks(STREAMS) {
        let stream = TokioIo::new(TcpStream::connect(address).await?);
        let (requests, connection) = http2::handshake(TokioExecutor::new(), stream).await?;
        waiters.spawn(async move { connection.await.map_err(|error| error.to_string()) });
        for path in paths {
            let (mut requests, uri) = (requests.clone(), format!("http://{address}{path}"));
            waiters.spawn(async move {
                loop {
                    let request = hyper::Request::get(&uri).body(Empty::<Bytes>::new());
                    let request = request.map_err(|error| error.to_string())?;
                    requests.send_request(request).await.map_err(|error| error.to_string())?;
                }
            });
        }
    }
    Ok(waiters)
}

/// Milliseconds from the answer to an approval to the answer to its waiter; negative if that came first.
struct Latencies {
    after_answer: Vec<f64>,
    after_request: Vec<f64>,
}

/// People ask and wait at one server, and approve at another, which may be the same.
async fn decide([server, other]: [SocketAddr; 2], people: &mut [Person]) -> Fallible<Latencies> {
    let mut latencies = Latencies { after_answer: Vec::new(), after_request: Vec::new() };
    for person in &mut *people {
        person.connect(server, other).await?;
    }
    let persons = people.len();
    for decision in 0..DECISIONS {
        let person = &mut people[decision % persons];
        let (auth_id, link) = person.ask().await?;
        let waiter = tokio::spawn(waits(server, auth_id));
        tokio::time::sleep(ASLEEP).await;
        let requested = now();
        person.approve(&link).await?;
        let approved = now();
        let answered = waiter.await??;
        latencies.after_answer.push(millis(approved, answered));
        latencies.after_request.push(millis(requested, answered));
    }
    Ok(latencies)
}

async fn waits(server: SocketAddr, auth_id: String) -> Result<Instant, String> {
    let answer = async {
        let mut client = Client::connect(server).await?;
        client.get(&format!("/auth/session/{auth_id}?wait=60"), None).await?.expect(200)
    };
    answer.await.map(|_token| now()).map_err(|error: Box<dyn std::error::Error>| error.to_string())
}

fn millis(from: Instant, to: Instant) -> f64 {
    let (late, early) = (to.saturating_duration_since(from), from.saturating_duration_since(to));
    (late.as_secs_f64() - early.as_secs_f64()) * 1000.0
}

impl Latencies {
    fn print(mut self, node: &str, database: &str, target: &str) -> Fallible<()> {
        line(&format!(
            "decision to waiter, {node}, {database}: p50 {:.2} ms, p99 {:.2} ms after the approval's answer (target {target}); p50 {:.2} ms, p99 {:.2} ms after its request; {DECISIONS} decisions",
            percentile(&mut self.after_answer, 0.5),
            percentile(&mut self.after_answer, 0.99),
            percentile(&mut self.after_request, 0.5),
            percentile(&mut self.after_request, 0.99)
        ))
    }
}
