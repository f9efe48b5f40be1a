//! Every method and path of the program, and who may call it.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use futures_util::future::{BoxFuture, Either, Ready, ready};

use super::api::{
    access_keys, access_tokens, account, events, login, logins, openapi, registration, sessions, verify, whoami,
};
use super::development;
use super::error::Failure;
use super::extract::{MAX_BODY, look_for_token, needs_token};
use super::{ops, pages};
use crate::auth::scope;
use crate::context::Context;
use crate::telemetry::request_context;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// Who holds the auth id in the path.
    AuthId,
    /// Who holds a session token, and no other credential will do.
    Session,
    /// Who holds a credential with this scope.
    Scope(&'static str),
    /// Who holds a credential, whatever it may do.
    Credential,
    /// Who holds an access token, whomever it is for.
    AccessToken,
    /// Who waits for a login, and holds its auth id in a cookie.
    Waiting,
    /// Who holds the link; what changes something also has to come from our own page.
    Link,
    /// Who asks on this machine, in development only.
    Development,
}

/// One method of one path.
pub struct Route {
    /// The method.
    pub method: MethodFilter,
    /// The path's template.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    handler: fn(MethodRouter<Context>) -> MethodRouter<Context>,
}

/// Every method, those that have no name here as well.
pub const ANY: MethodFilter = MethodFilter::GET
    .or(MethodFilter::HEAD)
    .or(MethodFilter::POST)
    .or(MethodFilter::PUT)
    .or(MethodFilter::PATCH)
    .or(MethodFilter::DELETE)
    .or(MethodFilter::OPTIONS)
    .or(MethodFilter::TRACE)
    .or(MethodFilter::CONNECT);

macro_rules! route {
    (any $path:literal, $access:expr, $handler:expr) => {
        Route {
            method: ANY,
            path: $path,
            access: $access,
            handler: |methods| methods.fallback(Declared { path: $path, access: $access, handler: $handler }),
        }
    };
    ($method:ident $path:literal, $access:expr, $handler:expr) => {
        Route {
            method: MethodFilter::$method,
            path: $path,
            access: $access,
            handler: |methods| {
                let declared = Declared { path: $path, access: $access, handler: $handler };
                methods.on(MethodFilter::$method, declared)
            },
        }
    };
}

