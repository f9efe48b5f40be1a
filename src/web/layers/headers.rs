//! Security headers, on every answer, errors included; those of pages are invariant 57.

use std::sync::LazyLock;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use crate::context::{Context, Hsts};

const PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Mails have styles in them, since that is how mails are written. They are shown in development only, in a frame that is cut
/// off from everything.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
     sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'";
const OTHER_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// For whatever a browser may show or follow. JSON is neither, nor is a success without content.
static FOR_BROWSERS: LazyLock<[(HeaderName, HeaderValue); 5]> = LazyLock::new(|| {
    [
        ("referrer-policy", "strict-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("x-robots-tag", "noindex"),
    ]
    .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
});
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a page needs beyond the strictest policy.
#[derive(Clone, Default)]
pub(crate) struct Allowances {
    /// The program's own script, which asks the program's own server.
    pub(crate) scripts: bool,
    /// The program's own pages in frames.
    pub(crate) frames: bool,
    /// A mail instead of a page: it brings its own styles, and neither runs nor loads nor sends anything.
    pub(crate) mail: bool,
    /// An origin that the page's form may end at, beside its own: browsers hold redirects after a form to it as well.
    pub(crate) form_target: Option<String>,
}

impl Allowances {
    fn policy(&self) -> String {
        if self.mail {
            return MAIL_POLICY.to_owned();
        }
        let scripts = if self.scripts { "; script-src 'self'; connect-src 'self'" } else { "" };
        let frames = if self.frames { "; frame-src 'self'" } else { "" };
        let target = self.form_target.as_deref().map(|origin| format!(" {origin}")).unwrap_or_default();
        format!("{PAGE_POLICY}; form-action 'self'{target}{scripts}{frames}")
    }
}

/// Puts them on an answer.
pub(super) fn add(context: &Context, response: &mut Response) {
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let (is_page, is_json) = (kind.starts_with(b"text/html"), kind.starts_with(b"application/json"));
    let is_for_programs = is_json || (kind.is_empty() && response.status().is_success());
    let allowances = response.extensions_mut().remove::<Allowances>().unwrap_or_default();
    // An origin as a browser writes it has no character that a header could not hold.
    let policy = if is_page { HeaderValue::from_str(&allowances.policy()).ok() } else { None };
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static(OTHER_POLICY)));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if !is_for_programs {
        headers.reserve(FOR_BROWSERS.len());
        for (name, value) in &*FOR_BROWSERS {
            headers.insert(name, value.clone());
        }
    }
    if allowances.mail {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    if let Some(hsts) = context.settings.hsts {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(two_years(hsts)));
    }
}

/// Browsers keep to it for as long as it says, and nobody can take it back: hosts below ours may be others', and speak plain http.
fn two_years(hsts: Hsts) -> &'static str {
    match hsts {
        Hsts::Host => "max-age=63072000",
        Hsts::Subdomains => "max-age=63072000; includeSubDomains",
    }
}
