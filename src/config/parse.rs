//! Reading settings: from texts to values, with the rules that hold between them.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use std::net::IpAddr;
use zeroize::Zeroizing;

use super::gather::{Found, KEYS};
use super::{
    AuditConfig, Config, CookieConfig, CorsConfig, Hsts, KeyringConfig, KeysConfig, LONGEST_TOKEN, Problem,
    RateLimitConfig, RateLimitMode, RedirectConfig, RegistrationConfig, RegistrationMode, ScopesConfig, SecretString,
    SessionConfig, Setting, TemplatesConfig, TokenConfig,
};
use super::{connections, cookie, database, mail, origins, sections};
use crate::crypto::jwt::Algorithm;
use crate::crypto::secret::key_from_base64;
use crate::text::visible::is_visible_label;
use crate::view::branding::{Accent, Branding, Link, Logo};
use crate::view::public_url::PublicUrl;

/// Never shown.
pub(super) const SECRETS: [&str; 3] = ["database_url", "mail.url", "keyring.secret"];
pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const HOUR: Duration = Duration::from_hours(1);
/// Ten years.
const LONGEST_SESSION: Duration = Duration::from_hours(87840);
/// Ten years.
const LONGEST_KEY: Duration = Duration::from_hours(87840);
/// What this program's own scopes speak of.
const OWN_NOUNS: [&str; 4] = ["account", "sessions", "keys", "tokens"];

const MAX_BRAND: usize = 40;

pub(super) struct Reader<'a> {
    found: &'a HashMap<&'static str, Found>,
    problems: &'a mut Vec<Problem>,
    effective: Vec<Setting>,
    warnings: Vec<String>,
}

