//! Mail codes: what the mail shows and the waiting device types, instead of following the link.
//!
//! A code is derived from its login under the keyring secret: every retry of a mail shows the same one, and nothing of
//! it is stored.

use uuid::Uuid;

use crate::crypto::keyring::Keyring;
use crate::crypto::secret::equal;
use crate::text::typed;

/// Crockford's base 32: no I, L, O or U, so that nothing looks like a digit and no words come about.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// Wrong ones that a pending login bears; the last one ends it.
pub const MAX_TRIES: i32 = 3;

/// Eight characters, 40 bits.
pub struct MailCode(String);

impl MailCode {
    /// Of a pending login.
    #[must_use]
    pub fn of(keyring: &Keyring, pending_login_id: Uuid) -> Self {
        let mac = keyring.hmac("mail code", &[pending_login_id.as_bytes()]);
        Self(mac.iter().take(LENGTH).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
    }

    /// As a person typed it: case, blanks, dashes and what surrounds it do not matter, and O, I and L are read as the digits that
    /// they look like. `None` if it is not eight characters of the alphabet.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let characters = typed::code_of_digits(text);
        let fits = characters.len() == LENGTH && characters.bytes().all(|byte| ALPHABET.contains(&byte));
        fits.then_some(Self(characters))
    }

    /// For showing it: in two groups of four.
    #[must_use]
    pub fn display(&self) -> String {
        let (left, right) = self.0.split_at(LENGTH / 2);
        format!("{left}-{right}")
    }

    /// Whether two are the same.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        equal(self.0.as_bytes(), other.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_shows_however_it_is_typed() {
        let keyring = Keyring::from_base64(&"A".repeat(43)).unwrap();
        let code = MailCode::of(&keyring, Uuid::nil());
        assert_eq!(code.display().len(), 9);
        for typed in [code.display(), code.display().to_lowercase(), code.display().replace('-', " ")] {
            assert!(MailCode::parse(&typed).unwrap().matches(&code));
        }
        assert!(MailCode::parse("OIL0-0000").unwrap().matches(&MailCode::parse("01100000").unwrap()));
        assert!(!MailCode::of(&keyring, Uuid::max()).matches(&code));
        for malformed in ["", "----", "K7QM-2XT", "K7QM-2XTD5", "U7QM-2XTD"] {
            assert!(MailCode::parse(malformed).is_none(), "{malformed:?}");
        }
    }
}
