//! What a browser keeps of an account that it signed in to: later logins from it are no stranger's (invariant 68).
//!
//! It is no credential: it signs nobody in, and decides only which part of the mail quota a login draws on. The account's id in it is
//! signed, so that nobody makes one for somebody else's account.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::context::Context;
use crate::secret::equal;
use crate::web::cookies;
use crate::web::error::Failure;

/// Seconds for which a browser is known after it signed in.
const LIFE: i64 = 90 * 24 * 60 * 60;
const PURPOSE: &str = "known browser";

/// The cookie of a browser that signed in. It stays when its session ends.
pub(crate) struct KnownBrowser;

impl KnownBrowser {
    /// For a browser that signs in to this account now.
    pub(crate) fn cookie(context: &Context, account_id: Uuid) -> Result<HeaderValue, Failure> {
        let expires = context.now() + LIFE;
        let signature = URL_SAFE_NO_PAD.encode(signature(context, account_id, expires));
        cookies::known_browser(context, format!("{account_id}.{expires}.{signature}"), LIFE)
    }

    /// The account that this browser signed in to, if it says so with our signature and not too long ago.
    pub(crate) fn account_of(context: &Context, headers: &HeaderMap) -> Option<Uuid> {
        let value = cookies::known_browser_of(context, headers)?;
        let mut parts = value.split('.');
        let (account_id, expires, signed) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        let signed = URL_SAFE_NO_PAD.decode(signed).ok()?;
        let genuine = parts.next().is_none() && equal(&signed, &signature(context, account_id, expires));
        (genuine && expires > context.now()).then_some(account_id)
    }
}

fn signature(context: &Context, account_id: Uuid, expires: i64) -> [u8; 32] {
    context.keyring.hmac(PURPOSE, &[account_id.as_bytes(), &expires.to_be_bytes()])
}
