//! JSON Web Tokens (RFC 7519) as signed statements (RFC 7515), with ring's signatures. Which key and algorithm check a
//! token is decided by whoever calls, never by the token (invariant 38).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
    UnparsedPublicKey,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use signature::{Signer, Verifier};
use zeroize::Zeroizing;

use crate::crypto::random::{Random, bytes};

/// Type of an access token (RFC 9068 section 2.1).
const TYPE: &str = "at+jwt";

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519 (RFC 8037).
    EdDsa,
    /// ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).
    Es256,
}

impl Algorithm {
    /// As headers, columns and settings name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
        }
    }

    /// From a column or a setting.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::EdDsa, Self::Es256].into_iter().find(|algorithm| algorithm.name() == name)
    }

    fn to_library(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::EdDsa => jsonwebtoken::Algorithm::EdDSA,
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
        }
    }
}

/// A private key with its public half.
pub struct SigningKey {
    /// How it signs.
    pub algorithm: Algorithm,
    /// A seed for `EdDSA`, PKCS#8 (RFC 5958) for `ES256`.
    pub private: Zeroizing<Vec<u8>>,
    /// 32 bytes for `EdDSA`, an uncompressed point for `ES256`.
    pub public: Vec<u8>,
}

impl SigningKey {
    /// A new one.
    ///
    /// # Errors
    /// The generator of the operating system fails.
    pub fn generate(algorithm: Algorithm, random: &dyn Random) -> Result<Self, JwtError> {
        let private = match algorithm {
            Algorithm::EdDsa => Zeroizing::new(bytes::<32>(random).to_vec()),
            // ring makes these from its own generator only.
            Algorithm::Es256 => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
                Zeroizing::new(made.map_err(|_| JwtError)?.as_ref().to_vec())
            }
        };
        let public = match algorithm {
            Algorithm::EdDsa => ed25519(&private)?.public_key().as_ref().to_vec(),
            Algorithm::Es256 => p256(&private)?.public_key().as_ref().to_vec(),
        };
        Ok(Self { algorithm, private, public })
    }

    /// Signs claims. `key_id` tells verifiers which public key to take.
    ///
    /// # Errors
    /// The key is not usable.
    pub fn sign(&self, key_id: &str, claims: &impl Serialize) -> Result<String, JwtError> {
        install_provider();
        let mut header = Header::new(self.algorithm.to_library());
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key_id.to_owned());
        let key = match self.algorithm {
            Algorithm::EdDsa => EncodingKey::from_ed_der(&self.private),
            Algorithm::Es256 => EncodingKey::from_ec_der(&self.private),
        };
        jsonwebtoken::encode(&header, claims, &key).map_err(|_| JwtError)
    }
}

/// The id of the key that a token claims to be signed by; only a name to look up among our own.
#[must_use]
pub fn key_id(token: &str) -> Option<String> {
    jsonwebtoken::decode_header(token).ok()?.kid
}

/// The claims of a token, if this key signed it with this algorithm, and if its header is one of ours: type, algorithm and
/// key id, and nothing else. A header with more in it, such as a key or an address of keys, was written by somebody else.
#[must_use]
pub fn verify<T: DeserializeOwned + Clone>(token: &str, algorithm: Algorithm, public: &[u8]) -> Option<T> {
    install_provider();
    let key = match algorithm {
        Algorithm::EdDsa => DecodingKey::from_ed_der(public),
        Algorithm::Es256 => DecodingKey::from_ec_der(public),
    };
    // Times, issuer and audience are claims with types, and the caller's to check, by the caller's clock.
    let mut validation = Validation::new(algorithm.to_library());
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let decoded = jsonwebtoken::decode::<T>(token, &key, &validation).ok()?;
    let mut ours = Header::new(algorithm.to_library());
    ours.typ = Some(TYPE.to_owned());
    ours.kid.clone_from(&decoded.header.kid);
    (decoded.header == ours).then_some(decoded.claims)
}

/// A public key as verifiers read it (RFC 7517, RFC 8037 section 2); public members only (invariant 40).
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Jwk {
    /// `OKP` or `EC`.
    pub kty: String,
    /// The curve.
    pub crv: String,
    /// The point, or its first coordinate, in base64 for URLs.
    pub x: String,
    /// Its second coordinate, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// The one algorithm that the key is for (RFC 8725 section 3.1).
    pub alg: String,
    /// What a token's header names it by.
    pub kid: String,
}

impl Jwk {
    /// The public key of this algorithm, under this name.
    #[must_use]
    pub fn new(algorithm: Algorithm, public: &[u8], key_id: &str) -> Self {
        let (kty, crv, x, y) = match algorithm {
            Algorithm::EdDsa => ("OKP", "Ed25519", public, None),
            Algorithm::Es256 => {
                // An uncompressed point: 4, then both coordinates (SEC 1 section 2.3.3).
                let (x, y) = public.get(1..).unwrap_or_default().split_at(32.min(public.len().saturating_sub(1)));
                ("EC", "P-256", x, Some(y))
            }
        };
        Self {
            kty: kty.to_owned(),
            crv: crv.to_owned(),
            x: URL_SAFE_NO_PAD.encode(x),
            y: y.map(|y| URL_SAFE_NO_PAD.encode(y)),
            usage: "sig".to_owned(),
            alg: algorithm.name().to_owned(),
            kid: key_id.to_owned(),
        }
    }
}

