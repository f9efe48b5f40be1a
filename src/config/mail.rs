//! Reading the settings of mail.

use std::time::Duration;

use zeroize::Zeroizing;

use super::parse::{Reader, duration, networks};
use super::{MailConfig, SecretString};
use crate::mail::{ExtraHeader, Sender, check_certificates, check_hello, check_url};
use crate::view::public_url::PublicUrl;

const SECOND: Duration = Duration::from_secs(1);
/// Several servers that do not answer must fit into the time that one mail has.
const LONGEST_CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// One for each kind of mail that must not wait for another kind.
const FEWEST_CONNECTIONS: usize = 5;
const MOST_CONNECTIONS: usize = 200;
const MOST_PER_CONNECTION: usize = 1000;
const MOST_HEADERS: usize = 20;
const DEFAULT_FROM: &str = "Doorpost <no-reply@localhost>";

/// Reads all of it, so that each problem is told.
pub(super) fn read(reader: &mut Reader<'_>, public_url: Option<&PublicUrl>) -> Option<MailConfig> {
    let urls = reader.read("mail.url", "", urls);
    let ca = reader.optional("mail.ca", certificates);
    let goes_out = urls.as_ref().is_some_and(|urls| !urls.is_empty());
    let beyond = public_url.filter(|url| goes_out && !url.is_loopback());
    let default_from = beyond.and_then(domain).map(|host| format!("Doorpost <no-reply@{host}>"));
    let from = reader.read("mail.from", default_from.as_deref().unwrap_or(DEFAULT_FROM), Sender::parse);
    if let Some(from) = from.as_ref().filter(|from| beyond.is_some() && from.address().domain() == "localhost") {
        let sentence = "is no sender that other mail servers take: set an address of your own";
        reader.warn("mail.from", &format!("{} {sentence}", from.address()));
    }
    let reply_to = reader.optional("mail.reply_to", Sender::parse);
    let headers = reader.read("mail.headers", "", headers);
    let connections = reader.read("mail.connections", "16", |text| count(text, FEWEST_CONNECTIONS, MOST_CONNECTIONS));
    let per_connection = reader.read("mail.per_connection", "10", |text| count(text, 1, MOST_PER_CONNECTION));
    let hello = reader.optional("mail.hello", |text| check_hello(text).map(|()| text.to_owned()));
    let connect_timeout =
        reader.read("mail.connect_timeout", "10s", |text| duration(text, SECOND, LONGEST_CONNECT_TIMEOUT));
    let mailbox_peers = reader.read("mail.mailbox_peers", "127.0.0.0/8,::1", networks);
    let from = from?;
    let hello = hello.or_else(|| public_url.and_then(domain).map(str::to_owned));
    Some(MailConfig {
        urls: urls?,
        ca,
        hello: hello.unwrap_or_else(|| from.address().domain().to_owned()),
        from,
        reply_to,
        headers: headers?,
        connections: connections?,
        per_connection: per_connection?,
        connect_timeout: connect_timeout?,
        mailbox_peers: mailbox_peers?,
    })
}

/// A host that others may know, by its name.
fn domain(url: &PublicUrl) -> Option<&str> {
    let host = Some(url.host()).filter(|host| host.contains('.') && !url.is_loopback())?;
    host.parse::<std::net::IpAddr>().is_err().then_some(host).filter(|host| !host.starts_with('['))
}

fn urls(text: &str) -> Result<Vec<SecretString>, String> {
    separated(text).into_iter().map(url).collect()
}

/// Between servers stands a comma. One within a URL, as passwords have them, is part of it.
fn separated(text: &str) -> Vec<&str> {
    let mut urls = Vec::new();
    let mut start = 0;
    for (comma, _) in text.match_indices(',') {
        let next = text[comma + 1..].trim_start();
        let scheme = next.split_once("://").map_or("", |(scheme, _)| scheme);
        let begins = ["smtp", "smtps"].iter().any(|ours| scheme.eq_ignore_ascii_case(ours));
        if next.is_empty() || next.starts_with(',') || begins {
            urls.push(text[start..comma].trim());
            start = comma + 1;
        }
    }
    urls.push(text[start..].trim());
    urls.retain(|url| !url.is_empty());
    urls
}

fn url(text: &str) -> Result<SecretString, String> {
    check_url(text).map(|()| SecretString(Zeroizing::new(text.to_owned())))
}

fn certificates(text: &str) -> Result<String, String> {
    check_certificates(text).map(|()| text.to_owned())
}

/// `Name=Value` between commas; a comma within a value is written `%2C`.
fn headers(text: &str) -> Result<Vec<ExtraHeader>, String> {
    let header = |header: &str| {
        let form = || format!("{header} is not a name and a value such as X-Track=no");
        let (name, value) = header.split_once('=').ok_or_else(form)?;
        ExtraHeader::new(name, &unescaped(value))
    };
    let headers: Vec<ExtraHeader> =
        text.split(',').map(str::trim).filter(|header| !header.is_empty()).map(header).collect::<Result<_, _>>()?;
    if headers.len() > MOST_HEADERS {
        return Err(format!("must be at most {MOST_HEADERS}"));
    }
    for (place, header) in headers.iter().enumerate() {
        if headers.iter().take(place).any(|earlier| earlier.name().eq_ignore_ascii_case(header.name())) {
            return Err(format!("{} is there twice", header.name()));
        }
    }
    Ok(headers)
}

/// A value of a table, as the environment would hold it.
pub(super) fn escaped(value: &str) -> String {
    value.replace('%', "%25").replace(',', "%2C")
}

fn unescaped(value: &str) -> String {
    value.replace("%2C", ",").replace("%25", "%")
}

fn count(text: &str, fewest: usize, most: usize) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (fewest..=most).contains(number));
    number.ok_or_else(|| format!("must be a number between {fewest} and {most}"))
}
