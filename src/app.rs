//! The one place that builds everything, for the binary and for every test.

mod admission;
mod backup;
mod connections;
mod counted;
mod data_dir;
mod database;
mod events;
mod first_bytes;
mod guest;
mod keyring_file;
mod leftover;
mod operator;
mod output;
mod pulse;
mod restore;
mod serve;
mod templates;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::DbErr;
use uuid::Uuid;

use crate::auth::event::EventKind;
use crate::clock::{Clock, SystemClock};
use crate::config::{
    Config, Hsts as ConfiguredHsts, LONGEST_TOKEN, LogClient, MatchPolicy as ConfiguredMatchPolicy, RateLimitMode,
    RegistrationMode, SecretString,
};
use crate::context::{Context, Hsts, LoggedClient, MatchPolicy, Parts, Settings};
use crate::credential_cache::CredentialCache;
use crate::db::{Db, LeftOut, WriteFailure, in_words};
use crate::forwarders::Forwarders;
use crate::jobs::Jobs;
use crate::keyring::KeyringError;
use crate::last_seen::LastSeen;
use crate::limits::Limits;
use crate::locale::Locale;
use crate::mail::{Envelope, Letterhead, Mail, MailError, SmtpSettings, message};
use crate::public_url::PublicUrl;
use crate::random::{OsRandom, Random, bytes};
use crate::signing_keys::{SigningKeyError, SigningKeys};
use crate::starters::Starters;
use crate::static_files::StaticFiles;
use crate::templates::{TemplateError, Templates};
use crate::waiters::Waiters;
use crate::web::Site;

pub use backup::{backup, backup_to};
pub use database::expect_owner;
pub use events::{EventFilter, events};
pub use restore::{Credentials, Restored, look_into, restore};
pub use serve::serve;
pub use templates::{check_templates, render_templates};

/// The program, ready to run.
pub struct App {
    /// Answers requests.
    pub site: Site,
    /// Work beside them.
    pub jobs: Jobs,
    /// What both stand on.
    pub context: Context,
}

/// What a test puts in another's place.
pub struct Overrides {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The generator.
    pub random: Arc<dyn Random>,
}

impl Default for Overrides {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), random: Arc::new(OsRandom) }
    }
}

/// Opens and migrates the database and puts everything together. `public_url` is the configured one, or what the
/// listener came to.
///
/// # Errors
/// See [`StartError`].
pub async fn build(config: &Config, public_url: PublicUrl, overrides: Overrides) -> Result<App, StartError> {
    let Overrides { clock, random } = overrides;
    let mail = mail(config, &public_url, &clock)?;
    if mail.is_absent() {
        tracing::warn!("no mail server is set (DOORPOST_MAIL__URL): mail waits in the outbox, and nobody gets any");
    }
    // With PostgreSQL and a secret from the settings nothing is kept there, and it may be read-only.
    if config.keyring.secret.is_none() {
        data_dir::prepare(&config.data_dir)?;
    }
    let (db, schema) = database::open(config).await?;
    let keyring = keyring_file::keyring(config, &db, &schema, &*random).await?;
    let applied = bring_up(&db).await?;
    for name in &applied {
        tracing::debug!(name, "migration applied");
    }
    if let Some(newest) = applied.last() {
        tracing::info!(migrations = applied.len(), newest, "the database was brought up to date");
    }
    keyring.verify(&db).await?;
    db.live_as(i32::from_be_bytes(bytes(&*random)) & i32::MAX);
    let limited = match config.rate_limit.mode {
        RateLimitMode::On => true,
        RateLimitMode::Off => false,
        RateLimitMode::Auto => !public_url.is_loopback(),
    };
    let signing_keys = SigningKeys::new(keyring.clone(), config.token.algorithm, seconds(LONGEST_TOKEN));
    signing_keys.rotate(&db, &*clock, &*random).await?;
    let static_files = StaticFiles::new(&config.brand);
    let templates = Templates::load(&config.brand, &static_files, config.templates.dir.as_deref())?;
    if config.templates.dir.is_some() {
        // The built-in ones are checked by tests; of the operator's own nobody would hear before a person opens the page.
        templates::expect_fit(&templates)?;
    }
    let context = Context::new(Parts {
        db,
        signing_keys,
        mail,
        templates,
        static_files,
        limits: Limits::new(limited, config.rate_limit.rates, Arc::clone(&clock))
            .with_held_polls(config.connections.held_polls)
            .exempting(&config.rate_limit.exempt),
        starters: Starters::new(Arc::clone(&clock)),
        forwarders: Forwarders::new(Arc::clone(&clock)),
        waiters: Waiters::default(),
        keyring,
        credential_cache: CredentialCache::new(Arc::clone(&clock)),
        last_seen: LastSeen::default(),
        settings: settings(config, public_url),
        clock,
        random,
    });
    Ok(App { site: Site::new(&context), jobs: Jobs::new(context.clone()), context })
}

