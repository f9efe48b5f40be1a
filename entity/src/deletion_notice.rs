//! Deletion notices: what the mail about a deleted account needs. A row goes with its mail.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deletion_notice")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of the account that was deleted.
    pub username: String,
    /// Its verified address.
    pub email: String,
    /// Language of the mail.
    pub locale: String,
    /// Unix seconds of the deletion.
    pub creation_date: i64,
    /// Unix seconds; the row is gone by then, whatever became of the mail.
    pub expiration_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
