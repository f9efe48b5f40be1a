//! Connections: how much a client may take on them, and when they end.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use futures_util::FutureExt;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::task::TaskTracker;

use super::admission::Admission;
use super::idle::{ConnectionActivity, IdleReaper, sweeps};
use super::peer::{Peer, answer_when_read};
use super::protocol::{Protocol, Rewind};
use crate::cache::waiters::Waiters;
use crate::limits::RateLimitKey;
use crate::net::unread::Unread;
use crate::web::Crowded;

/// Headers in all.
const MAX_HEADERS: usize = 32 * 1024;
/// What one connection of HTTP/2 may send before it is read: a client that sends bodies to routes which do not read them holds as much.
/// Bodies have 16 KiB at most.
const STREAM_WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 128 * 1024;
/// What one stream holds of an answer that is made piece by piece, beyond what its peer reads.
const SEND_BUFFER: usize = 16 * 1024;
/// A trusted proxy speaks for many clients: it may have so many times more of everything.
const PROXY_FACTOR: u32 = 8;
/// When room is needed, so many connections at most are told to end at one time.
const MAX_CLOSED_AT_ONCE: usize = 32;
/// Clients with too many connections for whom idle ones are looked for at one time: each takes a look at all connections.
const MAX_CLIENTS_AT_ONCE: usize = 16;
/// How often the other end of HTTP/2 is asked whether it is still there, and how soon it has to say so.
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(20);

/// What one connection may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Requests under way at the same time, over HTTP/2.
    pub(super) streams: u32,
    /// Bytes of answers that its peer has not read, over HTTP/2. Over HTTP/1 there is one answer at a time.
    pub(super) unread: usize,
}

impl Bounds {
    fn of_proxies(self) -> Self {
        Self {
            streams: self.streams.saturating_mul(PROXY_FACTOR),
            unread: self.unread.saturating_mul(PROXY_FACTOR as usize),
        }
    }
}

/// The connections of one listener.
pub(super) struct Connections<A> {
    direct: Arc<ConnectionBuilders>,
    of_proxies: Arc<ConnectionBuilders>,
    answer: A,
    seats: Arc<Admission>,
    /// Polls on these connections; they make room, too.
    waiters: Option<Waiters>,
    listener: &'static str,
    reaper: IdleReaper,
    made: HashMap<Option<RateLimitKey>, Made>,
    tasks: TaskTracker,
}

/// Capacity that was made since the last look: for one client, or for all.
#[derive(Default)]
struct Made {
    /// Of connections that were told to end, and whose places nobody took yet.
    places: usize,
    /// The last try found no idle connection. It reads through all of them, and is not repeated for each that comes.
    in_vain: bool,
}

