//! Match codes: what the waiting device shows and the approver types, so that nobody approves what they do not see.

use uuid::Uuid;

use crate::crypto::keyring::Keyring;
use crate::crypto::secret::{AuthId, equal};
use crate::text::typed;

const LENGTH: usize = 6;

/// Different wrong ones after which a pending login ends, the last one included (invariant 10).
pub const MAX_TRIES: i32 = 3;

/// Bytes of a stored one.
pub const HASH_LENGTH: usize = 32;

/// Six hexadecimal digits in upper case.
pub struct MatchCode(String);

impl MatchCode {
    /// Of an auth id: its last six digits.
    #[must_use]
    pub fn of(auth_id: &AuthId) -> Self {
        let text = auth_id.expose();
        Self(text[text.len() - LENGTH..].to_ascii_uppercase())
    }

    /// As a person typed it: case, blanks, dashes and what surrounds it do not matter, and O, I and L are read as the digits that
    /// they look like. `None` if it is not six hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = typed::code_of_digits(text);
        let fits = digits.len() == LENGTH && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then_some(Self(digits))
    }

    /// For showing it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored: keyed, since 24 bits are soon searched through, and bound to its login.
    #[must_use]
    pub fn hash(&self, keyring: &Keyring, pending_login_id: Uuid) -> Vec<u8> {
        keyring.hmac("match code", &[pending_login_id.as_bytes(), self.0.as_bytes()]).to_vec()
    }

    /// Whether it is the one that was stored.
    #[must_use]
    pub fn matches(&self, keyring: &Keyring, pending_login_id: Uuid, stored: &[u8]) -> bool {
        equal(&self.hash(keyring, pending_login_id), stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_and_dashes_do_not_matter() {
        let auth_id = AuthId::parse("45314ce9-74c8-48dd-9094-0bcf980f335b").unwrap();
        assert_eq!(MatchCode::of(&auth_id).as_str(), "0F335B");
        for typed in [
            "0F335B",
            "0f335b",
            " 0f3-35b ",
            "0F 33 5B",
            "OF335B.",
            "“0f3–35b”",
            "０Ｆ３３５Ｂ",
            "0F335\u{200b}B\u{fe0f}",
        ] {
            assert_eq!(MatchCode::parse(typed).unwrap().as_str(), "0F335B");
        }
        for malformed in ["", "   ", "0F335", "0F335B0", "0F335G", "0F335\u{fe0f}", "0F33.5B"] {
            assert!(MatchCode::parse(malformed).is_none(), "{malformed:?}");
        }
    }
}
