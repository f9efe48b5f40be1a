//! The account page: where somebody is signed in, their access keys, their address and name, and the way out.

pub(crate) mod activity;
pub(crate) mod deletion;
pub(crate) mod export;
pub(crate) mod first_proof;
pub(crate) mod keys;
pub(crate) mod logins;
pub(crate) mod profile;
mod rows;
pub(crate) mod sessions;

use std::ops::Deref;

use axum::extract::{FromRequestParts, Query, State};
use axum::http::header::{AUTHORIZATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use entity::session;
use serde::{Deserialize, Serialize};

use super::sample::{NOW, Sample};
use super::{Page, Problem};
use crate::auth::client_info::ClientInfo;
use crate::auth::first_proof::{Older, is_to_be_answered_by, unanswered};
use crate::auth::revocation::{Made, Revoked, survey};
use crate::auth::session::Cursor;
use crate::auth::{access_key, account, session as own_sessions};
use crate::context::Context;
use crate::web::cookies::{self, Strays};
use crate::web::error::Failure;
use crate::web::extract::{Caller, RequestClientInfo, hide_rate_limit};
use crate::web::page_load::reads_pages;
use logins::Logins;
use rows::{Group, KeyRow, LetInBy, Rows, SessionRow, grouped};

/// So many sessions or keys are on the page at once.
const ON_A_PAGE: u64 = 7;
const LONGEST_WAY_BACK: usize = 1000;

/// Somebody with a session. A browser without one is sent to the sign-in page, and comes back afterwards.
pub(crate) struct Person {
    caller: Caller,
    session: session::Model,
    client: ClientInfo,
    strays: Strays,
}

impl Person {
    /// Takes the session's cookie out of their browser, with whatever else of its name is there.
    fn sign_out(&self, context: &Context, response: &mut Response) -> Result<(), Failure> {
        for cookie in cookies::end_session(context, self.strays, "/")? {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        Ok(())
    }
}

impl Deref for Person {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl FromRequestParts<Context> for Person {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Response> {
        match Caller::from_request_parts(parts, context).await.map_err(hide_rate_limit) {
            Ok(caller) => {
                let session = caller.session().map_err(IntoResponse::into_response)?.clone();
                let Ok(RequestClientInfo(client)) = RequestClientInfo::from_request_parts(parts, context).await;
                let strays = Strays::of(context, &parts.headers);
                Ok(Self { caller, session, client, strays })
            }
            Err(failure) if reads_pages(&parts.headers) && can_sign_in(&failure, &parts.headers) => {
                let ended = !matches!(failure, Failure::AuthenticationRequired);
                sign_in_first(parts, context, ended).map_err(IntoResponse::into_response).and_then(Err)
            }
            Err(failure) => Err(failure.into_response()),
        }
    }
}

/// Whether it is the browser's cookies that are no good. Who wrote a header is told what is wrong about that.
fn can_sign_in(failure: &Failure, headers: &HeaderMap) -> bool {
    let of_header = matches!(
        failure,
        Failure::AuthenticationRequired | Failure::InvalidCredentials | Failure::AmbiguousCredentials
    );
    matches!(failure, Failure::AmbiguousCookies) || (of_header && !headers.contains_key(AUTHORIZATION))
}

fn sign_in_first(parts: &Parts, context: &Context, ended: bool) -> Result<Response, Failure> {
    let asked = parts.uri.path_and_query().map(PathAndQuery::as_str).filter(|path| path.len() < LONGEST_WAY_BACK);
    let back = if parts.method == Method::GET { asked.unwrap_or("/account") } else { "/account" };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("return_to", back);
    if ended {
        query.append_pair("reason", "ended");
    }
    let mut response = Redirect::to(&format!("/sign-in?{}", query.finish())).into_response();
    if ended {
        // There may be several of them, of which no one is any good to who is here.
        for cookie in cookies::end_session(context, Strays::of(context, &parts.headers), parts.uri.path())? {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// Which part of the lists.
#[derive(Default, Deserialize)]
pub(crate) struct AccountQuery {
    sessions: Option<String>,
    keys: Option<String>,
}

#[derive(Serialize)]
struct AccountPage {
    username: String,
    email: Option<String>,
    email_verified: bool,
    pending_email: Option<String>,
    created: i64,
    now: i64,
    logins: Logins,
    current: SessionRow,
    groups: Vec<Group>,
    next_sessions: Option<String>,
    later_sessions: bool,
    keys: Vec<KeyRow>,
    next_keys: Option<String>,
    later_keys: bool,
    token_minutes: i64,
    notice: Option<&'static str>,
    more: Vec<&'static str>,
    problem: Option<Problem>,
    typed: String,
    /// What all other devices made.
    made_by_others: Made,
    /// What is not of the person who proved the address first, where this person is to say what becomes of it.
    older: Option<Older>,
}

/// What is said on the page beside what is on it.
#[derive(Default)]
struct Flash {
    notice: Option<&'static str>,
    more: Vec<&'static str>,
    problem: Option<Problem>,
    typed: String,
}

/// What a notice may say: anything else in its cookie says nothing.
const NOTICES: [&str; 19] = [
    "older-ended",
    "older-kept",
    "session-ended",
    "session-renamed",
    "sessions-ended",
    "key-revoked",
    "username-changed",
    "email-asked",
    "email-removed",
    "email-cancelled",
    "email-resent",
    "email-unchanged",
    "gone",
    "undecided",
    "login-approved",
    "login-denied",
    "login-undone",
    "login-failed",
    "login-gone",
];

/// What ended together with it, or did not.
const ASIDES: [&str; 5] = ["email-restored", "keys-revoked", "keys-left", "change-withdrawn", "let-in-ended"];

/// Show the account.
pub(crate) async fn get(
    State(context): State<Context>,
    person: Person,
    page: Page,
    query: Query<AccountQuery>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let told = cookies::take_flash(&context, &headers);
    let words: Vec<&str> = told.as_deref().unwrap_or_default().split('.').collect();
    let notice = NOTICES.into_iter().find(|notice| words.first() == Some(notice));
    let more = ASIDES.into_iter().filter(|aside| words.iter().skip(1).any(|word| word == aside)).collect();
    let aside = Flash { notice, more, ..Flash::default() };
    let mut response = show(&context, &person, &page, StatusCode::OK, &query, aside).await?;
    if told.is_some() {
        response.headers_mut().append(SET_COOKIE, cookies::set_flash(&context, None)?);
    }
    Ok(response)
}

async fn show(
    context: &Context,
    person: &Person,
    page: &Page,
    status: StatusCode,
    query: &AccountQuery,
    aside: Flash,
) -> Result<Response, Failure> {
    let account = account::get(context, person.account_id).await?;
    // Nonsense in the page's address shows the beginning.
    let (after_session, after_key) =
        (query.sessions.as_deref().and_then(Cursor::parse), query.keys.as_deref().and_then(|id| id.parse().ok()));
    let listed = own_sessions::list(context, person.account_id, None, ON_A_PAGE, after_session).await?;
    let keys = access_key::list(context, person.account_id, ON_A_PAGE, after_key).await?;
    let let_in_by = LetInBy::read(context, &person.session, &listed.sessions).await?;
    let now = context.now();
    let survey = survey(context, person.account_id).await?;
    let older = match is_to_be_answered_by(context.db.read(), &account.row, &person.session).await? {
        Some(date) => Some(unanswered(context, &account.row, date).await?),
        None => None,
    };
    let fields = AccountPage {
        username: account.row.username,
        email: account.row.email,
        email_verified: account.row.email_verified,
        pending_email: account.pending_email,
        created: account.row.creation_date,
        now,
        logins: Logins::read(context, person.account_id, &person.client).await?,
        current: SessionRow::of(person.session.clone(), &let_in_by, &survey),
        groups: grouped(listed.sessions, person.session.id, &let_in_by, &survey),
        next_sessions: listed.next.map(Cursor::encode),
        later_sessions: after_session.is_some(),
        keys: keys.keys.into_iter().map(|key| KeyRow::of(key, now, &survey)).collect(),
        next_keys: keys.next.map(|id| id.to_string()),
        later_keys: after_key.is_some(),
        token_minutes: (context.settings.access_token_ttl + 59) / 60,
        notice: aside.notice,
        more: aside.more,
        problem: aside.problem,
        typed: aside.typed,
        made_by_others: survey.made_by_others_than(person.session.id),
        older: older.filter(|older| older.is_anything()),
    };
    page.render("pages/account.html", status, fields)
}

/// The page once more, with what is wrong about what was typed.
async fn refuse(
    context: &Context,
    person: &Person,
    page: &Page,
    status: StatusCode,
    problem: Problem,
    typed: &str,
) -> Result<Response, Failure> {
    let aside = Flash { problem: Some(problem), typed: typed.to_owned(), ..Flash::default() };
    let page = page.clone().coming_back_to("/account");
    show(context, person, &page, status, &AccountQuery::default(), aside).await
}

/// Back to the page, to what it says of what was done.
fn done(context: &Context, notice: &'static str) -> Result<Response, Failure> {
    let cookie = cookies::set_flash(context, Some(notice))?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/account#notice")).into_response())
}

/// The same, with what ended together with it, and whether the address is the former one again.
fn done_with(context: &Context, notice: &str, revoked: &Revoked, email_restored: bool) -> Result<Response, Failure> {
    let ended_one = matches!(notice, "session-ended" | "login-undone");
    let asides = [
        (email_restored, "email-restored"),
        (revoked.keys > 0, "keys-revoked"),
        (revoked.keys_left > 0, "keys-left"),
        (revoked.changes > 0, "change-withdrawn"),
        (ended_one && revoked.sessions > 0, "let-in-ended"),
    ];
    let asides = asides.into_iter().filter_map(|(happened, aside)| happened.then_some(aside));
    let words: Vec<&str> = std::iter::once(notice).chain(asides).collect();
    let cookie = cookies::set_flash(context, Some(&words.join(".")))?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/account#notice")).into_response())
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |email: Option<&str>, aside: Flash, rows: Rows| {
        let fields = AccountPage {
            username: "ada".to_owned(),
            email: email.map(str::to_owned),
            email_verified: aside.problem.is_none(),
            pending_email: email.map(|_| "new@example.org".to_owned()),
            created: NOW,
            now: NOW,
            logins: rows.logins,
            current: SessionRow::sample(0),
            groups: rows.groups,
            next_sessions: email.map(|_| "1.2".to_owned()),
            later_sessions: email.is_some(),
            keys: rows.keys,
            next_keys: email.map(|_| "1".to_owned()),
            later_keys: email.is_some(),
            token_minutes: 5,
            notice: aside.notice,
            more: aside.more,
            problem: aside.problem,
            typed: aside.typed,
            made_by_others: Made { sessions: 0, keys: usize::from(email.is_some()), changes: 0 },
            older: email.map(|_| Older { sessions: 2, keys: 1, way_back_until: Some(NOW), ..Older::default() }),
        };
        Sample::of("pages/account.html", fields)
    };
    let mut samples = vec![
        page(None, Flash::default(), Rows::default()),
        page(Some("ada@example.org"), Flash::default(), Rows::full(ON_A_PAGE)),
    ];
    samples.extend(NOTICES.map(|notice| {
        let more = ASIDES.into();
        page(Some("ada@example.org"), Flash { notice: Some(notice), more, ..Flash::default() }, Rows::default())
    }));
    for (field, code) in [
        ("email", "missing_email"),
        ("email", "invalid_email"),
        ("username", "username_taken"),
        ("name-00000000-0000-0000-0000-000000000000", "invalid_session_name"),
    ] {
        let aside = Flash { problem: Some(Problem::at(field, code)), typed: "typed".to_owned(), ..Flash::default() };
        samples.push(page(Some("ada@example.org"), aside, Rows::default()));
    }
    for code in ["match_code_missing", "match_code_malformed", "match_code_wrong", "match_code_wrong_last"] {
        let problem = Problem::at("match_code-00000000-0000-0000-0000-000000000000", code);
        let aside = Flash { problem: Some(problem), typed: "0F335".to_owned(), ..Flash::default() };
        samples.push(page(None, aside, Rows { logins: Logins::sample(), ..Rows::default() }));
    }
    samples.extend(activity::samples());
    samples.extend(keys::samples());
    samples.extend(deletion::samples());
    samples
}
