//! Confirmation tokens: what a mailed login link carries, as hashes.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmation_token")]
pub struct Model {
    /// SHA-256 of the confirmation token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// The login that it may decide.
    pub pending_login_id: Uuid,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The row's pending login.
    #[sea_orm(
        belongs_to = "super::pending_login::Entity",
        from = "Column::PendingLoginId",
        to = "super::pending_login::Column::Id",
        on_delete = "Cascade"
    )]
    PendingLogin,
}

impl Related<super::pending_login::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::PendingLogin.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
