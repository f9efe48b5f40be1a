//! What may be asked once more, on another connection, without anything happening twice.

use sea_orm::{DbErr, RuntimeErr};
use sqlx::postgres::PgDatabaseError;

/// What PostgreSQL says to statements that are prepared already, or not any more: the connection has another client's, from a pooler
/// that shared it.
const OF_ANOTHERS: [&str; 2] = ["42P05", "26000"];
/// A feature that is not there. Among many others: a prepared statement whose columns have other types than when it was prepared.
const NOT_SUPPORTED: &str = "0A000";
/// Where PostgreSQL says so. The words depend on its language.
const WHERE_PLANS_ARE_CHECKED: &str = "RevalidateCachedQuery";
/// Classes and codes with which a server, or a pooler, takes leave: connection exceptions (08), and shutdowns, crashes and time-outs of
/// idle sessions (57P…).
const FAREWELLS: [&str; 2] = ["08", "57P"];

/// Whether a statement was not even begun, since what is prepared on its connection is of no use: others prepared it, or a table was
/// altered since.
pub(in crate::db) fn is_of_stale_statements(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    let code = error.code().unwrap_or_default();
    let routine = || error.try_downcast_ref::<PgDatabaseError>().and_then(PgDatabaseError::routine);
    OF_ANOTHERS.contains(&&*code) || code == NOT_SUPPORTED && routine() == Some(WHERE_PLANS_ARE_CHECKED)
}

/// Whether a statement that is alone in its transaction may be asked again. Of one that was cut off nobody knows whether it happened, so
/// that only questions are.
pub(super) fn may_be_asked<T>(outcome: &Result<T, DbErr>, sql: &str) -> bool {
    let Err(DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = outcome else {
        return false;
    };
    is_of_stale_statements(error) || is_question(sql) && is_cut_off(error)
}

fn is_question(sql: &str) -> bool {
    sql.starts_with("SELECT ") || sql == super::BEGIN
}

/// Whether the connection is gone. One that was not answered in time is something else: whoever asks again waits twice.
fn is_cut_off(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() != std::io::ErrorKind::TimedOut,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            FAREWELLS.iter().any(|farewell| code.starts_with(farewell))
        }
        _ => false,
    }
}
