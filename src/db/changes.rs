//! Hearing of what other processes changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use sqlx::postgres::PgListener;
use sqlx::{Executor, PgPool};
use tokio::time::{Interval, MissedTickBehavior, timeout};
use uuid::Uuid;

use super::connect;
use super::life::Life;
use super::postgres::LONGEST_ANSWER;

const CHANNEL: &str = "doorpost_changes";
/// How often it is made sure that nothing was missed.
const CHECK_EVERY: Duration = Duration::from_millis(250);
/// A check that takes longer says that the connection is gone.
const CHECK_TIMEOUT: Duration = Duration::from_millis(700);

/// Something that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// This pending login was decided.
    Login(Uuid),
    /// A credential of this account ended, or what its credentials stand for is no longer the same.
    Account(Uuid),
    /// Anything may have changed: notices were lost, or the database cannot say more.
    Anything,
}

impl Notice {
    fn payload(self) -> String {
        match self {
            Self::Login(id) => format!("login:{id}"),
            Self::Account(id) => format!("account:{id}"),
            Self::Anything => "anything".to_owned(),
        }
    }

    /// What is not understood may be anything.
    fn of(payload: &str) -> Self {
        let id = |text: &str| text.parse().ok();
        match payload.split_once(':') {
            Some(("login", text)) => id(text).map_or(Self::Anything, Self::Login),
            Some(("account", text)) => id(text).map_or(Self::Anything, Self::Account),
            _ => Self::Anything,
        }
    }
}

/// What listening brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Another process did something.
    Notice(Notice),
    /// It was made sure that nothing else happened before this was asked for.
    Nothing,
}

/// A stream of changes. Dropping it ends the listening, and what shows others that this process lives.
pub struct Changes {
    connection: DatabaseConnection,
    /// How many connections that one was so far.
    connections: Arc<AtomicU64>,
    listener: Option<PgListener>,
    check: Interval,
    seen: Option<(u64, i64)>,
    life: Arc<Life>,
}

impl Changes {
    pub(super) fn of(connection: DatabaseConnection, connections: Arc<AtomicU64>, life: Arc<Life>) -> Self {
        let mut check = tokio::time::interval(CHECK_EVERY);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { connection, connections, listener: None, check, seen: None, life }
    }

    /// The next change, or after a quarter of a second the certainty that there was none; goes on by itself when the database
    /// was away, and waits as long as that takes.
    pub async fn next(&mut self) -> Heard {
        loop {
            let heard = match self.connection.get_database_backend() {
                DbBackend::Postgres => self.next_notice().await,
                _ => self.next_version().await,
            };
            match heard {
                Ok(heard) => return heard,
                Err(error) => {
                    tracing::debug!(%error, "listening for changes failed");
                    self.listener = None;
                    tokio::time::sleep(CHECK_EVERY).await;
                }
            }
        }
    }

    async fn next_notice(&mut self) -> Result<Heard, sqlx::Error> {
        let Some(listener) = &mut self.listener else {
            self.life.hide();
            let pool = self.connection.get_postgres_connection_pool();
            let listening = timeout(LONGEST_ANSWER, listen(pool, &self.life)).await;
            self.listener = Some(listening.map_err(|_| sqlx::Error::PoolTimedOut)??);
            // Whatever was done before listening began was not heard.
            return Ok(Heard::Notice(Notice::Anything));
        };
        tokio::select! {
            notice = listener.try_recv() => {
                if let Some(notice) = notice? {
                    return Ok(Heard::Notice(Notice::of(notice.payload())));
                }
                // The connection was lost, and notices with it.
                self.listener = None;
                Ok(Heard::Notice(Notice::Anything))
            }
            // By its own clock: however many notices come, it is asked.
            _ = self.check.tick() => {
                // An answer on the same connection: PostgreSQL sends notices in front of it, and a connection that is cut off
                // somewhere on the way, which nobody would notice while it is silent, gives none.
                let checked = timeout(CHECK_TIMEOUT, listener.execute("SELECT 1")).await;
                checked.map_err(|_| sqlx::Error::PoolTimedOut)??;
                Ok(Heard::Nothing)
            }
        }
    }

    /// `PRAGMA data_version` changes on a connection when another one wrote. This asks the only connection of this
    /// process that writes, so that only other processes count.
    async fn next_version(&mut self) -> Result<Heard, sqlx::Error> {
        self.check.tick().await;
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
        Ok(if unchanged { Heard::Nothing } else { Heard::Notice(Notice::Anything) })
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        self.life.hide();
    }
}

async fn listen(pool: &PgPool, life: &Life) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(&connect::apart(pool)).await?;
    // A connection that it made anew by itself, in the middle of something else, would hide that notices were lost.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    life.show(&mut listener).await;
    Ok(listener)
}

/// Tells the listeners, when the transaction commits; PostgreSQL tells each of them once.
pub(super) async fn notify(transaction: &impl ConnectionTrait, changes: &[Notice]) -> Result<(), DbErr> {
    let payloads: Vec<String> = changes.iter().map(|change| change.payload()).collect();
    let values = [CHANNEL.into(), payloads.join(" ").into()];
    let sql = "SELECT count(pg_notify($1, payload)) FROM unnest(string_to_array($2, ' ')) AS payload";
    transaction.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(())
}
