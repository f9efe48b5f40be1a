//! Hearing of what other processes changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use sqlx::postgres::PgListener;
use sqlx::{Executor, PgPool, Row, raw_sql};
use tokio::time::{Interval, MissedTickBehavior, timeout};
use uuid::Uuid;

use super::connect;
use super::either::OnEither;
use super::file::Identity;
use super::life::Life;
use super::postgres::{self, ANSWER_TIMEOUT, Postgres};

const CHANNEL: &str = "doorpost_changes";
/// Whose answers come on a connection, and whether that one listens. In the simple protocol, which a pooler in any mode understands.
const PROBE: &str = "SELECT pg_backend_pid() AS process, \
     EXISTS (SELECT FROM pg_listening_channels() AS channel WHERE channel = 'doorpost_changes') AS listens";
/// How often it is made sure that nothing was missed.
const CHECK_INTERVAL: Duration = Duration::from_millis(250);
/// A check that takes longer says that the connection is gone.
const CHECK_TIMEOUT: Duration = Duration::from_millis(700);

/// Something that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalidation {
    /// This pending login was decided.
    Login(Uuid),
    /// A credential of this account ended, or what its credentials stand for is no longer the same.
    Account(Uuid),
    /// Anything may have changed: notices were lost, or the database cannot say more.
    All,
}

impl Invalidation {
    fn payload(self) -> String {
        match self {
            Self::Login(id) => format!("login:{id}"),
            Self::Account(id) => format!("account:{id}"),
            Self::All => "anything".to_owned(),
        }
    }

    /// What is not understood may be anything.
    fn from_payload(payload: &str) -> Self {
        let id = |text: &str| text.parse().ok();
        match payload.split_once(':') {
            Some(("login", text)) => id(text).map_or(Self::All, Self::Login),
            Some(("account", text)) => id(text).map_or(Self::All, Self::Account),
            _ => Self::All,
        }
    }
}

/// What listening brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedEvent {
    /// Another process did something.
    Invalidation(Invalidation),
    /// It was made sure that nothing else happened before this was asked for.
    Nothing,
}

/// A stream of changes. Dropping it ends the listening, and what shows others that this process lives.
pub struct ChangeFeed {
    connection: DatabaseConnection,
    /// How many connections that one was so far.
    connections: Arc<AtomicU64>,
    source: OnEither<Option<Identity>, Postgres>,
    listener: Option<Listening>,
    /// It was logged that there is a pooler in transaction mode.
    shared: bool,
    check: Interval,
    seen: Option<(u64, i64)>,
    life: Arc<Life>,
}

struct Listening {
    listener: PgListener,
    /// The number of the server's process that listens.
    process: i32,
}

impl ChangeFeed {
    pub(super) fn of(
        connection: DatabaseConnection,
        connections: Arc<AtomicU64>,
        source: OnEither<Option<Identity>, Postgres>,
        life: Arc<Life>,
    ) -> Self {
        let mut check = tokio::time::interval(CHECK_INTERVAL);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { connection, connections, source, listener: None, shared: false, check, seen: None, life }
    }

    /// The next change, or after a quarter of a second the certainty that there was none; goes on by itself when the database
    /// was away, and waits as long as that takes.
    pub async fn next(&mut self) -> FeedEvent {
        loop {
            let heard = match &self.source {
                OnEither::Postgres(postgres) => self.next_notice(postgres.clone()).await,
                OnEither::Sqlite(file) => self.next_version(file.clone()).await,
            };
            match heard {
                Ok(heard) => return heard,
                Err(error) => {
                    tracing::debug!(%error, "listening for changes failed");
                    self.listener = None;
                    tokio::time::sleep(CHECK_INTERVAL).await;
                }
            }
        }
    }

    async fn next_notice(&mut self, postgres: Postgres) -> Result<FeedEvent, sqlx::Error> {
        let Some(Listening { listener, process }) = &mut self.listener else {
            self.life.hide();
            self.listener = Some(self.listen(&postgres).await?);
            // Whatever was done before listening began was not heard.
            return Ok(FeedEvent::Invalidation(Invalidation::All));
        };
        tokio::select! {
            notice = listener.try_recv() => {
                if let Some(notice) = notice? {
                    return Ok(FeedEvent::Invalidation(Invalidation::from_payload(notice.payload())));
                }
                // The connection was lost, and notices with it.
                self.listener = None;
                Ok(FeedEvent::Invalidation(Invalidation::All))
            }
            // By its own clock: however many notices come, it is asked.
            _ = self.check.tick() => {
                // An answer on the same connection: PostgreSQL sends notices in front of it, and a connection that is cut off
                // somewhere on the way, which nobody would notice while it is silent, gives none.
                let process = *process;
                let checked = timeout(CHECK_TIMEOUT, look(listener)).await;
                let (answered, listens) = checked.map_err(|_| sqlx::Error::PoolTimedOut)??;
                self.expect_own_session(&postgres, (process, answered, listens), true).await?;
                Ok(FeedEvent::Nothing)
            }
        }
    }

