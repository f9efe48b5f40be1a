//! Where a mail server is, and how it is greeted.

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

use crate::mail::MailError;
use crate::mail::masked::masked;

const PORT: u16 = 25;
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;

/// A mail server's URL, taken apart as lettre does it.
pub(super) struct Address {
    host: String,
    port: u16,
    tls: Tls,
    hello: ClientId,
    user: Option<User>,
}

struct User {
    name: Zeroizing<String>,
    password: Zeroizing<String>,
}

impl Address {
    /// `ca` holds further certificates, in PEM, that the server's may be signed by.
    pub(super) fn parse(url: &str, ca: Option<&str>) -> Result<Self, MailError> {
        let url = Url::parse(url).map_err(|_| MailError::Url)?;
        // Of an IPv6 address only the URL has the brackets.
        let host = url.host_str().ok_or(MailError::Url)?.trim_matches(['[', ']']).to_owned();
        let mode = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let (port, tls) = match (url.scheme(), mode.as_deref()) {
            ("smtps", _) => (SUBMISSIONS_PORT, Tls::Wrapper(tls(&host, ca)?)),
            ("smtp", Some("required")) => (SUBMISSION_PORT, Tls::Required(tls(&host, ca)?)),
            ("smtp", Some("opportunistic")) => (SUBMISSION_PORT, Tls::Opportunistic(tls(&host, ca)?)),
            ("smtp", None) => (PORT, Tls::None),
            _ => return Err(MailError::Url),
        };
        let hello = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        let user = match url.password() {
            Some(password) => Some(User { name: decoded(url.username())?, password: decoded(password)? }),
            None => None,
        };
        Ok(Self { host, port: url.port().unwrap_or(port), tls, hello, user })
    }

    /// Host and port, for logs and metrics.
    pub(super) fn name(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Connects, greets, and signs in. Each of the host's addresses gets half of `timeout`, which ends the whole elsewhere.
    pub(super) async fn connect(&self, timeout: Duration) -> Result<AsyncSmtpConnection, Error> {
        let server = (self.host.as_str(), self.port);
        let wrapper = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            Tls::None | Tls::Opportunistic(_) | Tls::Required(_) => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(timeout / 2), &self.hello, wrapper, None).await?;
        match &self.tls {
            Tls::Required(parameters) => connection.starttls(parameters.clone(), &self.hello).await?,
            Tls::Opportunistic(parameters) if connection.can_starttls() => {
                connection.starttls(parameters.clone(), &self.hello).await?;
            }
            Tls::None | Tls::Opportunistic(_) | Tls::Wrapper(_) => {}
        }
        if let Some(user) = &self.user {
            let credentials = Credentials::new(user.name.to_string(), user.password.to_string());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }

    /// A server's words without our user and password, should it repeat them.
    pub(super) fn without_secrets(&self, words: String) -> String {
        let Some(user) = &self.user else { return words };
        let words = if user.password.is_empty() { words } else { words.replace(user.password.as_str(), "…") };
        masked(&words, &user.name)
    }
}

fn tls(host: &str, ca: Option<&str>) -> Result<TlsParameters, MailError> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    if let Some(ca) = ca {
        parameters = parameters.add_root_certificate(Certificate::from_pem(ca.as_bytes()).map_err(|_| MailError::Ca)?);
    }
    parameters.build_rustls().map_err(|_| if ca.is_some() { MailError::Ca } else { MailError::Url })
}

fn decoded(text: &str) -> Result<Zeroizing<String>, MailError> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| MailError::Url)?;
    Ok(Zeroizing::new(text.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_host_and_port_are_told() {
        for (url, name) in [
            ("smtp://mail.example.org", "mail.example.org:25"),
            ("smtps://ada:hunter2@mail.example.org", "mail.example.org:465"),
            ("smtp://ada:hunter2@mail.example.org?tls=required", "mail.example.org:587"),
            ("smtp://mail.example.org:2525/door.example.org?tls=opportunistic", "mail.example.org:2525"),
            ("smtp://[::1]:2525", "[::1]:2525"),
        ] {
            assert_eq!(Address::parse(url, None).ok().unwrap().name(), name);
        }
        for url in ["mail.example.org", "http://mail.example.org", "smtp://mail.example.org?tls=perhaps", "smtp:"] {
            assert_eq!(Address::parse(url, None).err(), Some(MailError::Url), "{url}");
        }
    }

    #[test]
    fn words_without_secrets() {
        let address = Address::parse("smtp://ada%40example.org:p%20w@mail.example.org", None).ok().unwrap();
        let told = address.without_secrets("535 ada@example.org or ada with p w is wrong".to_owned());
        assert_eq!(told, "535 …@example.org or … with … is wrong");
    }
}