/// Without a mail server there is a mailbox in memory on a loopback public URL, and nothing elsewhere.
fn mail(config: &Config, public_url: &PublicUrl, clock: &Arc<dyn Clock>) -> Result<Mail, MailError> {
    let mail = &config.mail;
    let letterhead =
        Letterhead { from: mail.from.clone(), reply_to: mail.reply_to.clone(), headers: mail.headers.clone() };
    if !mail.urls.is_empty() {
        let settings = SmtpSettings {
            urls: mail.urls.iter().map(SecretString::expose).collect(),
            ca: mail.ca.as_deref(),
            connect_timeout: mail.connect_timeout,
            connections: mail.connections,
            per_connection: mail.per_connection,
            hello: &mail.hello,
        };
        return Mail::smtp(&settings, letterhead, Arc::clone(clock));
    }
    Ok(if public_url.is_loopback() { Mail::mailbox(letterhead) } else { Mail::absent(letterhead) })
}

/// Whether mail can be sent with these settings, as far as that shows without a mail server: what sends it is set up as for serving,
/// and a sample is put together. Nothing is made or asked by that.
///
/// # Errors
/// No mail could be sent.
pub fn check_mail(config: &Config) -> Result<(), StartError> {
    let public_url = public_url(config, config.listen)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mail = mail(config, &public_url, &clock)?;
    let rendered = message::Rendered { subject: "Doorpost".to_owned(), text: "…".to_owned(), html: "…".to_owned() };
    let envelope = Envelope {
        id: Uuid::nil(),
        to: "ada@example.org",
        locale: Locale::En,
        date: clock.now(),
        links: Vec::new(),
        code: None,
    };
    Ok(mail.rehearse(&envelope, &rendered)?)
}

/// That of the settings; else what is listened on.
fn public_url(config: &Config, listen: SocketAddr) -> Result<PublicUrl, StartError> {
    if let Some(url) = &config.public_url {
        return Ok(url.clone());
    }
    PublicUrl::parse(&format!("http://{listen}")).map_err(|error| StartError::PublicUrl(error.to_string()))
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

fn settings(config: &Config, public_url: PublicUrl) -> Settings {
    Settings {
        login_ttl: seconds(config.login.ttl),
        match_policy: match config.login.match_policy {
            ConfiguredMatchPolicy::Auto => MatchPolicy::Auto,
            ConfiguredMatchPolicy::Always => MatchPolicy::Always,
            ConfiguredMatchPolicy::Never => MatchPolicy::Never,
        },
        session_idle_ttl: seconds(config.session.idle_ttl),
        session_max_ttl: seconds(config.session.max_ttl),
        access_key_max_ttl: seconds(config.keys.max_ttl),
        access_token_ttl: seconds(config.token.ttl),
        redirect_origins: if config.redirect.origins.is_empty() {
            vec![public_url.origin().to_owned()]
        } else {
            config.redirect.origins.clone()
        },
        cors_origins: config.cors.origins.clone(),
        extra_scopes: config.scopes.extra.clone(),
        cookie_domain: config.cookie.domain.clone(),
        cookie_insecure: config.cookie.insecure,
        audit_retention: seconds(config.audit.retention),
        registration_open: config.registration.mode == RegistrationMode::Open,
        trusted_proxies: config.trusted_proxies.clone(),
        near_networks: config.login.near_networks.clone(),
        mailbox_peers: config.mail.mailbox_peers.clone(),
        hsts: match config.hsts {
            ConfiguredHsts::Host => Some(Hsts::Host),
            ConfiguredHsts::Subdomains => Some(Hsts::Subdomains),
            ConfiguredHsts::Off => None,
        }
        .filter(|_| public_url.is_https()),
        logged_client: match config.log.client {
            LogClient::Full => LoggedClient::Address,
            LogClient::Network => LoggedClient::Network,
            LogClient::None => LoggedClient::Nothing,
        },
        public_url,
    }
}

/// Applies the migrations that are missing, and returns their names.
///
/// # Errors
/// See [`StartError`].
pub async fn migrate(config: &Config) -> Result<Vec<String>, StartError> {
    let (db, _) = database::open(config).await?;
    let names = bring_up(&db).await?;
    db.close().await;
    Ok(names)
}

/// Deletes rows that belong to nothing, and returns how many there were.
///
/// # Errors
/// See [`StartError`].
pub async fn repair(config: &Config) -> Result<LeftOut, StartError> {
    database::expect_there(config)?;
    let (db, _) = database::open(config).await?;
    bring_up(&db).await?;
    let deleted = db.repair().await?;
    db.close().await;
    Ok(deleted)
}

/// Applies what is missing, and writes down up to which one.
async fn bring_up(db: &Db) -> Result<Vec<String>, DbErr> {
    let names = db.migrate().await?;
    if let Some(last) = names.last() {
        operator::record_afterwards(db, EventKind::DatabaseMigrated, Some(last)).await?;
    }
    Ok(names)
}

/// Every migration with whether it is applied.
///
/// # Errors
/// See [`StartError`].
pub async fn migration_status(config: &Config) -> Result<Vec<(String, bool)>, StartError> {
    let (db, schema) = database::open_existing(config).await?;
    db.close().await;
    Ok(schema.status())
}

/// Why the program does not start, or a command does not run.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be used.
    #[error(transparent)]
    DataDir(#[from] data_dir::DataDirError),
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
    NoDatabase(database::NoDatabase),
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
