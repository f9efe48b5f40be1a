//! What a connection to PostgreSQL failed of, in words: with the place that was asked, and never with a user or a password.

use std::io::ErrorKind;

use sea_orm::{DbErr, RuntimeErr};
use sqlx::postgres::PgConnectOptions;

/// Why there is no connection.
pub(in crate::db) struct Trouble {
    pub(super) words: String,
    /// It may be over in a moment.
    pub(super) passes: bool,
    /// There may be no connection left for us: a server says so, and a pooler lets us wait.
    pub(super) wants_connections: bool,
}

impl Trouble {
    pub(super) fn of(error: &sqlx::Error, options: &PgConnectOptions) -> Self {
        let place = match options.get_socket() {
            Some(socket) => format!("{}, port {}", socket.display(), options.get_port()),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let (words, passes) = words(error);
        let words = words.replace(&format!("\"{}\"", options.get_username()), "…");
        let wants_connections = is_for_want_of_connections(error);
        Self { words: format!("{words} ({place})"), passes, wants_connections }
    }

    pub(super) fn for_want_of_connections(self) -> Self {
        Self { wants_connections: true, ..self }
    }

    pub(super) fn passing(words: &str) -> Self {
        Self { words: words.to_owned(), passes: true, wants_connections: false }
    }

    /// Of a connection that was there.
    pub(super) fn plain(error: sqlx::Error) -> DbErr {
        DbErr::Conn(RuntimeErr::SqlxError(error.into()))
    }
}

impl From<Trouble> for DbErr {
    fn from(trouble: Trouble) -> Self {
        failure(trouble.words)
    }
}

/// For whoever asked: the database is out of reach.
pub(super) fn failure(words: String) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(words))
}

/// Whether the server has no connection left for us.
pub(in crate::db) fn is_for_want_of_connections(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(database) => database.code().is_some_and(|code| code == "53300"),
        _ => false,
    }
}

/// An error in words, and whether it may be over in a moment.
pub(in crate::db) fn words(error: &sqlx::Error) -> (String, bool) {
    match error {
        sqlx::Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused => ("connection refused".to_owned(), true),
            ErrorKind::NotFound => ("there is no such socket".to_owned(), true),
            ErrorKind::TimedOut => ("no answer".to_owned(), true),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => ("the connection was closed".to_owned(), true),
            // It has no kind of its own.
            _ if error.to_string().contains("failed to lookup address") => ("unknown host".to_owned(), true),
            _ if error.to_string().contains("certificate") => (of_tls(&error.to_string()), false),
            _ => (error.to_string(), true),
        },
        sqlx::Error::Tls(error) => (of_tls(&error.to_string()), false),
        sqlx::Error::Database(error) => of_database(error.code().unwrap_or_default().as_ref(), error.message()),
        sqlx::Error::PoolTimedOut => ("no connection became free within 5 seconds".to_owned(), true),
        sqlx::Error::Configuration(error) => (error.to_string(), false),
        sqlx::Error::Protocol(_) => ("what answers there does not speak as PostgreSQL does".to_owned(), false),
        error => (error.to_string(), false),
    }
}

fn of_tls(message: &str) -> String {
    for (word, sentence) in [
        (
            "UnknownIssuer",
            "unknown certificate authority: only public ones are known; name the file of another one with sslrootcert=",
        ),
        ("NotValidForName", "the server's certificate is for another name"),
        ("Expired", "the server's certificate has expired"),
    ] {
        if message.contains(word) {
            return sentence.to_owned();
        }
    }
    format!("TLS failed: {message}")
}

/// By SQLSTATE: messages may be in any language, and name users.
fn of_database(code: &str, message: &str) -> (String, bool) {
    let words = match code {
        "28P01" => "wrong password",
        "28000" => {
            "PostgreSQL does not let this user in from this machine: there is no such role, or pg_hba.conf has no line for it, or one \
             that asks for TLS or a certificate"
        }
        "53300" => {
            "PostgreSQL has no connection left: the limit of the server (max_connections), of the role or of the database \
             (CONNECTION LIMIT) is reached"
        }
        "57P03" => return ("PostgreSQL is starting up or shutting down".to_owned(), true),
        "3D000" => {
            "there is no such database; make one with: CREATE DATABASE doorpost OWNER doorpost ENCODING 'UTF8' TEMPLATE template0"
        }
        "3F000" => "no schema can be used: search_path leads to none",
        "42501" => {
            return (
                format!(
                    "no right to do this ({message}): the role has to own the database: CREATE DATABASE doorpost OWNER doorpost"
                ),
                false,
            );
        }
        // PgBouncer's errors have this one, whatever it is.
        "08P01" => return (message.to_owned(), true),
        // SQLite's.
        code if code.len() != 5 => return (message.to_owned(), false),
        _ => return (format!("{message} (SQLSTATE {code})"), code.starts_with("53") || code.starts_with("57P0")),
    };
    (words.to_owned(), code == "53300")
}
