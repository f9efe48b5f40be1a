//! The request id: on the answer, and on every log line of the request.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::context::Context;
use crate::origin::Origin;
use crate::random::row_id;
use crate::web::extract::client_ip;

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_LENGTH: usize = 64;

/// The id of a request, for whoever answers it.
#[derive(Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Gives the request an id, and logs its end. The log knows the route's template only: paths of ours hold secrets
/// (invariant 17).
pub(super) async fn trace(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&X_REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| is_request_id(id))
        .map_or_else(|| row_id(&*context.clock, &*context.random).to_string(), str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id, %method, route);
    let began = context.clock.now_millis();
    let ip = client_ip(&context, &request);
    let origin = Origin { request_id: Some(id.clone()), ip };
    let mut response = origin.scope(next.run(request).instrument(span.clone())).await;
    let status = response.status().as_u16();
    let millis = context.clock.now_millis() - began;
    span.in_scope(|| tracing::info!(status, millis, "answered"));
    metrics::counter!("doorpost_requests_total", "route" => route, "status" => status.to_string()).increment(1);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}

fn is_request_id(id: &str) -> bool {
    (1..=MAX_LENGTH).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
