//! Turning an outbox row into a mail.

use entity::outbox::{self, OutboxKind};
use sea_orm::DbErr;

use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::auth::{access_key, deletion_notice, email_link, pending_login, rename_notice};
use crate::context::Context;
use crate::mail::outbox::Claim;

/// Finds out who gets the mail of a claimed row, and mints its link.
///
/// # Errors
/// The database does not answer; the row comes up again after its lease.
pub async fn prepare(context: &Context, claim: &Claim) -> Result<Result<PreparedMail, SkipReason>, DbErr> {
    let row = &claim.row;
    match row.kind {
        OutboxKind::Login => match row.pending_login_id {
            Some(id) => pending_login::prepare_mail(context, claim, id).await,
            None => Ok(Err(SkipReason::SubjectDeleted)),
        },
        OutboxKind::Verification
        | OutboxKind::EmailChange
        | OutboxKind::EmailChangeRequested
        | OutboxKind::EmailChanged => match row.email_link_id {
            Some(id) => email_link::prepare_mail(context, claim, row.kind, id).await,
            None => Ok(Err(SkipReason::SubjectDeleted)),
        },
        OutboxKind::AccessKeyCreated | OutboxKind::AccessKeyExpiring => match row.access_key_id {
            Some(id) => access_key::prepare_mail(context, claim, row.kind, id).await,
            None => Ok(Err(SkipReason::SubjectDeleted)),
        },
        OutboxKind::AccountDeleted => match row.deletion_notice_id {
            Some(id) => deletion_notice::prepare_mail(context, claim, id).await,
            None => Ok(Err(SkipReason::SubjectDeleted)),
        },
        OutboxKind::UsernameChanged => match row.rename_notice_id {
            Some(id) => rename_notice::prepare_mail(context, claim, id).await,
            None => Ok(Err(SkipReason::SubjectDeleted)),
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
