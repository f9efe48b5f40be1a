//! The waiting page: the same pending login as the API's, held by a browser in a cookie that no script and no other site
//! reads. No URL has the auth id in it.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{FromRequestParts, Query, RawQuery, State};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::sample::{NOW, Sample};
use super::signed_in::{Lost, by_way_of_here, is_led_by_us, no_cookies};
use super::{Page, Problem};
use crate::auth::match_code::MatchCode;
use crate::auth::pending_login::{
    CodeError, POLL_INTERVAL, PollError, ResendError, Verifier, WaitOutcome, poll, poll_status, resend,
    submit_mail_code, wait,
};
use crate::auth::session::NewSession;
use crate::context::Context;
use crate::crypto::secret::AuthId;
use crate::web::answer::JsonResponse;
use crate::web::api::login::{Making, check_poll_rate, hold, requested_wait};
use crate::web::cookies;
use crate::web::error::Failure;
use crate::web::extract::{Form, MaybeCaller, RequestClientInfo, SameOrigin, Segment};
use crate::web::return_to::ReturnTo;

/// Without a script the page on which nothing can be typed loads itself anew so often, in seconds.
const REFRESH: u64 = 10;
const HANDLE_BYTES: usize = 8;

/// What a browser waits with.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) auth_id: String,
    /// As typed.
    pub(super) email: String,
    pub(super) username: Option<String>,
    pub(super) return_to: Option<String>,
    /// Unix seconds.
    pub(super) expires: i64,
}

impl Waiting {
    /// What the page with this handle waits with, if this browser is the one that waits.
    pub(super) fn find(context: &Context, headers: &HeaderMap, handle: &str) -> Option<Self> {
        let mut found = cookies::all_waiting(context, headers).into_iter().filter(|(name, _)| name == handle);
        let waiting = Self::decode(&found.next()?.1)?;
        (waiting.handle(context) == handle).then_some(waiting)
    }

    /// The page of this browser that waits for the newest of its logins, if it waits for any.
    pub(super) fn newest_page(context: &Context, headers: &HeaderMap) -> Option<String> {
        let waiting = cookies::all_waiting(context, headers).into_iter().filter_map(|(_, value)| Self::decode(&value));
        waiting.max_by_key(|waiting| waiting.expires).map(|waiting| waiting.path(context))
    }

    /// The page of this browser that waits for the login with this hash, if it has one.
    pub(super) fn page_of(context: &Context, headers: &HeaderMap, auth_id_hash: &[u8]) -> Option<String> {
        cookies::all_waiting(context, headers)
            .into_iter()
            .filter_map(|(_, value)| Self::decode(&value))
            .find(|waiting| AuthId::new(waiting.auth_id.as_str()).hash().to_vec() == auth_id_hash)
            .map(|waiting| waiting.path(context))
    }

