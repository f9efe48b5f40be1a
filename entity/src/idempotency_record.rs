//! Idempotency records: answers to registrations, for a client that lost its reply.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_record")]
pub struct Model {
    /// SHA-256 of the `Idempotency-Key`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: Vec<u8>,
    /// SHA-256 of the request body.
    pub body_hash: Vec<u8>,
    /// The account that was made.
    pub account_id: Uuid,
    /// Its first session.
    pub session_id: Uuid,
    /// The session token, sealed under a key derived from the raw key and body.
    pub sealed_token: Vec<u8>,
    /// Salt of that key.
    pub seal_salt: Vec<u8>,
    /// Unix seconds, as answered.
    pub session_expiration_date: i64,
    /// Unix seconds; no repeated answer later.
    pub expiration_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The row's account.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id",
        on_delete = "Cascade"
    )]
    Account,
}

impl Related<super::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
