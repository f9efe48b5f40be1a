//! Paths of mailed links, without what a mail program or a person stuck to their end.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use percent_encoding::percent_decode_str;

use crate::crypto::secret::LINK_TOKEN_LENGTH;

const PREFIXES: [&str; 2] = ["/auth/confirm/", "/auth/email/"];
/// Mailed links without a token.
const WHOLE: [&str; 2] = ["/me", "/register"];

/// Drops what follows the token of a mailed link: a full stop, a bracket, a slash, an invisible character, tracking parameters. A
/// token has one length and one alphabet, so that it is clear where it ends; a letter or a digit after it makes another token of it.
pub(super) fn drop_appendix(request: &mut Request) {
    let path = request.uri().path();
    if let Some(whole) = WHOLE.into_iter().find(|whole| path.strip_prefix(whole).is_some_and(is_appendix)) {
        if let Some(uri) = with_path(request.uri(), whole) {
            *request.uri_mut() = uri;
        }
        return;
    }
    let Some(prefix) = PREFIXES.into_iter().find(|prefix| path.starts_with(prefix)) else { return };
    if let Some(token) = token_of(&path[prefix.len()..])
        && let Some(uri) = with_path(request.uri(), &format!("{prefix}{token}"))
    {
        *request.uri_mut() = uri;
    }
}

/// Whether this follows a path, and is no part of another one.
fn is_appendix(rest: &str) -> bool {
    let decoded = percent_decode_str(rest).decode_utf8_lossy();
    !decoded.is_empty()
        && !decoded.contains(|character: char| character.is_ascii_alphanumeric() || "-_".contains(character))
}

/// The token at the beginning of what follows the prefix, if something follows it that is no part of it.
fn token_of(rest: &str) -> Option<String> {
    // Some mail programs encode what needs no encoding.
    let decoded = percent_decode_str(rest).decode_utf8_lossy();
    let token = decoded.get(..LINK_TOKEN_LENGTH)?;
    let is_token = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let goes_on = decoded[LINK_TOKEN_LENGTH..].starts_with(|next: char| next.is_ascii_alphanumeric());
    (is_token && !goes_on && rest != token).then(|| token.to_owned())
}

fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{path}{query}")).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn path_of(uri: &str) -> String {
        let mut request = Request::builder().uri(uri).body(Body::empty()).unwrap();
        drop_appendix(&mut request);
        request.uri().to_string()
    }

    #[test]
    fn what_is_stuck_to_a_token_is_dropped() {
        let token = "AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZ-";
        assert_eq!(token.len(), LINK_TOKEN_LENGTH);
        for prefix in PREFIXES {
            let link = format!("{prefix}{token}");
            for stuck in [
                ".",
                "..",
                ",",
                ")",
                "]",
                "%3E",
                "%22",
                "/",
                "//",
                "/.",
                "%2F",
                "%E2%80%8B",
                "%EF%BB%BF",
                "%20",
                "&utm_source=x",
                ";jsessionid=1",
                "=",
                "*",
                "_",
                "-",
                "%C2%A0",
                "%FF",
                "/index.html",
                "'",
                "!",
            ] {
                assert_eq!(path_of(&format!("{link}{stuck}")), link, "{stuck}");
            }
            assert_eq!(path_of(&format!("{link}.?fbclid=1")), format!("{link}?fbclid=1"));
            assert_eq!(path_of(&link.replace('-', "%2D")), link);
            for other in ["", "a", "1", "%61"] {
                let uri = format!("{link}{other}");
                assert_eq!(path_of(&uri), uri, "{other}");
            }
        }
        for whole in WHOLE {
            for stuck in [".", ",", ")", "%3E", "/", "%E2%80%8B", "%20", "'", "//."] {
                assert_eq!(
                    path_of(&format!("{whole}{stuck}?utm_source=x")),
                    format!("{whole}?utm_source=x"),
                    "{stuck}"
                );
            }
            for other in ["", "/x", "dia", "-", "%61", ".html"] {
                let uri = format!("{whole}{other}");
                assert_eq!(path_of(&uri), uri, "{other}");
            }
        }
        for uri in ["/auth/confirm/", "/auth/confirm/short.", "/auth/other/x.", "/auth/email"] {
            assert_eq!(path_of(uri), uri);
        }
    }
}
