//! Sealing: a secret that must be given out once more, kept so that only who already holds another secret can open it.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::crypto::random::{Random, bytes};

/// A sealed text with the salt of its key.
pub struct Sealed {
    /// Nonce and ciphertext.
    pub text: Vec<u8>,
    /// 32 random bytes.
    pub salt: Vec<u8>,
}

const NONCE_LENGTH: usize = 24;

/// Seals `plain` with XChaCha20-Poly1305 under HKDF-SHA-256 (RFC 5869) of `opener` with a fresh salt; `purpose` binds
/// key and text to their use.
///
/// # Errors
/// None for texts below 256 GiB; the cipher's own type says otherwise.
pub fn seal(random: &dyn Random, opener: &str, purpose: &str, plain: &str) -> Result<Sealed, SealError> {
    let salt = bytes::<32>(random);
    let nonce = bytes::<NONCE_LENGTH>(random);
    let sealed = cipher(opener, &salt, purpose)?
        .encrypt(&XNonce::from(nonce), Payload { msg: plain.as_bytes(), aad: purpose.as_bytes() })
        .map_err(|_| SealError)?;
    Ok(Sealed { text: [nonce.as_slice(), &sealed].concat(), salt: salt.to_vec() })
}

/// Opens what [`seal`] made of the same opener and purpose.
///
/// # Errors
/// Another opener or purpose, or a text that was altered.
pub fn open(opener: &str, purpose: &str, text: &[u8], salt: &[u8]) -> Result<Zeroizing<String>, SealError> {
    let (nonce, sealed) = text.split_first_chunk::<NONCE_LENGTH>().ok_or(SealError)?;
    let plain = cipher(opener, salt, purpose)?
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: purpose.as_bytes() })
        .map_err(|_| SealError)?;
    String::from_utf8(plain).map(Zeroizing::new).map_err(|_| SealError)
}

fn cipher(opener: &str, salt: &[u8], purpose: &str) -> Result<XChaCha20Poly1305, SealError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    Hkdf::<Sha256>::new(Some(salt), opener.as_bytes())
        .expand(purpose.as_bytes(), key.as_mut_slice())
        .map_err(|_| SealError)?;
    Ok(XChaCha20Poly1305::new(&Key::from(*key)))
}

/// A sealed text did not open.
#[derive(Debug, thiserror::Error)]
#[error("a sealed text does not open")]
pub struct SealError;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::random::OsRandom;

    #[test]
    fn opens_with_the_same_opener_and_purpose_only() {
        let sealed = seal(&OsRandom, "opener", "purpose", "plain").unwrap();
        assert_eq!(open("opener", "purpose", &sealed.text, &sealed.salt).unwrap().as_str(), "plain");
        assert!(open("other", "purpose", &sealed.text, &sealed.salt).is_err());
        assert!(open("opener", "other", &sealed.text, &sealed.salt).is_err());
        let mut altered = sealed.text.clone();
        altered[30] ^= 1;
        assert!(open("opener", "purpose", &altered, &sealed.salt).is_err());
        assert!(open("opener", "purpose", &sealed.text[..10], &sealed.salt).is_err());
    }
}
