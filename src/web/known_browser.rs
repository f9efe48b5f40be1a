//! What a browser keeps of an account that it signed in to: later logins from it are no stranger's (invariant 68).
//!
//! It is no credential: it signs nobody in, and decides only which part of the mail quota a login draws on. The account's id in it is
//! signed, so that nobody makes one for somebody else's account.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::DbErr;
use uuid::Uuid;

use crate::context::Context;
use crate::crypto::secret::equal;
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

    /// The account that this browser signed in to, if it says so with our signature, not too long ago, and no session of that account
    /// was thrown out since: it may have been this browser's.
    ///
    /// # Errors
    /// The database does not answer.
    pub(crate) async fn account_of(context: &Context, headers: &HeaderMap) -> Result<Option<Uuid>, DbErr> {
        let Some((account_id, signed_in)) = Self::signed_in(context, headers) else { return Ok(None) };
        let thrown_out = context.limits.last_thrown_out(context.db.read(), account_id).await?;
        Ok((thrown_out.is_none_or(|date| signed_in > date)).then_some(account_id))
    }

    /// The account, and the Unix seconds at which this browser signed in to it.
    fn signed_in(context: &Context, headers: &HeaderMap) -> Option<(Uuid, i64)> {
        let value = cookies::known_browser_of(context, headers)?;
        let mut parts = value.split('.');
        let (account_id, expires, signed) =
            (parts.next()?.parse().ok()?, parts.next()?.parse::<i64>().ok()?, parts.next()?);
        let signed = URL_SAFE_NO_PAD.decode(signed).ok()?;
        let genuine = parts.next().is_none() && equal(&signed, &signature(context, account_id, expires));
        (genuine && expires > context.now()).then_some((account_id, expires - LIFE))
    }
}

fn signature(context: &Context, account_id: Uuid, expires: i64) -> [u8; 32] {
    context.keyring.hmac(PURPOSE, &[account_id.as_bytes(), &expires.to_be_bytes()])
}
