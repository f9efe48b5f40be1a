//! The API's own description, generated from the handlers.

mod failures;

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::MethodFilter;
use serde_json::Value;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{access_keys, access_tokens, account, events, login, logins, registration, sessions, verify, whoami};
use crate::web::error::Failure;
use crate::web::ops;
use crate::web::pages::{confirm, email};
use crate::web::routes::{Access, Route, table};
use failures::Called;

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
        access_tokens::jwks,
        confirm::get,
        confirm::post,
        email::get,
        email::post,
        ops::livez,
        ops::readyz,
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
///
/// # Errors
/// It cannot be written as JSON.
pub(crate) fn document() -> Result<Value, Failure> {
    let mut document =
        serde_json::to_value(Document::openapi()).map_err(|error| Failure::Internal(error.to_string()))?;
    failures::components(&mut document);
    let routes = table();
    for (path, operations) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let has_body = operation["requestBody"].is_object();
            if has_body {
                tell_apart_from_null(operation);
            }
            // Health has words of its own.
            let is_api = path.starts_with("/auth/") || path.starts_with("/.well-known/");
            match access(&routes, path, method).filter(|_| is_api) {
                Some(Access::Link) => failures::describe_link(operation, has_body),
                Some(access) => {
                    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
                    let in_query =
                        |parameters: &Vec<Value>| parameters.iter().any(|parameter| parameter["in"] == "query");
                    let has_query = operation["parameters"].as_array().is_some_and(in_query);
                    failures::describe(operation, &Called { id: &id, access, has_body, has_query });
                }
                None => {}
            }
        }
    }
    Ok(document)
}

/// A body that may be left out is not one that may be null.
fn tell_apart_from_null(operation: &mut Value) {
    let schema = &mut operation["requestBody"]["content"]["application/json"]["schema"];
    if let Some(only) = schema["oneOf"].as_array().and_then(|kinds| kinds.iter().find(|kind| kind["type"] != "null")) {
        *schema = only.clone();
    }
}

fn access(routes: &[Route], path: &str, method: &str) -> Option<Access> {
    let is_meant = |route: &&Route| route.path == path && route.method == method_filter(method);
    routes.iter().find(is_meant).map(|route| route.access)
}

fn method_filter(method: &str) -> MethodFilter {
    match method {
        "post" => MethodFilter::POST,
        "patch" => MethodFilter::PATCH,
        "delete" => MethodFilter::DELETE,
        _ => MethodFilter::GET,
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
