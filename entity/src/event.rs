//! Events: what was done with accounts. Rows are added and, once they are old, purged; nothing changes one.

use sea_orm::entity::prelude::*;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EventKind {
    /// The account came into being.
    #[sea_orm(string_value = "account_registered")]
    AccountRegistered,
    /// The account was deleted.
    #[sea_orm(string_value = "account_deleted")]
    AccountDeleted,
    /// The name was changed.
    #[sea_orm(string_value = "username_changed")]
    UsernameChanged,
    /// A login was asked for, and its mail was made.
    #[sea_orm(string_value = "login_asked")]
    LoginAsked,
    /// A login was asked for, and its mail was held back, since there were too many.
    #[sea_orm(string_value = "login_mail_withheld")]
    LoginMailWithheld,
    /// A login was approved.
    #[sea_orm(string_value = "login_approved")]
    LoginApproved,
    /// A login was denied.
    #[sea_orm(string_value = "login_denied")]
    LoginDenied,
    /// A login was ended by wrong codes.
    #[sea_orm(string_value = "login_failed")]
    LoginFailed,
    /// An approval was taken back.
    #[sea_orm(string_value = "login_undone")]
    LoginUndone,
    /// A session began.
    #[sea_orm(string_value = "session_begun")]
    SessionBegun,
    /// A session was ended by hand.
    #[sea_orm(string_value = "session_ended")]
    SessionEnded,
    /// A session ended by itself: unused for too long, or at its absolute limit.
    #[sea_orm(string_value = "session_expired")]
    SessionExpired,
    /// Several sessions were ended at once.
    #[sea_orm(string_value = "sessions_ended")]
    SessionsEnded,
    /// An access key was made.
    #[sea_orm(string_value = "access_key_created")]
    AccessKeyCreated,
    /// An access key was revoked.
    #[sea_orm(string_value = "access_key_revoked")]
    AccessKeyRevoked,
    /// All access keys were revoked at once.
    #[sea_orm(string_value = "access_keys_revoked")]
    AccessKeysRevoked,
    /// A new address was asked for.
    #[sea_orm(string_value = "email_change_asked")]
    EmailChangeAsked,
    /// A new address that was asked for was withdrawn, together with the session that asked for it.
    #[sea_orm(string_value = "email_change_withdrawn")]
    EmailChangeWithdrawn,
    /// The address proved itself.
    #[sea_orm(string_value = "email_verified")]
    EmailVerified,
    /// A new address took the old one's place.
    #[sea_orm(string_value = "email_changed")]
    EmailChanged,
    /// The address was removed.
    #[sea_orm(string_value = "email_removed")]
    EmailRemoved,
    /// The old address took its place back.
    #[sea_orm(string_value = "email_change_undone")]
    EmailChangeUndone,
    /// A limit held somebody off. Belongs to no account.
    #[sea_orm(string_value = "limit_reached")]
    LimitReached,
    /// The operator brought the database up to a new version. Belongs to no account.
    #[sea_orm(string_value = "database_migrated")]
    DatabaseMigrated,
    /// The operator made a backup. Belongs to no account.
    #[sea_orm(string_value = "backup_made")]
    BackupMade,
    /// A backup that the operator wanted was not made. Belongs to no account.
    #[sea_orm(string_value = "backup_failed")]
    BackupFailed,
    /// The operator restored a backup. Belongs to no account.
    #[sea_orm(string_value = "backup_restored")]
    BackupRestored,
}

impl EventKind {
    /// Whether it was done with an account, whose owner sees it.
    #[must_use]
    pub fn is_of_an_account(self) -> bool {
        !matches!(
            self,
            Self::LimitReached | Self::DatabaseMigrated | Self::BackupMade | Self::BackupFailed | Self::BackupRestored
        )
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// UUID v7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is; nobody's, where no account has to do with it. No foreign key: it outlives the account.
    pub account_id: Option<Uuid>,
    /// What was done.
    pub kind: EventKind,
    /// The label of the device that it was done with or to; the name of the key, of the setting whose limit was reached, or of
    /// the migration; what a restore did with credentials.
    pub platform: Option<String>,
    /// Where it was done from.
    pub ip: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
    /// Unix seconds.
    pub creation_date: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
