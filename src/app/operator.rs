//! What the operator does, in the record.

use entity::event::{Entity, EventKind, Model};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};

use crate::clock::{Clock, SystemClock};
use crate::random::{OsRandom, row_id};

/// Writes down that the operator did this; `what` names it more closely.
pub(super) async fn record(tx: &DatabaseTransaction, kind: EventKind, what: Option<&str>) -> Result<(), DbErr> {
    let row = Model {
        id: row_id(&SystemClock, &OsRandom),
        account_id: None,
        kind,
        platform: what.map(str::to_owned),
        ip: None,
        request_id: None,
        creation_date: SystemClock.now(),
    };
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await.map(drop)
}
