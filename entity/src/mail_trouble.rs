//! Mails that the mail servers did not take, the last ones since they took one.

use sea_orm::entity::prelude::*;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum MailTroubleKind {
    /// It was refused.
    #[sea_orm(string_value = "refused")]
    Refused,
    /// No mail server could be reached.
    #[sea_orm(string_value = "unreachable")]
    Unreachable,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_trouble")]
pub struct Model {
    /// The outbox row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub mail_id: Uuid,
    /// A hash of its recipient, to tell one from another.
    pub mailbox_hash: String,
    /// What became of it.
    pub kind: MailTroubleKind,
    /// UUID v7: sorts by time.
    pub order_id: Uuid,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
