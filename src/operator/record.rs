//! What the operator does, in the record.

use scoped_futures::ScopedFutureExt;
use sea_orm::DbErr;

use crate::auth::event::{EventKind, record_operator};
use crate::clock::SystemClock;
use crate::crypto::random::OsRandom;
use crate::db::{Db, Transaction};

/// Writes down that the operator did this, as part of it; `what` names it more closely.
pub(super) async fn record(tx: &Transaction, kind: EventKind, what: Option<&str>) -> Result<(), DbErr> {
    record_operator(&SystemClock, &OsRandom, tx, kind, what).await
}

/// The same once it was done.
pub(super) async fn record_afterwards(db: &Db, kind: EventKind, what: Option<&str>) -> Result<(), DbErr> {
    db.write("record_operator", |tx| async move { record(tx, kind, what).await }.scope_boxed()).await
}
