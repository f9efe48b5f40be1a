//! Reading lists of origins.

use crate::view::public_url::{PublicUrl, PublicUrlError};

/// Where the sign-in page may send a browser back to.
pub(super) fn redirect(text: &str) -> Result<Vec<PublicUrl>, String> {
    each(text).map(|origin| PublicUrl::parse(origin).map_err(|error| format!("{origin}: {error}"))).collect()
}

/// Whose pages may call the API.
pub(super) fn cors(text: &str) -> Result<Vec<String>, String> {
    each(text).map(|origin| page(origin).map_err(|sentence| format!("{origin}: {sentence}"))).collect()
}

fn page(origin: &str) -> Result<String, String> {
    let example = "name each origin, such as https://app.example.org";
    match origin {
        "*" => return Err(format!("stands for everybody, who must not ask for people's tokens: {example}")),
        "null" => return Err(format!("is what every page without an origin of its own sends: {example}")),
        _ => {}
    }
    let url = PublicUrl::parse(origin).map_err(|error| match error {
        PublicUrlError::Malformed => "must be an origin such as https://app.example.org".to_owned(),
        PublicUrlError::Path => "must be an origin without a path: browsers name none".to_owned(),
        PublicUrlError::Wildcard => format!("must name one host, since * stands for none: {example}"),
        PublicUrlError::Credentials => error.to_string(),
    })?;
    if url.is_https() || url.is_loopback() {
        return Ok(url.origin().to_owned());
    }
    Err("must be https, or of this machine: over plain http anybody on the way can change what the page does"
        .to_owned())
}

fn each(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|origin| !origin.is_empty())
}