    pub(super) fn encode(&self) -> Result<String, Failure> {
        let json = serde_json::to_vec(self).map_err(|error| Failure::Internal(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    pub(super) fn decode(text: &str) -> Option<Self> {
        let waiting: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        AuthId::parse(&waiting.auth_id).map(|_| waiting)
    }

    /// Tells one waiting page from another, and is good for nothing else.
    pub(super) fn handle(&self, context: &Context) -> String {
        let mac = context.keyring.hmac("waiting page", &[self.auth_id.as_bytes()]);
        mac.iter().take(HANDLE_BYTES).fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
    }

    pub(super) fn path(&self, context: &Context) -> String {
        format!("/sign-in/waiting/{}", self.handle(context))
    }

    /// The same with a mark that the browser was just given the cookie for it. Whoever comes with both goes on without the mark.
    pub(super) fn first_path(&self, context: &Context) -> String {
        format!("{}?asked", self.path(context))
    }

    /// Checked again: a cookie is what a browser says it is.
    pub(super) fn return_to(&self, context: &Context) -> Option<ReturnTo> {
        self.return_to.as_deref().and_then(|text| ReturnTo::parse(context, text))
    }

    fn auth_id(&self) -> AuthId {
        AuthId::new(self.auth_id.as_str())
    }
}

/// What the way here says.
#[derive(Deserialize)]
pub(crate) struct WaitingQuery {
    /// That the browser was just given the cookie.
    asked: Option<String>,
    /// The page without a field is wanted.
    quiet: Option<String>,
}

/// The waiting page that a request is about, and what this browser waits with there, if it does.
pub(crate) struct WaitingCookie {
    handle: String,
    waiting: Option<Waiting>,
}

impl FromRequestParts<Context> for WaitingCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Infallible> {
        let Segment(handle) = Segment::from_request_parts(parts, context).await?;
        let waiting = Waiting::find(context, &parts.headers, &handle);
        Ok(Self { handle, waiting })
    }
}

#[derive(Serialize)]
struct WaitingPage<'a> {
    state: &'static str,
    action: String,
    handle: &'a str,
    email: &'a str,
    username: Option<&'a str>,
    return_to: Option<ReturnTo>,
    match_code: [String; 2],
    now: i64,
    expires: i64,
    sender: String,
    mailbox: bool,
    refresh: u64,
    /// Without a field, so that it may load itself anew while nobody types.
    quiet: bool,
    notice: Option<&'static str>,
    problem: Option<Problem>,
    wait_seconds: i64,
}

/// What is said on the page beside where the login stands.
#[derive(Clone, Default)]
struct Flash {
    quiet: bool,
    notice: Option<&'static str>,
    problem: Option<Problem>,
    wait_seconds: i64,
}

/// Show where the login stands. Changes nothing: the session begins with a button or the script (invariant 7).
pub(crate) async fn get(
    State(context): State<Context>,
    page: Page,
    held: WaitingCookie,
    query: Query<WaitingQuery>,
    visitor: MaybeCaller,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let WaitingCookie { handle, waiting: Some(waiting) } = held else {
        if query.asked.is_some() && visitor.caller.is_none() && is_led_by_us(&headers) {
            return no_cookies(&context, &page, &headers, Lost::Waiting);
        }
        return not_waiting(&page, &visitor);
    };
    if query.asked.is_some() {
        return Ok(Redirect::to(&waiting.path(&context)).into_response());
    }
    let told = cookies::take_flash(&context, &headers);
    let notice = (told.as_deref() == Some("resent")).then_some("resent");
    let screen = WaitingView { context: &context, page, waiting: &waiting, handle: &handle };
    let state = standing(poll_status(&context, &waiting.auth_id(), &Verifier(None)).await)?;
    if state == "expired" && visitor.caller.is_some() {
        return Ok(screen.go_on());
    }
    let quiet = state == "pending" && query.quiet.is_some();
    let mut response = screen.show(StatusCode::OK, state, Flash { quiet, notice, ..Flash::default() })?;
    if told.is_some() {
        response.headers_mut().append(SET_COOKIE, cookies::set_flash(&context, None)?);
    }
    Ok(response)
}

/// After the sign-in, "back" leads here.
fn not_waiting(page: &Page, visitor: &MaybeCaller) -> Result<Response, Failure> {
    if visitor.caller.is_some() {
        return Ok(Redirect::to(ReturnTo::account().location()).into_response());
    }
    page.render("pages/not_waiting.html", StatusCode::GONE, NotWaiting {})
}

#[derive(Serialize)]
struct NotWaiting {}

fn standing(glanced: Result<(), PollError>) -> Result<&'static str, Failure> {
    match glanced {
        Ok(()) => Ok("approved"),
        Err(PollError::Pending) => Ok("pending"),
        Err(PollError::Denied) => Ok("denied"),
        Err(PollError::Expired) => Ok("expired"),
        Err(error) => Err(error.into()),
    }
}

/// Where the login stands, in a word.
#[derive(Serialize)]
pub(crate) struct StateBody {
    state: &'static str,
}

