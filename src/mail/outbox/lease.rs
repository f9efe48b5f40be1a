//! Whose a lease is, and its end with that process.

use entity::outbox::{Column, Entity, OutboxState};
use entity::process;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::{Builder, Uuid};

use crate::clock::Clock;
use crate::crypto::random::{Random, row_id};
use crate::db::{Db, Transaction};

/// The version of ids that name a process (RFC 9562 section 5.8): those of other leases, such as the program before wrote, are of
/// version 7.
const NAMES_A_PROCESS: usize = 8;

/// The id of a new lease. The last four bytes are the process, if others can see whether it lives.
pub(super) fn id(clock: &dyn Clock, random: &dyn Random, process: Option<i32>) -> Uuid {
    let id = row_id(clock, random);
    let Some(process) = process else { return id };
    let mut bytes = id.into_bytes();
    if let Some(last) = bytes.last_chunk_mut() {
        *last = process.to_be_bytes();
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

fn process(lease_id: Uuid) -> Option<i32> {
    let last = lease_id.as_bytes().last_chunk().copied();
    last.map(i32::from_be_bytes).filter(|_| lease_id.get_version_num() == NAMES_A_PROCESS)
}

/// Ends every lease: nobody else takes mail from this database. Returns how many there were.
///
/// # Errors
/// The database does not answer.
pub async fn end_leases(db: &Db) -> Result<u64, DbErr> {
    db.write("end_leases", |tx| async move { end(tx, &leases(tx, None).await?).await }.scope_boxed()).await
}

/// Ends the leases of a process that is gone, and forgets it. Returns how many there were.
///
/// # Errors
/// The database does not answer.
pub async fn end_leases_of(db: &Db, gone: i32) -> Result<u64, DbErr> {
    db.write("end_leases", |tx| {
        async move {
            let ended = end(tx, &leases(tx, Some(gone)).await?).await?;
            process::Entity::delete_by_id(gone).exec(tx).await?;
            Ok(ended)
        }
        .scope_boxed()
    })
    .await
}

/// Those of one process, or all.
async fn leases(tx: &Transaction, of: Option<i32>) -> Result<Vec<Uuid>, DbErr> {
    let leases: Vec<Option<Uuid>> = Entity::find()
        .select_only()
        .column(Column::LeaseId)
        .distinct()
        .filter(Column::State.eq(OutboxState::Queued))
        .filter(Column::LeaseId.is_not_null())
        .into_tuple()
        .all(tx)
        .await?;
    Ok(leases.into_iter().flatten().filter(|lease| of.is_none() || process(*lease) == of).collect())
}

async fn end(tx: &Transaction, leases: &[Uuid]) -> Result<u64, DbErr> {
    if leases.is_empty() {
        return Ok(0);
    }
    let ended = Entity::update_many()
        .col_expr(Column::LeaseId, Option::<Uuid>::None.into())
        .col_expr(Column::LeaseExpirationDate, Option::<i64>::None.into())
        .filter(Column::State.eq(OutboxState::Queued))
        .filter(Column::LeaseId.is_in(leases.iter().copied()))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::crypto::random::OsRandom;

    #[test]
    fn a_lease_names_its_process() {
        let [named, unnamed] = [Some(-7), None].map(|process| id(&SystemClock, &OsRandom, process));
        assert_eq!((process(named), process(unnamed)), (Some(-7), None));
        assert_ne!(named, id(&SystemClock, &OsRandom, Some(-7)));
    }
}
