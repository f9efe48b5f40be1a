//! Pending logins: asked for by a starter, decided by an approver.

use sea_orm::entity::prelude::*;

/// State of a pending login. `Denied` is final; what was approved can still be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum PendingLoginState {
    /// Not yet decided.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// Approved, not yet collected.
    #[sea_orm(string_value = "approved")]
    Approved,
    /// Its session exists.
    #[sea_orm(string_value = "collected")]
    Collected,
    /// Denied, ended by wrong codes, or undone.
    #[sea_orm(string_value = "denied")]
    Denied,
    /// Nobody decided, or nobody collected, in time; written once somebody came too late.
    #[sea_orm(string_value = "expired")]
    Expired,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_login")]
pub struct Model {
    /// UUID v7; internal, unlike the auth id it opens nothing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of the auth id, which itself is stored nowhere.
    #[sea_orm(unique)]
    pub auth_id_hash: Vec<u8>,
    /// Where it stands. Its date ends it, whether that was written here or not.
    pub state: PendingLoginState,
    /// The account that may be entered; empty for a decoy and until a person chose among several.
    pub account_id: Option<Uuid>,
    /// What the starter typed, in lower case; empty where it gave the address alone.
    pub username_key: Option<String>,
    /// The address that the starter typed, in lower case.
    pub email_key: String,
    /// The same as it was typed; empty where an older version of this program took the login.
    pub typed_email: Option<String>,
    /// The stored address that the mail went to, or that of the account which a signed-in device let it into; empty for a decoy and
    /// until one of these happens.
    pub mailbox: Option<String>,
    /// The starter's own label for itself.
    pub platform: String,
    /// Language of mail and page (BCP 47).
    pub locale: String,
    /// Zone of the times in the mail (IANA); empty for UTC.
    pub time_zone: Option<String>,
    /// Address of the starter.
    pub ip: Option<String>,
    /// The starter's IPv4 /24 or IPv6 /56 where its address is trustworthy.
    pub network: Option<String>,
    /// `User-Agent` of the starter.
    pub user_agent: Option<String>,
    /// RFC 7636 S256 challenge that the poll must answer.
    pub code_challenge: Option<String>,
    /// HMAC of the match code under the keyring secret.
    pub match_code_hash: Vec<u8>,
    /// Well-formed match codes compared so far.
    pub match_tries: i32,
    /// Well-formed mail codes compared so far.
    pub mail_code_tries: i32,
    /// Unix seconds.
    pub creation_date: i64,
    /// Unix seconds.
    pub expiration_date: i64,
    /// Unix seconds of the first decision.
    pub decision_date: Option<i64>,
    /// Address of the approver.
    pub approved_from: Option<String>,
    /// The session that came of it.
    pub session_id: Option<Uuid>,
    /// Unix seconds of the first collection.
    pub collection_date: Option<i64>,
    /// The session token for a repeated answer, sealed under a key derived from the raw auth id.
    pub sealed_token: Option<Vec<u8>>,
    /// Salt of that key.
    pub seal_salt: Option<Vec<u8>>,
    /// Ids of the sessions that made the approval, the first maker first, separated by blanks; empty where a mail did.
    pub made_by: Option<String>,
    /// The account that the starter's browser signed in to before, where it says so; once the mail is built, the account that knows the
    /// starter, by this or by its network. Empty for a stranger.
    pub known_account_id: Option<Uuid>,
    /// HMACs of the wrong match codes that were typed, one after the other, 32 bytes each.
    pub wrong_match_codes: Option<Vec<u8>>,
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