/// Nothing only if there are problems.
pub(super) fn parse(found: &HashMap<&'static str, Found>, problems: &mut Vec<Problem>) -> Option<Config> {
    let mut reader = Reader { found, problems, effective: Vec::new(), warnings: Vec::new() };
    let data_dir = reader.read("data_dir", "./data", non_empty).map(PathBuf::from);
    let listen = reader.read("listen", "127.0.0.1:3000", socket_address);
    let public_url = reader.optional("public_url", |text| PublicUrl::parse(text).map_err(|error| error.to_string()));
    let hsts = reader.read("hsts", "host", |text| {
        one_of(text, &[("host", Hsts::Host), ("subdomains", Hsts::Subdomains), ("off", Hsts::Off)])
    });
    let database_url = reader.read("database_url", &default_database(data_dir.as_deref()), database::url);
    let database = database::read(&mut reader);
    let ops_listen = reader.optional("ops_listen", socket_address);
    let trusted_proxies = reader.read("trusted_proxies", "", networks);
    let connections = connections::read(&mut reader);
    let mail = mail::read(&mut reader, public_url.as_ref());
    let login = sections::login(&mut reader);
    let max_ttl = reader.read("session.max_ttl", "180d", |text| duration(text, SECOND, LONGEST_SESSION));
    let idle_ttl =
        reader.read("session.idle_ttl", &default_idle_ttl(max_ttl), |text| duration(text, SECOND, LONGEST_SESSION));
    let key_ttl = reader.read("keys.max_ttl", "365d", |text| duration(text, HOUR, LONGEST_KEY));
    let extra_scopes = reader.read("scopes.extra", "", extra_scopes);
    let cookie = sections::cookie(&mut reader);
    let token_ttl = reader.read("token.ttl", "5m", |text| duration(text, SECOND, LONGEST_TOKEN));
    let algorithm = reader.read("token.algorithm", "EdDSA", |text| {
        one_of(text, &[("EdDSA", Algorithm::EdDsa), ("ES256", Algorithm::Es256)])
    });
    let origins = reader.read("redirect.origins", "", origins::redirect);
    let cors_origins = reader.read("cors.origins", "", origins::cors);
    let brand_name = reader.read("brand.name", "Doorpost", brand_name);
    let accent = reader.optional("brand.accent", |text| {
        Accent::parse(text).ok_or_else(|| "must be a colour such as #1f6350".to_owned())
    });
    let logo = |text: &str| Logo::read(Path::new(text)).map_err(|error| error.to_string());
    let (light_logo, dark_logo) = (reader.optional("brand.logo", logo), reader.optional("brand.logo_dark", logo));
    let links = reader.read("brand.links", "", links);
    let templates_dir = reader.optional("templates.dir", folder);
    let registration = reader.read("registration.mode", "open", |text| {
        one_of(text, &[("open", RegistrationMode::Open), ("closed", RegistrationMode::Closed)])
    });
    let rate_limit = reader.read("rate_limit.mode", "auto", |text| {
        one_of(text, &[("auto", RateLimitMode::Auto), ("on", RateLimitMode::On), ("off", RateLimitMode::Off)])
    });
    let exempt = reader.read("limits.exempt", "", networks);
    let rates = sections::rates(&mut reader);
    let retention = reader.read("audit.retention", "90d", |text| duration(text, HOUR, LONGEST_SESSION));
    let secret = reader.optional("keyring.secret", keyring_secret);
    let log = sections::log(&mut reader);
    reader.check_listen(listen, public_url.as_ref());
    reader.check_cookie(cookie.as_ref().and_then(|cookie| cookie.domain.as_deref()), public_url.as_ref());
    reader.check_insecure(cookie.as_ref().is_some_and(|cookie| cookie.insecure), public_url.as_ref());
    reader.check_redirect(origins.as_deref(), cookie.as_ref(), public_url.as_ref(), listen);
    reader.check_sessions(idle_ttl, max_ttl);
    reader.check_logos(light_logo.as_ref(), dark_logo.as_ref());
    Some(Config {
        listen: listen?,
        public_url,
        hsts: hsts?,
        data_dir: data_dir?,
        ops_listen,
        trusted_proxies: trusted_proxies?,
        connections: connections?,
        mail: mail?,
        login: login?,
        session: SessionConfig { idle_ttl: idle_ttl?, max_ttl: max_ttl? },
        keys: KeysConfig { max_ttl: key_ttl? },
        cookie: cookie?,
        token: TokenConfig { ttl: token_ttl?, algorithm: algorithm? },
        redirect: RedirectConfig { origins: origins?.iter().map(|origin| origin.origin().to_owned()).collect() },
        cors: CorsConfig { origins: cors_origins? },
        scopes: ScopesConfig { extra: extra_scopes? },
        brand: Branding { name: brand_name?, accent, logo: light_logo, logo_dark: dark_logo, links: links? },
        templates: TemplatesConfig { dir: templates_dir },
        registration: RegistrationConfig { mode: registration? },
        rate_limit: RateLimitConfig { mode: rate_limit?, exempt: exempt?, rates: rates? },
        audit: AuditConfig { retention: retention? },
        keyring: KeyringConfig { secret },
        log: log?,
        database: database?,
        database_url: database_url?,
        effective: reader.effective,
        warnings: reader.warnings,
    })
}

