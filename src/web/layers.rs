//! What every request goes through, outermost first: the request id and its log line; security headers, which even a
//! panic's answer needs; the rendering of failures, which needs to know who asked; and the catching of panics, so that
//! one request's mistake is one request's 500.

mod failures;
mod headers;
mod request_id;

use std::any::Any;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::error::Failure;
use crate::context::Context;

/// Wraps the routes.
pub(super) fn wrap(router: Router<Context>, context: &Context) -> Router<Context> {
    router
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(context.clone(), failures::render))
        .layer(from_fn_with_state(context.clone(), headers::add))
        .layer(from_fn_with_state(context.clone(), request_id::trace))
}

/// OPTIONS asks what goes; the router itself adds `Allow`.
async fn wrong_method(request: Request) -> Response {
    if request.method() == Method::OPTIONS {
        axum::http::StatusCode::NO_CONTENT.into_response()
    } else {
        Failure::MethodNotAllowed.into_response()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over like this")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned());
    Failure::Internal(words).into_response()
}
