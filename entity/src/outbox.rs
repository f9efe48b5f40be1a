//! Outbox: mail that was accepted and is not yet with the mail server. Rows hold ids, never links.

use sea_orm::entity::prelude::*;

/// Which mail an outbox row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum OutboxKind {
    /// The confirmation link of a pending login.
    #[sea_orm(string_value = "login")]
    Login,
    /// Proof of the address given at registration.
    #[sea_orm(string_value = "verification")]
    Verification,
    /// Proof of a new address.
    #[sea_orm(string_value = "email_change")]
    EmailChange,
    /// Notice to the old address that a change was asked for.
    #[sea_orm(string_value = "email_change_requested")]
    EmailChangeRequested,
    /// Notice to the old address that the change was made.
    #[sea_orm(string_value = "email_changed")]
    EmailChanged,
    /// Notice that an access key was made.
    #[sea_orm(string_value = "access_key_created")]
    AccessKeyCreated,
    /// Notice that an access key is about to end.
    #[sea_orm(string_value = "access_key_expiring")]
    AccessKeyExpiring,
    /// Notice that an account was deleted.
    #[sea_orm(string_value = "account_deleted")]
    AccountDeleted,
    /// Notice that an account was renamed.
    #[sea_orm(string_value = "username_changed")]
    UsernameChanged,
}

/// State of an outbox row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum OutboxState {
    /// Waiting, or with a worker.
    #[sea_orm(string_value = "queued")]
    Queued,
    /// Handed to the mail server.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// Nobody to mail, past a cap, or no longer of use.
    #[sea_orm(string_value = "dropped")]
    Dropped,
    /// Given up.
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Which mail.
    pub kind: OutboxKind,
    /// For a login mail: the pending login.
    pub pending_login_id: Option<Uuid>,
    /// For the mails about an address: the link.
    pub email_link_id: Option<Uuid>,
    /// For the mails about an access key: the key.
    pub access_key_id: Option<Uuid>,
    /// For the mail about a deleted account: the notice.
    pub deletion_notice_id: Option<Uuid>,
    /// For the mail about a new username: the notice.
    pub rename_notice_id: Option<Uuid>,
    /// Where it stands.
    pub state: OutboxState,
    /// Hand-overs tried so far.
    pub attempts: i32,
    /// Unix seconds; not tried earlier.
    pub next_attempt_date: i64,
    /// Fencing id of the worker that has it; every update names it.
    pub lease_id: Option<Uuid>,
    /// Unix seconds; after it another worker may take the row.
    pub lease_expiration_date: Option<i64>,
    /// Kind of the last failure, never the server's words.
    pub failure: Option<String>,
    /// Unix seconds.
    pub creation_date: i64,
    /// Unix seconds; pointless to send later.
    pub expiration_date: i64,
    /// Unix seconds when it was handed over, dropped or given up.
    pub finished_date: Option<i64>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