/// Tell the page's script where the login stands, once that changes or the wait is over. Where the request cannot be held,
/// `Retry-After` says how long the script has to pause.
pub(crate) async fn state(
    State(context): State<Context>,
    method: Method,
    RequestClientInfo(client): RequestClientInfo,
    making: Making,
    held: WaitingCookie,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let waiting = held.waiting.ok_or(Failure::NotFound)?;
    let (auth_id, verifier) = (waiting.auth_id(), Verifier(None));
    check_poll_rate(&context, &auth_id)?;
    let seconds = requested_wait(query.as_deref());
    // HEAD is answered at once, whatever it asks for.
    let is_to_wait = seconds > 0 && method == Method::GET;
    let held = if is_to_wait { hold(&context, &client, making) } else { None };
    if held.is_some()
        && wait(&context, &auth_id, &verifier, Duration::from_secs(seconds)).await? == WaitOutcome::TimedOut
    {
        return Ok(JsonResponse(StateBody { state: "pending" }).into_response());
    }
    let state = standing(poll_status(&context, &auth_id, &verifier).await)?;
    let mut response = JsonResponse(StateBody { state }).into_response();
    if is_to_wait && held.is_none() && state == "pending" {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(POLL_INTERVAL));
    }
    Ok(response)
}

/// Go on, type the mail code, or have the mail sent again.
pub(crate) async fn post(
    State(context): State<Context>,
    _: SameOrigin,
    page: Page,
    RequestClientInfo(client): RequestClientInfo,
    held: WaitingCookie,
    visitor: MaybeCaller,
    form: Form,
) -> Result<Response, Failure> {
    let WaitingCookie { handle, waiting: Some(waiting) } = held else {
        return not_waiting(&page, &visitor);
    };
    let screen = WaitingView { context: &context, page, waiting: &waiting, handle: &handle };
    let auth_id = waiting.auth_id();
    match form.get("decision") {
        Some("code") => {
            check_poll_rate(&context, &auth_id)?;
            let typed = form.get("code").unwrap_or_default();
            // Two codes are about: this one is for the other device.
            if MatchCode::parse(typed).is_some_and(|code| code.as_str() == MatchCode::of(&auth_id).as_str()) {
                let aside = Flash { problem: Some(Problem::at("code", "match_code_typed")), ..Flash::default() };
                return screen.show(StatusCode::UNPROCESSABLE_ENTITY, "pending", aside);
            }
            match submit_mail_code(&context, &auth_id, &Verifier(None), typed, &client).await {
                Ok(session) => screen.signed_in(&session, visitor).await,
                Err(error) => screen.refuse_code(typed, error),
            }
        }
        Some("resend") => screen.resend().await,
        _ => {
            check_poll_rate(&context, &auth_id)?;
            match poll(&context, &auth_id, &Verifier(None), &client).await {
                Ok(session) => screen.signed_in(&session, visitor).await,
                Err(PollError::Pending) => {
                    let aside = Flash { notice: Some("not-yet"), ..Flash::default() };
                    screen.show(StatusCode::OK, "pending", aside)
                }
                // Another tab was faster: this browser is signed in.
                Err(PollError::Expired) if visitor.caller.is_some() => Ok(screen.go_on()),
                Err(error) => screen.show(StatusCode::GONE, standing(Err(error))?, Flash::default()),
            }
        }
    }
}

struct WaitingView<'a> {
    context: &'a Context,
    page: Page,
    waiting: &'a Waiting,
    handle: &'a str,
}

