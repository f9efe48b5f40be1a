//! Sessions: one signed-in device each.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Owner.
    pub account_id: Uuid,
    /// SHA-256 of the session token, which itself is stored nowhere.
    #[sea_orm(unique)]
    pub token_hash: Vec<u8>,
    /// The client's own label for itself.
    pub platform: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Unix seconds.
    pub creation_date: i64,
    /// Unix seconds, written in batches.
    pub last_seen_date: i64,
    /// Unix seconds: when the idle limit ends the session, never past `max_expiration_date`.
    pub expiration_date: i64,
    /// Unix seconds: the absolute limit.
    pub max_expiration_date: i64,
    /// Unix seconds; empty until the token was presented for the first time.
    pub first_use_date: Option<i64>,
    /// Address of the device that the session belongs to.
    pub ip: Option<String>,
    /// `User-Agent` of that device.
    pub user_agent: Option<String>,
    /// Address of the browser that approved the login; empty after a registration.
    pub approved_from: Option<String>,
    /// The login that it came of; empty after a registration.
    pub pending_login_id: Option<Uuid>,
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
