//! Connections: what is spoken on them, and when they end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::first_bytes::{Begun, Protocol};

/// A request's headers have to arrive within this.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// Headers in all.
const MAX_HEADERS: usize = 32 * 1024;
const MAX_STREAMS: u32 = 128;
/// A connection on which nothing is asked for so long is told to end, and is cut when it did not after as long again. HTTP/2 has no
/// such limit of its own: whoever greets and falls silent would stay for ever.
const IDLE: Duration = Duration::from_secs(30);
/// How often the other end of HTTP/2 is asked whether it is still there, and how soon it has to say so.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// The connections of one listener.
pub(super) struct Connections {
    speakers: Arc<Speakers>,
    router: Router,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Connections {
    /// They are answered by `router`, and begin to end with `stopping`.
    pub(super) fn new(router: Router, stopping: CancellationToken) -> Self {
        Self { speakers: Arc::new(speakers()), router, stopping, tasks: TaskTracker::new() }
    }

    /// Answers what comes on a connection, until it ends.
    pub(super) fn attend(&self, stream: TcpStream, peer: SocketAddr) {
        // Answers are small and complete: waiting for more to send would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
        let (speakers, router, stopping) = (Arc::clone(&self.speakers), self.router.clone(), self.stopping.clone());
        self.tasks.spawn(async move { serve(&speakers, router, stopping, stream, peer).await });
    }

    /// Resolves when all of them have ended.
    pub(super) async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// How each protocol is spoken.
#[derive(Clone)]
struct Speakers {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
}

fn speakers() -> Speakers {
    let mut http1 = http1::Builder::new();
    http1.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEADERS);
    let mut http2 = http2::Builder::new(TokioExecutor::new());
    http2
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE)
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(MAX_HEADERS).unwrap_or(u32::MAX));
    Speakers { http1, http2 }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    speakers: &Speakers,
    router: Router,
    stopping: CancellationToken,
    stream: S,
    peer: SocketAddr,
) {
    let requests = Requests::default();
    let counted = requests.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (router, under_way) = (router.clone(), counted.begin());
        async move {
            let _under_way = under_way;
            if !names_one_host(&request) {
                return Ok(refusal());
            }
            Ok::<_, Infallible>(router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {}))
        }
    });
    let begun = tokio::select! {
        begun = Begun::of(stream, HEADER_TIMEOUT) => begun,
        () = stopping.cancelled() => return,
    };
    let Ok((protocol, stream)) = begun else { return };
    let stream = TokioIo::new(stream);
    // In a box each: most connections speak HTTP/1, and are not to keep the room that HTTP/2 needs.
    match protocol {
        Protocol::Http1 => {
            Box::pin(until_its_end(speakers.http1.serve_connection(stream, service), &requests, &stopping)).await;
        }
        Protocol::Http2 => {
            Box::pin(until_its_end(speakers.http2.serve_connection(stream, service), &requests, &stopping)).await;
        }
    }
}

async fn until_its_end<C: GracefulConnection<Error = hyper::Error>>(
    connection: C,
    requests: &Requests,
    stopping: &CancellationToken,
) {
    let mut connection = pin!(connection);
    let (mut ending, mut seen) = (false, (0, 0));
    loop {
        tokio::select! {
            outcome = connection.as_mut() => {
                if let Err(error) = outcome {
                    tracing::debug!(%error, "a connection ended early");
                }
                return;
            }
            () = stopping.cancelled(), if !ending => {}
            () = tokio::time::sleep(IDLE) => {
                let (begun, ended) = requests.counts();
                // Neither is one under way, nor was one a moment ago.
                let idle = begun == ended && (begun, ended) == seen;
                seen = (begun, ended);
                if !idle {
                    continue;
                }
                if ending {
                    return;
                }
            }
        }
        ending = true;
        connection.as_mut().graceful_shutdown();
    }
}

/// The requests of a connection. Clones count together.
#[derive(Clone, Default)]
struct Requests(Arc<Counts>);

#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    ended: AtomicUsize,
}

/// A request that is under way until this is dropped.
struct UnderWay(Arc<Counts>);

impl Requests {
    fn begin(&self) -> UnderWay {
        self.0.begun.fetch_add(1, Ordering::Relaxed);
        UnderWay(Arc::clone(&self.0))
    }

    /// How many have begun and ended.
    fn counts(&self) -> (usize, usize) {
        (self.0.begun.load(Ordering::Relaxed), self.0.ended.load(Ordering::Relaxed))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::Relaxed);
    }
}

/// A request of HTTP/1.1 names one host (RFC 9112 section 3.2), and none names two: a proxy in front may have meant another one than
/// we do.
fn names_one_host(request: &Request<Incoming>) -> bool {
    let count = request.headers().get_all(HOST).iter().count();
    count == 1 || (count == 0 && request.version() != Version::HTTP_11)
}

/// As bare as what hyper itself refuses, and the end of the connection.
fn refusal() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;

    use super::*;

    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    /// The beginning of headers that never end: HEADERS of stream 1, with more of them announced.
    const HEADERS: &[u8] = &[0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82];

    fn connect() -> (DuplexStream, tokio::task::JoinHandle<Duration>) {
        let (client, server) = duplex(64 * 1024);
        let slow = || async { tokio::time::sleep(Duration::from_mins(1)).await };
        let router = Router::new().route("/", get(|| async { "here" })).route("/slow", get(slow));
        let peer = ([127, 0, 0, 1], 1).into();
        let task = tokio::spawn(async move {
            let began = now();
            serve(&speakers(), router, CancellationToken::new(), server, peer).await;
            now() - began
        });
        (client, task)
    }

    #[expect(clippy::disallowed_methods, reason = "the paused clock of the runtime, which is what is tested")]
    fn now() -> Instant {
        Instant::now()
    }

    /// Whoever greets in HTTP/2 and asks for nothing is sent away.
    #[tokio::test(start_paused = true)]
    async fn silence_ends() {
        for said in [PREFACE.to_vec(), [PREFACE, SETTINGS].concat(), [PREFACE, SETTINGS, HEADERS].concat()] {
            let (mut client, task) = connect();
            client.write_all(&said).await.unwrap();
            let lasted = task.await.unwrap();
            assert!(lasted <= IDLE * 3, "{lasted:?}");
        }
    }

    /// A request that takes longer is left in peace, and so is a connection that is used.
    #[tokio::test(start_paused = true)]
    async fn use_is_left_in_peace() {
        let (mut client, task) = connect();
        let mut answer = [0; 15];
        for path in ["/slow", "/", "/slow"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
            client.write_all(request.as_bytes()).await.unwrap();
            client.read_exact(&mut answer).await.unwrap();
            assert_eq!(&answer, b"HTTP/1.1 200 OK");
            tokio::time::sleep(Duration::from_secs(10)).await;
            let mut rest = [0; 1024];
            let _rest = client.read(&mut rest).await.unwrap();
        }
        drop(client);
        assert!(task.await.unwrap() > IDLE * 4);
    }
}
