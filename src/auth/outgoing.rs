//! Turning an outbox row into a mail.

use entity::outbox::{self, OutboxKind};
use sea_orm::DbErr;

use crate::auth::{access_key, deletion_notice, email_link, pending_login, rename_notice};
use crate::context::Context;
use crate::mail::message::Message;
use crate::mail::outbox::Claim;
use crate::view::locale::Locale;

/// A mail that is ready to be rendered and sent. Its link is stored, as a hash, before this exists.
pub struct Outgoing {
    /// The stored address, and no other (invariant 22).
    pub to: String,
    /// The language.
    pub locale: Locale,
    /// What it says.
    pub message: Message,
}

/// Why a mail is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drop {
    /// What it speaks of is gone.
    Gone,
    /// What it speaks of is decided, expired, or nearly so (invariant 24).
    Over,
    /// A decoy: there is nobody to mail (invariant 25).
    Nobody,
    /// The mailbox or the account had enough.
    Capped,
    /// The mailbox or the account had enough for now: it was given back, to be taken again later.
    Later,
    /// Another worker has it: this one was too slow.
    TakenOver,
}

impl Drop {
    /// For the outbox and for metrics.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Over => "over",
            Self::Nobody => "nobody",
            Self::Capped => "capped",
            Self::Later => "later",
            Self::TakenOver => "taken_over",
        }
    }
}

/// Finds out who gets the mail of a claimed row, and mints its link.
///
/// # Errors
/// The database does not answer; the row comes up again after its lease.
pub async fn prepare(context: &Context, claim: &Claim) -> Result<Result<Outgoing, Drop>, DbErr> {
    let row = &claim.row;
    match row.kind {
        OutboxKind::Login => match row.pending_login_id {
            Some(id) => pending_login::prepare_mail(context, claim, id).await,
            None => Ok(Err(Drop::Gone)),
        },
        OutboxKind::Verification
        | OutboxKind::EmailChange
        | OutboxKind::EmailChangeRequested
        | OutboxKind::EmailChanged => match row.email_link_id {
            Some(id) => email_link::prepare_mail(context, claim, row.kind, id).await,
            None => Ok(Err(Drop::Gone)),
        },
        OutboxKind::AccessKeyCreated | OutboxKind::AccessKeyExpiring => match row.access_key_id {
            Some(id) => access_key::prepare_mail(context, claim, row.kind, id).await,
            None => Ok(Err(Drop::Gone)),
        },
        OutboxKind::AccountDeleted => match row.deletion_notice_id {
            Some(id) => deletion_notice::prepare_mail(context, claim, id).await,
            None => Ok(Err(Drop::Gone)),
        },
        OutboxKind::UsernameChanged => match row.rename_notice_id {
            Some(id) => rename_notice::prepare_mail(context, claim, id).await,
            None => Ok(Err(Drop::Gone)),
        },
    }
}

/// Forgets what was kept for a mail alone, once that is sent or given up.
///
/// # Errors
/// The database does not answer; what was kept goes with the next purge.
pub async fn forget(context: &Context, row: &outbox::Model) -> Result<(), DbErr> {
    deletion_notice::forget(context, row).await?;
    rename_notice::forget(context, row).await
}
