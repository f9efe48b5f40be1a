//! Who a mail comes from: a name, if there is one, and an address.

use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};

const FORM: &str = "must be an address, such as Doorpost <no-reply@example.org>";
/// Longer ones would not fit on a line (RFC 5322 section 2.1.1 allows 998 octets).
const LONGEST_NAME: usize = 200;
/// A line of a header should not be longer (RFC 5322 section 2.1.1).
const LINE: usize = 76;
/// Within an encoded word, of at most 75 characters, and with the longest header's name before it.
const LONGEST_WORD: usize = 50;

/// A mailbox of the operator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    name: Option<String>,
    address: Address,
}

impl Sender {
    /// Reads `ada@example.org` or `Name <ada@example.org>`. The name may hold whatever it likes, in quotation marks or not; an
    /// internationalised domain is taken in its ASCII form.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains(char::is_control) {
            return Err("must be one line without control characters".to_owned());
        }
        let (name, address) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (unquoted(name.trim())?, address.trim()),
            None => (String::new(), text),
        };
        let (local, domain) = address.rsplit_once('@').ok_or(FORM)?;
        let domain = idna::domain_to_ascii(domain).map_err(|_| format!("{FORM}; its domain is not one"))?;
        if !local.is_ascii() {
            return Err("must have an address that is ASCII before the @: many mail servers take no other".to_owned());
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(format!("must have a name of at most {LONGEST_NAME} characters"));
        }
        let address = Address::new(local, domain).map_err(|_| FORM)?;
        Ok(Self { name: Some(name).filter(|name| !name.is_empty()), address })
    }

    /// Without the name.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// As a header.
    pub(super) fn header(&self, name: &'static str) -> HeaderValue {
        let written = self.written(name);
        HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), written.clone(), written)
    }

    /// A name in ASCII is written plainly, or as a quoted string where it needs one (RFC 5322 section 3.2.4): filters punish base64
    /// that nothing needs.
    fn written(&self, header: &str) -> String {
        let Some(name) = &self.name else { return self.address.to_string() };
        let name = match name {
            name if !name.is_ascii() => encoded(name),
            name if name.split(' ').all(is_atom) => name.clone(),
            name => quoted(name),
        };
        let address = format!("<{}>", self.address);
        let fits = header.len() + name.len() + address.len() + 3 <= LINE;
        format!("{name}{}{address}", if fits { " " } else { "\r\n " })
    }
}

/// As encoded words (RFC 2047 section 4.2), each with whole characters and on a line of its own.
fn encoded(name: &str) -> String {
    let mut words = vec![String::new()];
    for character in name.chars() {
        let mut bytes = [0; 4];
        let written = match character {
            ' ' => "_".to_owned(),
            plain if plain.is_ascii_alphanumeric() => plain.to_string(),
            other => {
                let hex = other.encode_utf8(&mut bytes).bytes().map(|byte| format!("={byte:02X}"));
                hex.collect::<Vec<_>>().concat()
            }
        };
        match words.last_mut() {
            Some(word) if word.len() + written.len() <= LONGEST_WORD => word.push_str(&written),
            _ => words.push(written),
        }
    }
    words.iter().map(|word| format!("=?utf-8?Q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

fn is_atom(word: &str) -> bool {
    let is_text = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    !word.is_empty() && word.bytes().all(is_text)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A name without the quotation marks around it.
fn unquoted(name: &str) -> Result<String, String> {
    let Some(rest) = name.strip_prefix('"') else { return Ok(name.to_owned()) };
    let unclosed = "has a name whose quotation mark is not closed";
    let inner = rest.strip_suffix('"').ok_or(unclosed)?;
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().ok_or(unclosed)?),
            '"' => return Err("has a quotation mark within its name: write it as \\\"".to_owned()),
            character => text.push(character),
        }
    }
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_operators_write_them() {
        for (text, written) in [
            ("no-reply@example.org", "no-reply@example.org"),
            ("Doorpost <no-reply@example.org>", "Doorpost <no-reply@example.org>"),
            ("Smith & Sons <no-reply@example.org>", "Smith & Sons <no-reply@example.org>"),
            ("Acme, Inc. <no-reply@example.org>", "\"Acme, Inc.\" <no-reply@example.org>"),
            ("\"Acme, Inc.\" <no-reply@example.org>", "\"Acme, Inc.\" <no-reply@example.org>"),
            ("Login: Acme (EU) [x] <a@example.org>", "\"Login: Acme (EU) [x]\" <a@example.org>"),
            ("a \\ b \" c <a@example.org>", "\"a \\\\ b \\\" c\" <a@example.org>"),
            ("\"a \\\" b\" <a@example.org>", "\"a \\\" b\" <a@example.org>"),
            ("Door <a@b\u{fc}cher.example>", "Door <a@xn--bcher-kva.example>"),
            ("<a@example.org>", "a@example.org"),
            ("a@localhost", "a@localhost"),
        ] {
            let sender = Sender::parse(text).unwrap();
            assert_eq!(sender.written("From"), written, "{text}");
        }
        let name = "long, ".repeat(20);
        let sender = Sender::parse(&format!("{name} <a@example.org>")).unwrap();
        assert!(sender.written("From").contains("\r\n <a@example.org>"));
        let umlaut = Sender::parse("B\u{fc}cher, Inc. <a@example.org>").unwrap();
        assert!(umlaut.written("From") == "=?utf-8?Q?B=C3=BCcher=2C_Inc=2E?= <a@example.org>");
    }

    #[test]
    fn what_is_no_sender() {
        for text in [
            "",
            "x",
            "@",
            "x@y@z",
            "a@",
            "@example.org",
            "a b@example.org",
            "Door <>",
            "Door a@example.org",
            "\"Door <a@example.org>",
            "\"D\"oor\" <a@example.org>",
            "D\r\nBcc: x <a@example.org>",
            "a@exa mple.org",
            "\u{fc}@example.org",
            "a@example.org, b@example.org",
        ] {
            assert!(Sender::parse(text).is_err(), "{text}");
        }
    }
}