impl WaitingView<'_> {
    fn show(&self, status: StatusCode, state: &'static str, aside: Flash) -> Result<Response, Failure> {
        let return_to = self.waiting.return_to(self.context);
        let code = MatchCode::of(&self.waiting.auth_id());
        let (left, right) = code.as_str().split_at(code.as_str().len() / 2);
        let fields = WaitingPage {
            state,
            action: self.waiting.path(self.context),
            handle: self.handle,
            email: &self.waiting.email,
            username: self.waiting.username.as_deref(),
            match_code: [left.to_owned(), right.to_owned()],
            now: self.context.now(),
            expires: self.waiting.expires,
            sender: self.context.mail.sender(),
            mailbox: self.context.mail.as_mailbox().is_some(),
            refresh: REFRESH,
            quiet: aside.quiet,
            notice: aside.notice,
            problem: aside.problem,
            wait_seconds: aside.wait_seconds,
            return_to: return_to.clone(),
        };
        let target = return_to.as_ref().and_then(ReturnTo::other_origin);
        self.page.clone().leading_to(target).render("pages/waiting.html", status, fields)
    }

    async fn resend(&self) -> Result<Response, Failure> {
        let auth_id = self.waiting.auth_id();
        check_poll_rate(self.context, &auth_id)?;
        match resend(self.context, &auth_id, &Verifier(None)).await {
            Ok(()) => {
                let cookie = cookies::set_flash(self.context, Some("resent"))?;
                Ok(([(SET_COOKIE, cookie)], Redirect::to(&self.waiting.path(self.context))).into_response())
            }
            Err(ResendError::TooSoon { seconds }) => {
                let aside = Flash { notice: Some("too-soon"), wait_seconds: seconds, ..Flash::default() };
                let mut response = self.show(StatusCode::TOO_MANY_REQUESTS, "pending", aside)?;
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                Ok(response)
            }
            Err(ResendError::TooLate) => {
                self.show(StatusCode::GONE, "pending", Flash { notice: Some("too-late"), ..Flash::default() })
            }
            Err(ResendError::Decided) => Ok(Redirect::to(&self.waiting.path(self.context)).into_response()),
            Err(ResendError::Poll(error)) => self.show(StatusCode::GONE, standing(Err(error))?, Flash::default()),
        }
    }

    fn refuse_code(&self, typed: &str, error: CodeError) -> Result<Response, Failure> {
        let code = match error {
            CodeError::Malformed if typed.trim().is_empty() => "missing_code",
            CodeError::Malformed => "malformed_code",
            CodeError::Wrong => "wrong_code",
            CodeError::Poll(error) => return self.show(StatusCode::GONE, standing(Err(error))?, Flash::default()),
        };
        let aside = Flash { problem: Some(Problem::at("code", code)), ..Flash::default() };
        self.show(StatusCode::UNPROCESSABLE_ENTITY, "pending", aside)
    }

    fn go_on(&self) -> Response {
        let place = self.waiting.return_to(self.context).unwrap_or_else(ReturnTo::account);
        Redirect::to(place.location()).into_response()
    }

    /// The cookie goes to the browser that asked (invariant 2). What it was signed in with before ends, so that one browser
    /// is one session.
    async fn signed_in(&self, session: &NewSession, visitor: MaybeCaller) -> Result<Response, Failure> {
        let place = self.waiting.return_to(self.context).unwrap_or_else(ReturnTo::account);
        let mut response = Redirect::to(&by_way_of_here(&place, false)).into_response();
        for cookie in visitor.begin_session(self.context, session).await? {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        let waited = cookies::waiting(self.context, self.handle, None, 0)?;
        response.headers_mut().append(SET_COOKIE, waited);
        Ok(response)
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |state, aside: Flash, username| {
        let fields = WaitingPage {
            state,
            action: "/sign-in/waiting/0123456789abcdef".to_owned(),
            handle: "0123456789abcdef",
            email: "ada@example.org",
            username,
            return_to: username.map(|_| ReturnTo::account()),
            match_code: ["0F3".to_owned(), "35B".to_owned()],
            now: NOW,
            expires: NOW + 900,
            sender: "no-reply@example.org".to_owned(),
            mailbox: username.is_some(),
            refresh: REFRESH,
            quiet: aside.quiet,
            notice: aside.notice,
            problem: aside.problem,
            wait_seconds: aside.wait_seconds,
        };
        Sample::of("pages/waiting.html", fields)
    };
    let mut samples: Vec<Sample> = ["pending", "approved", "denied", "expired"]
        .into_iter()
        .flat_map(|state| [page(state, Flash::default(), None), page(state, Flash::default(), Some("ada"))])
        .collect();
    samples.extend(
        ["resent", "too-soon", "too-late", "not-yet"]
            .map(|notice| page("pending", Flash { notice: Some(notice), wait_seconds: 1, ..Flash::default() }, None)),
    );
    samples.extend(
        ["missing_code", "malformed_code", "wrong_code", "match_code_typed"]
            .map(|code| page("pending", Flash { problem: Some(Problem::at("code", code)), ..Flash::default() }, None)),
    );
    samples.push(page("pending", Flash { quiet: true, ..Flash::default() }, None));
    samples.push(Sample::of("pages/not_waiting.html", NotWaiting {}));
    samples
}
