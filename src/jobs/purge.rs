//! Purging: rows that nothing asks for any more. In small batches, between which other writers get their turn; and each
//! condition has an index, so that a run costs by what has expired, not by what there is.

use entity::outbox::OutboxState;
use entity::{
    access_key, deletion_notice, email_link, event, idempotency_record, job_run, mail_quota, outbox, pending_login,
    rename_notice, resting_name, revoked_access_token,
};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter, QuerySelect, QueryTrait,
};

use crate::auth::access_key as access_keys;
use crate::auth::event as events;
use crate::auth::pending_login as logins;
use crate::auth::session as sessions;
use crate::context::Context;

/// Rows that go at once. SQLite has one writer, which a batch holds for some milliseconds: `cargo bench --bench purge`.
const BATCH: u64 = 50;
/// A link that is over still gets an answer in plain words for so many seconds.
const LINK_TOMBSTONE_RETENTION: i64 = 24 * 60 * 60;
/// What became of a mail stays known for so many seconds.
const MAIL_KEPT: i64 = 7 * 24 * 60 * 60;
/// That a mail was dropped, for a cap or because nobody was to get it, stays known for so many seconds (invariant 72).
const DROPPED_KEPT: i64 = 30 * 60;
const JOB_RUNS_KEPT: i64 = 24 * 60 * 60;
/// A clock may stand ahead for a while. An access token that it took for dead must not live again once it is set back.
const REVOCATIONS_KEPT: i64 = 2 * 24 * 60 * 60;

/// Deletes what has expired and wipes what may no longer be repeated. Returns how many rows went.
///
/// # Errors
/// The database does not answer; what went before stays gone.
pub async fn purge(context: &Context) -> Result<u64, DbErr> {
    let now = context.now();
    let finished = Condition::all()
        .add(
            Condition::any()
                .add(outbox::Column::State.ne(OutboxState::Queued))
                .add(outbox::Column::ExpirationDate.lte(now)),
        )
        .add(outbox::Column::CreationDate.lt(now - MAIL_KEPT));
    // A mail that nobody got is soon of no use; and who has thousands held back must not fill the disk with them.
    // The state is no parameter, so that SQLite knows that the index on such rows alone will do.
    let dropped = Condition::all()
        .add(Expr::col((outbox::Entity, outbox::Column::State)).eq(Expr::cust("'dropped'")))
        .add(outbox::Column::FinishedDate.lte(now - DROPPED_KEPT));
    // Nobody has a link to these, so that nobody needs an explanation.
    let decoys = Condition::all()
        .add(pending_login::Column::Mailbox.is_null())
        .add(pending_login::Column::ExpirationDate.lte(now - logins::COLLECTION_GRACE));
    let mut purged = wipe_sealed(context, now).await?;
    purged += purge_sessions(context).await?;
    purged += delete::<access_key::Entity>(
        context,
        any(access_key::Column::ExpirationDate.lt(now - access_keys::SHOWN_AFTER_END)),
    )
    .await?;
    purged += delete::<revoked_access_token::Entity>(
        context,
        any(revoked_access_token::Column::ExpirationDate.lte(now - REVOCATIONS_KEPT)),
    )
    .await?;
    purged += delete::<pending_login::Entity>(context, decoys).await?;
    purged += delete::<pending_login::Entity>(
        context,
        any(pending_login::Column::ExpirationDate.lt(now - LINK_TOMBSTONE_RETENTION)),
    )
    .await?;
    purged += delete::<email_link::Entity>(
        context,
        any(email_link::Column::ExpirationDate.lt(now - LINK_TOMBSTONE_RETENTION)),
    )
    .await?;
    purged +=
        delete::<idempotency_record::Entity>(context, any(idempotency_record::Column::ExpirationDate.lte(now))).await?;
    purged += delete::<deletion_notice::Entity>(context, any(deletion_notice::Column::ExpirationDate.lte(now))).await?;
    purged += delete::<rename_notice::Entity>(context, any(rename_notice::Column::ExpirationDate.lte(now))).await?;
    purged += delete::<resting_name::Entity>(context, any(resting_name::Column::ExpirationDate.lte(now))).await?;
    purged += events::purge_forgotten(context).await?;
    let forgotten = event::Column::CreationDate.lte(now - context.settings.audit_retention);
    purged += delete::<event::Entity>(context, any(forgotten)).await?;
    purged += delete::<outbox::Entity>(context, dropped).await?;
    purged += delete::<outbox::Entity>(context, finished).await?;
    purged += delete::<mail_quota::Entity>(context, any(mail_quota::Column::ArrivalDate.lte(now))).await?;
    purged += delete::<job_run::Entity>(context, any(job_run::Column::FinishedDate.lt(now - JOB_RUNS_KEPT))).await?;
    metrics::counter!("doorpost_purged_rows_total").increment(purged);
    Ok(purged)
}

async fn purge_sessions(context: &Context) -> Result<u64, DbErr> {
    let mut purged = 0;
    loop {
        let batch = sessions::purge(context, BATCH).await?;
        purged += batch;
        if batch < BATCH {
            return Ok(purged);
        }
    }
}

async fn wipe_sealed(context: &Context, now: i64) -> Result<u64, DbErr> {
    let mut wiped = 0;
    loop {
        let batch = context
            .db
            .write("wipe_sealed", |tx| {
                async move {
                    let due = pending_login::Entity::find()
                        .select_only()
                        .column(pending_login::Column::Id)
                        .filter(pending_login::Column::SealedToken.is_not_null())
                        .filter(pending_login::Column::CollectionDate.lte(now - logins::REPEAT_WINDOW))
                        .limit(BATCH)
                        .into_query();
                    logins::wipe_sealed(tx, pending_login::Column::Id.in_subquery(due)).await
                }
                .scope_boxed()
            })
            .await?;
        wiped += batch;
        if batch < BATCH {
            return Ok(wiped);
        }
    }
}

fn any(condition: SimpleExpr) -> Condition {
    Condition::all().add(condition)
}

async fn delete<E: EntityTrait>(context: &Context, which: Condition) -> Result<u64, DbErr> {
    let mut deleted = 0;
    loop {
        let which = &which;
        let batch = context
            .db
            .write("purge", |tx| {
                async move {
                    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
                    let chosen = E::find()
                        .select_only()
                        .columns(keys.iter().copied())
                        .filter(which.clone())
                        .limit(BATCH)
                        .into_query();
                    let key = Expr::tuple(keys.into_iter().map(Expr::col));
                    E::delete_many().filter(key.in_subquery(chosen)).exec(tx).await
                }
                .scope_boxed()
            })
            .await?;
        deleted += batch.rows_affected;
        if batch.rows_affected < BATCH {
            return Ok(deleted);
        }
    }
}