impl Reader<'_> {
    pub(super) fn read<T>(
        &mut self,
        key: &'static str,
        default: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        if let Some(found) = self.found.get(key) {
            self.value(key, found, read)
        } else {
            self.note(key, default, "default");
            // An empty default stands for something that has a problem of its own.
            read(default).ok()
        }
    }

    pub(super) fn optional<T>(&mut self, key: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        if let Some(found) = self.found.get(key) {
            return self.value(key, found, read);
        }
        self.note(key, "", "default");
        None
    }

    fn value<T>(&mut self, key: &'static str, found: &Found, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        self.note(key, &found.value, &found.place);
        match read(&found.value) {
            Ok(value) => Some(value),
            Err(sentence) => {
                self.problems.push(Problem { place: found.place.clone(), sentence });
                None
            }
        }
    }

    fn note(&mut self, key: &'static str, value: &str, origin: &str) {
        debug_assert!(KEYS.contains(&key), "every setting that is read can be set");
        let secret = SECRETS.contains(&key) && !value.is_empty() && origin != "default";
        let value = if secret { "…".to_owned() } else { value.to_owned() };
        self.effective.push(Setting { key, value, origin: origin.to_owned() });
    }

    /// Notes what can be used and is almost certainly wrong.
    pub(super) fn warn(&mut self, key: &'static str, sentence: &str) {
        self.warnings.push(format!("{}: {sentence}", self.place(key)));
    }

    fn place(&self, key: &'static str) -> String {
        self.found.get(key).map_or_else(|| key.to_owned(), |found| found.place.clone())
    }

    /// Beyond this machine, links built from the listener's address would lead nowhere, or anywhere.
    fn check_listen(&mut self, listen: Option<SocketAddr>, public_url: Option<&PublicUrl>) {
        let beyond = listen.is_some_and(is_beyond_this_machine);
        // A public URL that is set but wrong has a problem of its own.
        let set = self.found.contains_key("public_url");
        if beyond && public_url.is_none() && !set {
            let sentence = "listening beyond this machine needs a public URL: set DOORPOST_PUBLIC_URL".to_owned();
            self.problems.push(Problem { place: self.place("listen"), sentence });
        }
    }

    /// Browsers refuse a cookie for a domain that the host which sets it is not within, and one for everybody's.
    fn check_cookie(&mut self, domain: Option<&str>, public_url: Option<&PublicUrl>) {
        if let Some(sentence) = domain.and_then(|domain| cookie::refused(domain, public_url)) {
            self.problems.push(Problem { place: self.place("cookie.domain"), sentence });
        }
    }

    /// Where there is TLS nothing is to be had from cookies that go without it.
    fn check_insecure(&mut self, insecure: bool, public_url: Option<&PublicUrl>) {
        if insecure && public_url.is_some_and(PublicUrl::is_https) {
            let sentence = "must be false where public_url is https: browsers keep secure cookies there".to_owned();
            self.problems.push(Problem { place: self.place("cookie.insecure"), sentence });
        }
    }

    /// Whoever signs in would come back to the application as nobody, and be sent to sign in again.
    fn check_redirect(
        &mut self,
        origins: Option<&[PublicUrl]>,
        cookie: Option<&CookieConfig>,
        public_url: Option<&PublicUrl>,
        listen: Option<SocketAddr>,
    ) {
        let Some(CookieConfig { domain, insecure }) = cookie else { return };
        // Those that are wrong themselves have a problem of their own.
        let is_wrong = |key, value: bool| self.found.contains_key(key) && !value;
        if is_wrong("public_url", public_url.is_some()) || is_wrong("cookie.domain", domain.is_some()) {
            return;
        }
        let unset = || listen.and_then(|listen| PublicUrl::parse(&format!("http://{listen}")).ok());
        let Some(public_url) = public_url.cloned().or_else(unset) else { return };
        let unreached = |origin| cookie::unreached(origin, &public_url, domain.as_deref(), *insecure);
        for sentence in origins.unwrap_or_default().iter().filter_map(unreached).collect::<Vec<_>>() {
            self.problems.push(Problem { place: self.place("redirect.origins"), sentence });
        }
    }

    /// Light pages would otherwise have no logo, or the dark one.
    fn check_logos(&mut self, light: Option<&Logo>, dark: Option<&Logo>) {
        if dark.is_some() && light.is_none() {
            let sentence = "needs brand.logo beside it".to_owned();
            self.problems.push(Problem { place: self.place("brand.logo_dark"), sentence });
        }
    }

    fn check_sessions(&mut self, idle_ttl: Option<Duration>, max_ttl: Option<Duration>) {
        if let (Some(idle), Some(max)) = (idle_ttl, max_ttl)
            && idle > max
        {
            let sentence = "must not be longer than session.max_ttl".to_owned();
            self.problems.push(Problem { place: self.place("session.idle_ttl"), sentence });
        }
    }
}

/// 30 days, or all of a session's life where the operator made that shorter.
fn default_idle_ttl(max_ttl: Option<Duration>) -> String {
    const DEFAULT: Duration = Duration::from_hours(30 * 24);
    match max_ttl {
        Some(max_ttl) if max_ttl < DEFAULT => humantime::format_duration(max_ttl).to_string(),
        _ => "30d".to_owned(),
    }
}

