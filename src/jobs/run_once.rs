//! One run per period, whatever the number of nodes.

use std::future::Future;
use std::time::Duration;

use entity::job_run::{ActiveModel, Column, Entity};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::clock::MAX_CLOCK_SKEW_SECONDS;
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::db::Transaction;

/// A node that takes longer than so many seconds is taken for dead.
const LEASE: i64 = 300;

/// Runs `work` unless this or another node has run it in the current period, or is at it. A node that died at it loses
/// its lease, and the next tick takes over (invariants 51 and 53). After a clock was set back, what was run by it does not count.
///
/// # Errors
/// Those of `work` and of the database.
pub async fn run_once<T>(
    context: &Context,
    name: &'static str,
    period: Duration,
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<Option<T>, DbErr> {
    let now = context.now();
    let seconds = i64::try_from(period.as_secs().max(1)).unwrap_or(i64::MAX);
    let number = now / seconds;
    let lease_id = row_id(&*context.clock, &*context.random);
    let row = &ActiveModel {
        name: Set(name.to_owned()),
        period: Set(number),
        lease_id: Set(lease_id),
        lease_expiration_date: Set(now + LEASE),
        finished_date: Set(None),
    };
    let taken = context
        .db
        .write("take_job", |tx| {
            async move {
                drop_future_runs(tx, name, (now + MAX_CLOCK_SKEW_SECONDS) / seconds).await?;
                Entity::insert(row.clone())
                    .on_conflict(
                        OnConflict::columns([Column::Name, Column::Period])
                            .update_columns([Column::LeaseId, Column::LeaseExpirationDate])
                            .action_and_where(Column::FinishedDate.is_null())
                            .action_and_where(Column::LeaseExpirationDate.lte(now))
                            .to_owned(),
                    )
                    .exec_without_returning(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
    if taken == 0 {
        return Ok(None);
    }
    let done = work.await?;
    context
        .db
        .write("finish_job", |tx| {
            async move {
                Entity::update_many()
                    .col_expr(Column::FinishedDate, Some(context.now()).into())
                    .filter(Column::Name.eq(name))
                    .filter(Column::Period.eq(number))
                    .filter(Column::LeaseId.eq(lease_id))
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
    Ok(Some(done))
}

/// Runs that are still to come tell that the clock was set back: it goes through periods for the second time, whose work is due.
async fn drop_future_runs(tx: &Transaction, name: &str, latest: i64) -> Result<(), DbErr> {
    let to_come =
        Entity::delete_many().filter(Column::Name.eq(name)).filter(Column::Period.gt(latest)).exec(tx).await?;
    if to_come.rows_affected > 0 {
        Entity::delete_many().filter(Column::Name.eq(name)).exec(tx).await?;
    }
    Ok(())
}
