//! The API's own description, generated from the handlers.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{access_keys, access_tokens, account, events, login, logins, registration, sessions, verify, whoami};
use crate::web::error::Failure;

#[derive(OpenApi)]
#[openapi(
    info(title = "Doorpost", description = "Passwordless sign-in for every device."),
    paths(
        registration::create_registration,
        login::request_login,
        login::poll_login,
        login::type_mail_code,
        logins::list_logins,
        logins::decide_login,
        sessions::extend_session,
        sessions::list_sessions,
        sessions::end_other_sessions,
        sessions::end_session,
        sessions::log_out,
        whoami::whoami,
        access_keys::create_access_key,
        access_keys::list_access_keys,
        access_keys::get_own_access_key,
        access_keys::change_own_access_key,
        access_keys::revoke_own_access_key,
        access_keys::get_access_key,
        access_keys::change_access_key,
        access_keys::revoke_access_key,
        access_tokens::issue_access_token,
        access_tokens::refresh_access_token,
        access_tokens::verify_token,
        access_tokens::revoke_token,
        verify::verify_request,
        account::get_account,
        account::change_account,
        account::delete_account,
        events::list_events,
    ),
    modifiers(&Credentials)
)]
struct Document;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("credential", scheme);
    }
}

/// What any route with a body may answer, beside what it says of itself.
const OF_BODIES: [(&str, &str); 3] = [
    ("408", "The body did not arrive in time"),
    ("413", "The body is too large"),
    ("415", "The body is not sent as JSON"),
];
/// What any route may answer.
const OF_ALL: [(&str, &str); 1] = [("503", "Out of order for a moment")];

/// The description.
///
/// # Errors
/// It cannot be written as JSON.
pub(crate) fn document() -> Result<Value, Failure> {
    let mut document =
        serde_json::to_value(Document::openapi()).map_err(|error| Failure::Internal(error.to_string()))?;
    let paths = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    for operation in paths.filter_map(Value::as_object_mut).flat_map(|methods| methods.values_mut()) {
        if operation["requestBody"].is_object() {
            // A body that may be left out is not one that may be null.
            let schema = &mut operation["requestBody"]["content"]["application/json"]["schema"];
            if let Some(only) =
                schema["oneOf"].as_array().and_then(|kinds| kinds.iter().find(|kind| kind["type"] != "null"))
            {
                *schema = only.clone();
            }
            add(operation, &OF_BODIES);
        }
        add(operation, &OF_ALL);
    }
    Ok(document)
}

fn add(operation: &mut Value, answers: &[(&str, &str)]) {
    for (status, description) in answers {
        let schema = json!({"$ref": "#/components/schemas/ErrorBody"});
        let answer = json!({"description": description, "content": {"application/json": {"schema": schema}}});
        if operation["responses"][*status].is_null() {
            operation["responses"][*status] = answer;
        }
    }
}

/// The description as text: it depends on the program alone, so that all answers share one copy.
static TEXT: OnceLock<Bytes> = OnceLock::new();

/// Serve the description.
pub(crate) async fn openapi() -> Result<impl IntoResponse, Failure> {
    let text = if let Some(text) = TEXT.get() {
        text.clone()
    } else {
        let text = serde_json::to_vec_pretty(&document()?).map_err(|error| Failure::Internal(error.to_string()))?;
        TEXT.get_or_init(|| text.into()).clone()
    };
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8"), (CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, text))
}
