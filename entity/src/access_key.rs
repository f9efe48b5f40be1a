//! Access keys: what scripts and machines of an account present.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_key")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Owner.
    pub account_id: Uuid,
    /// SHA-256 of the key, which itself is stored nowhere.
    #[sea_orm(unique)]
    pub key_hash: Vec<u8>,
    /// Its first characters, to know it by.
    pub prefix: String,
    /// The owner's name for it, unique among their keys.
    pub name: String,
    /// What it is for, in the owner's words.
    pub description: Option<String>,
    /// What it may do: scopes, separated by blanks.
    pub scopes: String,
    /// Language of the mails about it (BCP 47).
    pub locale: String,
    /// Unix seconds.
    pub creation_date: i64,
    /// Unix seconds.
    pub expiration_date: i64,
    /// Unix seconds; written at most once a minute.
    pub last_used_date: Option<i64>,
    /// Address of that use.
    pub last_used_ip: Option<String>,
    /// Unix seconds when its end was announced to the owner.
    pub notice_date: Option<i64>,
    /// Ids of the sessions and access keys that made it, the first maker first, separated by blanks: whoever throws one of them out can
    /// throw this out too (invariant 61). Empty where no credential made it, or an older version of this program did.
    pub made_by: Option<String>,
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
