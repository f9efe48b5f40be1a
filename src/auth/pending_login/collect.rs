//! Polling a login and collecting its session.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::pending_login::{Column, Entity, Model, PendingLoginState};
use entity::session;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::transitions::Transition;
use super::{COLLECTION_GRACE, REPEAT_WINDOW, by_auth_id, record_expiry};
use crate::auth::client_info::ClientInfo;
use crate::auth::platform::Platform;
use crate::auth::session::{NewSession, SessionSource, begin};
use crate::cache::credential_cache::ReadToken;
use crate::context::Context;
use crate::crypto::seal::{SealError, open, seal};
use crate::crypto::secret::{AuthId, SessionToken, equal};
use crate::db::WriteFailure;

const SEAL_PURPOSE: &str = "collected session token";
/// A waiting poll that could not look tries again so much later.
const PAUSE: Duration = Duration::from_secs(1);

/// The RFC 7636 verifier that a poll came with, if any.
pub struct Verifier<'a>(pub Option<&'a str>);

impl Verifier<'_> {
    /// Whether it answers the challenge. Without a challenge there is nothing to answer.
    fn answers(&self, challenge: Option<&str>) -> bool {
        let Some(challenge) = challenge else { return true };
        let Some(verifier) = self.0 else { return false };
        equal(URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)).as_bytes(), challenge.as_bytes())
    }
}

/// Asks whether a login was approved, and collects its session if so: the first time it is made, and for a minute, or
/// until its token is used, the same answer comes again (invariants 3, 4 and 5).
///
/// # Errors
/// See [`PollError`]. A pending login costs one read and no write; one that is over is noted as such once.
pub async fn poll(
    context: &Context,
    auth_id: &AuthId,
    verifier: &Verifier<'_>,
    client: &ClientInfo,
) -> Result<NewSession, PollError> {
    let login = find(context, auth_id, verifier).await?;
    // In a box: most polls find nothing yet, and hold no room for the rest.
    Box::pin(collect_or_repeat(context, auth_id, verifier, client, login)).await
}

async fn collect_or_repeat(
    context: &Context,
    auth_id: &AuthId,
    verifier: &Verifier<'_>,
    client: &ClientInfo,
    login: Model,
) -> Result<NewSession, PollError> {
    record_expiry(context, &login).await?;
    let login = collectable(context, login)?;
    if login.state == PendingLoginState::Collected {
        return repeat(context, auth_id, &login).await;
    }
    if let Some(session) = collect(context, auth_id, &login, client).await? {
        return Ok(session);
    }
    // Another poll collected it, or somebody undid it, between the read and the update.
    let login = collectable(context, find(context, auth_id, verifier).await?)?;
    repeat(context, auth_id, &login).await
}

/// What [`poll`] would find, without collecting.
///
/// # Errors
/// See [`PollError`].
pub async fn poll_status(context: &Context, auth_id: &AuthId, verifier: &Verifier<'_>) -> Result<(), PollError> {
    let login = collectable(context, find(context, auth_id, verifier).await?)?;
    if login.state == PendingLoginState::Collected { repeat(context, auth_id, &login).await.map(drop) } else { Ok(()) }
}

/// What waiting came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitOutcome {
    /// Something may have happened: it is worth polling.
    Changed,
    /// The login is still undecided.
    TimedOut,
}

