//! Resting names: usernames that were left by a rename or a deletion, and that nobody but their last owner may take yet.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resting_name")]
pub struct Model {
    /// The name, in lower case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub username_key: String,
    /// The last owner, who may take the name back. `None` once that account is deleted.
    pub account_id: Option<Uuid>,
    /// Unix seconds; from then on anybody may take the name.
    pub expiration_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
