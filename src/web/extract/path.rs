//! The variable part of a path.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use uuid::Uuid;

use crate::web::error::Failure;

/// One segment as text; empty where it is not UTF-8, so that a nonsensical one is answered like an unknown one.
pub(crate) struct Segment(pub(crate) String);

impl Segment {
    /// As the id of something, in the form in which ids are written here: lower case, with dashes.
    ///
    /// # Errors
    /// [`Failure::NotFound`]: nothing has such an id.
    pub(crate) fn id(&self) -> Result<Uuid, Failure> {
        let id = self.0.parse::<Uuid>().map_err(|_| Failure::NotFound)?;
        let written = *id.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == *self.0;
        if written { Ok(id) } else { Err(Failure::NotFound) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(path.map_or_else(|_| String::new(), |Path(segment)| segment)))
    }
}
