//! Where a mail server is, and how it is spoken to: its URL, taken apart.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::mail::masked::{masked, without_password};

const PORT: u16 = 25;
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;
const FORM: &str = "must be a mail server's address, such as smtps://user:password@mail.example.org";
const ENCODING: &str = "in user and password, @ is written %40, : %3A, / %2F, ? %3F, # %23 and % itself %25";

/// A mail server's URL, taken apart.
pub(super) struct Address {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    /// The name that it alone is greeted with.
    pub(super) hello: Option<ClientId>,
    pub(super) user: Option<User>,
    /// Whether the operator lets the password go over a network in the clear.
    pub(super) plaintext_allowed: bool,
}

/// When TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Security {
    /// Never.
    None,
    /// With STARTTLS, where the server offers it.
    Opportunistic,
    /// With STARTTLS.
    Required,
    /// At once.
    Wrapper,
}

pub(super) struct User {
    pub(super) name: Zeroizing<String>,
    pub(super) password: Zeroizing<String>,
}

impl Address {
    /// The sentence of a failure repeats nothing of the URL, which may hold a password.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        check_encoding(text)?;
        let url = Url::parse(text).map_err(|_| format!("{FORM}; {ENCODING}"))?;
        let wrapped = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(FORM.to_owned()),
        };
        // Of an IPv6 address only the URL has the brackets.
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        if host.is_empty() || host.contains([',', ' ']) {
            return Err(format!("{FORM}; {ENCODING}"));
        }
        let (mode, plaintext_allowed) = parameters(&url)?;
        let (port, security) = match (wrapped, mode.as_deref()) {
            (true, None | Some("required")) => (SUBMISSIONS_PORT, Security::Wrapper),
            (true, Some(_)) => return Err("smtps:// speaks TLS from the start: leave tls= out".to_owned()),
            (false, Some("required")) => (SUBMISSION_PORT, Security::Required),
            (false, Some("opportunistic")) => (SUBMISSION_PORT, Security::Opportunistic),
            (false, None) => (PORT, Security::None),
            (false, Some(_)) => return Err("tls= must be required or opportunistic".to_owned()),
        };
        let user = user(&url)?;
        if user.is_some() && security == Security::None && !plaintext_allowed && !is_this_machine(&url) {
            return Err("its password would go over the network in the clear: use smtps://, or add ?tls=required for \
                 STARTTLS (port 587); ?plaintext=allowed lets it go all the same"
                .to_owned());
        }
        let hello = match url.path().trim_start_matches('/') {
            "" => None,
            name => Some(hello(name).map_err(|sentence| format!("the name after the host {sentence}"))?),
        };
        let port = url.port().unwrap_or(port);
        Ok(Self { host, port, security, hello, user, plaintext_allowed })
    }

    /// Host and port, for logs and metrics.
    pub(super) fn name(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// A server's words without our user and password, should it repeat them.
    pub(super) fn without_secrets(&self, words: String) -> String {
        let Some(user) = &self.user else { return words };
        let plain = format!("\0{}\0{}", &*user.name, &*user.password);
        // Servers repeat what they did not understand: the very lines of the sign-in.
        let sent = [plain.as_str(), &user.password, &user.name].map(|secret| Zeroizing::new(STANDARD.encode(secret)));
        let words = sent.iter().fold(words, |words, sent| without_password(&words, sent));
        masked(&without_password(&words, &user.password), &user.name)
    }
}

/// A name to greet with: a domain name, or an address in brackets (RFC 5321 section 4.1.3).
pub(super) fn hello(text: &str) -> Result<ClientId, String> {
    let literal = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(literal) = literal {
        if let Ok(address) = literal.parse() {
            return Ok(ClientId::Ipv4(address));
        }
        if let Some(Ok(address)) = literal.strip_prefix("IPv6:").map(str::parse) {
            return Ok(ClientId::Ipv6(address));
        }
    }
    let name = idna::domain_to_ascii(text).unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if name.len() <= 255 && name.split('.').all(is_label) && name.parse::<std::net::Ipv4Addr>().is_err() {
        return Ok(ClientId::Domain(name));
    }
    Err("must be a host name such as login.example.org, or an address such as [192.0.2.1]".to_owned())
}

/// What the URL standard would take in silence, and for something else.
fn check_encoding(text: &str) -> Result<(), String> {
    if text.contains('#') {
        return Err(format!("a # must be percent-encoded: {ENCODING}"));
    }
    let complete = |after: &str| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(complete) {
        return Err(format!("a % must be followed by two hexadecimal digits: {ENCODING}"));
    }
    Ok(())
}

fn parameters(url: &Url) -> Result<(Option<String>, bool), String> {
    let (mut mode, mut plaintext) = (None, false);
    for (name, value) in url.query_pairs() {
        let again = match &*name {
            "tls" => mode.replace(value.into_owned()).is_some(),
            "plaintext" if value == "allowed" => std::mem::replace(&mut plaintext, true),
            "plaintext" => return Err("plaintext= must be allowed, or be left out".to_owned()),
            _ => {
                return Err("has a parameter that there is not; there are tls=required, tls=opportunistic and \
                     plaintext=allowed"
                    .to_owned());
            }
        };
        if again {
            return Err(format!("{name}= is there twice"));
        }
    }
    Ok((mode, plaintext))
}

