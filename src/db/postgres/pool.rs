//! Connections to PostgreSQL that are used again.
//!
//! Whoever finds none idle takes what comes first: one that somebody gives back, or a new one. A server, or a pooler in front of it, may
//! grant fewer than there may be: those are used to the full then, and only now and then it is tried whether there are more. What
//! a new one failed of is told to whoever waits, in words.

mod making;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::{ConnAcquireErr, DbErr};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{Instant, timeout, timeout_at};

use super::cause;
use super::session::{self, Demands, Session};
use making::LONGEST_FURTHER_CONNECT;

/// A request that gets no connection for so long is answered 503.
pub(in crate::db) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A server that is just being started is waited for so long.
const START_PATIENCE: Duration = Duration::from_secs(1);
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// Connections are not replaced by new ones more often.
const RENEW_EVERY: Duration = Duration::from_secs(1);
/// Ending one in order takes no longer.
const LONGEST_CLOSE: Duration = Duration::from_secs(2);
const LONGEST_LIFE: Duration = Duration::from_mins(30);
const LONGEST_IDLE: Duration = Duration::from_mins(10);

/// A pool. Clones are the same.
#[derive(Clone)]
pub(in crate::db) struct Pool(Arc<Inner>);

struct Inner {
    options: PgConnectOptions,
    demands: Demands,
    most: usize,
    /// As many permits as there are idle connections.
    idle: Semaphore,
    state: Mutex<State>,
    waiting: AtomicUsize,
    /// The last connection that was made could not write.
    read_only: AtomicBool,
    /// What ends the waiting of all who wait: no connection can be made.
    failed: watch::Sender<Option<DbErr>>,
    gone: Notify,
}

struct State {
    /// The one that was idle for longest is used first: it is asked whether it is there, which one that was just used, by whatever the
    /// program does beside, is not.
    idle: VecDeque<Idle>,
    /// Those that are idle, and those in use.
    open: usize,
    making: usize,
    /// How many the server granted, as far as is known.
    granted: usize,
    granted_at: Instant,
    /// How many were said to be granted, the last time that it was said.
    warned: usize,
    generation: u64,
    renewed_at: Option<Instant>,
    closed: bool,
    /// Why none could be made, the last time, while that lasts.
    trouble: Option<String>,
    /// What was logged of it, and when.
    logged: Option<(String, Instant)>,
}

struct Idle {
    connection: PgConnection,
    about: About,
    since: Instant,
}

#[derive(Clone, Copy)]
struct About {
    made: Instant,
    generation: u64,
    /// The number of the server's process.
    process: i32,
    /// It cannot write, and never will: that was settled when it was made.
    read_only: bool,
}

impl Pool {
    pub(in crate::db) fn new(options: PgConnectOptions, most: usize, demands: Demands) -> Self {
        let state = State {
            idle: VecDeque::with_capacity(most),
            open: 0,
            making: 0,
            granted: most,
            granted_at: now(),
            warned: most,
            generation: 0,
            renewed_at: None,
            closed: false,
            trouble: None,
            logged: None,
        };
        Self(Arc::new(Inner {
            options,
            demands,
            most,
            idle: Semaphore::new(0),
            state: Mutex::new(state),
            waiting: AtomicUsize::new(0),
            read_only: AtomicBool::new(false),
            failed: watch::Sender::new(None),
            gone: Notify::new(),
        }))
    }

    /// Makes the first connections, and looks at what they are.
    pub(in crate::db) async fn begin(&self) -> Result<(), DbErr> {
        let patience = now() + START_PATIENCE;
        let generation = self.0.state().generation;
        let mut pause = SHORTEST_PAUSE;
        let (mut connection, first) = loop {
            match self.0.connect_first().await {
                Ok(made) => break made,
                Err(trouble) if trouble.passes && now() + pause < patience => {
                    tokio::time::sleep(pause).await;
                    pause = (2 * pause).min(LONGEST_PAUSE);
                }
                Err(trouble) => return Err(trouble.into()),
            }
        };
        if self.0.demands == Demands::Service {
            first.expect_fit()?;
            // A server that grants no second one is said to do so later, by what then fails.
            if let Ok((mut other, second)) = self.0.connect(LONGEST_FURTHER_CONNECT).await {
                session::expect_apart((&mut connection, first.process), (&mut other, second.process)).await?;
                self.0.add(other, &second, generation);
            }
        }
        self.0.add(connection, &first, generation);
        Ok(())
    }

