//! Secrets as types: a plain one cannot be printed, copied or stored, and a hash cannot be presented.
//!
//! Each kind has a type of its own, and its name goes into the hash, so that no kind is ever accepted in another's
//! place (invariant 19).

mod access_key;

use std::marker::PhantomData;

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::crypto::random::{Random, bytes};

/// What a secret is for; part of its type and of its hash.
pub trait Kind {
    /// Distinguishes the hashes of the kinds.
    const LABEL: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $alias:ident, $hash:ident, $label:literal;)*) => {$(
        #[doc = concat!("Marks a secret as a ", $label, ".")]
        pub enum $kind {}
        impl Kind for $kind {
            const LABEL: &'static str = $label;
        }
        $(#[$doc])*
        pub type $alias = Secret<$kind>;
        #[doc = concat!("What is stored of a ", $label, ".")]
        pub type $hash = SecretHash<$kind>;
    )*};
}

kinds! {
    /// What a signed-in device presents.
    SessionTokenKind, SessionToken, SessionTokenHash, "session token";
    /// What a starter polls with.
    AuthIdKind, AuthId, AuthIdHash, "auth id";
    /// What a mailed login link carries.
    ConfirmationTokenKind, ConfirmationToken, ConfirmationTokenHash, "confirmation token";
    /// What a link about an address carries.
    EmailTokenKind, EmailToken, EmailTokenHash, "e-mail token";
    /// What a script or a machine presents.
    AccessKeyKind, AccessKey, AccessKeyHash, "access key";
    /// A signed statement about an account that servers check by themselves.
    AccessTokenKind, AccessToken, AccessTokenHash, "access token";
    /// What a client repeats a registration with.
    IdempotencyKeyKind, IdempotencyKey, IdempotencyKeyHash, "idempotency key";
}

/// A plain secret. It has no `Debug`, no `Display` and no `Clone` (invariant 17), and is wiped when dropped.
pub struct Secret<K> {
    text: Zeroizing<String>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Secret<K> {
    /// Takes a string for a secret of this kind. Its form is for the caller to check.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Zeroizing::new(text.into()), kind: PhantomData }
    }

    /// The plain text, for handing it to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What may be stored, and looked up by (invariant 18).
    #[must_use]
    pub fn hash(&self) -> SecretHash<K> {
        SecretHash::of(&self.text)
    }
}

/// Length of a session token in characters: 256 bytes in padded base64.
pub const SESSION_TOKEN_LENGTH: usize = 344;

impl SessionToken {
    /// A new one: 256 random bytes in URL-safe base64 with padding.
    pub fn generate(random: &dyn Random) -> Self {
        Self::new(URL_SAFE.encode(Zeroizing::new(bytes::<256>(random)).as_slice()))
    }

    /// The hash of a presented string, if it has a session token's form.
    #[must_use]
    pub fn hash_presented(text: &str) -> Option<SessionTokenHash> {
        let fits = text.len() == SESSION_TOKEN_LENGTH && is_padded_base64(text);
        fits.then(|| SecretHash::of(text))
    }
}

/// Whether this is how 256 bytes are written: 342 characters of the alphabet for URLs, the last of which carries two bits of the bytes,
/// and the padding. Every request asks, and none needs the bytes.
fn is_padded_base64(text: &str) -> bool {
    let Some(digits) = text.strip_suffix("==") else { return false };
    // All of them, whatever the first ones are: the compiler then looks at many at once.
    let in_alphabet = |byte: u8| matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    digits.bytes().fold(true, |so_far, byte| so_far & in_alphabet(byte)) && digits.ends_with(['A', 'Q', 'g', 'w'])
}

/// Longest access token that is looked at, in characters.
const MAX_ACCESS_TOKEN_LENGTH: usize = 4096;

impl AccessToken {
    /// A presented string, if it has the form of a signed JWT: three parts in the base64 alphabet for URLs (RFC 7515
    /// section 7.1).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        let fits =
            text.len() <= MAX_ACCESS_TOKEN_LENGTH && text.split('.').count() == 3 && text.split('.').all(is_part);
        fits.then(|| Self::new(text))
    }
}

impl AuthId {
    /// A new one: a UUID v4 in its canonical lower-case form.
    pub fn generate(random: &dyn Random) -> Self {
        Self::new(uuid::Builder::from_random_bytes(bytes(random)).into_uuid().to_string())
    }

    /// A presented string, if it is a UUID v4 in exactly the canonical form: other spellings would be other secrets.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let id = uuid::Uuid::parse_str(text).ok()?;
        let canonical =
            id.get_version_num() == 4 && id.get_variant() == uuid::Variant::RFC4122 && id.to_string() == text;
        canonical.then(|| Self::new(text))
    }
}

