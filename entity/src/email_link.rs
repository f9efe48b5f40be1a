//! E-mail links: proofs of an address, and ways back from a change.

use sea_orm::entity::prelude::*;

/// What following an e-mail link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EmailLinkKind {
    /// Proves the address that the account has.
    #[sea_orm(string_value = "verification")]
    Verification,
    /// Proves a new address and makes it the account's.
    #[sea_orm(string_value = "change")]
    Change,
    /// Brings the old address back and ends every session.
    #[sea_orm(string_value = "undo")]
    Undo,
}

/// State of an e-mail link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EmailLinkState {
    /// Not yet followed.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// Followed; it does nothing more.
    #[sea_orm(string_value = "applied")]
    Applied,
    /// A newer one took its place, or it was withdrawn.
    #[sea_orm(string_value = "replaced")]
    Replaced,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_link")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Owner.
    pub account_id: Uuid,
    /// What following it does.
    pub kind: EmailLinkKind,
    /// Where it stands; expiry is not a state but a date.
    pub state: EmailLinkState,
    /// The address that it is mailed to and the only one that it speaks for.
    pub email: String,
    /// For an undo: the address that the account changed to; empty for a removal.
    pub new_email: Option<String>,
    /// Language of mail and page (BCP 47).
    pub locale: String,
    /// Unix seconds.
    pub creation_date: i64,
    /// Unix seconds.
    pub expiration_date: i64,
    /// Ids of the sessions and access keys that made it, the first maker first, separated by blanks: whoever throws one of them out can
    /// throw this out too (invariant 61). Empty where no credential made it, or an older version of this program did.
    pub made_by: Option<String>,
    /// The account's counter of changes when it was made: of two ways back the lower one wins, whatever the clocks of nodes say
    /// (invariant 66).
    pub change_number: i64,
    /// The address that it was asked for from; empty where it is not known.
    pub asked_from: Option<String>,
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