    /// A connection, and for how long it was idle.
    pub(in crate::db) async fn acquire(&self, deadline: Instant) -> Result<(Pooled, Duration), DbErr> {
        loop {
            let (pooled, since) = self.0.next(deadline).await?;
            // Those that are to be replaced are closed one after the other, and this one may have been faster. And one that was made just
            // before the database could be written to again may have come beside one that was made just after.
            let is_behind = pooled.about.read_only && !self.is_read_only();
            if !is_behind && pooled.about.generation == self.0.state().generation {
                return Ok((pooled, since.elapsed()));
            }
        }
    }

    /// One that is idle now, and since when it is.
    pub(in crate::db) fn try_acquire(&self) -> Option<(Pooled, Instant)> {
        self.0.idle.try_acquire().ok()?.forget();
        self.0.pop().ok()
    }

    /// Has every connection replaced by a new one, once it is not in use.
    pub(in crate::db) fn renew(&self) {
        if self.0.state().renewed_at.is_none_or(|at| at.elapsed() >= RENEW_EVERY) {
            self.replace();
        }
    }

    /// The same, however short a time ago it was.
    pub(in crate::db) fn replace(&self) {
        let mut state = self.0.state();
        state.renewed_at = Some(now());
        state.generation += 1;
        drop(state);
        while let Some(old) = self.try_acquire() {
            drop(old);
        }
    }

    /// Gives up one connection for something else that needs one, if there is more than one. Where it is not certain that none is
    /// granted, only if fewer are granted than there may be.
    pub(in crate::db) fn make_room(&self, is_certain: bool) {
        let mut state = self.0.state();
        if state.open < 2 || !is_certain && state.granted >= self.0.most {
            return;
        }
        state.granted = state.open - 1;
        state.granted_at = now();
        drop(state);
        drop(self.try_acquire());
    }

    /// Whether the last connection that was made could not write.
    pub(in crate::db) fn is_read_only(&self) -> bool {
        self.0.read_only.load(Ordering::SeqCst)
    }

