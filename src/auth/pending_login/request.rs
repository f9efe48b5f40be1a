//! Asking for a login.

use entity::outbox::Entity as OutboxEntity;
use entity::pending_login::{ActiveModel, Entity, PendingLoginState};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, QueryTrait};
use uuid::Uuid;

use super::collect::remember;
use crate::auth::client_info::ClientInfo;
use crate::auth::email_address::EmailAddress;
use crate::auth::match_code::MatchCode;
use crate::auth::platform::Platform;
use crate::auth::username::SoughtName;
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::crypto::secret::AuthId;
use crate::mail::outbox::{self, Subject};
use crate::net::address::is_global;
use crate::view::locale::Locale;
use crate::view::time_zone::TimeZone;

/// How often a client is asked to poll, in seconds.
pub const POLL_INTERVAL: u64 = 2;

/// What a starter asks for.
pub struct LoginRequest {
    /// The name, which need not be anybody's.
    pub username: Option<SoughtName>,
    /// The address.
    pub email: EmailAddress,
    /// The starter's label for itself.
    pub platform: Platform,
    /// RFC 7636 S256 challenge.
    pub code_challenge: Option<String>,
    /// Language of mail and page.
    pub locale: Locale,
    /// Zone of the times in the mail; none for UTC.
    pub time_zone: Option<TimeZone>,
    /// The starter.
    pub client: ClientInfo,
    /// The account that the starter's browser signed in to before, by its own signed word.
    pub known_account_id: Option<Uuid>,
}

/// What the starter needs for waiting.
pub struct Asked {
    /// What to poll with.
    pub auth_id: AuthId,
    /// What to show meanwhile.
    pub match_code: MatchCode,
    /// Unix seconds.
    pub expiration_date: i64,
    /// Seconds between polls.
    pub interval: u64,
}

/// Asks for a login. Who asks for somebody who does not exist gets the same answer after the same work.
///
/// # Errors
/// The database does not answer.
pub async fn request(context: &Context, asked: &LoginRequest) -> Result<Asked, DbErr> {
    let auth_id = AuthId::generate(&*context.random);
    let match_code = MatchCode::of(&auth_id);
    let id = row_id(&*context.clock, &*context.random);
    let expiration_date = context.now() + context.settings.login_ttl;
    let row = ActiveModel {
        id: Set(id),
        auth_id_hash: Set(auth_id.hash().to_vec()),
        state: Set(PendingLoginState::Pending),
        account_id: Set(None),
        username_key: Set(asked.username.as_ref().map(SoughtName::key)),
        email_key: Set(asked.email.key()),
        typed_email: Set(Some(asked.email.as_str().to_owned())),
        mailbox: Set(None),
        platform: Set(asked.platform.as_str().to_owned()),
        locale: Set(asked.locale.tag().to_owned()),
        time_zone: Set(asked.time_zone.map(|zone| zone.name().to_owned())),
        ip: Set(asked.client.ip_text()),
        network: Set(asked.client.network.as_ref().map(|network| network.as_str().to_owned())),
        user_agent: Set(asked.client.user_agent.clone()),
        code_challenge: Set(asked.code_challenge.clone()),
        match_code_hash: Set(match_code.hash(&context.keyring, id)),
        match_tries: Set(0),
        mail_code_tries: Set(0),
        creation_date: Set(context.now()),
        expiration_date: Set(expiration_date),
        decision_date: Set(None),
        approved_from: Set(None),
        session_id: Set(None),
        collection_date: Set(None),
        sealed_token: Set(None),
        seal_salt: Set(None),
        made_by: Set(None),
        known_account_id: Set(asked.known_account_id),
        wrong_match_codes: Set(None),
    };
    let reading = context.credential_cache.begin_read();
    let mail = outbox::row(&*context.clock, &*context.random, Subject::PendingLogin(id), expiration_date);
    let (login, mail) = (Entity::insert(row).into_query(), OutboxEntity::insert(mail).into_query());
    context.db.insert_pair("request_login", login, mail).await?;
    remember(context, reading, &auth_id, (id, expiration_date, asked.code_challenge.clone()));
    context.mail.wake();
    // On a loopback public URL everybody is on this machine, and their address is trustworthy.
    context.starters.note(asked.client.ip.filter(|_| asked.client.network.is_none()).filter(|ip| !is_global(*ip)));
    metrics::counter!("doorpost_logins_requested_total").increment(1);
    Ok(Asked { auth_id, match_code, expiration_date, interval: POLL_INTERVAL })
}
