//! E-mail addresses: one plain address and nothing else, so that whatever reads it next finds the same one in it.

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

use crate::text::visible::is_invisible;

const MAX_LENGTH: usize = 254;
const MAX_LOCAL_LENGTH: usize = 64;

/// An address that follows the rules: local part of at most 64 characters of ASCII dot-atom (RFC 5321 section 4.1.2)
/// not starting with `-`, domain by IDNA with at least one dot, 254 octets in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Checks an address as it was typed. Only a domain outside ASCII is changed: to its A-labels.
    ///
    /// # Errors
    /// It is anything else than one address, blanks around it included.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        let (local, domain) = text.split_once('@').ok_or(EmailAddressError)?;
        if !is_local_part(local) {
            return Err(EmailAddressError);
        }
        let address = format!("{local}@{}", to_a_labels(domain)?);
        if address.len() > MAX_LENGTH {
            return Err(EmailAddressError);
        }
        Ok(Self(address))
    }

    /// As it is stored and mailed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For comparing: addresses compare without regard to case.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.0)
    }
}

/// For comparing a stored address.
#[must_use]
pub fn key(stored: &str) -> String {
    stored.to_ascii_lowercase()
}

/// Dot-atom. `=?` is refused beside: a mail program could read an encoded word in it and see another address.
fn is_local_part(local: &str) -> bool {
    local.len() <= MAX_LOCAL_LENGTH
        && !local.starts_with('-')
        && !local.contains("=?")
        && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte))
}

fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// IDNA drops some invisible characters silently: an address that holds one is not the one that a person sees.
fn to_a_labels(domain: &str) -> Result<String, EmailAddressError> {
    if domain.chars().any(is_invisible) {
        return Err(EmailAddressError);
    }
    let ascii = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| EmailAddressError)?;
    let (_, top) = ascii.rsplit_once('.').ok_or(EmailAddressError)?;
    // A last label of digits is an IPv4 address in some parsers' eyes.
    if top.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EmailAddressError);
    }
    // What looks like ASCII but is not (a full-width letter, another kind of dot) is folded above and kept folded.
    Ok(if domain.is_ascii() { domain.to_owned() } else { ascii.into_owned() })
}

/// A string is no single plain e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The e-mail address must be one plain address, such as ada@example.org")]
pub struct EmailAddressError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_one_plain_address() {
        let long_local = format!("{}@example.org", "l".repeat(64));
        for (typed, stored) in [
            ("ada@example.org", "ada@example.org"),
            ("Ada.Lovelace+door@Example.ORG", "Ada.Lovelace+door@Example.ORG"),
            ("ada@b\u{fc}cher.example", "ada@xn--bcher-kva.example"),
            ("o'hara@example.org", "o'hara@example.org"),
            // Hyphens in the third and fourth place mean something only behind `xn`.
            ("ada@my--host.example", "ada@my--host.example"),
            ("ada@r3---sn.example", "ada@r3---sn.example"),
            (long_local.as_str(), long_local.as_str()),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), stored);
        }
        assert_eq!(EmailAddress::parse("Ada@Example.org").unwrap().key(), "ada@example.org");
    }

    #[test]
    fn refuses_everything_that_some_parser_would_read_otherwise() {
        let too_long = format!("ada@{}.org", "a.".repeat(124));
        for bad in [
            "",
            " ada@example.org",
            "ada@example.org ",
            "ada",
            "ada@",
            "@example.org",
            "ada@localhost",
            "ada@example.org.",
            "ada@.example.org",
            "ada@example..org",
            "ada@-example.org",
            "a..b@example.org",
            ".ada@example.org",
            "ada.@example.org",
            "-ada@example.org",
            "ada@b@example.org",
            "ada@example.org,eve@example.org",
            "ada@example.org;eve@example.org",
            "ada@example.org eve@example.org",
            "ada@example.org\r\nBcc: eve@example.org",
            "ada@example.org\0",
            "\"ada\"@example.org",
            "ada(comment)@example.org",
            "Ada <ada@example.org>",
            "<ada@example.org>",
            "ada@[127.0.0.1]",
            "ada@127.0.0.1",
            "ada\\@example.org",
            "=?utf-8?q?ada?=@example.org",
            "ad\u{e1}@example.org",
            "ada\u{ff20}example.org",
            "ada@exam_ple.org",
            "ada@example.org\u{200b}",
            "mailto:ada@example.org",
            too_long.as_str(),
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(EmailAddressError), "{bad:?}");
        }
    }
}
