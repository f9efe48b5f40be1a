//! Style sheet, script, icon and logos.

use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::Segment;

/// Serve a file. Its name holds a hash of its content, so that it can be kept for ever.
pub(crate) async fn get(
    State(context): State<Context>,
    Segment(file): Segment,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (bytes, content_type) = context.static_files.get(&file).ok_or(Failure::NotFound)?;
    let headers_of_all = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    if let Some(gzipped) = context.static_files.get_gzipped(&file).filter(|_| takes_gzip(&headers)) {
        return Ok((headers_of_all, [(CONTENT_ENCODING, "gzip")], gzipped).into_response());
    }
    Ok((headers_of_all, bytes).into_response())
}

/// Whether gzip is among what the client takes, with a weight above 0 (RFC 9110 section 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value: &HeaderValue| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_gzip() {
        let takes = |value| takes_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]));
        for value in ["gzip", "br, gzip", "GZIP;q=0.5", "deflate, gzip;q=1.0, *;q=0.5"] {
            assert!(takes(value), "{value}");
        }
        for value in ["", "br", "gzip;q=0", "identity", "xgzip", "gzip;q=x"] {
            assert!(!takes(value), "{value}");
        }
    }
}
