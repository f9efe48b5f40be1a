//! E-mail tokens: what a mailed address link carries, as hashes.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_token")]
pub struct Model {
    /// SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// The link that it opens.
    pub email_link_id: Uuid,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The row's email link.
    #[sea_orm(
        belongs_to = "super::email_link::Entity",
        from = "Column::EmailLinkId",
        to = "super::email_link::Column::Id",
        on_delete = "Cascade"
    )]
    EmailLink,
}

impl Related<super::email_link::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::EmailLink.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
