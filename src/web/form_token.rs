//! The token of a form: what shows that a form comes from a page of ours where the browser does not say so itself. Television engines of
//! some years ago, text browsers, and every browser on a plain-http name of a local network send neither `Sec-Fetch-Site` nor, often, an
//! `Origin` (invariant 58).
//!
//! A page sets a cookie of random bits for this host, and each of its forms holds a hash of them. Another site can neither read the cookie nor
//! guess the hash. Browsers that say where a form comes from get neither.

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::cookies;
use super::error::Failure;
use super::page_load::SEC_FETCH_MODE;
use crate::context::Context;
use crate::crypto::random::{Random, bytes};

/// The form's field.
pub(crate) const FIELD: &str = "form_token";
/// Where forms lead, by the beginning of the path. A token of one of them is worth nothing at another.
pub(crate) const FAMILIES: [&str; 8] =
    ["auth/confirm", "auth/email", "account", "sign-in", "sign-out", "register", "language", "dev/mailbox"];
/// Random bytes of the cookie.
const KEY_BYTES: usize = 16;
/// Bytes of a token, behind its salt.
const TOKEN_BYTES: usize = 16;
/// Random bytes that every page has of its own, and its tokens with it: Links and `ELinks` send no form whose content they sent before, but
/// show the answer that they had then.
const SALT_BYTES: usize = 8;

/// What a browser's tokens are made of.
#[derive(Clone)]
pub(crate) struct FormKey {
    /// As it stands in the cookie.
    key: String,
    is_new: bool,
    /// The browser came with several, of which none counts.
    has_twins: bool,
    /// What the browser is signed in with: a key that another host planted here, where no prefix of its name forbids that, is of no
    /// use against somebody who is signed in.
    session: String,
}

impl FormKey {
    /// For the page that is asked for; none for a browser that will say by itself where a form comes from.
    pub(crate) fn for_page(context: &Context, headers: &HeaderMap) -> Option<Self> {
        if headers.contains_key("sec-fetch-site") || headers.contains_key(SEC_FETCH_MODE) {
            return None;
        }
        Some(Self::presented(context, headers).unwrap_or_else(|| {
            let key = URL_SAFE_NO_PAD.encode(bytes::<KEY_BYTES>(&*context.random));
            let has_twins = cookies::has_form_keys(context, headers);
            Self { key, is_new: true, has_twins, session: session(context, headers) }
        }))
    }

    fn presented(context: &Context, headers: &HeaderMap) -> Option<Self> {
        let key = cookies::form_key(context, headers)?;
        let is_whole = URL_SAFE_NO_PAD.decode(&key).is_ok_and(|bytes| bytes.len() == KEY_BYTES);
        is_whole.then(|| Self { key, is_new: false, has_twins: false, session: session(context, headers) })
    }

    /// The cookie, if the browser has none yet; and where it has several, what takes those away from a page with this path.
    ///
    /// # Errors
    /// None that is known.
    pub(crate) fn cookies(&self, context: &Context, path: &str) -> Result<Vec<HeaderValue>, Failure> {
        if !self.is_new {
            return Ok(Vec::new());
        }
        cookies::keep_form_key(context, self.key.clone(), self.has_twins.then_some(path))
    }

    /// A token for each of [`FAMILIES`], for one page.
    pub(crate) fn tokens(&self, random: &dyn Random) -> Tokens {
        Tokens { key: self.clone(), salt: bytes(random) }
    }

    fn token(&self, family: &str, salt: &[u8]) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104 section 2)")]
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.as_bytes()).expect("any length is a key");
        mac.update(salt);
        mac.update(family.as_bytes());
        mac.update(b"\0");
        mac.update(self.session.as_bytes());
        [salt, &mac.finalize().into_bytes()[..TOKEN_BYTES]].concat()
    }
}

/// The tokens of a page by [`FAMILIES`], as templates see them. Each is made when it is asked for: a page has a few forms.
pub(crate) struct Tokens {
    key: FormKey,
    salt: [u8; SALT_BYTES],
}

/// Says nothing: they are secrets of one browser.
impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("Tokens").finish_non_exhaustive()
    }
}

impl Object for Tokens {
    fn get_value(self: &Arc<Self>, family: &Value) -> Option<Value> {
        let family = FAMILIES.into_iter().find(|known| family.as_str() == Some(known))?;
        Some(URL_SAFE_NO_PAD.encode(self.key.token(family, &self.salt)).into())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&FAMILIES)
    }
}

/// Whether this is the token of a form that leads to `path`, on a page that was shown to the same browser.
pub(crate) fn is_genuine(context: &Context, headers: &HeaderMap, path: &str, token: &str) -> bool {
    let Some(family) = family(path) else { return false };
    let Some(key) = FormKey::presented(context, headers) else { return false };
    let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return false };
    let Some(salt) = token.get(..SALT_BYTES) else { return false };
    key.token(family, salt).ct_eq(token.as_slice()).into()
}

/// What the path of a form belongs to, if forms may lead there.
pub(crate) fn family(path: &str) -> Option<&'static str> {
    let path = path.strip_prefix('/')?;
    FAMILIES
        .into_iter()
        .find(|family| path.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn session(context: &Context, headers: &HeaderMap) -> String {
    cookies::read(headers, context.settings.cookie_name()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_another() {
        let key = |key: &str, session: &str| FormKey {
            key: key.to_owned(),
            is_new: false,
            has_twins: false,
            session: session.to_owned(),
        };
        let mut seen = std::collections::BTreeSet::new();
        for (made, salt) in
            [(key("a", ""), 0), (key("b", ""), 0), (key("a", "s"), 0), (key("a", "t"), 0), (key("a", ""), 1)]
        {
            for family in FAMILIES {
                assert!(seen.insert(made.token(family, &[salt; SALT_BYTES])));
            }
        }
    }

    #[test]
    fn families_end_at_a_slash() {
        assert_eq!(family("/account"), Some("account"));
        assert_eq!(family("/account/sessions/1"), Some("account"));
        assert_eq!(family("/auth/confirm/x"), Some("auth/confirm"));
        for other in ["/accounts", "/", "", "/auth", "/auth/login", "account"] {
            assert_eq!(family(other), None, "{other}");
        }
    }
}
