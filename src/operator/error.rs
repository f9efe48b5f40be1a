//! Why the program does not start, or a command does not run.

use std::path::{Path, PathBuf};

use sea_orm::DbErr;

use super::data_dir::DataDirError;
use crate::config::Config;
use crate::crypto::keyring::KeyringError;
use crate::crypto::signing_keys::SigningKeyError;
use crate::db::{WriteFailure, in_words};
use crate::mail::MailError;
use crate::view::templates::TemplateError;

/// Why the program does not start, or a command does not run.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be used.
    #[error(transparent)]
    DataDir(#[from] DataDirError),
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database.
    #[error("the database cannot be used: {}", in_words(.0))]
    Database(#[from] DbErr),
    /// The signing keys.
    #[error("access tokens cannot be signed: {0}")]
    SigningKeys(#[from] SigningKeyError),
    /// Mail.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The templates.
    #[error(transparent)]
    Templates(#[from] TemplateError),
    /// The operator's templates.
    #[error("the templates cannot be used:\n  {0}")]
    TemplatesCheck(String),
    /// The directory that is to hold what they render to.
    #[error("{} cannot be written: {error}", directory.display())]
    TemplatesDirectory {
        /// Which one.
        directory: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// The listener.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: String,
        /// Why not.
        error: std::io::Error,
    },
    /// The listener's address makes no URL.
    #[error("the public URL is not usable: {0}")]
    PublicUrl(String),
    /// The scheduler.
    #[error("scheduled work cannot be started: {0}")]
    Jobs(#[from] tokio_cron_scheduler::JobSchedulerError),
    /// The metrics.
    #[error("metrics cannot be recorded: {0}")]
    Metrics(String),
    /// Signals.
    #[error("signals cannot be handled: {0}")]
    Signals(std::io::Error),
    /// Where events are written to.
    #[error("events cannot be written: {0}")]
    Output(std::io::Error),
    /// No program ever ran here: there is no such file.
    #[error("{0}")]
    NoDatabase(NoDatabase),
    /// A newer program was here.
    #[error(
        "this database was last changed by a newer Doorpost (its newest change is {newest}; this program knows up to {known}): use \
         that version, or a newer one"
    )]
    Newer {
        /// The newest change that it has.
        newest: String,
        /// The newest one that this program knows.
        known: String,
    },
    /// An older program was here, and this one has not brought it up yet.
    #[error(
        "this database was last changed by an older Doorpost: run `doorpost migrate` first (nodes of the version before go on beside \
         it), or use that version"
    )]
    Behind,
    /// Root works on what is somebody else's.
    #[error(
        "the data directory belongs to {owner}: run it as its owner: sudo -u {owner} doorpost … (or as root all the same, with --as-root)"
    )]
    WrongUser {
        /// Whose it is.
        owner: String,
    },
    /// An account that there is not.
    #[error("there is no account {0}")]
    NoAccount(String),
    /// A backup's file.
    #[error("{}: {reason}", file.display())]
    Backup {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A restore into an installation that is in use.
    #[error("the installation is not empty (accounts: {accounts}); restore into an empty one")]
    NotEmpty {
        /// How many accounts it has.
        accounts: u64,
    },
}

impl StartError {
    /// What the program ends with.
    #[must_use]
    pub fn code(&self) -> u8 {
        if matches!(self, Self::WrongUser { .. }) { 4 } else { 1 }
    }
}

impl WriteFailure for StartError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}

/// There is no file where the settings say that it is.
#[derive(Debug)]
pub struct NoDatabase {
    file: PathBuf,
    key: &'static str,
    origin: String,
}

impl NoDatabase {
    pub(super) fn of(config: &Config, file: &Path) -> Self {
        let origin = |key: &str| {
            config.effective().iter().find(|setting| setting.key == key).map(|setting| setting.origin.clone())
        };
        let (key, origin) = match origin("database_url").filter(|origin| origin != "default") {
            Some(origin) => ("database_url", origin),
            None => ("data_dir", origin("data_dir").unwrap_or_default()),
        };
        Self { file: std::path::absolute(file).unwrap_or_else(|_| file.to_owned()), key, origin }
    }
}

impl std::fmt::Display for NoDatabase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, key, origin } = self;
        let ways = if *key == "data_dir" {
            "--data-dir DIRECTORY or DOORPOST_DATA_DIR"
        } else {
            "DOORPOST_DATABASE_URL or database_url in the file of --config"
        };
        write!(
            formatter,
            "there is no database yet at {} ({key}, from: {origin}); name another place with {ways}",
            file.display()
        )
    }
}
