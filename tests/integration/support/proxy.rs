//! A wire between the program and its database or mail server, that can be cut where somebody says a certain word, or lose what
//! goes through it without a word to anybody.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The program.
    Program,
    /// What it talks to.
    Server,
}

/// What becomes of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It does not arrive, and this process is killed at that moment.
    Kill(u32),
    /// It does not arrive, and the connection ends for both.
    Cut,
    /// It does not arrive, nor does anything else on this connection, and nobody is told.
    Vanish,
}

struct Rule {
    side: Side,
    word: Vec<u8>,
    fate: Fate,
    /// How often more.
    left: u32,
}

struct Wire {
    target: SocketAddr,
    rule: Mutex<Option<Rule>>,
    fired: Notify,
    /// How long a new connection takes.
    delay: Mutex<Duration>,
    cut: Notify,
    /// Connections, each with whether what goes through it vanishes.
    carried: Mutex<Vec<Weak<AtomicBool>>>,
    /// Whether what goes through a new one does.
    new_ones_vanish: AtomicBool,
}

/// Ends with everything that goes through it when dropped.
pub struct Proxy {
    address: SocketAddr,
    wire: Arc<Wire>,
    task: AbortHandle,
}

impl Proxy {
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let wire = Arc::new(Wire {
            target,
            rule: Mutex::default(),
            fired: Notify::new(),
            delay: Mutex::default(),
            cut: Notify::new(),
            carried: Mutex::default(),
            new_ones_vanish: AtomicBool::new(false),
        });
        let task = tokio::spawn(serve(listener, Arc::clone(&wire))).abort_handle();
        Self { address, wire, task }
    }

    /// In front of the server in this URL; returns the URL that leads through it, too.
    pub async fn before(url: &str) -> (Self, String) {
        let parsed = url::Url::parse(url).expect("a URL");
        let target = format!("{}:{}", parsed.host_str().expect("a host"), parsed.port().expect("a port"));
        let proxy = Self::to(target.parse().expect("an address")).await;
        let through = url.replace(&target, &proxy.address.to_string());
        (proxy, through)
    }

    /// What becomes of this word the next `times` times that this side says it.
    pub fn expect(&self, side: Side, word: &[u8], fate: Fate, times: u32) {
        let rule = Rule { side, word: word.to_vec(), fate, left: times };
        *self.wire.rule.lock().expect("nobody panicked") = Some(rule);
    }

    /// Ends every connection; new ones take this long from now on.
    pub fn cut_all(&self, delay: Duration) {
        *self.wire.delay.lock().expect("nobody panicked") = delay;
        self.wire.cut.notify_waiters();
    }

    /// Loses, from now on, whatever goes through any of the connections that there are, as a wire does that was pulled out: they stay
    /// open on both sides. New ones too, if that is said, until [`Proxy::lets_new_ones_through`].
    pub fn vanish_all(&self, new_ones: bool) {
        self.wire.new_ones_vanish.store(new_ones, Ordering::SeqCst);
        let carried = self.wire.carried.lock().unwrap_or_else(PoisonError::into_inner);
        for vanishes in carried.iter().filter_map(Weak::upgrade) {
            vanishes.store(true, Ordering::SeqCst);
        }
    }

    /// What goes through a connection that is made from now on arrives; the others are lost.
    pub fn lets_new_ones_through(&self) {
        self.wire.new_ones_vanish.store(false, Ordering::SeqCst);
    }

    /// Resolves when the word was said.
    pub async fn said(&self) {
        let patience = Duration::from_secs(30);
        tokio::time::timeout(patience, self.wire.fired.notified()).await.expect("the word is never said");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Wire {
    /// A connection, with whether what goes through it vanishes.
    fn carry(&self) -> Arc<AtomicBool> {
        let mut carried = self.carried.lock().unwrap_or_else(PoisonError::into_inner);
        carried.retain(|vanishes| vanishes.strong_count() > 0);
        let vanishes = Arc::new(AtomicBool::new(self.new_ones_vanish.load(Ordering::SeqCst)));
        carried.push(Arc::downgrade(&vanishes));
        vanishes
    }

    fn fate(&self, side: Side, bytes: &[u8]) -> Option<Fate> {
        let mut rule = self.rule.lock().expect("nobody panicked");
        let found = rule.as_mut().filter(|rule| {
            rule.left > 0 && rule.side == side && bytes.windows(rule.word.len()).any(|window| window == rule.word)
        })?;
        found.left -= 1;
        let fate = found.fate;
        self.fired.notify_one();
        Some(fate)
    }
}

async fn serve(listener: TcpListener, wire: Arc<Wire>) {
    let mut clients = tokio::task::JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.expect("a client");
        let wire = Arc::clone(&wire);
        clients.spawn(async move {
            let cut = wire.cut.notified();
            let vanishes = wire.carry();
            let delay = *wire.delay.lock().expect("nobody panicked");
            tokio::time::sleep(delay).await;
            let Ok(server) = TcpStream::connect(wire.target).await else { return };
            let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
            // Whoever ends, ends both.
            tokio::select! {
                () = carry(Side::Program, &wire, &vanishes, from_client, to_server) => {}
                () = carry(Side::Server, &wire, &vanishes, from_server, to_client) => {}
                () = cut => {}
            }
        });
    }
}

async fn carry(side: Side, wire: &Wire, vanishes: &AtomicBool, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        if vanishes.load(Ordering::SeqCst) {
            continue;
        }
        match wire.fate(side, &bytes[..length]) {
            Some(Fate::Kill(id)) => return super::send_signal("KILL", &id.to_string()),
            Some(Fate::Cut) => return,
            Some(Fate::Vanish) => {
                vanishes.store(true, Ordering::SeqCst);
                continue;
            }
            None => {}
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
    if vanishes.load(Ordering::SeqCst) {
        // That one side went away does not reach the other, either.
        std::future::pending::<()>().await;
    }
}