/// Sleeps until a login is decided, expires, or `limit` is over, or until others need the connection. Nothing is asked of the database while nothing happens: whatever
/// another node decides is heard, or else everybody is woken once listening goes on.
///
/// # Errors
/// The database does not answer.
pub async fn wait(
    context: &Context,
    auth_id: &AuthId,
    verifier: &Verifier<'_>,
    limit: Duration,
) -> Result<WaitOutcome, DbErr> {
    let Some((id, _)) = undecided_for(context, auth_id, verifier).await? else { return Ok(WaitOutcome::Changed) };
    let mut waiter = context.waiters.subscribe(id);
    let deadline = tokio::time::sleep(limit);
    tokio::pin!(deadline);
    loop {
        let next_look = match undecided_for(context, auth_id, verifier).await {
            Ok(Some((_, remaining))) => remaining,
            Ok(None) => return Ok(WaitOutcome::Changed),
            // That the database is away for a moment is no decision, and no reason to send anybody away.
            Err(error) => {
                tracing::debug!(%error, "a waiting poll could not look");
                PAUSE
            }
        };
        tokio::select! {
            () = &mut deadline => return Ok(WaitOutcome::TimedOut),
            () = waiter.woken() => {}
            () = context.waiters.relieved() => return Ok(WaitOutcome::TimedOut),
            () = tokio::time::sleep(next_look) => {}
        }
        // Not even a last look: tens of thousands would all look at once, and come back to another node in a moment.
        if context.waiters.is_closed() {
            return Ok(WaitOutcome::TimedOut);
        }
    }
}

/// The id of a login that waits for its decision, and how long it goes on to do so.
async fn undecided_for(
    context: &Context,
    auth_id: &AuthId,
    verifier: &Verifier<'_>,
) -> Result<Option<(Uuid, Duration)>, DbErr> {
    let undecided = match look_up(context, auth_id).await? {
        Lookup::Undecided(undecided) if verifier.answers(undecided.code_challenge.as_deref()) => undecided,
        Lookup::Undecided(_) | Lookup::Other(_) | Lookup::Nothing => return Ok(None),
    };
    let remaining = undecided.expiration_date - context.now();
    Ok(Some((undecided.id, Duration::from_secs(u64::try_from(remaining).unwrap_or(0)))))
}

/// The login that this poll may ask about.
async fn find(context: &Context, auth_id: &AuthId, verifier: &Verifier<'_>) -> Result<Model, PollError> {
    // A wrong verifier learns nothing, and shortens nothing (invariant 13).
    match look_up(context, auth_id).await? {
        Lookup::Undecided(login) if verifier.answers(login.code_challenge.as_deref()) => Err(PollError::Pending),
        Lookup::Other(login) if verifier.answers(login.code_challenge.as_deref()) => Ok(*login),
        Lookup::Undecided(_) | Lookup::Other(_) | Lookup::Nothing => Err(PollError::Expired),
    }
}

/// What an auth id leads to.
enum Lookup {
    Undecided(Arc<Undecided>),
    Other(Box<Model>),
    Nothing,
}

/// A login that waits for its decision, as far as polls ask for it: remembered until it is decided, so that most of them cost no
/// query.
pub(super) struct Undecided {
    id: Uuid,
    expiration_date: i64,
    code_challenge: Option<String>,
}

async fn look_up(context: &Context, auth_id: &AuthId) -> Result<Lookup, DbErr> {
    let key = auth_id.hash().bytes();
    if let Some(undecided) = context.credential_cache.get(&key) {
        return Ok(Lookup::Undecided(undecided));
    }
    let _turn = context.waiters.lookup_permit().await;
    // Whoever had his turn before may have asked about the same one.
    if let Some(undecided) = context.credential_cache.get(&key) {
        return Ok(Lookup::Undecided(undecided));
    }
    let reading = context.credential_cache.begin_read();
    // In a box, so that who sleeps, and whose login is remembered, holds no room for a query.
    let Some(login) = Box::pin(by_auth_id(context, auth_id)).await? else { return Ok(Lookup::Nothing) };
    if !Transition::Approve.is_allowed(&login, context.now()) {
        return Ok(Lookup::Other(Box::new(login)));
    }
    Ok(Lookup::Undecided(remember(context, reading, auth_id, (login.id, login.expiration_date, login.code_challenge))))
}

/// Remembers a login that waits for its decision.
pub(super) fn remember(
    context: &Context,
    reading: ReadToken,
    auth_id: &AuthId,
    (id, expiration_date, code_challenge): (Uuid, i64, Option<String>),
) -> Arc<Undecided> {
    let undecided = Arc::new(Undecided { id, expiration_date, code_challenge });
    let key = auth_id.hash().bytes();
    context.credential_cache.insert(reading, key, id, expiration_date, Arc::clone(&undecided));
    undecided
}

