//! Reading the settings of logins, of the cookie, of limits and of the log.

use super::cookie::domain;
use super::parse::{HOUR, Reader, SECOND, duration, networks, non_empty, one_of};
use super::{CookieConfig, LogClient, LogConfig, LoginConfig, MatchPolicy};
use crate::limits::rate::{Rate, Rates};
use crate::telemetry::LogFormat;

/// Some libraries tell at `info` what nobody asked for.
const DEFAULT_FILTER: &str = "info,sea_orm_migration=warn,sqlx=warn,tokio_cron_scheduler=warn";

/// Reads all of it, so that each problem is told.
pub(super) fn login(reader: &mut Reader<'_>) -> Option<LoginConfig> {
    let ttl = reader.read("login.ttl", "15m", |text| duration(text, SECOND, HOUR));
    let match_policy = reader.read("login.match", "auto", |text| {
        one_of(text, &[("auto", MatchPolicy::Auto), ("always", MatchPolicy::Always), ("never", MatchPolicy::Never)])
    });
    let near_networks = reader.read("login.near_networks", "", networks);
    Some(LoginConfig { ttl: ttl?, match_policy: match_policy?, near_networks: near_networks? })
}

/// Reads all of them, so that each problem is told.
pub(super) fn rates(reader: &mut Reader<'_>) -> Option<Rates> {
    let mut rate = |key, default| reader.read(key, default, Rate::parse);
    let login = rate("login.per_address", "10 then 3 per 1m");
    let login_in_all = rate("login.in_all", "6000 then 100 per 1s");
    let registration = rate("registration.per_address", "10 then 10 per 1h");
    let registration_tries = rate("registration.tries_per_address", "20 then 1 per 1m");
    let link = rate("link.per_address", "60 then 1 per 1s");
    let unknown_poll = rate("poll.unknown_per_address", "60 then 5 per 1s");
    let failed_credential = rate("credentials.failures_per_address", "30 then 10 per 1m");
    let mail_in_all = rate("mail.in_all", "10000 then 1000 per 1s");
    Some(Rates {
        login: login?,
        login_in_all: login_in_all?,
        registration: registration?,
        registration_tries: registration_tries?,
        link: link?,
        unknown_poll: unknown_poll?,
        failed_credential: failed_credential?,
        mail_in_all: mail_in_all?,
    })
}

/// Reads all of it, so that each problem is told.
pub(super) fn log(reader: &mut Reader<'_>) -> Option<LogConfig> {
    let format = reader.read("log.format", "auto", |text| {
        one_of(text, &[("auto", LogFormat::Auto), ("json", LogFormat::Json), ("text", LogFormat::Text)])
    });
    let filter = reader.read("log.filter", DEFAULT_FILTER, log_filter);
    let client = reader.read("log.client", "full", |text| {
        one_of(text, &[("full", LogClient::Full), ("network", LogClient::Network), ("none", LogClient::None)])
    });
    Some(LogConfig { format: format?, filter: filter?, client: client? })
}

fn log_filter(text: &str) -> Result<String, String> {
    non_empty(text)?
        .parse::<tracing_subscriber::filter::EnvFilter>()
        .map(|_| text.to_owned())
        .map_err(|_| "must be a log filter, such as info or warn,doorpost=debug".to_owned())
}

/// Reads all of it, so that each problem is told.
pub(super) fn cookie(reader: &mut Reader<'_>) -> Option<CookieConfig> {
    let domain = reader.optional("cookie.domain", domain);
    let insecure = reader.read("cookie.insecure", "false", |text| one_of(text, &[("true", true), ("false", false)]));
    Some(CookieConfig { domain, insecure: insecure? })
}
