//! Hearing of what other processes changed.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement};
use sqlx::postgres::PgListener;
use uuid::Uuid;

const CHANNEL: &str = "doorpost_decided";
/// How soon another process's write to a SQLite file is noticed, and how long a broken listener pauses.
const PAUSE: Duration = Duration::from_millis(500);

/// Something that another process did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// This pending login was decided.
    Decided(Uuid),
    /// Anything may have changed: notices were lost, or the database cannot say more.
    Anything,
}

/// A stream of changes. Dropping it ends the listening.
pub struct Changes {
    connection: DatabaseConnection,
    listener: Option<PgListener>,
    data_version: Option<i64>,
}

impl Changes {
    pub(super) fn of(connection: DatabaseConnection) -> Self {
        Self { connection, listener: None, data_version: None }
    }

    /// The next change; waits as long as it takes, and goes on by itself when the database was away.
    pub async fn next(&mut self) -> Change {
        loop {
            let change = match self.connection.get_database_backend() {
                DbBackend::Postgres => self.next_notice().await,
                _ => self.next_version().await,
            };
            match change {
                Ok(Some(change)) => return change,
                Ok(None) => {}
                Err(error) => {
                    tracing::debug!(%error, "listening for changes failed");
                    self.listener = None;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn next_notice(&mut self) -> Result<Option<Change>, sqlx::Error> {
        let Some(listener) = &mut self.listener else {
            let mut listener = PgListener::connect_with(self.connection.get_postgres_connection_pool()).await?;
            listener.listen(CHANNEL).await?;
            self.listener = Some(listener);
            // Whatever was decided before listening began was not heard.
            return Ok(Some(Change::Anything));
        };
        // `None` says that the connection was lost and made anew, and notices with it.
        let Some(notice) = listener.try_recv().await? else { return Ok(Some(Change::Anything)) };
        Ok(Some(notice.payload().parse().map_or(Change::Anything, Change::Decided)))
    }

    /// `PRAGMA data_version` changes on a connection when another one wrote. This asks the only connection of this
    /// process that writes, so that only other processes count.
    async fn next_version(&mut self) -> Result<Option<Change>, sqlx::Error> {
        tokio::time::sleep(PAUSE).await;
        let version = sqlx::query_scalar::<_, i64>("PRAGMA data_version")
            .fetch_one(self.connection.get_sqlite_connection_pool())
            .await?;
        let before = self.data_version.replace(version);
        // The first look cannot tell what happened before it.
        Ok((before != Some(version)).then_some(Change::Anything))
    }
}

/// Tells the listeners, when the transaction commits.
pub(super) async fn notify(transaction: &DatabaseTransaction, pending_login_id: Uuid) -> Result<(), DbErr> {
    let values = [CHANNEL.into(), pending_login_id.to_string().into()];
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values);
    transaction.execute_raw(statement).await?;
    Ok(())
}