/// The login, if there is something to collect.
fn collectable(context: &Context, login: Model) -> Result<Model, PollError> {
    let now = context.now();
    match login.state {
        // A collected login may still have an answer to repeat.
        PendingLoginState::Collected => Ok(login),
        _ if Transition::Collect.is_allowed(&login, now) => Ok(login),
        _ if Transition::Approve.is_allowed(&login, now) => Err(PollError::Pending),
        // Once it is over, a denied login and one that is no longer there must not differ: decoys are purged sooner.
        PendingLoginState::Denied if login.expiration_date + COLLECTION_GRACE > now => Err(PollError::Denied),
        _ => Err(PollError::Expired),
    }
}

/// Makes the session, if this is the poll that gets to. The token comes into being only now, after the approval was
/// read (invariant 3).
async fn collect(
    context: &Context,
    auth_id: &AuthId,
    login: &Model,
    client: &ClientInfo,
) -> Result<Option<NewSession>, PollError> {
    let account_id = login.account_id.ok_or(PollError::Expired)?;
    let platform = &Platform::of_row(&login.platform);
    let token = SessionToken::generate(&*context.random);
    let sealed = &seal(&*context.random, auth_id.expose(), SEAL_PURPOSE, token.expose())?;
    let token_hash = &token.hash();
    let now = context.now();
    let begun = context
        .db
        .write("collect_login", |tx| {
            async move {
                let guard = Transition::Collect
                    .update(now)
                    .col_expr(Column::CollectionDate, Some(now).into())
                    .col_expr(Column::SealedToken, Some(sealed.text.clone()).into())
                    .col_expr(Column::SealSalt, Some(sealed.salt.clone()).into())
                    .filter(Column::Id.eq(login.id))
                    .exec(tx)
                    .await?;
                if guard.rows_affected != 1 {
                    return Ok(None);
                }
                let begun =
                    begin(context, tx, account_id, token_hash, platform, SessionSource::Login(client, login)).await?;
                Entity::update_many()
                    .col_expr(Column::SessionId, Some(begun.id).into())
                    .filter(Column::Id.eq(login.id))
                    .exec(tx)
                    .await?;
                Ok::<_, PollError>(Some(begun))
            }
            .scope_boxed()
        })
        .await?;
    Ok(begun.map(|begun| {
        metrics::counter!("doorpost_logins_collected_total").increment(1);
        NewSession { session_id: begun.id, account_id, token, expiration_date: begun.expiration_date }
    }))
}

/// The answer of the first collection once more, while it may be given.
async fn repeat(context: &Context, auth_id: &AuthId, login: &Model) -> Result<NewSession, PollError> {
    let recent = login.collection_date.is_some_and(|collected| collected + REPEAT_WINDOW > context.now());
    let (Some(sealed), Some(salt), Some(session_id), true) =
        (&login.sealed_token, &login.seal_salt, login.session_id, recent)
    else {
        return Err(PollError::Expired);
    };
    let token = SessionToken::new(open(auth_id.expose(), SEAL_PURPOSE, sealed, salt)?.as_str());
    let session = session::Entity::find_by_id(session_id)
        .filter(session::Column::FirstUseDate.is_null())
        .one(context.db.read())
        .await?
        .ok_or(PollError::Expired)?;
    Ok(NewSession { session_id, account_id: session.account_id, token, expiration_date: session.expiration_date })
}

/// Why a poll brings nothing, in the words of RFC 8628 section 3.5.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// Not yet decided.
    #[error("authorization pending")]
    Pending,
    /// Denied, undone, or ended by wrong codes.
    #[error("access denied")]
    Denied,
    /// Over, collected for good, or never there.
    #[error("expired")]
    Expired,
    /// The kept token does not open.
    #[error(transparent)]
    Sealing(#[from] SealError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for PollError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}
