//! Whether a request loads a page in a browser, or is a program's.

use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

/// Sent by browsers, and by nothing else.
pub(crate) const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
/// Of scripts that replace a part of a page.
const SCRIPTED: [HeaderName; 2] = [HeaderName::from_static("hx-request"), HeaderName::from_static("x-requested-with")];

/// Whether failures are told as a page. On routes for programs only to who plainly loads one: some clients' default `Accept` names HTML
/// (that of the JDK before 18 does), and they read JSON all the same.
pub(crate) fn wants_page(request: &Request) -> bool {
    let headers = request.headers();
    if has_json_body(headers) {
        return false;
    }
    if is_for_programs(request.uri().path()) { is_page_load(request.method(), headers) } else { reads_pages(headers) }
}

/// Whether whoever asks for a page has a person before it.
pub(crate) fn reads_pages(headers: &HeaderMap) -> bool {
    accepts_html(headers) || is_text_browser(headers)
}

/// `ELinks` and Links accept anything by no name, as programs do; but they say which language their person reads. Node's `fetch` says any,
/// and what it is.
pub(crate) fn is_text_browser(headers: &HeaderMap) -> bool {
    let reads_a_language =
        headers.get(ACCEPT_LANGUAGE).is_some_and(|value| value.as_bytes().first().is_some_and(u8::is_ascii_alphabetic));
    let accepts_anything = ranges(headers).any(|(kind, weight)| kind == "*/*" && weight.is_none());
    let names_json = ranges(headers).any(|(kind, _)| kind.to_ascii_lowercase().starts_with("application/"));
    reads_a_language && accepts_anything && !names_json && !headers.contains_key(&SEC_FETCH_MODE)
}

/// Whether HTML is among what is accepted.
fn accepts_html(headers: &HeaderMap) -> bool {
    ranges(headers).any(|(kind, weight)| kind.eq_ignore_ascii_case("text/html") && weight.unwrap_or(1.0) > 0.0)
}

/// Whether a whole document is loaded into a window, so that sending it elsewhere shows a page to a person. A script's request would
/// follow to another origin, and fail there.
pub(crate) fn is_document_load(method: &Method, headers: &HeaderMap) -> bool {
    let is_or_absent = |name: &HeaderName, wanted: &str| headers.get(name).is_none_or(|value| value == wanted);
    *method == Method::GET
        && accepts_html(headers)
        && is_or_absent(&SEC_FETCH_MODE, "navigate")
        && is_or_absent(&SEC_FETCH_DEST, "document")
        && SCRIPTED.iter().all(|name| !headers.contains_key(name))
}

fn is_for_programs(path: &str) -> bool {
    let of_links = ["/auth/confirm/", "/auth/email/"];
    path.starts_with("/.well-known/")
        || (path.starts_with("/auth/") && !of_links.iter().any(|prefix| path.starts_with(prefix)))
}

fn has_json_body(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.get(.."application/json".len()).is_some_and(|kind| kind.eq_ignore_ascii_case(b"application/json"))
}

/// Browsers of today say so. An older one weighs HTML above JSON, and does not weigh "anything" as libraries do.
fn is_page_load(method: &Method, headers: &HeaderMap) -> bool {
    if let Some(mode) = headers.get(&SEC_FETCH_MODE) {
        return mode == "navigate";
    }
    let (mut html, mut json, mut of_application, mut of_anything) = (None, None, None, None);
    for (kind, weight) in ranges(headers) {
        let place = match kind.to_ascii_lowercase().as_str() {
            "text/html" => &mut html,
            "application/json" => &mut json,
            "application/*" => &mut of_application,
            "*/*" if weight.is_some() => return false,
            "*/*" => &mut of_anything,
            _ => continue,
        };
        *place = Some(weight.unwrap_or(1.0));
    }
    let json = json.or(of_application).or(of_anything).unwrap_or(0.0);
    matches!(*method, Method::GET | Method::HEAD) && html.unwrap_or(0.0) > json
}

/// The ranges of `Accept` with the weight that each has of its own (RFC 9110 section 12.4.2). What is no number is no weight.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = (&str, Option<f32>)> {
    headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(
        |range| {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| {
                let (name, weight) = part.split_once('=')?;
                name.trim_end().eq_ignore_ascii_case("q").then(|| weight.trim_start().parse().ok())?
            });
            (kind, weight)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn who_reads_text() {
        for (pairs, expected) in [
            (&[("accept", "*/*"), ("accept-language", "en")][..], true),
            (&[("accept", "*/*"), ("accept-language", "en,*;q=0.1")], true),
            (&[("accept", "*/*")], false),
            (&[("accept-language", "en")], false),
            (&[("accept", "*/*"), ("accept-language", "*")], false),
            (&[("accept", "*/*"), ("accept-language", "en"), ("sec-fetch-mode", "cors")], false),
            (&[("accept", "application/json, */*"), ("accept-language", "en")], false),
            (&[("accept", "*/*;q=0.8"), ("accept-language", "en")], false),
        ] {
            assert_eq!(is_text_browser(&headers(pairs)), expected, "{pairs:?}");
        }
    }

    #[test]
    fn who_loads_a_page() {
        for (accept, expected) in [
            ("text/html", true),
            ("TEXT/HTML;charset=utf-8", true),
            ("application/json;q=0.5, text/html", true),
            ("text/html, application/*;q=0.1", true),
            // The JDK before 18, and the mended spelling of it.
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", false),
            ("text/html, image/gif, image/jpeg, */*; q=0.2", false),
            ("application/json, text/html;q=0.1", false),
            ("application/json, text/html", false),
            ("text/html, */*", false),
            ("text/html;q=0", false),
            ("text/html;Q = 0.3, application/json;q=0.4", false),
            ("*/*", false),
            ("", false),
        ] {
            let plain = headers(&[("accept", accept)]);
            assert_eq!(is_page_load(&Method::GET, &plain), expected, "{accept}");
            assert!(!is_page_load(&Method::POST, &plain), "{accept}");
            for (mode, expected) in [("navigate", true), ("cors", false), ("no-cors", false)] {
                let browser = headers(&[("accept", accept), ("sec-fetch-mode", mode)]);
                assert_eq!(is_page_load(&Method::POST, &browser), expected, "{accept} {mode}");
            }
        }
    }

    #[test]
    fn scripts_load_no_document() {
        let html = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        for (others, expected) in [
            (vec![], true),
            (vec![("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")], true),
            (vec![("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")], false),
            (vec![("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")], false),
            (vec![("sec-fetch-dest", "image")], false),
            (vec![("hx-request", "true")], false),
            (vec![("x-requested-with", "XMLHttpRequest")], false),
        ] {
            let headers = headers(&[&others[..], &[html]].concat());
            assert_eq!(is_document_load(&Method::GET, &headers), expected, "{others:?}");
            assert!(!is_document_load(&Method::POST, &headers), "{others:?}");
        }
        assert!(!is_document_load(&Method::GET, &headers(&[("accept", "*/*")])));
    }
}
