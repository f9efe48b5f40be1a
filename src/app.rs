//! The one place that builds everything, for the binary and for every test.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::cache::credential_cache::CredentialCache;
use crate::cache::last_seen::LastSeen;
use crate::cache::waiters::Waiters;
use crate::clock::{Clock, SystemClock};
use crate::config::{
    Config, Hsts as ConfiguredHsts, LONGEST_TOKEN, LogClient, MatchPolicy as ConfiguredMatchPolicy, RateLimitMode,
    RegistrationMode, SecretString,
};
use crate::context::{Context, Hsts, LoggedClient, MatchPolicy, Parts, Settings};
use crate::crypto::random::{OsRandom, Random, bytes};
use crate::crypto::signing_keys::SigningKeys;
use crate::jobs::Jobs;
use crate::limits::Limits;
use crate::mail::{Envelope, Letterhead, Mail, MailError, SmtpSettings, message};
use crate::net::forwarders::Forwarders;
use crate::net::starters::Starters;
use crate::operator::{self, StartError};
use crate::view::locale::Locale;
use crate::view::public_url::PublicUrl;
use crate::view::static_files::StaticFiles;
use crate::view::templates::Templates;
use crate::web::HttpService;

/// The program, ready to run.
pub struct App {
    /// Answers requests.
    pub site: HttpService,
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
        operator::prepare_data_dir(&config.data_dir)?;
    }
    let (db, schema) = operator::open_database(config).await?;
    let keyring = operator::keyring(config, &db, &schema, &*random).await?;
    let applied = operator::bring_up(&db).await?;
    for name in &applied {
        tracing::debug!(name, "migration applied");
    }
    if let Some(newest) = applied.last() {
        tracing::info!(migrations = applied.len(), newest, "the database was brought up to date");
    }
    keyring.verify(&db).await?;
    let options = db.lost_build_options().await?;
    if !options.is_empty() {
        tracing::warn!(
            ?options,
            "SQLite was built without the flags in .cargo/config.toml, and plans each statement anew: build in the folder of the sources"
        );
    }
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
        operator::expect_fit(&templates)?;
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
    Ok(App { site: HttpService::new(&context), jobs: Jobs::new(context.clone()), context })
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
pub(crate) fn public_url(config: &Config, listen: SocketAddr) -> Result<PublicUrl, StartError> {
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
