//! Forgotten accounts: ids of accounts that were deleted, whose events are still to be deleted batch by batch.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forgotten_account")]
pub struct Model {
    /// The id that the account had.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Unix seconds.
    pub deletion_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
