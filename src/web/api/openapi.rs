//! The API's own description, generated from the handlers.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{access_keys, access_tokens, account, events, login, registration, sessions, verify, whoami};
use crate::web::error::Failure;

#[derive(OpenApi)]
#[openapi(
    info(title = "Doorpost", description = "Passwordless sign-in for every device."),
    paths(
        registration::create_registration,
        login::request_login,
        login::poll_login,
        login::type_mail_code,
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

/// The description.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// Serve the description.
pub(crate) async fn openapi() -> Result<impl IntoResponse, Failure> {
    let text = document().to_pretty_json().map_err(|error| Failure::Internal(error.to_string()))?;
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8"), (CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, text))
}
