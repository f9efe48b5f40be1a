//! Reading the database's settings. Whatever would be ignored, or cannot work, is an error: a parameter that nobody reads may be the one
//! that was to protect something.

use std::net::IpAddr;
use std::path::Path;

use url::Url;
use zeroize::Zeroizing;

use super::parse::Reader;
use super::{DatabaseConfig, SecretString};

const FEWEST: usize = 3;
const MOST: usize = 100;
const SSL_MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
const FILES: [&str; 7] = ["sslrootcert", "ssl-root-cert", "ssl-ca", "sslcert", "ssl-cert", "sslkey", "ssl-key"];
const POSTGRES: &str = "sslmode, sslrootcert, sslcert, sslkey, host, hostaddr, port, dbname, user, password, application_name, options, \
     options[NAME], statement-cache-capacity";
const ENCODE: &str =
    "cannot be read: in a user name or password, write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25";
const ONE_HOST: &str = "names several hosts: give one name or address that always leads to the primary";

/// Reads all of it, so that each problem is told.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<DatabaseConfig> {
    let connections = reader.read("database.connections", "20", connections);
    Some(DatabaseConfig { connections: connections? })
}

fn connections(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (FEWEST..=MOST).contains(count));
    count.ok_or_else(|| format!("must be a number between {FEWEST} and {MOST}"))
}

/// The URL as the library understands it: with the scheme in small letters, which may have any case (RFC 3986 section 3.1).
pub(super) fn url(text: &str) -> Result<SecretString, String> {
    let (scheme, rest) = text.split_once(':').unwrap_or((text, ""));
    let text = Zeroizing::new(format!("{}:{rest}", scheme.to_ascii_lowercase()));
    let url = if let Some(rest) = text.strip_prefix("sqlite:") {
        sqlite(rest)?;
        text.to_string()
    } else if let Some((_, rest)) = text.split_once("://").filter(|(scheme, _)| is_postgres(scheme)) {
        postgres(&text, rest)?
    } else {
        return Err("must begin with sqlite:, postgres:// or postgresql://".to_owned());
    };
    Ok(SecretString(Zeroizing::new(url)))
}

fn is_postgres(scheme: &str) -> bool {
    matches!(scheme, "postgres" | "postgresql")
}