/// An empty one stands for a data directory that has a problem of its own.
fn default_database(data_dir: Option<&Path>) -> String {
    data_dir.map_or_else(String::new, |directory| {
        format!("sqlite://{}/doorpost.db", escaped(&directory.display().to_string()))
    })
}

/// What would mean something else in a URL.
fn escaped(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

pub(super) fn non_empty(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("must not be empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// Whether other machines reach what listens there.
pub(super) fn is_beyond_this_machine(listen: SocketAddr) -> bool {
    !listen.ip().to_canonical().is_loopback()
}

fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "must be an address and a port, such as 127.0.0.1:3000".to_owned())
}

/// `none` is said where a default is to be emptied: what is empty is not set.
pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    if text == "none" {
        return Ok(Vec::new());
    }
    text.split(',')
        .map(str::trim)
        .filter(|network| !network.is_empty())
        .map(|network| {
            network
                .parse::<IpNet>()
                .or_else(|_| network.parse::<IpAddr>().map(IpNet::from))
                .map_err(|_| format!("{network} is neither a network such as 10.0.0.0/8 nor an address"))
        })
        .collect()
}

/// It stands in titles and subjects.
fn brand_name(text: &str) -> Result<String, String> {
    let fits = text.chars().count() <= MAX_BRAND && is_visible_label(text.trim());
    if fits { Ok(text.trim().to_owned()) } else { Err(format!("must have 1 to {MAX_BRAND} visible characters")) }
}

fn links(text: &str) -> Result<Vec<Link>, String> {
    text.split(',').map(str::trim).filter(|link| !link.is_empty()).map(link).collect()
}

/// Whatever else a browser would do with a URL, such as run it, is not wanted.
fn link(text: &str) -> Result<Link, String> {
    let wrong = || format!("{text} is not a text and an address such as Privacy=https://example.org/privacy");
    let (text, url) = text.split_once('=').ok_or_else(wrong)?;
    let url = url::Url::parse(url.trim()).map_err(|_| wrong())?;
    let plain = url.username().is_empty() && url.password().is_none();
    if !is_visible_label(text.trim()) || !plain || !matches!(url.scheme(), "https" | "http" | "mailto") {
        return Err(wrong());
    }
    Ok(Link { text: text.trim().to_owned(), url: url.into() })
}

fn folder(text: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(text);
    if folder.is_dir() { Ok(folder) } else { Err("must be a folder that is there".to_owned()) }
}

fn extra_scopes(text: &str) -> Result<Vec<String>, String> {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '-' | '_'))
    };
    let scopes: Vec<String> =
        text.split(',').map(|scope| scope.trim().to_owned()).filter(|scope| !scope.is_empty()).collect();
    for (place, scope) in scopes.iter().enumerate() {
        if !scope.split_once(':').is_some_and(|(noun, verb)| is_word(noun) && is_word(verb)) {
            return Err(format!("{scope} is not a noun and a verb such as packages:read"));
        }
        if scope.split(':').next().is_some_and(|noun| OWN_NOUNS.contains(&noun)) {
            return Err(format!("{scope} speaks of what is Doorpost's own"));
        }
        if scopes.iter().take(place).any(|earlier| earlier == scope) {
            return Err(format!("{scope} is there twice"));
        }
    }
    Ok(scopes)
}

pub(super) fn duration(text: &str, shortest: Duration, longest: Duration) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|_| "must be a duration, such as 90s, 15m, 12h or 30d".to_owned())?;
    if (shortest..=longest).contains(&duration) {
        return Ok(duration);
    }
    let [shortest, longest] = [shortest, longest].map(humantime::format_duration);
    Err(format!("must be between {shortest} and {longest}"))
}

pub(super) fn one_of<T: Copy>(text: &str, values: &[(&str, T)]) -> Result<T, String> {
    values.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        format!("must be one of {}", names.join(", "))
    })
}

fn keyring_secret(text: &str) -> Result<SecretString, String> {
    if key_from_base64(text).is_some() {
        Ok(SecretString(Zeroizing::new(text.to_owned())))
    } else {
        Err("must be 32 bytes in base64".to_owned())
    }
}
