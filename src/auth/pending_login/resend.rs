//! Mailing a login once more.

use entity::outbox;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Entity, Model, PollError, Verifier, by_auth_id, poll_status, undecided};
use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::crypto::secret::AuthId;
use crate::db::{Transaction, WriteFailure};
use crate::mail::outbox::{Subject, enqueue, is_too_late};

/// A login is mailed once in so many seconds.
pub const RESEND_PAUSE: i64 = 60;

/// Has the mail of a login sent again, with another link; the earlier ones work until the decision. It counts among the
/// mails of its mailbox like any other, and is asked for in the same way where there is nobody to mail (invariant 28).
///
/// # Errors
/// See [`ResendError`].
pub async fn resend(context: &Context, auth_id: &AuthId, verifier: &Verifier<'_>) -> Result<(), ResendError> {
    match poll_status(context, auth_id, verifier).await {
        Err(PollError::Pending) => {}
        Ok(()) => return Err(ResendError::Decided),
        Err(error) => return Err(error.into()),
    }
    let login = &by_auth_id(context, auth_id).await?.ok_or(PollError::Expired)?;
    context
        .db
        .write("resend_login_mail", |tx| async move { enqueue_again(context, tx, login).await }.scope_boxed())
        .await?;
    context.mail.wake();
    Ok(())
}

async fn enqueue_again(context: &Context, tx: &Transaction, login: &Model) -> Result<(), ResendError> {
    // The row is what two who ask at once wait for: only one of them finds the pause over.
    let login = Entity::find_by_id(login.id)
        .filter(undecided(context.now()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(ResendError::Decided)?;
    let last = outbox::Entity::find()
        .filter(outbox::Column::PendingLoginId.eq(login.id))
        .order_by_desc(outbox::Column::CreationDate)
        .limit(1)
        .one(tx)
        .await?;
    if is_too_late(login.creation_date, login.expiration_date, context.now()) {
        return Err(ResendError::TooLate);
    }
    let pause = last.map_or(0, |mail| mail.creation_date + RESEND_PAUSE - context.now());
    // A mail that was asked for while a clock stood ahead keeps nobody waiting until then.
    if (1..=RESEND_PAUSE + MAX_CLOCK_SKEW_SECONDS).contains(&pause) {
        return Err(ResendError::TooSoon { seconds: pause });
    }
    let subject = Subject::PendingLogin(login.id);
    Ok(enqueue(tx, &*context.clock, &*context.random, subject, login.expiration_date).await?)
}

/// Why no further mail goes out.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// The last one is too fresh.
    #[error("too soon")]
    TooSoon {
        /// Until the next one may be asked for.
        seconds: i64,
    },
    /// The login ends before the mail would be read.
    #[error("too late")]
    TooLate,
    /// There is no need any more.
    #[error("already decided")]
    Decided,
    /// What a poll would have said.
    #[error(transparent)]
    Poll(#[from] PollError),
}

impl From<DbErr> for ResendError {
    fn from(error: DbErr) -> Self {
        Self::Poll(PollError::Database(error))
    }
}

impl WriteFailure for ResendError {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Poll(error) => error.database(),
            Self::TooSoon { .. } | Self::TooLate | Self::Decided => None,
        }
    }
}
