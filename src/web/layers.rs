//! What every request goes through: the request id and its log line; security headers, which even a panic's answer needs; the
//! rendering of failures, which needs to know who asked; an end in time; and the catching of panics, so that one request's mistake
//! is one request's 500. One layer for all of it: each would cost every request a box.

mod failures;
mod headers;
mod request_id;

pub(crate) use failures::accepts_html;
pub(crate) use headers::Allowances;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use failures::Asker;
use futures_util::FutureExt;
use request_id::Requests;

use super::api::login::wanted_wait;
use super::error::Failure;
use super::extract::MAX_BODY;
use crate::context::Context;

/// A request takes at most so long, beside the waiting that it asks for. Longer than a body may take to arrive; the database's
/// own limits are shorter, but count on the other end, which may be the one that stands still.
const LONGEST: Duration = Duration::from_secs(20);

/// Wraps the routes.
pub(super) fn wrap(router: Router<Context>, context: &Context) -> Router<Context> {
    let around_all = (context.clone(), Arc::new(Requests::new(context)));
    router
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(around_all, around))
}

async fn around(State((context, requests)): State<(Context, Arc<Requests>)>, request: Request, next: Next) -> Response {
    let trace = requests.begin(&context, &request);
    let work = async {
        let asker = Asker::of(&context, &request, &trace.origin);
        let answered = AssertUnwindSafe(end_in_time(request, next)).catch_unwind().await;
        let mut response = failures::render(&context, &asker, answered.unwrap_or_else(|panic| panicked(&*panic)));
        headers::add(&context, &mut response);
        requests.end(&context, &trace, &mut response);
        response
    };
    trace.origin.clone().scope(work).await
}

/// A database server that stands still holds its connections open and says nothing: whoever asked would wait for as long, and
/// so would whoever asked them. What was begun is dropped as when a client leaves.
async fn end_in_time(request: Request, next: Next) -> Response {
    if is_too_large(&request) {
        return Failure::BodyTooLarge.into_response();
    }
    let longest = LONGEST + Duration::from_secs(wanted_wait(request.uri().query()));
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::Unavailable(format!("no answer came about within {longest:?}")).into_response(),
    }
}

/// What announces itself as too large is refused before anything of it is read, on every route; what does not announce
/// itself is cut while it is read.
fn is_too_large(request: &Request) -> bool {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    announced.is_some_and(|length| length > MAX_BODY)
}

/// OPTIONS asks what goes; the router itself adds `Allow`.
async fn wrong_method(request: Request) -> Response {
    if request.method() == Method::OPTIONS {
        axum::http::StatusCode::NO_CONTENT.into_response()
    } else {
        Failure::MethodNotAllowed.into_response()
    }
}

fn panicked(panic: &(dyn Any + Send)) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned());
    Failure::Internal(words).into_response()
}
