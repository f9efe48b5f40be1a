//! Browsers that show the page that they have in place of asking for it again, whatever was said of keeping it: `ELinks` 0.13 obeys `Pragma`
//! and not `no-store`, Links 2.28 neither. After a form has sent them back to where they were, they show the page from before it: a session
//! that was ended is still there, and a language that was chosen is not.

use axum::http::header::{CONTENT_TYPE, LOCATION, PRAGMA};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::context::Context;
use crate::crypto::random::bytes;

/// The field of a query that tells an address from those that were shown before.
const AGAIN: &str = "again";
/// As many as no browser has seen before.
const BYTES: usize = 6;

/// Makes them ask.
pub(super) fn freshen(context: &Context, response: &mut Response) {
    let status = response.status();
    let headers = response.headers_mut();
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    }
    if status != StatusCode::SEE_OTHER {
        return;
    }
    let Some(location) = headers.get(LOCATION).and_then(|location| location.to_str().ok()) else { return };
    let mark = URL_SAFE_NO_PAD.encode(bytes::<BYTES>(&*context.random));
    // What was a header is one with letters of base64.
    if let Some(location) = another(location, &mark).and_then(|location| HeaderValue::from_str(&location).ok()) {
        headers.insert(LOCATION, location);
    }
}

/// The same place of ours by another address.
fn another(location: &str, mark: &str) -> Option<String> {
    if !location.starts_with('/') || location.starts_with("//") {
        return None;
    }
    let (address, fragment) = location.split_at(location.find('#').unwrap_or(location.len()));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_former = |pair: &&str| pair.split('=').next() == Some(AGAIN);
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_former(pair)).collect();
    let again = format!("{AGAIN}={mark}");
    pairs.push(&again);
    Some(format!("{path}?{}{fragment}", pairs.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_same_place() {
        for (location, expected) in [
            ("/account", Some("/account?again=X")),
            ("/account#notice", Some("/account?again=X#notice")),
            ("/sign-in?return_to=%2Fa&again=old", Some("/sign-in?return_to=%2Fa&again=X")),
            ("/sign-in/waiting/1?asked", Some("/sign-in/waiting/1?asked&again=X")),
            ("//elsewhere.example.org/", None),
            ("https://elsewhere.example.org/", None),
        ] {
            assert_eq!(another(location, "X").as_deref(), expected, "{location}");
        }
    }
}
