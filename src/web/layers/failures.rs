//! Failures as the caller wants them: a page for a browser, JSON for everybody else.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{ACCEPT, ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use serde::Serialize;

use crate::context::Context;
use crate::crypto::random::bytes;
use crate::telemetry::request_context::RequestContext;
use crate::web::answer;
use crate::web::challenge::{self, Challenge};
use crate::web::error::{Failure, IntendedStatus, LogLevel, Unread};
use crate::web::page_load::{SEC_FETCH_MODE, is_text_browser, wants_page};
use crate::web::pages::Page;

/// Headers of a failure, with those that it gets on its way out.
const HEADERS: usize = 9;
/// The longest jitter that is added to `Retry-After` of a 503, in seconds.
const SPREAD: u64 = 6;

/// Who asked, as far as failures are told differently.
pub(super) struct ErrorFormat {
    is_browser: bool,
    /// Asks with HEAD.
    pub(super) wants_no_body: bool,
    /// For who wants a page.
    page: Option<Box<PageErrorFormat>>,
}

struct PageErrorFormat {
    page: Page,
    shows_kept_pages: bool,
    request_id: String,
}

impl ErrorFormat {
    /// Of a request, before it is gone.
    pub(super) fn of(context: &Context, request: &Request, origin: &RequestContext) -> Self {
        let is_browser = request.headers().contains_key(SEC_FETCH_MODE);
        // Most programs send neither, and need not be looked at further.
        let may_load_a_page = is_browser || request.headers().contains_key(ACCEPT);
        Self {
            is_browser,
            wants_no_body: *request.method() == Method::HEAD,
            page: (may_load_a_page && wants_page(request))
                .then(|| Box::new(PageErrorFormat::of(context, request, origin))),
        }
    }

    /// Whether it shows a page that it has in place of asking for it.
    pub(super) fn shows_kept_pages(&self) -> bool {
        self.page.as_ref().is_some_and(|format| format.shows_kept_pages)
    }
}

impl PageErrorFormat {
    fn of(context: &Context, request: &Request, origin: &RequestContext) -> Self {
        let page = Page::of(context, request.headers(), request.uri());
        Self {
            shows_kept_pages: is_text_browser(request.headers()),
            page: if matches!(*request.method(), Method::GET | Method::HEAD) { page } else { page.coming_back_to("/") },
            request_id: origin.request().map(|asked| asked.request_id.clone()).unwrap_or_default(),
        }
    }
}

/// The answer in this format, and the code of the failure in it. An answer that is no failure stays as it is.
pub(super) fn render(
    context: &Context,
    format: &ErrorFormat,
    mut response: Response,
) -> (Response, Option<&'static str>) {
    let failure = match response.extensions_mut().remove::<Arc<Failure>>() {
        Some(failure) => failure,
        None => match from_axum_status(response.status()) {
            Some(failure) if response.extensions().get::<IntendedStatus>().is_none() => Arc::new(failure),
            _ => return (response, None),
        },
    };
    log(&failure);
    let mut rendered = format.page.as_ref().map_or_else(|| json(&failure), |format| page(format, &failure));
    if let Some(allow) = response.headers_mut().remove(ALLOW) {
        rendered.headers_mut().insert(ALLOW, allow);
    }
    if let Some(seconds) = failure.retry_after() {
        let retry_jitter = if matches!(*failure, Failure::Unavailable(_)) { retry_jitter(context) } else { 0 };
        rendered.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds + retry_jitter));
    }
    let wanted = response.extensions().get::<Challenge>().copied();
    if rendered.status() == StatusCode::UNAUTHORIZED
        && let Some(challenge) = challenge::header(context, wanted, format.is_browser)
    {
        rendered.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    (rendered, Some(failure.response().code))
}

/// Jitter for `Retry-After`, so that clients do not retry in lockstep.
fn retry_jitter(context: &Context) -> u64 {
    u64::from(bytes::<1>(&*context.random)[0]) % SPREAD
}

/// What the framework answers by itself.
fn from_axum_status(status: StatusCode) -> Option<Failure> {
    match status.as_u16() {
        404 => Some(Failure::NotFound),
        405 => Some(Failure::MethodNotAllowed),
        408 => Some(Failure::RequestTimeout),
        413 => Some(Failure::BodyTooLarge),
        415 => Some(Failure::UnsupportedMediaType(Unread::ContentType("application/json"))),
        400..=499 => Some(Failure::MalformedBody { sentence: "The request is malformed".to_owned(), field: None }),
        500..=599 => Some(Failure::Internal(format!("the framework answered {status}"))),
        _ => None,
    }
}

fn log(failure: &Failure) {
    let told = failure.response();
    let cause = failure.cause();
    match told.level {
        LogLevel::Debug => tracing::debug!(code = told.code, "refused"),
        LogLevel::Warn => tracing::warn!(code = told.code, cause, "failed"),
        LogLevel::Error => tracing::error!(code = told.code, cause, "failed"),
    }
}

fn json(failure: &Failure) -> Response {
    let mut response = answer::json(&failure.body(), HEADERS);
    *response.status_mut() = failure.response().status;
    response
}

#[derive(Serialize)]
struct ErrorPage<'a> {
    status: u16,
    code: &'a str,
    sentence: &'a str,
    retry_after: Option<u64>,
    untold: bool,
    request_id: &'a str,
}

fn page(format: &PageErrorFormat, failure: &Failure) -> Response {
    let told = failure.response();
    let fields = ErrorPage {
        status: told.status.as_u16(),
        code: told.code,
        sentence: &told.sentence,
        retry_after: failure.retry_after(),
        untold: failure.is_untold(),
        request_id: &format.request_id,
    };
    format.page.render("pages/error.html", told.status, fields).unwrap_or_else(|error| {
        tracing::error!(cause = error.cause(), "the error page could not be rendered");
        json(failure)
    })
}
