//! Settings: a file, then the environment, then flags. Whatever is wrong is said all at once, with the place where it
//! stands; secrets are never repeated.

mod connections;
mod cookie;
mod database;
mod doubtful;
mod gather;
mod mail;
mod origins;
mod parse;
mod sections;

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use zeroize::Zeroizing;

use crate::crypto::jwt::Algorithm;
use crate::limits::rate::Rates;
use crate::mail::{ExtraHeader, Sender};
use crate::telemetry::LogFormat;
use crate::view::branding::Branding;
use crate::view::public_url::PublicUrl;

/// Where settings come from.
#[derive(Default)]
pub struct Sources {
    /// A TOML file.
    pub file: Option<PathBuf>,
    /// The environment; names without our prefix are passed over.
    pub environment: Vec<(OsString, OsString)>,
    /// Flags, by setting.
    pub flags: Vec<(&'static str, String)>,
}

/// A setting that must not be shown.
#[derive(Clone)]
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    /// The plain text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

/// Everything that an operator can choose.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address and port to listen on; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Where people find this server; unset, it follows from what is listened on.
    pub public_url: Option<PublicUrl>,
    /// What browsers are told of https.
    pub hsts: Hsts,
    /// Directory of the SQLite database and of the keyring secret.
    pub data_dir: PathBuf,
    /// Listener for metrics and health; off unless set.
    pub ops_listen: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Connections.
    pub connections: ConnectionsConfig,
    /// The database, beside its URL.
    pub database: DatabaseConfig,
    /// Mail.
    pub mail: MailConfig,
    /// Logins.
    pub login: LoginConfig,
    /// Sessions.
    pub session: SessionConfig,
    /// Access keys.
    pub keys: KeysConfig,
    /// The pages' cookie.
    pub cookie: CookieConfig,
    /// Access tokens.
    pub token: TokenConfig,
    /// Ways back from the sign-in page.
    pub redirect: RedirectConfig,
    /// Scripts on pages of other origins.
    pub cors: CorsConfig,
    /// Scopes.
    pub scopes: ScopesConfig,
    /// Looks.
    pub brand: Branding,
    /// Templates.
    pub templates: TemplatesConfig,
    /// Registration.
    pub registration: RegistrationConfig,
    /// Limits.
    pub rate_limit: RateLimitConfig,
    /// The record of what was done.
    pub audit: AuditConfig,
    /// The secret outside the database.
    pub keyring: KeyringConfig,
    /// The log.
    pub log: LogConfig,
    database_url: SecretString,
    effective: Vec<Setting>,
    warnings: Vec<String>,
}

/// Which hosts browsers are to ask over https alone (RFC 6797).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hsts {
    /// That of the public URL.
    Host,
    /// That and every host below it, which others may run.
    Subdomains,
    /// None: the proxy in front says it.
    Off,
}

/// Section `connections`, and what is held open on them.
#[derive(Clone, Debug)]
pub struct ConnectionsConfig {
    /// Connections of one client; a trusted proxy may have any number.
    pub per_address: usize,
    /// Requests under way at the same time on one connection of HTTP/2.
    pub streams: usize,
    /// Bytes of answers that the other end of one connection has not read yet; no further one is made then.
    pub unread: usize,
    /// `poll.held_per_address`: polls of one client that are held open.
    pub held_polls: usize,
}

/// Section `database`.
#[derive(Clone, Copy, Debug)]
pub struct DatabaseConfig {
    /// Connections to PostgreSQL; one more listens.
    pub connections: usize,
}

/// Section `mail`.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The mail servers, in the order in which they are tried; unset, mail goes to the development mailbox.
    pub urls: Vec<SecretString>,
    /// Certificates in PEM that the mail server's may be signed by, beside the public authorities.
    pub ca: Option<String>,
    /// The sender.
    pub from: Sender,
    /// Where answers go, if not there.
    pub reply_to: Option<Sender>,
    /// Headers of the operator's.
    pub headers: Vec<ExtraHeader>,
    /// The name that mail servers are greeted with.
    pub hello: String,
    /// Mails that go over one connection, one after the other.
    pub per_connection: usize,
    /// Mails handed over at once, each on a connection of its own.
    pub connections: usize,
    /// From the first packet to a mail server until it has let us in.
    pub connect_timeout: Duration,
    /// Peers that the development mailbox answers.
    pub mailbox_peers: Vec<IpNet>,
}

/// Section `login`.
#[derive(Clone, Debug)]
pub struct LoginConfig {
    /// Life of a pending login.
    pub ttl: Duration,
    /// When the link page asks for the match code.
    pub match_policy: MatchPolicy,
    /// Networks whose addresses are not global and prove all the same that two devices are near each other.
    pub near_networks: Vec<IpNet>,
}

/// When the link page asks for the match code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchPolicy {
    /// Unless both ends are provably on one network.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Section `session`.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// Life after the last use.
    pub idle_ttl: Duration,
    /// Life in all.
    pub max_ttl: Duration,
}

