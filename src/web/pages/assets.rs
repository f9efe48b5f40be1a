//! Style sheet, script, icon and logos.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::Segment;

/// Serve a file. Its name holds a hash of its content, so that it can be kept for ever.
pub(crate) async fn get(State(context): State<Context>, Segment(file): Segment) -> Result<impl IntoResponse, Failure> {
    let (bytes, content_type) = context.static_files.get(&file).ok_or(Failure::NotFound)?;
    Ok(([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")], bytes))
}