/// The table. What it declares of a route is what the route's callers are held to. A GET answers HEAD as well, without a body, unless HEAD has a line of its own.
#[must_use]
pub fn table() -> Vec<Route> {
    use Access::{AccessToken, Anyone, AuthId, Credential, Development, Link, Scope, Session, Waiting};
    vec![
        // Devices
        route!(POST "/auth/registration", Anyone, registration::create_registration),
        route!(POST "/auth/login", Anyone, login::request_login),
        route!(GET "/auth/session/{auth_id}", AuthId, login::poll_login),
        route!(HEAD "/auth/session/{auth_id}", AuthId, login::glance_login),
        route!(POST "/auth/session/{auth_id}", AuthId, login::type_mail_code),
        // Who is signed in
        route!(GET "/auth/whoami", Anyone, whoami::whoami),
        route!(GET "/auth/account", Scope(scope::ACCOUNT_READ), account::get_account),
        route!(PATCH "/auth/account", Scope(scope::ACCOUNT_WRITE), account::change_account),
        route!(DELETE "/auth/account", Scope(scope::ACCOUNT_WRITE), account::delete_account),
        route!(GET "/auth/account/events", Scope(scope::ACCOUNT_READ), events::list_events),
        route!(GET "/auth/sessions", Scope(scope::SESSIONS_READ), sessions::list_sessions),
        route!(DELETE "/auth/sessions", Scope(scope::SESSIONS_WRITE), sessions::end_other_sessions),
        route!(DELETE "/auth/sessions/{session_id}", Scope(scope::SESSIONS_WRITE), sessions::end_session),
        route!(GET "/auth/logins", Session, logins::list_logins),
        route!(POST "/auth/logins/{login_id}", Session, logins::decide_login),
        route!(POST "/auth/session/extend", Session, sessions::extend_session),
        route!(POST "/auth/logout", Anyone, sessions::log_out),
        // Machines
        route!(POST "/auth/keys", Scope(scope::KEYS_WRITE), access_keys::create_access_key),
        route!(GET "/auth/keys", Scope(scope::KEYS_READ), access_keys::list_access_keys),
        route!(GET "/auth/keys/self", Credential, access_keys::get_own_access_key),
        route!(PATCH "/auth/keys/self", Scope(scope::KEYS_WRITE), access_keys::change_own_access_key),
        route!(DELETE "/auth/keys/self", Credential, access_keys::revoke_own_access_key),
        route!(GET "/auth/keys/{key_id}", Scope(scope::KEYS_READ), access_keys::get_access_key),
        route!(PATCH "/auth/keys/{key_id}", Scope(scope::KEYS_WRITE), access_keys::change_access_key),
        route!(DELETE "/auth/keys/{key_id}", Scope(scope::KEYS_WRITE), access_keys::revoke_access_key),
        route!(POST "/auth/token", Scope(scope::TOKENS_ISSUE), access_tokens::issue_access_token),
        route!(POST "/auth/token/refresh", AccessToken, access_tokens::refresh_access_token),
        route!(POST "/auth/token/verify", Anyone, access_tokens::verify_token),
        route!(POST "/auth/token/revoke", Anyone, access_tokens::revoke_token),
        route!(GET "/.well-known/jwks.json", Anyone, access_tokens::jwks),
        // Reverse proxies
        route!(GET "/auth/verify", Credential, verify::verify_request),
        route!(any "/auth/verify/{*asked}", Credential, verify::verify_any),
        // People with a link
        route!(GET "/auth/confirm/{token}", Link, pages::confirm::get),
        route!(POST "/auth/confirm/{token}", Link, pages::confirm::post),
        route!(GET "/auth/email/{token}", Link, pages::email::get),
        route!(POST "/auth/email/{token}", Link, pages::email::post),
        // People
        route!(GET "/", Anyone, pages::me::get),
        route!(GET "/me", Anyone, pages::me::get),
        route!(POST "/language", Anyone, pages::language::choose),
        route!(GET "/register", Anyone, pages::register::get),
        route!(POST "/register", Anyone, pages::register::post),
        route!(GET "/sign-in", Anyone, pages::sign_in::get),
        route!(POST "/sign-in", Anyone, pages::sign_in::post),
        route!(GET "/sign-in/done", Anyone, pages::signed_in::get),
        route!(GET "/sign-in/waiting/{handle}", Waiting, pages::waiting::get),
        route!(POST "/sign-in/waiting/{handle}", Waiting, pages::waiting::post),
        route!(GET "/sign-in/waiting/{handle}/state", Waiting, pages::waiting::state),
        route!(GET "/sign-out", Anyone, pages::sign_out::get),
        route!(POST "/sign-out", Anyone, pages::sign_out::post),
        route!(GET "/account", Session, pages::account::get),
        route!(POST "/account/sessions", Session, pages::account::sessions::end_others),
        route!(POST "/account/sessions/{session_id}", Session, pages::account::sessions::change),
        route!(POST "/account/logins/{login_id}", Session, pages::account::logins::decide),
        route!(POST "/account/sign-out", Session, pages::account::sessions::sign_out),
        route!(GET "/account/keys", Session, pages::account::keys::new),
        route!(POST "/account/keys", Session, pages::account::keys::create),
        route!(POST "/account/keys/{key_id}", Session, pages::account::keys::revoke),
        route!(POST "/account/first-proof", Session, pages::account::first_proof::answer),
        route!(POST "/account/email", Session, pages::account::profile::change_email),
        route!(POST "/account/username", Session, pages::account::profile::change_username),
        route!(GET "/account/activity", Session, pages::account::activity::get),
        route!(GET "/account/export", Session, pages::account::export::get),
        route!(GET "/account/delete", Session, pages::account::deletion::get),
        route!(POST "/account/delete", Session, pages::account::deletion::post),
        // Developers
        route!(GET "/openapi.json", Anyone, openapi::openapi),
        route!(GET "/docs", Anyone, pages::docs::get),
        route!(GET "/static/{file}", Anyone, pages::assets::get),
        route!(GET "/dev/mailbox", Development, pages::mailbox::get),
        route!(POST "/dev/mailbox", Development, pages::mailbox::post),
        route!(DELETE "/dev/mailbox", Development, pages::mailbox::empty),
        route!(GET "/dev/mailbox/{id}", Development, pages::mailbox::show),
        route!(GET "/dev/mailbox/{id}/html", Development, pages::mailbox::html),
        route!(GET "/dev/mailbox/messages", Development, pages::mailbox::list),
        route!(DELETE "/dev/mailbox/messages", Development, pages::mailbox::empty),
        // Operators
        route!(GET "/livez", Anyone, ops::livez),
        route!(GET "/readyz", Anyone, ops::readyz),
    ]
}