impl<A, F> Connections<A>
where
    A: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    /// Their requests are answered by `answer`.
    pub(super) fn new(answer: A, seats: Arc<Admission>, bounds: Bounds, waiters: Option<Waiters>) -> Self {
        Self {
            direct: Arc::new(builders(bounds)),
            of_proxies: Arc::new(builders(bounds.of_proxies())),
            answer,
            seats,
            listener: if waiters.is_some() { "public" } else { "ops" },
            waiters,
            reaper: IdleReaper::default(),
            made: HashMap::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// Answers what comes on a connection, until it ends.
    pub(super) fn serve_connection(&mut self, stream: TcpStream, peer: SocketAddr) {
        // Answers are small and complete: waiting for more to send would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
        let client = self.seats.client(peer.ip());
        let crowded = self.crowded(client);
        // None: the client was told often enough, and this connection is dropped without a word.
        let Some(seat) = self.seats.take(client) else { return };
        self.tell_waiters();
        let builders = if self.seats.is_trusted(peer.ip()) { &self.of_proxies } else { &self.direct };
        let (builders, answer) = (Arc::clone(builders), self.answer.clone());
        let peer = Peer { address: peer, client, activity: self.reaper.admit(client), crowded, seat };
        self.tasks.spawn(async move { serve(&builders, answer, peer, stream).await });
    }

    /// Why the requests of a new connection are refused, unless there is room soon.
    fn crowded(&mut self, client: Option<RateLimitKey>) -> Option<Crowded> {
        if self.seats.is_full_for(client) && !self.make_room(client) {
            Some(Crowded::Client)
        } else if self.seats.is_full() && !self.make_room(None) {
            Some(Crowded::Server)
        } else {
            None
        }
    }

    /// Makes room for one connection, of one client or of all. `false` if something is under way on each of them.
    fn make_room(&mut self, whose: Option<RateLimitKey>) -> bool {
        let made = self.made.entry(whose).or_default();
        if made.places == 0 && !made.in_vain {
            made.places = self.reaper.make_room(whose, MAX_CLOSED_AT_ONCE);
            made.in_vain = made.places == 0;
            // Those who only wait are sent away, and have idle connections then.
            if let Some(waiters) = self.waiters.as_ref().filter(|_| made.in_vain && whose.is_none()) {
                waiters.relieve(MAX_CLOSED_AT_ONCE);
            }
        }
        let has_room = made.places > 0;
        made.places = made.places.saturating_sub(1);
        has_room
    }

    /// The connections that are open.
    pub(super) fn seats(&self) -> &Arc<Admission> {
        &self.seats
    }

    /// Ends some on which nothing happens, since there are no descriptors for more.
    pub(super) fn make_capacity(&mut self) {
        self.make_room(None);
    }

    /// Whether polls may be held.
    fn tell_waiters(&self) {
        if let Some(waiters) = &self.waiters {
            waiters.set_crowded(self.seats.is_crowded());
        }
    }

    /// Ends those on which nothing happens. To be called at each of [`sweeps`].
    pub(super) fn sweep(&mut self) {
        self.reaper.sweep();
        let clients = self.made.drain().filter_map(|(whose, _)| whose).take(MAX_CLIENTS_AT_ONCE);
        for whose in clients.map(Some).chain([None]) {
            let excess = self.seats.excess(whose);
            if excess > 0 {
                self.reaper.make_room(whose, excess);
            }
        }
        self.tell_waiters();
        let open = u32::try_from(self.seats.open()).unwrap_or(u32::MAX);
        metrics::gauge!("doorpost_connections", "listener" => self.listener).set(f64::from(open));
    }

    /// Tells all of them to end, and resolves when they have.
    pub(super) async fn finish(&mut self) {
        self.reaper.stop();
        self.tasks.close();
        let mut sweeps = sweeps();
        loop {
            tokio::select! {
                () = self.tasks.wait() => return,
                _ = sweeps.tick() => self.reaper.sweep(),
            }
        }
    }
}

/// How each protocol is spoken.
struct ConnectionBuilders {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    unread: usize,
}

fn builders(bounds: Bounds) -> ConnectionBuilders {
    let mut http1 = http1::Builder::new();
    http1.max_buf_size(MAX_HEADERS);
    let mut http2 = http2::Builder::new(TokioExecutor::new());
    http2
        .timer(TokioTimer::new())
        .keep_alive_interval(KEEP_ALIVE_INTERVAL)
        .keep_alive_timeout(KEEP_ALIVE_INTERVAL)
        .max_concurrent_streams(bounds.streams)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(SEND_BUFFER)
        .max_header_list_size(u32::try_from(MAX_HEADERS).unwrap_or(u32::MAX));
    ConnectionBuilders { http1, http2, unread: bounds.unread }
}

async fn serve<A, F, S>(builders: &ConnectionBuilders, answer: A, peer: Peer, stream: S)
where
    A: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Arc::clone(&peer.activity);
    let greeting = activity.drive(pin!(Rewind::detect_protocol(stream)), |_greeting| ControlFlow::Break(())).await;
    let Some(Ok((protocol, mut stream))) = greeting else { return };
    // In a box each: most connections speak HTTP/1, and are not to keep the room that HTTP/2 needs.
    match protocol {
        Protocol::Http1 => {
            stream.record_in(Arc::clone(&activity));
            // One answer at a time: the next request is not begun before this one is written.
            let service = service_fn(move |request| peer.ask(&answer, request).map(Ok::<_, Infallible>));
            let mut connection = Box::pin(builders.http1.serve_connection(TokioIo::new(stream), service));
            run_until_closed(connection.as_mut(), &activity).await;
        }
        Protocol::Http2 => {
            activity.set_http2();
            let (unread, peer) = (Unread::new(builders.unread), Arc::new(peer));
            let service = service_fn(move |request: Request<Incoming>| {
                let (unread, peer, answer) = (Arc::clone(&unread), Arc::clone(&peer), answer.clone());
                async move { Ok::<_, Infallible>(answer_when_read(&unread, &peer, &answer, request).await) }
            });
            let mut connection = Box::pin(builders.http2.serve_connection(TokioIo::new(stream), service));
            run_until_closed(connection.as_mut(), &activity).await;
        }
    }
}

