//! Processes that take mail from the outbox, where others can see whether they live: on PostgreSQL.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process")]
pub struct Model {
    /// Drawn at random; the process holds an advisory lock of this number for as long as it lives.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Unix seconds.
    pub start_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