/// A handler with what the table says of it.
#[derive(Clone)]
struct Declared<H> {
    path: &'static str,
    access: Access,
    handler: H,
}

impl<T: 'static, H: Handler<T, Context>> Handler<T, Context> for Declared<H> {
    type Future = Either<Ready<Response>, Either<H::Future, BoxFuture<'static, Response>>>;

    fn call(self, mut request: Request, context: Context) -> Self::Future {
        request_context::set_route(self.path);
        if is_too_large(&request) {
            return Either::Left(ready(Failure::BodyTooLarge.into_response()));
        }
        if self.access == Access::Development
            && let Err(failure) = development::admit(&context, &request)
        {
            return Either::Left(ready(failure.into_response()));
        }
        request.extensions_mut().insert(self.access);
        if needs_token(&request, &context) {
            return Either::Right(Either::Right(Box::pin(self.call_with_token(request, context))));
        }
        Either::Right(Either::Left(self.handler.call(request, context)))
    }
}

impl<H> Declared<H> {
    async fn call_with_token<T: 'static>(self, request: Request, context: Context) -> Response
    where
        H: Handler<T, Context>,
    {
        match look_for_token(request, &context).await {
            Ok(request) => self.handler.call(request, context).await,
            Err(failure) => failure.into_response(),
        }
    }
}

/// What announces itself as too large is refused before anything of it is read, on every route; what does not announce
/// itself is cut while it is read.
fn is_too_large(request: &Request) -> bool {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    announced.is_some_and(|length| length > MAX_BODY)
}

/// The table as a router.
pub fn router() -> Router<Context> {
    // The methods of a path are put together before the path is added: merged afterwards, `Allow` would name some twice.
    let mut paths: BTreeMap<&str, MethodRouter<Context>> = BTreeMap::new();
    for route in table() {
        let declared = || Declared { path: route.path, access: Access::Anyone, handler: wrong_method };
        let methods = paths.remove(route.path).unwrap_or_else(|| MethodRouter::new().fallback(declared()));
        paths.insert(route.path, (route.handler)(methods));
    }
    let router = paths.into_iter().fold(Router::new(), |router, (path, methods)| router.route(path, methods));
    router.fallback(Declared { path: "unknown", access: Access::Anyone, handler: || async { Failure::NotFound } })
}

/// OPTIONS asks what goes; the router itself adds `Allow`.
async fn wrong_method(request: Request) -> Response {
    if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        Failure::MethodNotAllowed.into_response()
    }
}

/// What the operators' own listener answers.
pub fn ops_router(metrics: ops::Metrics) -> Router {
    let health = Router::new()
        .route("/livez", on(MethodFilter::GET, ops::livez))
        .route("/readyz", on(MethodFilter::GET, ops::readyz))
        .with_state(metrics.context.clone());
    Router::new().route("/metrics", on(MethodFilter::GET, ops::metrics)).with_state(metrics).merge(health)
}
