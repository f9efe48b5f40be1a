//! What scripts on pages of other origins may ask for and read (the CORS protocol of the Fetch standard).
//!
//! Not tower-http's layer: that one answers every OPTIONS by itself, preflight or not, so that `Allow` is lost and no route is asked
//! for its methods. And what refuses a crowd, ends a request in time or catches a panic stands around the router: a page has to be able
//! to read those answers as well.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, ORIGIN, VARY,
};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;

use crate::context::Context;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Whatever a client of the API sends beside what browsers let everybody send. A cookie is not among them, and never will be: an answer
/// says nothing of credentials, so that a browser neither sends nor shows one that it added by itself.
const REQUEST_HEADERS: &str = "Authorization, Content-Type, Idempotency-Key, X-Code-Verifier, X-Request-Id";
const ANSWER_HEADERS: &str = "Retry-After, X-Request-Id, WWW-Authenticate";
/// Seconds for which a browser need not ask again. An origin that was taken from the list is kept out by the answer itself.
const MAX_AGE: &str = "600";

/// Whose scripts may read an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Those of our own pages.
    Own,
    /// Those of the origins that the operator listed.
    Listed,
    /// Everybody's: it is public, and the same for all.
    Everybody,
}

impl Readers {
    /// Of what is at this path. `/auth/verify` is not for pages: a proxy hands its answers on in the name of the application behind it,
    /// and who may read those is the application's affair.
    pub(crate) fn of(path: &str) -> Self {
        const OTHERS: [&str; 3] = ["confirm", "email", "verify"];
        match path {
            "/.well-known/jwks.json" | "/openapi.json" => Self::Everybody,
            _ => match path.strip_prefix("/auth/").map(|rest| rest.split('/').next().unwrap_or_default()) {
                Some(first) if !OTHERS.contains(&first) => Self::Listed,
                _ => Self::Own,
            },
        }
    }
}

/// The origins whose scripts may use the API, as browsers send them.
pub(super) struct Cors {
    listed: Vec<HeaderValue>,
}

/// What a request asks of it.
#[derive(Clone, Copy)]
pub(super) struct CorsRequest {
    readers: Readers,
    /// Which of the listed origins asks.
    origin: Option<usize>,
    is_preflight: bool,
}

impl Cors {
    /// As the operator chose.
    pub(super) fn new(context: &Context) -> Self {
        let listed = context.settings.cors_origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
        Self { listed: listed.collect() }
    }

    /// Of a request, before it is gone.
    pub(super) fn asked(&self, request: &Request) -> CorsRequest {
        let headers = request.headers();
        let readers = match Readers::of(request.uri().path()) {
            Readers::Listed if self.listed.is_empty() => Readers::Own,
            readers => readers,
        };
        if readers == Readers::Own {
            return CorsRequest { readers, origin: None, is_preflight: false };
        }
        let mut origins = headers.get_all(ORIGIN).iter();
        // A browser sends one.
        let origin = origins.next().filter(|_| origins.next().is_none());
        CorsRequest {
            readers,
            origin: origin.and_then(|origin| self.listed.iter().position(|listed| listed == origin)),
            is_preflight: *request.method() == Method::OPTIONS
                && headers.contains_key(ORIGIN)
                && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD),
        }
    }

    /// Says on an answer who may read it.
    pub(super) fn add(&self, asked: CorsRequest, response: &mut Response) {
        let is_success = response.status().is_success();
        let headers = response.headers_mut();
        let origin = match asked.readers {
            Readers::Own => return,
            Readers::Everybody => {
                headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
                HeaderValue::from_static("*")
            }
            Readers::Listed => {
                // Also for who is not listed: a cache must not show the one's answer to the other.
                headers.append(VARY, HeaderValue::from_static("Origin"));
                let Some(origin) = asked.origin.and_then(|place| self.listed.get(place)) else { return };
                origin.clone()
            }
        };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if !asked.is_preflight {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(ANSWER_HEADERS));
        } else if let Some(methods) = headers.get(ALLOW).filter(|_| is_success).cloned() {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(REQUEST_HEADERS));
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_what() {
        for (path, readers) in [
            ("/.well-known/jwks.json", Readers::Everybody),
            ("/openapi.json", Readers::Everybody),
            ("/openapi.json/", Readers::Own),
            ("/auth/login", Readers::Listed),
            ("/auth/session/x", Readers::Listed),
            ("/auth/verifying", Readers::Listed),
            ("/auth/token/verify", Readers::Listed),
            ("/auth/verify", Readers::Own),
            ("/auth/verify/a/b", Readers::Own),
            ("/auth/confirm/x", Readers::Own),
            ("/auth/email/x", Readers::Own),
            ("/auth", Readers::Own),
            ("/authx/login", Readers::Own),
            ("/account", Readers::Own),
            ("/", Readers::Own),
        ] {
            assert_eq!(Readers::of(path), readers, "{path}");
        }
    }
}