    /// It is settled as well that the connection is a session of its own: a pooler in transaction mode accepts `LISTEN`, and gives
    /// notices to whoever comes next.
    async fn listen(&mut self, postgres: &Postgres) -> Result<Listening, sqlx::Error> {
        let listening = timeout(ANSWER_TIMEOUT, listen(self.connection.get_postgres_connection_pool())).await;
        let listening = listening.unwrap_or(Err(sqlx::Error::PoolTimedOut));
        if let Err(error) = &listening {
            let is_certain = postgres::is_for_want_of_connections(error);
            if is_certain || matches!(error, sqlx::Error::PoolTimedOut) {
                postgres.make_room(is_certain);
            }
        }
        let mut listening = listening?;
        let process = listening.process;
        // Twice: whoever is asked last is what a pooler gives to whoever asks next.
        for _ in 0..2 {
            self.expect_own_session(postgres, (process, process, true), false).await?;
            let looking = timeout(CHECK_TIMEOUT, look(&mut listening.listener)).await;
            let (answered, listens) = looking.map_err(|_| sqlx::Error::PoolTimedOut)??;
            self.expect_own_session(postgres, (process, answered, listens), true).await?;
        }
        if std::mem::take(&mut self.shared) {
            tracing::info!("the connection to the database is a session of its own again");
            postgres.replace_connections();
        }
        let shown = timeout(ANSWER_TIMEOUT, self.life.show(&mut listening.listener)).await;
        shown.map_err(|_| sqlx::Error::PoolTimedOut)?;
        Ok(listening)
    }

    /// Given the process that listened, the one that answers now, and whether that one listens.
    async fn expect_own_session(
        &mut self,
        postgres: &Postgres,
        (process, answered, listens): (i32, i32, bool),
        at_once: bool,
    ) -> Result<(), sqlx::Error> {
        let same = process == answered && listens;
        let shared =
            if same { postgres.expect_own_session(process, at_once).await.err() } else { Some(postgres::shared()) };
        let Some(error) = shared else { return Ok(()) };
        if postgres::is_shared(&error) && !std::mem::replace(&mut self.shared, true) {
            tracing::error!(%error, "nothing is taken from memory while this is so");
            postgres.replace_connections();
        }
        Err(sqlx::Error::Protocol(error.to_string()))
    }

    /// `PRAGMA data_version` changes on a connection when another one wrote. This asks the only connection of this
    /// process that writes, so that only other processes count.
    async fn next_version(&mut self, file: Option<Identity>) -> Result<FeedEvent, sqlx::Error> {
        self.check.tick().await;
        // Said, and remembered; what it means is for those who write.
        let _there_or_gone = file.map(|file| file.expect());
        let before = self.connections.load(Ordering::SeqCst);
        let version = sqlx::query_scalar::<_, i64>("PRAGMA data_version")
            .fetch_one(self.connection.get_sqlite_connection_pool())
            .await?;
        let connections = self.connections.load(Ordering::SeqCst);
        // Each connection counts for itself: the number of one says nothing beside that of another. And the first look cannot
        // tell what happened before it.
        let now = (before == connections).then_some((connections, version));
        let unchanged = now.is_some() && self.seen == now;
        self.seen = now;
        Ok(if unchanged { FeedEvent::Nothing } else { FeedEvent::Invalidation(Invalidation::All) })
    }
}

impl Drop for ChangeFeed {
    fn drop(&mut self) {
        self.life.hide();
    }
}

async fn listen(pool: &PgPool) -> Result<Listening, sqlx::Error> {
    let mut listener = PgListener::connect_with(&connect::to_listen(pool)).await?;
    // A connection that it made anew by itself, in the middle of something else, would hide that notices were lost.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    let (process, _) = look(&mut listener).await?;
    Ok(Listening { listener, process })
}

async fn look(listener: &mut PgListener) -> Result<(i32, bool), sqlx::Error> {
    let row = listener.fetch_one(raw_sql(PROBE)).await?;
    Ok((row.try_get("process")?, row.try_get("listens")?))
}

/// Tells the listeners, when the transaction commits; PostgreSQL tells each of them once.
pub(super) async fn notify(transaction: &impl ConnectionTrait, changes: &[Invalidation]) -> Result<(), DbErr> {
    let payloads: Vec<String> = changes.iter().map(|change| change.payload()).collect();
    let values = [CHANNEL.into(), payloads.join(" ").into()];
    let sql = "SELECT count(pg_notify($1, payload)) FROM unnest(string_to_array($2, ' ')) AS payload";
    transaction.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(())
}