/// Length of a link's token in characters: 32 bytes in base64 without padding.
/// Characters of the token in a mailed link.
pub const LINK_TOKEN_LENGTH: usize = 43;

impl<K: LinkKind> Secret<K> {
    /// A new one: 32 random bytes in URL-safe base64 without padding.
    pub fn generate_link(random: &dyn Random) -> Self {
        Self::new(URL_SAFE_NO_PAD.encode(Zeroizing::new(bytes::<32>(random)).as_slice()))
    }

    /// A presented string, if it has the form of a link's token.
    #[must_use]
    pub fn parse_link(text: &str) -> Option<Self> {
        let fits = text.len() == LINK_TOKEN_LENGTH && URL_SAFE_NO_PAD.decode(text).is_ok();
        fits.then(|| Self::new(text))
    }
}

/// The kinds that travel in mailed links.
pub trait LinkKind: Kind {}
impl LinkKind for ConfirmationTokenKind {}
impl LinkKind for EmailTokenKind {}

/// What is stored of a secret: SHA-256 over its kind and text. Every secret hashed so has at least 122 random bits,
/// so that neither salt nor stretching would add anything.
pub struct SecretHash<K> {
    bytes: [u8; 32],
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> SecretHash<K> {
    fn of(text: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(K::LABEL);
        hasher.update([0]);
        hasher.update(text.as_bytes());
        Self { bytes: hasher.finalize().into(), kind: PhantomData }
    }
}

impl<K> SecretHash<K> {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.bytes
    }

    /// The bytes, as a column holds them.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }
}

/// A key of 32 bytes from base64, standard or URL-safe, with or without padding.
#[must_use]
pub fn key_from_base64(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let text = Zeroizing::new(text.trim().trim_end_matches('=').replace('+', "-").replace('/', "_"));
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.as_bytes()).ok()?);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}

/// Whether two byte strings are equal, in a time that does not depend on where they differ (invariant 18).
#[must_use]
pub fn equal(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::{BuildHasher, RandomState};

    use super::*;
    use crate::crypto::random::OsRandom;

    /// 256 bytes, 122 bits and 256 bits, in the forms that clients rely on (invariant 16).
    #[test]
    fn generated_secrets_have_their_form() {
        let token = SessionToken::generate(&OsRandom);
        assert_eq!(token.expose().len(), SESSION_TOKEN_LENGTH);
        assert_eq!(URL_SAFE.decode(token.expose()).unwrap().len(), 256);
        assert_eq!(SessionToken::hash_presented(token.expose()).map(|hash| hash.bytes()), Some(token.hash().bytes()));
        let auth_id = AuthId::generate(&OsRandom);
        assert!(AuthId::parse(auth_id.expose()).is_some());
        assert!(AuthId::parse(&auth_id.expose().to_uppercase()).is_none());
        let link = ConfirmationToken::generate_link(&OsRandom);
        assert_eq!(URL_SAFE_NO_PAD.decode(link.expose()).unwrap().len(), 32);
        assert!(ConfirmationToken::parse_link(link.expose()).is_some());
    }

    /// A million links, and none of them twice (invariant 20).
    #[test]
    fn no_secret_comes_twice() {
        let hasher = RandomState::new();
        let million = (0..1_000_000).map(|_| hasher.hash_one(ConfirmationToken::generate_link(&OsRandom).expose()));
        assert_eq!(million.collect::<HashSet<u64>>().len(), 1_000_000);
    }

    /// The same text is another secret as another kind; what is looked up is the hash (invariants 18, 19).
    #[test]
    fn kinds_have_hashes_of_their_own() {
        let text = "A".repeat(43);
        let confirmation = ConfirmationToken::new(&*text).hash().to_vec();
        assert_eq!(confirmation, ConfirmationToken::new(&*text).hash().to_vec());
        assert_ne!(confirmation, EmailToken::new(&*text).hash().to_vec());
        assert!(equal(b"same", b"same") && !equal(b"same", b"other") && !equal(b"same", b"sam"));
    }

    #[test]
    fn keys_are_read_in_every_spelling_of_base64() {
        let key = [0xfb_u8; 32];
        for text in [URL_SAFE.encode(key), URL_SAFE_NO_PAD.encode(key), format!(" {}\n", URL_SAFE.encode(key))] {
            assert_eq!(key_from_base64(&text).unwrap().as_slice(), key);
            assert_eq!(key_from_base64(&text.replace('-', "+").replace('_', "/")).unwrap().as_slice(), key);
        }
        for bad in ["", "AAAA", &"A".repeat(44), "!"] {
            assert!(key_from_base64(bad).is_none(), "{bad}");
        }
    }
}
