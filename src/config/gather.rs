//! Finding settings: which values there are, and where each of them stands.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::mail::escaped;
use super::parse::SECRETS;
use super::{Problem, Sources};

/// Every setting, dotted.
pub(super) const KEYS: [&str; 57] = [
    "listen",
    "public_url",
    "hsts",
    "data_dir",
    "database_url",
    "database.connections",
    "ops_listen",
    "trusted_proxies",
    "connections.per_address",
    "connections.streams",
    "connections.unread",
    "poll.held_per_address",
    "mail.url",
    "mail.ca",
    "mail.from",
    "mail.reply_to",
    "mail.headers",
    "mail.hello",
    "mail.connections",
    "mail.per_connection",
    "mail.connect_timeout",
    "mail.in_all",
    "mail.mailbox_peers",
    "login.ttl",
    "login.match",
    "login.near_networks",
    "login.per_address",
    "login.in_all",
    "session.idle_ttl",
    "session.max_ttl",
    "keys.max_ttl",
    "scopes.extra",
    "cookie.domain",
    "cookie.insecure",
    "token.ttl",
    "token.algorithm",
    "redirect.origins",
    "cors.origins",
    "brand.name",
    "brand.accent",
    "brand.logo",
    "brand.logo_dark",
    "brand.links",
    "templates.dir",
    "registration.mode",
    "registration.per_address",
    "registration.tries_per_address",
    "link.per_address",
    "poll.unknown_per_address",
    "credentials.failures_per_address",
    "rate_limit.mode",
    "limits.exempt",
    "audit.retention",
    "keyring.secret",
    "log.format",
    "log.filter",
    "log.client",
];
const LISTS: [&str; 9] = [
    "trusted_proxies",
    "limits.exempt",
    "mail.url",
    "mail.mailbox_peers",
    "login.near_networks",
    "scopes.extra",
    "redirect.origins",
    "cors.origins",
    "brand.links",
];
/// A setting that is a table of the operator's own names in a file.
const TABLE: &str = "mail.headers";
const PREFIX: &str = "DOORPOST_";
const FILE_SUFFIX: &str = "_FILE";
/// Names this near are taken for slips.
const NEAR: f64 = 0.7;

/// A value and its place.
pub(super) struct Found {
    pub(super) value: String,
    pub(super) place: String,
}

/// The value of each setting that is set, from the strongest source: flags, environment, file.
pub(super) fn gather(sources: Sources, problems: &mut Vec<Problem>) -> HashMap<&'static str, Found> {
    let mut found = HashMap::new();
    if let Some(file) = &sources.file {
        from_file(file, &mut found, problems);
    }
    from_environment(sources.environment, &mut found, problems);
    for (key, value) in sources.flags {
        keep(key, &value, format!("flag --{}", key.replace(['_', '.'], "-")), &mut found, problems);
    }
    found
}

/// Keeps a value, by one rule for all sources and settings: white space and a byte order mark around it are no part of it, and one that
/// is then empty is not set. Quotes around it are told: what read them away elsewhere (a shell, TOML) was not there.
fn keep(
    key: &'static str,
    value: &str,
    place: String,
    found: &mut HashMap<&'static str, Found>,
    problems: &mut Vec<Problem>,
) {
    let value = value.trim_matches(is_around);
    let is_quoted = |quote: char| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    if ['"', '\''].into_iter().any(is_quoted) {
        let sentence = "stands in quotes, which would be part of it: write it without them".to_owned();
        problems.push(Problem { place, sentence });
    } else if !value.is_empty() {
        found.insert(key, Found { value: value.to_owned(), place });
    }
}

fn is_around(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

fn from_file(file: &Path, found: &mut HashMap<&'static str, Found>, problems: &mut Vec<Problem>) {
    let name = file.display().to_string();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            problems.push(Problem { place: name, sentence: format!("cannot be read: {error}") });
            return;
        }
    };
    match DeTable::parse(&text) {
        Ok(table) => flatten("", table.get_ref(), &name, &text, found, problems),
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(&text, span.start));
            problems.push(Problem { place: format!("{name}:{line}"), sentence: error.message().to_owned() });
        }
    }
}