/// Section `keys`.
#[derive(Clone, Debug)]
pub struct KeysConfig {
    /// Longest life of an access key.
    pub max_ttl: Duration,
}

/// Section `cookie`.
#[derive(Clone, Debug)]
pub struct CookieConfig {
    /// Domain of the pages' cookie, where sites on sibling hosts need it.
    pub domain: Option<String>,
    /// Cookies go over plain http, too.
    pub insecure: bool,
}

/// No access token lives longer, whatever the operator chose or will choose.
pub const LONGEST_TOKEN: Duration = Duration::from_mins(15);

/// Section `token`.
#[derive(Clone, Debug)]
pub struct TokenConfig {
    /// Life of an access token.
    pub ttl: Duration,
    /// How it is signed.
    pub algorithm: Algorithm,
}

/// Section `redirect`.
#[derive(Clone, Debug)]
pub struct RedirectConfig {
    /// Where the sign-in page may send a browser back to; only to itself if there are none.
    pub origins: Vec<String>,
}

/// Section `cors`.
#[derive(Clone, Debug)]
pub struct CorsConfig {
    /// Origins whose pages may call the API with a credential in a header.
    pub origins: Vec<String>,
}

/// Section `scopes`.
#[derive(Clone, Debug)]
pub struct ScopesConfig {
    /// Scopes for the servers behind.
    pub extra: Vec<String>,
}

/// Section `templates`.
#[derive(Clone, Debug)]
pub struct TemplatesConfig {
    /// A folder with files that take the place of the built-in ones.
    pub dir: Option<PathBuf>,
}

/// Section `registration`.
#[derive(Clone, Debug)]
pub struct RegistrationConfig {
    /// Who may register.
    pub mode: RegistrationMode,
}

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Everybody.
    Open,
    /// Nobody.
    Closed,
}

/// Section `rate_limit`.
#[derive(Clone, Debug)]
pub struct RateLimitConfig {
    /// Whether limits hold.
    pub mode: RateLimitMode,
    /// `limits.exempt`: networks whose addresses have no limits of their own.
    pub exempt: Vec<IpNet>,
    /// How often something may be done, mostly from one address.
    pub rates: Rates,
}

/// Whether limits hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimitMode {
    /// Unless the public URL is a loopback one.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// Section `audit`.
#[derive(Clone, Debug)]
pub struct AuditConfig {
    /// How long what was done with an account stays known.
    pub retention: Duration,
}

/// Section `keyring`.
#[derive(Clone, Debug)]
pub struct KeyringConfig {
    /// 32 bytes in base64; unset, they are made once in the data directory.
    pub secret: Option<SecretString>,
}

/// Section `log`.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// How lines look.
    pub format: LogFormat,
    /// What is logged, as `tracing` reads it: `info`, `warn,doorpost=debug`.
    pub filter: String,
    /// What is logged of the address that a request came from.
    pub client: LogClient,
}

/// What is logged of the address that a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogClient {
    /// All of it.
    Full,
    /// Its network: the IPv4 /24 or the IPv6 /48.
    Network,
    /// Nothing.
    None,
}

/// A setting as it is in force.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name, dotted.
    pub key: &'static str,
    /// Its value; secrets are masked.
    pub value: String,
    /// Where it comes from.
    pub origin: String,
}

impl Config {
    /// Reads all sources.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn load(sources: Sources) -> Result<Self, ConfigErrors> {
        let mut problems = Vec::new();
        let found = gather::gather(sources, &mut problems);
        let config = parse::parse(&found, &mut problems);
        match config {
            Some(mut config) if problems.is_empty() => {
                config.warnings.extend(doubtful::warnings(&config));
                Ok(config)
            }
            _ => Err(ConfigErrors(problems)),
        }
    }

    /// The database's URL: a secret, since it may hold a password.
    #[must_use]
    pub fn database_url(&self) -> &SecretString {
        &self.database_url
    }

    /// What can be used and is almost certainly wrong: each with its place and what to do.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Which list `cookie.domain` was compared with, if it is set: browsers have newer ones, and may refuse what it does not know.
    #[must_use]
    pub fn suffixes(&self) -> Option<&'static str> {
        self.cookie.domain.as_ref().map(|_| cookie::SUFFIXES)
    }

    /// Every setting as it is in force.
    #[must_use]
    pub fn effective(&self) -> &[Setting] {
        &self.effective
    }
}

/// Everything that is wrong with the settings.
#[derive(Debug)]
pub struct ConfigErrors(Vec<Problem>);

/// One thing that is wrong.
#[derive(Debug)]
struct Problem {
    place: String,
    sentence: String,
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the settings cannot be used:")?;
        self.0.iter().try_for_each(|problem| write!(formatter, "\n  {}: {}", problem.place, problem.sentence))
    }
}

impl std::error::Error for ConfigErrors {}

#[cfg(test)]
mod tests;