    pub(in crate::db) async fn close(&self) {
        self.0.state().closed = true;
        self.0.failed.send_replace(Some(closed()));
        loop {
            let gone = self.0.gone.notified();
            while let Some((mut pooled, _)) = self.try_acquire() {
                if let Some(connection) = pooled.connection.take() {
                    let _closed_or_gone = timeout(LONGEST_CLOSE, connection.close()).await;
                    self.0.lost();
                }
            }
            if self.0.state().open == 0 {
                return;
            }
            gone.await;
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn next(self: &Arc<Self>, deadline: Instant) -> Result<(Pooled, Instant), DbErr> {
        if self.state().closed {
            return Err(closed());
        }
        if let Ok(permit) = self.idle.try_acquire() {
            permit.forget();
            return self.pop();
        }
        let mut failed = self.failed.subscribe();
        let waiting = Waiting::of(self);
        self.grow();
        let failure = async {
            // It is told by whoever this pool belongs to.
            let _told = failed.changed().await;
            failed.borrow().clone()
        };
        let idle = async {
            tokio::select! {
                biased;
                permit = self.idle.acquire() => permit.map_err(|_| None),
                failure = failure => Err(failure),
            }
        };
        match timeout_at(deadline, idle).await {
            Ok(Ok(permit)) => permit.forget(),
            Ok(Err(failure)) => {
                return Err(failure.unwrap_or_else(closed));
            }
            Err(_) => return Err(self.out_of_patience()),
        }
        drop(waiting);
        self.pop()
    }

    fn out_of_patience(&self) -> DbErr {
        let state = self.state();
        match &state.trouble {
            Some(words) if state.open == 0 => cause::failure(words.clone()),
            _ => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        }
    }

    /// For whoever took a permit.
    fn pop(self: &Arc<Self>) -> Result<(Pooled, Instant), DbErr> {
        let idle = self.state().idle.pop_front();
        let Some(Idle { connection, about, since }) = idle else {
            return Err(closed());
        };
        Ok((Pooled { connection: Some(connection), about, pool: Arc::clone(self) }, since))
    }

    /// Takes in a connection whose making began in this generation.
    fn add(&self, connection: PgConnection, session: &Session, generation: u64) {
        let mut state = self.state();
        state.open += 1;
        // It may grant more: it is seen when more are needed.
        state.granted = self.most;
        (state.trouble, state.logged) = (None, None);
        let about = About { made: now(), generation, process: session.process, read_only: session.read_only };
        self.keep(state, connection, about, now());
    }

    fn keep(&self, mut state: MutexGuard<'_, State>, connection: PgConnection, about: About, since: Instant) {
        state.idle.push_back(Idle { connection, about, since });
        drop(state);
        self.idle.add_permits(1);
    }

    /// Closes one that nobody needed for long.
    fn trim(&self) {
        let mut state = self.state();
        let is_old = state.idle.front().is_some_and(|idle| idle.since.elapsed() >= LONGEST_IDLE);
        if is_old
            && state.idle.len() > 1
            && let Ok(permit) = self.idle.try_acquire()
        {
            permit.forget();
            state.open -= 1;
            drop(state.idle.pop_front());
        }
    }

    /// A connection is not there any more.
    fn lost(self: &Arc<Self>) {
        self.state().open -= 1;
        self.gone.notify_waiters();
        if self.waiting.load(Ordering::SeqCst) > 0 {
            self.grow();
        }
    }
}

/// Somebody waits.
struct Waiting<'a>(&'a Inner);

impl<'a> Waiting<'a> {
    fn of(pool: &'a Inner) -> Self {
        pool.waiting.fetch_add(1, Ordering::SeqCst);
        Self(pool)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A connection in use. Dropped, it is closed, and its place is free at once.
pub(in crate::db) struct Pooled {
    connection: Option<PgConnection>,
    about: About,
    pool: Arc<Inner>,
}

impl Pooled {
    pub(in crate::db) fn connection(&mut self) -> Option<&mut PgConnection> {
        self.connection.as_mut()
    }

    /// The number of the server's process, as it was when the connection was made.
    pub(in crate::db) fn process(&self) -> i32 {
        self.about.process
    }

    /// Closes it, and has each that was made as long ago, or longer, replaced: what is prepared on them is of no use. Those that were made
    /// since a first one was found are not.
    pub(in crate::db) fn outdate(self) {
        if self.pool.state().generation == self.about.generation {
            Pool(Arc::clone(&self.pool)).replace();
        }
    }

    /// Puts it back; it has to have answered to the last question.
    pub(in crate::db) fn give_back(self) {
        self.give_back_idle_since(now());
    }

    /// The same for one that was only looked at: it was not used since.
    pub(in crate::db) fn give_back_idle_since(mut self, since: Instant) {
        let state = self.pool.state();
        let is_of_use = !state.closed
            && state.generation == self.about.generation
            && self.about.made.elapsed() < LONGEST_LIFE
            && state.open <= state.granted;
        if is_of_use && let Some(connection) = self.connection.take() {
            self.pool.keep(state, connection, self.about, since);
            self.pool.trim();
        }
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        if self.connection.take().is_some() {
            self.pool.lost();
        }
    }
}

fn closed() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}

#[expect(clippy::disallowed_methods, reason = "limits of the network, by the clock of their time-outs")]
fn now() -> Instant {
    Instant::now()
}