/// The library takes its signatures from one provider in each process. Whoever comes second finds ours there already.
fn install_provider() {
    static PROVIDER: CryptoProvider =
        CryptoProvider { signer_factory, verifier_factory, key_utils: KeyUtils::new_unimplemented() };
    let _ours_already = PROVIDER.install_default();
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library asks for this form")]
fn signer_factory(
    algorithm: &jsonwebtoken::Algorithm,
    key: &EncodingKey,
) -> jsonwebtoken::errors::Result<Box<dyn JwtSigner>> {
    let unusable = |_| ErrorKind::InvalidKeyFormat;
    match algorithm {
        jsonwebtoken::Algorithm::EdDSA => Ok(Box::new(Ed25519Signer(ed25519(key.as_bytes()).map_err(unusable)?))),
        jsonwebtoken::Algorithm::ES256 => Ok(Box::new(P256Signer(p256(key.as_bytes()).map_err(unusable)?))),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library asks for this form")]
fn verifier_factory(
    algorithm: &jsonwebtoken::Algorithm,
    key: &DecodingKey,
) -> jsonwebtoken::errors::Result<Box<dyn JwtVerifier>> {
    let public = key.try_get_as_bytes()?.to_vec();
    match algorithm {
        jsonwebtoken::Algorithm::EdDSA => Ok(Box::new(RingVerifier { algorithm: Algorithm::EdDsa, public })),
        jsonwebtoken::Algorithm::ES256 => Ok(Box::new(RingVerifier { algorithm: Algorithm::Es256, public })),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

fn ed25519(seed: &[u8]) -> Result<Ed25519KeyPair, JwtError> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| JwtError)
}

fn p256(pkcs8: &[u8]) -> Result<EcdsaKeyPair, JwtError> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new()).map_err(|_| JwtError)
}

struct Ed25519Signer(Ed25519KeyPair);

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        jsonwebtoken::Algorithm::EdDSA
    }
}

struct P256Signer(EcdsaKeyPair);

impl Signer<Vec<u8>> for P256Signer {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        let signed = self.0.sign(&SystemRandom::new(), message).map_err(|_| signature::Error::new())?;
        Ok(signed.as_ref().to_vec())
    }
}

impl JwtSigner for P256Signer {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        jsonwebtoken::Algorithm::ES256
    }
}

struct RingVerifier {
    algorithm: Algorithm,
    public: Vec<u8>,
}

impl Verifier<Vec<u8>> for RingVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        let algorithm: &dyn ring::signature::VerificationAlgorithm = match self.algorithm {
            Algorithm::EdDsa => &ED25519,
            Algorithm::Es256 => &ECDSA_P256_SHA256_FIXED,
        };
        UnparsedPublicKey::new(algorithm, &self.public).verify(message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for RingVerifier {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.algorithm.to_library()
    }
}

/// A key is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a signing key is not usable")]
pub struct JwtError;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crypto::random::OsRandom;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Claims {
        exp: i64,
    }

    /// Each algorithm signs, and is checked with its own key only.
    #[test]
    fn signed_and_checked() {
        for algorithm in [Algorithm::EdDsa, Algorithm::Es256] {
            let key = SigningKey::generate(algorithm, &OsRandom).unwrap();
            let token = key.sign("k1", &Claims { exp: 7 }).unwrap();
            assert_eq!(key_id(&token).as_deref(), Some("k1"));
            assert_eq!(verify::<Claims>(&token, algorithm, &key.public), Some(Claims { exp: 7 }));
            let other = SigningKey::generate(algorithm, &OsRandom).unwrap();
            assert_eq!(verify::<Claims>(&token, algorithm, &other.public), None);
            let wrong = if algorithm == Algorithm::EdDsa { Algorithm::Es256 } else { Algorithm::EdDsa };
            assert_eq!(verify::<Claims>(&token, wrong, &key.public), None);
        }
    }

    proptest! {
        /// Whatever is presented, reading it does not panic, and nobody else's token passes.
        #[test]
        fn anything_may_be_presented(text in "(?s).{0,200}", parts in prop::collection::vec("[A-Za-z0-9_-]{0,60}", 1..5)) {
            let key = SigningKey::generate(Algorithm::EdDsa, &OsRandom).unwrap();
            for token in [text, parts.join(".")] {
                let _name = key_id(&token);
                prop_assert_eq!(verify::<Claims>(&token, Algorithm::EdDsa, &key.public), None);
            }
        }

        /// The same with headers and claims that are JSON.
        #[test]
        fn any_header_may_be_presented(header in "\\{(\"(alg|typ|kid|crit|jwk|x5c|exp)\":(null|1|\"[a-z]{0,4}\"|\\[\\]|\\{\\}),?){0,4}\\}") {
            let key = SigningKey::generate(Algorithm::EdDsa, &OsRandom).unwrap();
            let token = format!("{}.{}.AAAA", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode("{\"exp\":1}"));
            let _name = key_id(&token);
            prop_assert_eq!(verify::<Claims>(&token, Algorithm::EdDsa, &key.public), None);
        }
    }
}
