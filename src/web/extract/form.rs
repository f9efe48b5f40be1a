//! Forms of our pages.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};

use super::json::{read, require_content_type};
use crate::web::error::Failure;

/// The fields of a form. Who presses two buttons at once is no person.
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// A field that is there and not empty.
    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether a box is ticked.
    pub(crate) fn is_yes(&self, field: &str) -> bool {
        self.get(field) == Some("yes")
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let headers = request.headers();
        let is_empty = !headers.contains_key(TRANSFER_ENCODING)
            && headers.get(CONTENT_LENGTH).is_none_or(|length| length.as_bytes() == b"0");
        // A POST without a body is a form without fields.
        if !is_empty || headers.contains_key(CONTENT_TYPE) {
            require_content_type(headers, "application/x-www-form-urlencoded")?;
        }
        let bytes = read(request.into_body()).await?;
        let mut fields = BTreeMap::new();
        for (field, value) in url::form_urlencoded::parse(&bytes) {
            if fields.insert(field.clone().into_owned(), value.into_owned()).is_some() {
                return Err(Failure::MalformedBody {
                    sentence: "The form names a field twice".to_owned(),
                    field: Some(field.into_owned()),
                });
            }
        }
        Ok(Self(fields))
    }
}
