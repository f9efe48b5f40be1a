//! Reading the settings of mail.

use std::time::Duration;

use url::Url;
use zeroize::Zeroizing;

use super::SecretString;

/// Several servers that do not answer must fit into the time that one mail has.
pub(super) const LONGEST_CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// One for each kind of mail that must not wait for another kind.
const FEWEST_CONNECTIONS: usize = 5;
const MOST_CONNECTIONS: usize = 200;

pub(super) fn urls(text: &str) -> Result<Vec<SecretString>, String> {
    separated(text).into_iter().map(url).collect()
}

/// Between servers stands a comma. One within a URL, as passwords have them, is part of it.
fn separated(text: &str) -> Vec<&str> {
    let mut urls = Vec::new();
    let mut start = 0;
    for (comma, _) in text.match_indices(',') {
        let next = text[comma + 1..].trim_start();
        if next.is_empty() || next.starts_with(',') || next.starts_with("smtp://") || next.starts_with("smtps://") {
            urls.push(text[start..comma].trim());
            start = comma + 1;
        }
    }
    urls.push(text[start..].trim());
    urls.retain(|url| !url.is_empty());
    urls
}

fn url(text: &str) -> Result<SecretString, String> {
    let known = Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "smtp" | "smtps") && url.host_str().is_some_and(|host| !host.contains([',', ' ']))
    });
    if known {
        Ok(SecretString(Zeroizing::new(text.to_owned())))
    } else {
        Err("must be a mail server's address, such as smtps://user:password@mail.example.org".to_owned())
    }
}

pub(super) fn certificates(text: &str) -> Result<String, String> {
    if text.contains("-----BEGIN CERTIFICATE-----") {
        Ok(text.to_owned())
    } else {
        Err("must be a certificate in PEM".to_owned())
    }
}

pub(super) fn sender(text: &str) -> Result<String, String> {
    if text.contains('@') && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("must be an address, such as Doorpost <no-reply@example.org>".to_owned())
    }
}

pub(super) fn connections(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (FEWEST_CONNECTIONS..=MOST_CONNECTIONS).contains(number));
    number.ok_or_else(|| format!("must be a number between {FEWEST_CONNECTIONS} and {MOST_CONNECTIONS}"))
}