async fn run_until_closed<C: GracefulConnection<Error = hyper::Error>>(
    connection: Pin<&mut C>,
    activity: &ConnectionActivity,
) {
    let end = |connection: Pin<&mut C>| {
        connection.graceful_shutdown();
        ControlFlow::Continue(())
    };
    if let Some(Err(error)) = activity.drive(connection, end).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;
    use tower::ServiceExt;

    use super::*;
    use crate::server::admission::{Capacity, PerClient};

    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    /// The beginning of headers that never end: HEADERS of stream 1, with more of them announced.
    const HEADERS: &[u8] = &[0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82];

    fn connect() -> (DuplexStream, tokio::task::JoinHandle<Duration>) {
        let (client, server) = duplex(64 * 1024);
        let slow = || async { tokio::time::sleep(Duration::from_mins(1)).await };
        let router = Router::new().route("/", get(|| async { "here" })).route("/slow", get(slow));
        let router = router.route("/long", get(|| async { "long".repeat(7500) }));
        let answer = move |request| router.clone().oneshot(request).map(|Ok(response)| response);
        let task = tokio::spawn(async move {
            let began = now();
            let (mut reaper, mut sweeps) = (IdleReaper::default(), sweeps());
            let (builders, activity) = (builders(Bounds { streams: 32, unread: 128 * 1024 }), reaper.admit(None));
            let room = Capacity { connections: 1, overflow: 1 };
            let seat = Admission::new(room, PerClient::default()).take(None).unwrap();
            let peer = Peer { address: ([127, 0, 0, 1], 1).into(), client: None, activity, crowded: None, seat };
            let looking = async {
                loop {
                    sweeps.tick().await;
                    reaper.sweep();
                }
            };
            tokio::select! {
                () = serve(&builders, answer, peer, server) => {}
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

    /// A peer that closes its window has few answers made, however many it asks for; what waits for room is no sign of life, and its pings
    /// are none either (invariant 75).
    #[tokio::test(start_paused = true)]
    async fn closed_windows_end() {
        let (client, task) = connect();
        let (mut reading, mut writing) = tokio::io::split(client);
        let window = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0];
        writing.write_all(&[PREFACE, &window].concat()).await.unwrap();
        for stream in (1..40u8).step_by(2) {
            // GET http://x/long
            let block = [0x82, 0x86, 0x04, 5, b'/', b'l', b'o', b'n', b'g', 0x01, 1, b'x'];
            let head = [0, 0, 12, 1, 5, 0, 0, 0, stream];
            writing.write_all(&[&head[..], &block].concat()).await.unwrap();
        }
        let pinging = tokio::spawn(async move {
            while writing.write_all(&[0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut frames = Vec::new();
        reading.read_to_end(&mut frames).await.unwrap();
        let lasted = task.await.unwrap();
        assert!(lasted <= Duration::from_secs(90), "{lasted:?}");
        pinging.await.unwrap();
        let (mut rest, mut answers) = (&frames[..], 0);
        while let [_, high, low, kind, ..] = *rest {
            answers += usize::from(kind == 1);
            rest = &rest[9 + usize::from(u16::from_be_bytes([high, low]))..];
        }
        // 128 KiB hold four answers of 30 KB, and while they were made, four estimates more.
        assert!((4..=8).contains(&answers), "{answers} answers were made");
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
