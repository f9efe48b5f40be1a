//! Rename notices: what the mail about a new username needs. A row goes with its mail.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rename_notice")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name before.
    pub old_username: String,
    /// The name since.
    pub new_username: String,
    /// The account's verified address at that moment.
    pub email: String,
    /// Language of the mail.
    pub locale: String,
    /// Unix seconds of the rename.
    pub creation_date: i64,
    /// Unix seconds; the row is gone by then, whatever became of the mail.
    pub expiration_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
