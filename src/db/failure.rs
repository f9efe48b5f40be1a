//! What a database error means for who asked.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use super::postgres;

/// An error that a write transaction may end with.
pub trait WriteFailure: From<DbErr> {
    /// The database's error, if this is one.
    fn database(&self) -> Option<&DbErr>;
}

impl WriteFailure for DbErr {
    fn database(&self) -> Option<&DbErr> {
        Some(self)
    }
}

/// Whether a row exists already that has to be unique.
#[must_use]
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether the same transaction may succeed when it is simply tried again: others got in its way (PostgreSQL classes 40001 and 40P01), or
/// what was prepared on its connection was of no use.
pub(super) fn passes(error: &DbErr) -> bool {
    code(error).is_some_and(|code| matches!(code.as_str(), "40001" | "40P01"))
        || sqlx_error(error).is_some_and(postgres::is_of_stale_statements)
}

/// Whether another connection is at a SQLite file at this moment.
pub(super) fn is_busy(error: &DbErr) -> bool {
    code(error).and_then(|code| code.parse::<u32>().ok()).is_some_and(|number| number & 0xff == 5)
}

/// The error in words for a person: without what libraries put around it, and with what to do where that is known.
#[must_use]
pub fn in_words(error: &DbErr) -> String {
    match error {
        DbErr::Conn(RuntimeErr::Internal(words)) | DbErr::Custom(words) | DbErr::Migration(words) => words.clone(),
        DbErr::ConnectionAcquire(_) => "no connection became free within 5 seconds".to_owned(),
        error => match sqlx_error(error) {
            Some(error) => postgres::words(error).0,
            None => error.to_string(),
        },
    }
}

/// Whether the database is out of reach, full or damaged, rather than a statement wrong: 503, not 500.
#[must_use]
pub fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return true,
        _ => {}
    }
    let Some(sqlx_error) = sqlx_error(error) else { return false };
    match sqlx_error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(_) => {
            postgres::is_of_stale_statements(sqlx_error) || code(error).is_some_and(|code| is_unavailable_code(&code))
        }
        _ => false,
    }
}

/// SQLite's primary result codes are the low byte of the number; PostgreSQL's are five characters, of which the first
/// two are the class.
fn is_unavailable_code(code: &str) -> bool {
    const SQLITE: [u32; 9] = [
        5,  // busy
        6,  // locked
        7,  // no memory
        8,  // read-only
        10, // disk I/O
        11, // corrupt
        13, // full
        14, // cannot open
        26, // not a database
    ];
    if code.len() == 5 {
        return ["08", "53", "57", "58", "25"].contains(&&code[..2])
            || matches!(code, "40001" | "40P01" | "55P03")
            // Taken away by an administrator: rights, a table, a schema.
            || matches!(code, "42501" | "42P01" | "3F000");
    }
    code.parse::<u32>().is_ok_and(|number| SQLITE.contains(&(number & 0xff)))
}

fn code(error: &DbErr) -> Option<String> {
    match sqlx_error(error)? {
        sqlx::Error::Database(database) => database.code().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}
