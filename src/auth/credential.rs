//! What a presented string is: decided by its own form, never by trying tables.

use crate::crypto::secret::{AccessKey, AccessKeyHash, AccessToken, SessionToken, SessionTokenHash};

/// A credential that is well formed and not yet looked up. What it is looked up by is all that is kept of it; only an access token
/// says something itself.
pub enum Credential {
    /// Of a signed-in device.
    SessionToken(SessionTokenHash),
    /// Of a script or a machine.
    AccessKey(AccessKeyHash),
    /// A short-lived JWT.
    AccessToken(AccessToken),
}

impl Credential {
    /// The forms cannot be mistaken for each other: a session token and an access key have each a length of their own and
    /// no dot, and an access token has two.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        SessionToken::hash_presented(text)
            .map(Self::SessionToken)
            .or_else(|| AccessKey::hash_presented(text).map(Self::AccessKey))
            .or_else(|| AccessToken::parse(text).map(Self::AccessToken))
    }

    /// What it may be remembered by (invariant 18). Each kind hashes to something else.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        match self {
            Self::SessionToken(hash) => hash.bytes(),
            Self::AccessKey(hash) => hash.bytes(),
            Self::AccessToken(token) => token.hash().bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crypto::random::OsRandom;

    fn kind(text: &str) -> Option<&'static str> {
        Credential::parse(text).map(|credential| match credential {
            Credential::SessionToken(_) => "session",
            Credential::AccessKey(_) => "access_key",
            Credential::AccessToken(_) => "access_token",
        })
    }

    #[test]
    fn each_form_is_one_kind() {
        assert_eq!(kind(SessionToken::generate(&OsRandom).expose()), Some("session"));
        assert_eq!(kind(AccessKey::generate(&OsRandom).expose()), Some("access_key"));
        assert_eq!(kind("eyJhbGciOiJFZERTQSJ9.e30.AAAA"), Some("access_token"));
        for none in ["", ".", "..", "...", "a..b", "a.b", "a.b.", ".b.c", "a.b.c.d", "a b.c.d", "dpk_", "ä.ö.ü"] {
            assert_eq!(kind(none), None, "{none}");
        }
    }

    proptest! {
        /// Whatever is presented, reading it does not panic, and what passes is looked up by the hash of all of it.
        #[test]
        fn anything_may_be_presented(text in "(?s)(dpk_|eyJ)?.{0,400}") {
            if let Some(credential) = Credential::parse(&text) {
                let hash = match &credential {
                    Credential::SessionToken(_) => SessionToken::new(text.as_str()).hash().bytes(),
                    Credential::AccessKey(_) => AccessKey::new(text.as_str()).hash().bytes(),
                    Credential::AccessToken(_) => AccessToken::new(text.as_str()).hash().bytes(),
                };
                prop_assert_eq!(credential.hash(), hash);
            }
        }
    }
}