fn user(url: &Url) -> Result<Option<User>, String> {
    match (url.username(), url.password().unwrap_or_default()) {
        ("", "") => Ok(None),
        ("", _) => Err("a password needs a user before it".to_owned()),
        (_, "") => Err("a user needs a password: smtps://user:password@host".to_owned()),
        (name, password) => Ok(Some(User { name: decoded(name)?, password: decoded(password)? })),
    }
}

fn decoded(text: &str) -> Result<Zeroizing<String>, String> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| format!("is not UTF-8; {ENCODING}"))?;
    if text.contains(char::is_control) {
        return Err("user and password must have no control characters".to_owned());
    }
    Ok(Zeroizing::new(text.into_owned()))
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        // Of schemes that it does not know the URL standard reads no IPv4 address.
        Some(Host::Domain(name)) => {
            let literal = name.parse::<std::net::Ipv4Addr>();
            name.eq_ignore_ascii_case("localhost") || literal.is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => std::net::IpAddr::from(address).to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_host_and_port_are_told() {
        for (url, name) in [
            ("smtp://mail.example.org", "mail.example.org:25"),
            ("SMTP://mail.example.org", "mail.example.org:25"),
            ("SMTPS://ada:hunter2@mail.example.org", "mail.example.org:465"),
            ("smtps://ada:hunter2@mail.example.org", "mail.example.org:465"),
            ("smtps://ada:hunter2@mail.example.org?tls=required", "mail.example.org:465"),
            ("smtp://ada:hunter2@mail.example.org?tls=required", "mail.example.org:587"),
            ("smtp://ada:hunter2@127.0.0.1", "127.0.0.1:25"),
            ("smtp://ada:hunter2@localhost", "localhost:25"),
            ("smtp://ada:hunter2@[::1]:2525", "[::1]:2525"),
            ("smtp://ada:hunter2@mail.example.org?plaintext=allowed", "mail.example.org:25"),
            ("smtp://mail.example.org:2525/door.example.org?tls=opportunistic", "mail.example.org:2525"),
        ] {
            let parsed = Address::parse(url);
            assert_eq!(parsed.map(|address| address.name()), Ok(name.to_owned()), "{url}");
        }
    }

    /// In a sentence that says what to do and repeats no secret.
    #[test]
    fn what_cannot_work_is_refused() {
        for (url, sentence) in [
            ("mail.example.org", FORM),
            ("http://mail.example.org", FORM),
            ("smtp:", FORM),
            ("smtp://ada:hunter2/x@mail.example.org", "/ %2F"),
            ("smtp://ada:hunter2#x@mail.example.org?tls=required", "# must be percent-encoded"),
            ("smtp://ada:hunter2%zz@mail.example.org?tls=required", "two hexadecimal digits"),
            ("smtp://ada:hunter2%@mail.example.org?tls=required", "two hexadecimal digits"),
            ("smtp://mail.example.org?tls=perhaps", "required or opportunistic"),
            ("smtps://mail.example.org?tls=opportunistic", "from the start"),
            ("smtp://mail.example.org?tsl=required", "a parameter that there is not"),
            ("smtp://mail.example.org?tls=required&tls=required", "twice"),
            ("smtp://mail.example.org?plaintext=yes", "plaintext= must be"),
            ("smtps://ada@mail.example.org", "a user needs a password"),
            ("smtps://ada:@mail.example.org", "a user needs a password"),
            ("smtps://:hunter2@mail.example.org", "a password needs a user"),
            ("smtp://ada:hunter2@mail.example.org", "?tls=required"),
            ("smtp://ada:hunter2@192.0.2.1", "?plaintext=allowed"),
            ("smtps://mail.example.org/two/names", "a host name such as"),
        ] {
            let told = Address::parse(url).err().unwrap_or_default();
            assert!(told.contains(sentence) && !told.contains("hunter2"), "{url}: {told}");
        }
    }

    #[test]
    fn names_to_greet_with() {
        for (text, said) in [
            ("login.example.org", "login.example.org"),
            ("b\u{fc}cher.example", "xn--bcher-kva.example"),
            ("[192.0.2.1]", "[192.0.2.1]"),
            ("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"),
        ] {
            assert_eq!(hello(text).unwrap().to_string(), said);
        }
        for text in ["", "a b", "a..b", "[x]", "a\r\nb", "192.0.2.1]", "192.0.2.1"] {
            assert!(hello(text).is_err(), "{text}");
        }
    }

    #[test]
    fn words_without_secrets() {
        let address = Address::parse("smtps://ada%40example.org:p%20w@mail.example.org").ok().unwrap();
        let told = address.without_secrets("535 ada@example.org or ada with p w is wrong".to_owned());
        assert_eq!(told, "535 …@example.org or … with … is wrong");
        let address = Address::parse("smtps://ada:hunter2x@mail.example.org").ok().unwrap();
        for (said, told) in [
            ("535 bad: AUTH PLAIN AGFkYQBodW50ZXIyeA==", "535 bad: AUTH PLAIN …"),
            ("535 rejected: aHVudGVyMng=", "535 rejected: …"),
            ("535 YWRh? aHVudGVyMng=!", "535 …? …!"),
        ] {
            assert_eq!(address.without_secrets(said.to_owned()), told);
        }
    }
}