fn sqlite(rest: &str) -> Result<(), String> {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (file, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let in_memory = "is a database in memory, which would forget everybody at each start: name a file";
    if file.contains(":memory:") {
        return Err(in_memory.to_owned());
    }
    if file.is_empty() {
        return Err("names no file, as in sqlite:///var/lib/doorpost/doorpost.db".to_owned());
    }
    for (key, value) in url::form_urlencoded::parse(parameters.as_bytes()) {
        match (&*key, &*value) {
            ("mode", "rw" | "rwc") => {}
            ("mode", "memory") => return Err(in_memory.to_owned()),
            ("mode", "ro") | ("immutable", _) => {
                return Err(format!("has {key}={value}, with which nothing can be written: leave it out"));
            }
            _ => {
                return Err(format!(
                    "has the parameter {key}, which there is not; only mode=rw and mode=rwc are taken"
                ));
            }
        }
    }
    Ok(())
}

fn postgres(text: &str, rest: &str) -> Result<String, String> {
    let (before_query, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = before_query.split_once('/').unwrap_or((before_query, ""));
    // What is not encoded ends the part that it stands in, and leaves the rest of the password to the next one.
    let looks_cut = authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_err());
    if text.contains('#') || path.contains('@') || (query.contains('@') && !authority.contains('@') && looks_cut) {
        return Err(ENCODE.to_owned());
    }
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if host.contains(',') {
        return Err(ONE_HOST.to_owned());
    }
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        parameter(&key, &value)?;
    }
    let url = if host.is_empty() && !user.is_empty() { without_host(user, path, query) } else { text.to_owned() };
    match Url::parse(&url) {
        Ok(_) => Ok(url),
        Err(url::ParseError::InvalidPort) if user.is_empty() || authority.matches(['@', ':']).count() > 1 => {
            Err(ENCODE.to_owned())
        }
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn parameter(key: &str, value: &str) -> Result<(), String> {
    let good = match key {
        "host" if value.contains(',') => return Err(ONE_HOST.to_owned()),
        "sslrootcert" if value == "system" => {
            return Err("has sslrootcert=system: leave it out for public authorities, or name a file".to_owned());
        }
        "sslmode" | "ssl-mode" => SSL_MODES.contains(&value),
        "hostaddr" => value.parse::<IpAddr>().is_ok(),
        "port" => value.parse::<u16>().is_ok(),
        "statement-cache-capacity" => value.parse::<usize>().is_ok(),
        "host" | "dbname" | "user" | "password" | "application_name" | "options" => true,
        file if FILES.contains(&file) => {
            // It would be told without its name.
            std::fs::File::open(Path::new(value))
                .map_err(|error| format!("has {key}={value}, which cannot be read: {error}"))?;
            true
        }
        "target_session_attrs" => {
            return Err(format!(
                "has the parameter {key}, which there is not: give an address that always leads to the primary; it is looked at that \
                 it does"
            ));
        }
        option if option.starts_with("options[") && option.ends_with(']') => true,
        _ => return Err(format!("has the parameter {key}, which there is not; there are {POSTGRES}")),
    };
    if good { Ok(()) } else { Err(format!("has {key}={value}, which it cannot be")) }
}

/// As PostgreSQL's own programs write it for a socket: `postgres://user@/name?host=/run/postgresql`. A URL with a user has a host.
fn without_host(user: &str, path: &str, query: &str) -> String {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (user, password) = user.split_once(':').map_or((user, None), |(user, password)| (user, Some(password)));
    let mut parameters = url::form_urlencoded::Serializer::new(query.to_owned());
    parameters.append_pair("user", &decoded(user));
    if let Some(password) = password {
        parameters.append_pair("password", &decoded(password));
    }
    format!("postgres:///{path}?{}", parameters.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> String {
        url(text).unwrap_or_else(|problem| panic!("{text}: {problem}")).expose().to_owned()
    }

    #[track_caller]
    fn refused(text: &str, words: &str) {
        let problem = url(text).err().unwrap_or_else(|| panic!("{text} is taken"));
        assert!(problem.contains(words), "{text}: {problem}");
        assert!(!problem.contains("hunter"), "{problem}");
    }

    #[test]
    fn what_works_is_taken() {
        for text in [
            "sqlite://data/doorpost.db",
            "sqlite:doorpost.db?mode=rwc",
            "postgres://u:hunter2%40@db.example.org/doorpost?sslmode=verify-full",
            "postgresql://u:hun@ter@[::1]:5433/doorpost",
            "postgres:///doorpost?host=/run/postgresql&user=u",
            "postgres://%2Frun%2Fpostgresql/doorpost?user=u&options[search_path]=a&options=-c%20geqo=off",
        ] {
            assert_eq!(taken(text), text);
        }
        assert_eq!(taken("POSTGRES://u:Hunter2@H/D"), "postgres://u:Hunter2@H/D");
        assert_eq!(taken("PostgreSQL://u:Hunter2@H/D"), "postgresql://u:Hunter2@H/D");
        assert_eq!(taken("SQLite:Door.db"), "sqlite:Door.db");
        assert_eq!(
            taken("postgres://u:a%2Bb@/doorpost?host=/run/postgresql"),
            "postgres:///doorpost?host=/run/postgresql&user=u&password=a%2Bb"
        );
    }

    #[test]
    fn what_does_not_is_refused_in_words() {
        for text in [
            "postgres://u:hunter/2@h/d",
            "postgres://u:hunter#2@h/d",
            "postgres://u:hunter?2@h/d",
            "postgres://u:12/@h/d",
        ] {
            refused(text, "write @ as %40");
        }
        refused("postgres://u:hunter2@a,b/d", "several hosts");
        refused("postgres://u@/d?host=a,b", "several hosts");
        refused("postgres://u@h/d?target_session_attrs=read-write", "leads to the primary");
        refused("postgres://u@h/d?sslmod=require", "there are sslmode, sslrootcert");
        refused("postgres://u@h/d?sslmode=on", "sslmode=on");
        refused("postgres://u@h/d?sslrootcert=/nowhere/ca.pem", "/nowhere/ca.pem, which cannot be read: No such file");
        refused("postgres://u@h/d?sslrootcert=system", "leave it out");
        refused("sqlite::memory:", "forget everybody");
        refused("sqlite://x.db?mode=memory", "forget everybody");
        refused("sqlite://x.db?mode=ro", "nothing can be written");
        refused("sqlite://x.db?immutable=true", "nothing can be written");
        refused("sqlite://x.db?cache=shared", "parameter cache");
        refused("sqlite://", "names no file");
        for other in ["mysql://u:hunter2@h/d", "postgres:u:hunter2@h/d", "hunter2", ""] {
            refused(other, "must begin with sqlite:, postgres:// or postgresql://");
        }
    }
}
