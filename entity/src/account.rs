//! Accounts: who can sign in.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// As typed at registration or at the last rename.
    pub username: String,
    /// Lower-case form, unique: names compare without regard to case.
    #[sea_orm(unique)]
    pub username_key: String,
    /// The address exactly as it was given, which is how it is mailed.
    pub email: Option<String>,
    /// Lower-case form of the address; several accounts may share it.
    pub email_key: Option<String>,
    /// True only after an approval that was reached through exactly this address (invariant 48).
    pub email_verified: bool,
    /// Unix seconds.
    pub creation_date: i64,
    /// Counts the changes of the address that were asked for and made.
    pub email_change_count: i64,
    /// Unix seconds of the first proof of the address, until the owner has said what is to become of everything older
    /// (invariant 70).
    pub first_proof_date: Option<i64>,
    /// The address that was proven then: only whom a mail to it let in may say so, whatever the account's address is by now.
    pub first_proof_email: Option<String>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
