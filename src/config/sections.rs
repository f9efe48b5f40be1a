//! Reading the settings of logins, of the cookie and of the log.

use super::parse::{HOUR, Reader, SECOND, domain, duration, networks, non_empty, one_of};
use super::{CookieConfig, LogClient, LogConfig, LogFormat, LoginConfig, MatchPolicy};

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