fn flatten(
    prefix: &str,
    table: &DeTable<'_>,
    name: &str,
    text: &str,
    found: &mut HashMap<&'static str, Found>,
    problems: &mut Vec<Problem>,
) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        let place = format!("{name}:{}: {path}", line_of(text, key.span().start));
        let is_section = KEYS.iter().any(|known| known.starts_with(&format!("{path}.")));
        match (value.get_ref(), KEYS.iter().find(|known| **known == path)) {
            (DeValue::Table(table), None) if is_section => flatten(&path, table, name, text, found, problems),
            (value, Some(known)) => {
                if let Some(value) = as_text(known, value) {
                    keep(known, &value, place, found, problems);
                } else {
                    let several = if LISTS.contains(known) { ", or a list of those" } else { "" };
                    problems
                        .push(Problem { place, sentence: format!("must be a text in quotes or a number{several}") });
                }
            }
            (_, None) if is_section => {
                problems.push(Problem { place, sentence: format!("is a section: write [{path}]") });
            }
            (_, None) => {
                problems.push(Problem { place, sentence: unknown(&path, KEYS.iter().map(|key| (*key).to_owned())) });
            }
        }
    }
}

/// A text, number or truth, or a list of them where there may be several, as the environment would hold it.
fn as_text(key: &str, value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Array(items) if LISTS.contains(&key) => {
            let items: Option<Vec<String>> = items.iter().map(|item| as_text("", item.get_ref())).collect();
            Some(items?.join(","))
        }
        DeValue::Table(items) if key == TABLE => {
            let item = |(name, value): (&std::borrow::Cow<'_, str>, &str)| format!("{name}={}", escaped(value));
            let items: Option<Vec<String>> =
                items.iter().map(|(name, value)| Some(item((name.get_ref(), value.get_ref().as_str()?)))).collect();
            Some(items?.join(","))
        }
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn from_environment(
    environment: Vec<(OsString, OsString)>,
    found: &mut HashMap<&'static str, Found>,
    problems: &mut Vec<Problem>,
) {
    let known: BTreeMap<String, &'static str> = KEYS.iter().map(|key| (variable(key), *key)).collect();
    let mut set: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut variables: Vec<_> = environment
        .into_iter()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    variables.sort();
    for (name, value) in variables {
        let place = format!("environment {name}");
        let (base, is_file) = match name.strip_suffix(FILE_SUFFIX) {
            Some(base) if known.contains_key(base) => (base, true),
            _ => (name.as_str(), false),
        };
        let Some(key) = known.get(base) else {
            problems.push(Problem { place, sentence: unknown(&name, known.keys().cloned()) });
            continue;
        };
        if let Some(other) = set.insert(key, name.clone()) {
            problems.push(Problem { place, sentence: format!("set together with {other}; set only one of them") });
            continue;
        }
        match text_of(key, value, is_file) {
            Ok(value) => keep(key, &value, place, found, problems),
            Err(sentence) => problems.push(Problem { place, sentence }),
        }
    }
}

fn text_of(key: &str, value: OsString, is_file: bool) -> Result<String, String> {
    if !is_file {
        return value.into_string().map_err(|_| "is not UTF-8".to_owned());
    }
    // An empty name is a variable that was never filled.
    if value.is_empty() {
        return Ok(String::new());
    }
    let text = std::fs::read_to_string(&value).map_err(|error| format!("its file cannot be read: {error}"))?;
    // A secret that was never put there must not pass for one that is not set.
    let is_missing = SECRETS.contains(&key) && text.chars().all(is_around);
    if is_missing { Err("its file is empty".to_owned()) } else { Ok(text) }
}

/// The environment's name of a setting.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

fn unknown(name: &str, known: impl Iterator<Item = String>) -> String {
    let nearest = known
        .map(|known| (nearness(name, &known), known))
        .filter(|(nearness, _)| *nearness > NEAR)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    match nearest {
        Some((_, known)) => format!("there is no such setting; did you mean {known}?"),
        None => "there is no such setting".to_owned(),
    }
}

/// From 0 to 1. The prefix, which all names of the environment share, counts for nothing; a setting without its section
/// is as near as can be.
fn nearness(name: &str, known: &str) -> f64 {
    let [name, known] = [name, known].map(|name| name.strip_prefix(PREFIX).unwrap_or(name));
    let bare = known.rsplit('.').next().and_then(|last| last.rsplit("__").next());
    if bare == Some(name) { 1.0 } else { strsim::normalized_damerau_levenshtein(name, known) }
}
