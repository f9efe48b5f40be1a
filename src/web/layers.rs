//! What every request goes through: the request id and its log line; security headers, which even a panic's answer needs, and whose
//! scripts may read it; the rendering of failures, which needs to know who asked; an end in time; and the catching of panics, so that
//! one request's mistake is one request's 500. They stand around the router, not in it: there, each would cost every request some boxes.

mod failures;
mod headers;
mod kept_pages;
mod request_id;

pub(crate) use headers::Allowances;

use std::any::Any;
use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{ALLOW, CONTENT_LENGTH};
use axum::response::{IntoResponse, Response};
use axum::routing::future::RouteFuture;
use failures::ErrorFormat;
use futures_util::FutureExt;
use futures_util::future::{Either, ready};
use request_id::{Requests, Trace};
use tower::Service;

use super::api::login::requested_wait;
use super::cors::{self, Cors};
use super::crowded::Crowded;
use super::error::Failure;
use crate::context::Context;

/// A request takes at most so long, beside the waiting that it asks for. Longer than a body may take to arrive; the database's
/// own limits are shorter, but count on the other end, which may be the one that stands still.
const LONGEST: Duration = Duration::from_secs(20);

/// What all requests share.
pub(super) struct Layers {
    context: Context,
    requests: Requests,
    cors: Cors,
}

impl Layers {
    /// Around everything that answers from this context.
    pub(super) fn new(context: Context) -> Self {
        let (requests, cors) = (Requests::new(&context), Cors::new(&context));
        Self { context, requests, cors }
    }

    /// The answer as it leaves the house.
    fn finish(
        &self,
        format: &ErrorFormat,
        reader: cors::CorsRequest,
        trace: &Trace,
        answered: Result<Response, Box<dyn Any + Send>>,
    ) -> Response {
        let answered = answered.unwrap_or_else(|panic| panicked(&*panic));
        let (mut response, code) = failures::render(&self.context, format, answered);
        if format.wants_no_body {
            take_body(&mut response);
        } else {
            // hyper writes the length of a body that it knows.
            response.headers_mut().remove(CONTENT_LENGTH);
        }
        if format.shows_kept_pages() {
            kept_pages::freshen(&self.context, &mut response);
        }
        // On the route that takes every method: without a word it would say that there is none.
        if response.headers().get(ALLOW).is_some_and(HeaderValue::is_empty) {
            response.headers_mut().remove(ALLOW);
        }
        headers::add(&self.context, &mut response);
        self.cors.add(reader, &mut response);
        self.requests.end(&self.context, trace, code, &mut response);
        response
    }
}

/// Has a request answered by the router. Put together from parts instead of written as one `async fn`, which would keep a request
/// several times over: whoever waits holds the room for all of it, and every request is charged for moving it.
pub(super) fn handle(
    layers: Arc<Layers>,
    request: Request,
    mut router: Router,
) -> impl Future<Output = Response> + Send + 'static {
    let Layers { context, requests, cors } = &*layers;
    let trace = requests.begin(context, &request);
    let format = ErrorFormat::of(context, &request, &trace.origin);
    let reader = cors.asked(&request);
    let origin = trace.origin.clone();
    let longest = LONGEST + Duration::from_secs(requested_wait(request.uri().query()));
    let crowded = request.extensions().get::<Crowded>().copied();
    let answer = match crowded {
        Some(crowded) => Either::Right(ready(crowded.refusal().into_response())),
        None => Either::Left(end_in_time(longest, router.call(request))),
    };
    let answered = AssertUnwindSafe(answer).catch_unwind();
    origin.scope(answered.map(move |answered| layers.finish(&format, reader, &trace, answered)))
}

/// A database server that stands still holds its connections open and says nothing: whoever asked would wait for as long, and
/// so would whoever asked them. What was begun is dropped as when a client leaves.
fn end_in_time(longest: Duration, answer: RouteFuture<Infallible>) -> impl Future<Output = Response> {
    tokio::time::timeout(longest, answer).map(move |outcome| match outcome {
        Ok(Ok(response)) => response,
        Err(_) => Failure::Unavailable(format!("no answer came about within {longest:?}")).into_response(),
    })
}

/// An answer to HEAD (RFC 9110 section 9.3.2).
fn take_body(response: &mut Response) {
    if let Some(length) = response.body().size_hint().exact() {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert_with(|| HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
}

fn panicked(panic: &(dyn Any + Send)) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned());
    Failure::Internal(words).into_response()
}
