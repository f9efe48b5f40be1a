//! The JSON API, one file per noun.

pub(crate) mod access_keys;
pub(crate) mod access_tokens;
pub(crate) mod account;
pub(crate) mod events;
pub(crate) mod login;
pub(crate) mod logins;
pub(crate) mod openapi;
pub(crate) mod registration;
pub(crate) mod sessions;
pub(crate) mod verify;
pub(crate) mod whoami;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::session::NewSession;
use crate::web::error::Failure;

/// A session with its token, which is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewSessionBody {
    /// What the device presents from now on: 344 characters.
    session_token: String,
    /// The session.
    session_id: Uuid,
    /// The account.
    account_id: Uuid,
    /// Whole Unix seconds: the session's end, if it is not used.
    expiration_date: i64,
}

impl From<NewSession> for NewSessionBody {
    fn from(session: NewSession) -> Self {
        Self {
            session_token: session.token.expose().to_owned(),
            session_id: session.session_id,
            account_id: session.account_id,
            expiration_date: session.expiration_date,
        }
    }
}

/// A field that has to be there.
fn required(field: &'static str, value: Option<String>) -> Result<String, Failure> {
    value.ok_or_else(|| Failure::missing(field))
}

/// Whether a parameter of the query has the one value that it takes. Empty is as good as absent.
fn asks_for(field: &'static str, value: Option<&str>, word: &'static str) -> Result<bool, Failure> {
    match value {
        None | Some("") => Ok(false),
        Some(value) if value == word => Ok(true),
        Some(_) => Err(Failure::Invalid {
            field,
            code: "invalid_parameter",
            sentence: format!("The parameter {field} takes {word} and nothing else"),
        }),
    }
}

/// Tells null, which means something here, from absence, for a field's `deserialize_with`.
#[expect(clippy::option_option, reason = "absent, null and present are three things here")]
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Rows of a page, if a client does not say how many, and at most.
const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 100;

fn bad_cursor() -> Failure {
    Failure::Invalid {
        field: "cursor",
        code: "invalid_cursor",
        sentence: "The cursor is not one that a page gave out".to_owned(),
    }
}

fn clamped_limit(text: Option<&str>) -> u64 {
    let Some(text) = text else { return DEFAULT_LIMIT };
    match text.trim().parse::<i128>() {
        Ok(number) => u64::try_from(number.clamp(1, i128::from(MAX_LIMIT))).unwrap_or(DEFAULT_LIMIT),
        Err(_) => DEFAULT_LIMIT,
    }
}
