//! Connections: how much a client may take on them, and when they end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use futures_util::FutureExt;
use futures_util::future::{Either, ready};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::task::TaskTracker;

use super::first_bytes::{Begun, Protocol};
use super::pulse::{Pulse, Ward, looks};

/// Headers in all.
const MAX_HEADERS: usize = 32 * 1024;
const MAX_STREAMS: u32 = 128;
/// How often the other end of HTTP/2 is asked whether it is still there, and how soon it has to say so.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// The connections of one listener.
pub(super) struct Connections<A> {
    speakers: Arc<Speakers>,
    answer: A,
    ward: Ward,
    tasks: TaskTracker,
}

impl<A, F> Connections<A>
where
    A: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    /// Their requests are answered by `answer`.
    pub(super) fn new(answer: A) -> Self {
        Self { speakers: Arc::new(speakers()), answer, ward: Ward::default(), tasks: TaskTracker::new() }
    }

    /// Answers what comes on a connection, until it ends.
    pub(super) fn attend(&mut self, stream: TcpStream, peer: SocketAddr) {
        // Answers are small and complete: waiting for more to send would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
        let (speakers, answer, pulse) = (Arc::clone(&self.speakers), self.answer.clone(), self.ward.admit());
        self.tasks.spawn(async move { serve(&speakers, answer, pulse, stream, peer).await });
    }

    /// Ends those on which nothing happens. To be called at each of [`looks`].
    pub(super) fn look_around(&mut self) {
        self.ward.look_around();
    }

    /// Tells all of them to end, and resolves when they have.
    pub(super) async fn finish(&mut self) {
        self.ward.stop();
        self.tasks.close();
        let mut looks = looks();
        loop {
            tokio::select! {
                () = self.tasks.wait() => return,
                _ = looks.tick() => self.ward.look_around(),
            }
        }
    }
}

/// How each protocol is spoken.
struct Speakers {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
}

fn speakers() -> Speakers {
    let mut http1 = http1::Builder::new();
    http1.max_buf_size(MAX_HEADERS);
    let mut http2 = http2::Builder::new(TokioExecutor::new());
    http2
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE)
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(MAX_HEADERS).unwrap_or(u32::MAX));
    Speakers { http1, http2 }
}

async fn serve<A, F, S>(speakers: &Speakers, answer: A, pulse: Arc<Pulse>, stream: S, peer: SocketAddr)
where
    A: Fn(Request<Body>) -> F,
    F: Future<Output = Response<Body>> + Send + 'static,
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let greeting = pulse.drive(pin!(Begun::of(stream)), |_greeting| ControlFlow::Break(())).await;
    let Some(Ok((protocol, mut stream))) = greeting else { return };
    let counted = Arc::clone(&pulse);
    let service = service_fn(move |request: Request<Incoming>| {
        let under_way = counted.begin();
        let answered = if names_one_host(&request) {
            Either::Left(answer(asked_by(request, peer)))
        } else {
            Either::Right(ready(refusal()))
        };
        answered.map(move |response| {
            drop(under_way);
            Ok::<_, Infallible>(response)
        })
    });
    // In a box each: most connections speak HTTP/1, and are not to keep the room that HTTP/2 needs.
    match protocol {
        Protocol::Http1 => {
            stream.note_writes(Arc::clone(&pulse));
            let mut connection = Box::pin(speakers.http1.serve_connection(TokioIo::new(stream), service));
            until_its_end(connection.as_mut(), &pulse).await;
        }
        Protocol::Http2 => {
            pulse.note_http2();
            let mut connection = Box::pin(speakers.http2.serve_connection(TokioIo::new(stream), service));
            until_its_end(connection.as_mut(), &pulse).await;
        }
    }
}

async fn until_its_end<C: GracefulConnection<Error = hyper::Error>>(connection: Pin<&mut C>, pulse: &Pulse) {
    let end = |connection: Pin<&mut C>| {
        connection.graceful_shutdown();
        ControlFlow::Continue(())
    };
    if let Some(Err(error)) = pulse.drive(connection, end).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn asked_by(request: Request<Incoming>, peer: SocketAddr) -> Request<Body> {
    // Nearly every request is without a body, and is not to pay for a box.
    let mut request = request.map(|body| if body.is_end_stream() { Body::empty() } else { Body::new(body) });
    request.extensions_mut().insert(ConnectInfo(peer));
    request
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
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;
    use tower::ServiceExt;

    use super::*;

    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    /// The beginning of headers that never end: HEADERS of stream 1, with more of them announced.
    const HEADERS: &[u8] = &[0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82];

    fn connect() -> (DuplexStream, tokio::task::JoinHandle<Duration>) {
        let (client, server) = duplex(64 * 1024);
        let slow = || async { tokio::time::sleep(Duration::from_mins(1)).await };
        let router = Router::new().route("/", get(|| async { "here" })).route("/slow", get(slow));
        let answer = move |request| router.clone().oneshot(request).map(|Ok(response)| response);
        let task = tokio::spawn(async move {
            let began = now();
            let (mut ward, mut looks) = (Ward::default(), looks());
            let (speakers, pulse) = (speakers(), ward.admit());
            let looking = async {
                loop {
                    looks.tick().await;
                    ward.look_around();
                }
            };
            tokio::select! {
                () = serve(&speakers, answer, pulse, server, ([127, 0, 0, 1], 1).into()) => {}
                () = looking => {}
            }
            now() - began
        });
        (client, task)
    }

    #[expect(clippy::disallowed_methods, reason = "the paused clock of the runtime, which is what is tested")]
    fn now() -> Instant {
        Instant::now()
    }

    /// Whoever asks for nothing is sent away, however much of a greeting or of headers came.
    #[tokio::test(start_paused = true)]
    async fn silence_ends() {
        for said in [
            b"".to_vec(),
            b"P".to_vec(),
            b"PRI * HT".to_vec(),
            b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ".to_vec(),
            PREFACE.to_vec(),
            [PREFACE, SETTINGS].concat(),
            [PREFACE, SETTINGS, HEADERS].concat(),
        ] {
            let (mut client, task) = connect();
            client.write_all(&said).await.unwrap();
            let lasted = task.await.unwrap();
            assert!((Duration::from_secs(14)..=Duration::from_secs(22)).contains(&lasted), "{said:?}: {lasted:?}");
        }
    }

    /// Headers that come byte by byte are no headers.
    #[tokio::test(start_paused = true)]
    async fn dripping_ends() {
        let (mut client, task) = connect();
        client.write_all(b"GET / HTTP/1.1\r\nX-A: ").await.unwrap();
        while client.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert!(task.await.unwrap() <= Duration::from_secs(22));
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
        assert!(task.await.unwrap() > Duration::from_mins(2));
    }
}
