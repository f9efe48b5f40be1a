//! Building the mails about an address.

use entity::email_link::{EmailLinkState, Entity, Model};
use entity::outbox::OutboxKind;
use entity::{account, email_token};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use uuid::Uuid;

use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::context::Context;
use crate::crypto::secret::EmailToken;
use crate::db::Transaction;
use crate::mail::message::Message;
use crate::mail::outbox::{Claim, is_too_late};
use crate::view::locale::Locale;

/// Mints the link of a mail about an address and commits it before anything is sent.
///
/// # Errors
/// The database does not answer.
pub async fn prepare_mail(
    context: &Context,
    claim: &Claim,
    kind: OutboxKind,
    email_link_id: Uuid,
) -> Result<Result<PreparedMail, SkipReason>, DbErr> {
    let token = EmailToken::generate_link(&*context.random);
    let token_hash = &token.hash().to_vec();
    let addressed = context
        .db
        .write("mint_email_link", |tx| {
            async move {
                if !claim.begin_attempt(tx).await? {
                    return Ok(Err(SkipReason::LeaseLost));
                }
                let addressed = address(context, tx, claim, kind, email_link_id).await?;
                if addressed.is_ok() {
                    let row = email_token::ActiveModel {
                        token_hash: Set(token_hash.clone()),
                        email_link_id: Set(email_link_id),
                    };
                    email_token::Entity::insert(row).exec_without_returning(tx).await?;
                }
                Ok::<_, DbErr>(addressed)
            }
            .scope_boxed()
        })
        .await?;
    Ok(addressed.map(|(link, account)| {
        let url = context.settings.public_url.join(&format!("/auth/email/{}", token.expose()));
        PreparedMail {
            to: link.email.clone(),
            locale: Locale::from_tag(&link.locale).unwrap_or_default(),
            message: message(kind, url, link, account.username, claim.row.creation_date),
        }
    }))
}

async fn address(
    context: &Context,
    tx: &Transaction,
    claim: &Claim,
    kind: OutboxKind,
    email_link_id: Uuid,
) -> Result<Result<(Model, account::Model), SkipReason>, DbErr> {
    let Some((link, Some(account))) =
        Entity::find_by_id(email_link_id).find_also_related(account::Entity).one(tx).await?
    else {
        return Ok(Err(SkipReason::SubjectDeleted));
    };
    if link.state != EmailLinkState::Pending || is_too_late(link.creation_date, link.expiration_date, context.now()) {
        return Ok(Err(SkipReason::SubjectExpired));
    }
    let asks_for_proof = matches!(kind, OutboxKind::Verification | OutboxKind::EmailChange);
    // A notice was counted with the change that it tells of, and a retry with the first try.
    if asks_for_proof && claim.row.attempts == 0 {
        let asked_from = link.asked_from.as_deref().and_then(|ip| ip.parse().ok());
        let taken = context.limits.take_verification(tx, account.id, &link.email, asked_from).await?;
        if let Err(seconds) = taken {
            // It waits for its turn: strangers who register with an address must not use up what its owner asks for (invariant 68).
            claim.put_off(tx, context.now(), seconds).await?;
            return Ok(Err(SkipReason::Postponed));
        }
    }
    Ok(Ok((link, account)))
}

fn message(kind: OutboxKind, url: String, link: Model, username: String, asked: i64) -> Message {
    let expires = link.expiration_date;
    match kind {
        OutboxKind::EmailChange => Message::EmailChangeVerification { link: url, username, email: link.email, expires },
        OutboxKind::EmailChangeRequested => {
            Message::EmailChangeRequested { link: url, username, new_email: link.new_email, requested: asked, expires }
        }
        OutboxKind::EmailChanged => {
            Message::EmailChanged { link: url, username, new_email: link.new_email, changed: asked, expires }
        }
        OutboxKind::Verification
        | OutboxKind::Login
        | OutboxKind::AccessKeyCreated
        | OutboxKind::AccessKeyExpiring
        | OutboxKind::AccountDeleted
        | OutboxKind::UsernameChanged => Message::Verification { link: url, username, email: link.email, expires },
    }
}
