//! Style sheet and icons, from inside the binary.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

use crate::static_files::StaticFiles;
use crate::web::error::Failure;
use crate::web::extract::Segment;

/// Serve a file. Its name holds a hash of its content, so that it can be kept for ever.
pub(crate) async fn get(Segment(file): Segment) -> Result<impl IntoResponse, Failure> {
    let (bytes, content_type) = StaticFiles::get(&file).ok_or(Failure::NotFound)?;
    Ok(([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")], bytes))
}
