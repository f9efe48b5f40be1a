//! What a connection to PostgreSQL really is: whose data it shows, whether it can write, and whether it is one session.

use sea_orm::{DbErr, RuntimeErr};
use sqlx::{Executor, PgConnection, Row, raw_sql};

use super::cause::{self, Trouble};

/// Settings are made here and not at the start of the connection, where a pooler drops them or refuses the connection for their sake.
/// In the simple protocol, which a pooler in any mode understands. Statements that are prepared there already are another client's, of a
/// time when the pooler shared its connections: all have the same names for theirs.
const PREPARE: &str = "DEALLOCATE ALL; SET statement_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '10s'; \
     SET client_min_messages = 'error'; \
     SELECT pg_backend_pid() AS process, pg_is_in_recovery() AS standby, \
     current_setting('transaction_read_only') = 'on' AS read_only, current_setting('server_encoding') AS encoding";
const PROCESS: &str = "SELECT pg_backend_pid() AS process";

const STANDBY: &str = "PostgreSQL is a standby, which knows later what was revoked and takes no writes: give database_url an address \
     that always leads to the primary";
const READ_ONLY: &str = "the database is read-only (default_transaction_read_only): its host may have no room left";
const SHARED: &str = "the database is reached through a pooler in transaction mode, where no node hears what another one revoked: give \
     it session mode (PgBouncer: pool_mode = session), or connect to PostgreSQL itself";

/// What is asked of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::db) enum Demands {
    /// That it answers: it is only copied or looked at.
    None,
    /// That it can be served from.
    Service,
}

/// One connection.
pub(in crate::db) struct Session {
    /// The number of the server's process.
    pub(super) process: i32,
    pub(super) standby: bool,
    pub(super) read_only: bool,
    pub(super) encoding: String,
}

/// Makes the settings of a new connection, and looks what it leads to.
pub(super) async fn prepare(connection: &mut PgConnection) -> Result<Session, sqlx::Error> {
    let row = raw_sql(PREPARE).fetch_one(connection).await?;
    Ok(Session {
        process: row.try_get("process")?,
        standby: row.try_get("standby")?,
        read_only: row.try_get("read_only")?,
        encoding: row.try_get("encoding")?,
    })
}

/// The same settings for a connection of one of sqlx's pools.
pub(in crate::db) async fn settle(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    connection.execute(raw_sql(PREPARE)).await.map(drop)
}

/// The number of the server's process that answers at this moment.
pub(super) async fn process(connection: &mut PgConnection) -> Result<i32, sqlx::Error> {
    raw_sql(PROCESS).fetch_one(connection).await?.try_get("process")
}

impl Session {
    /// For a moment after a failover there may be standbys alone, or a balancer in front leads to one of several.
    pub(super) fn expect_primary(&self) -> Result<(), Trouble> {
        if self.standby { Err(Trouble::passing(STANDBY)) } else { Ok(()) }
    }

    /// Fails if nothing could be served from this database as it is set up.
    pub(super) fn expect_fit(&self) -> Result<(), DbErr> {
        if self.encoding != "UTF8" {
            return Err(cause::failure(format!(
                "the database's encoding is {}, which cannot hold what people write; make one with: CREATE DATABASE doorpost \
                 OWNER doorpost ENCODING 'UTF8' TEMPLATE template0",
                self.encoding
            )));
        }
        if self.read_only { Err(cause::failure(READ_ONLY.to_owned())) } else { Ok(()) }
    }
}

/// Fails if two connections, made as these processes', are not sessions of their own. A pooler gives the one that was used last to whoever
/// asks next: each of them is asked after the other one.
pub(super) async fn expect_apart(
    first: (&mut PgConnection, i32),
    second: (&mut PgConnection, i32),
) -> Result<(), DbErr> {
    let ((first, first_process), (second, second_process)) = (first, second);
    let mut same = first_process != second_process;
    for _ in 0..2 {
        same = same && process(first).await.map_err(Trouble::plain)? == first_process;
        same = same && process(second).await.map_err(Trouble::plain)? == second_process;
    }
    if same { Ok(()) } else { Err(shared()) }
}

/// There is a pooler in transaction mode on the way.
pub(in crate::db) fn shared() -> DbErr {
    cause::failure(SHARED.to_owned())
}

/// Whether that is what an error says.
pub(in crate::db) fn is_shared(error: &DbErr) -> bool {
    matches!(error, DbErr::Conn(RuntimeErr::Internal(words)) if words == SHARED)
}

pub(super) fn standby() -> DbErr {
    cause::failure(STANDBY.to_owned())
}

pub(super) fn read_only() -> DbErr {
    cause::failure(READ_ONLY.to_owned())
}
