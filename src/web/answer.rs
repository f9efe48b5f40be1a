//! Answers in JSON.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::Failure;

/// Bytes that nearly every answer fits into.
const BODY_CAPACITY: usize = 512;
/// Headers of an answer, with those that it gets on its way out. One more would take twice the room, and that from where malloc is
/// slow.
const HEADER_CAPACITY: usize = 6;

/// A value, as an answer in JSON. One that cannot be written is a failure of ours, told as such.
pub(crate) struct JsonResponse<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for JsonResponse<T> {
    fn into_response(self) -> Response {
        json(&self.0, HEADER_CAPACITY)
    }
}

/// The same, with room for so many headers.
pub(super) fn json(value: &impl Serialize, headers: usize) -> Response {
    let mut body = Vec::with_capacity(BODY_CAPACITY);
    if let Err(error) = serde_json::to_writer(&mut body, value) {
        return Failure::Internal(error.to_string()).into_response();
    }
    let mut response = Response::new(Body::from(body));
    let mut headers = HeaderMap::with_capacity(headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    *response.headers_mut() = headers;
    response
}
