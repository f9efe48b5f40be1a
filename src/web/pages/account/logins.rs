//! Devices that wait to be let in, and letting one in by its match code.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use entity::pending_login;
use serde::Serialize;
use uuid::Uuid;

use super::{Person, done, done_with, refuse};
use crate::auth::client_info::ClientInfo;
use crate::auth::pending_login::{DecisionError, FromSessionError, Verdict, decide as decide_login};
use crate::auth::pending_login::{UNDO_WINDOW, recently_let_in, waiting};
use crate::context::Context;
use crate::web::error::Failure;
use crate::web::extract::{Form, RequestClientInfo, SameOrigin, Segment};
use crate::web::pages::sample::NOW;
use crate::web::pages::{Device, Page, Problem};

/// So many logins are on the page at once; the caps let no more be live for an account.
const ON_A_PAGE: u64 = 5;

/// What the account page shows of logins.
#[derive(Default, Serialize)]
pub(super) struct Logins {
    waiting: Vec<LoginCard>,
    more: bool,
    /// Let in by signed-in devices, and still to be taken back.
    let_in: Vec<LetIn>,
}

#[derive(Serialize)]
struct LoginCard {
    login_id: Uuid,
    platform: String,
    device: Device,
    user_agent: Option<String>,
    ip: Option<String>,
    requested: i64,
    expires: i64,
}

#[derive(Serialize)]
struct LetIn {
    login_id: Uuid,
    platform: String,
    undo_until: i64,
}

impl Logins {
    pub(super) async fn read(context: &Context, account_id: Uuid, client: &ClientInfo) -> Result<Self, Failure> {
        let waiting = waiting(context, account_id, client, ON_A_PAGE).await?;
        let let_in = recently_let_in(context, account_id, ON_A_PAGE).await?;
        Ok(Self {
            waiting: waiting.logins.into_iter().map(LoginCard::of).collect(),
            more: waiting.more,
            let_in: let_in.into_iter().map(LetIn::of).collect(),
        })
    }
}

impl LoginCard {
    fn of(login: pending_login::Model) -> Self {
        Self {
            login_id: login.id,
            device: Device::of(&login.platform, login.user_agent.as_deref()),
            platform: login.platform,
            user_agent: login.user_agent,
            ip: login.ip,
            requested: login.creation_date,
            expires: login.expiration_date,
        }
    }
}

impl LetIn {
    fn of(login: pending_login::Model) -> Self {
        let undo_until = login.decision_date.unwrap_or_default() + UNDO_WINDOW;
        Self { login_id: login.id, platform: login.platform, undo_until }
    }
}

/// Let a waiting device in, refuse it, or sign one out again that was let in a moment ago.
pub(crate) async fn decide(
    State(context): State<Context>,
    person: Person,
    _: SameOrigin,
    RequestClientInfo(client): RequestClientInfo,
    page: Page,
    login_id: Segment,
    form: Form,
) -> Result<Response, Failure> {
    let login_id = login_id.id()?;
    let typed = form.get("match_code");
    let (verdict, notice) = match form.get("decision") {
        Some("approve") => (Verdict::Approve(typed), "login-approved"),
        Some("deny") => (Verdict::Deny, "login-denied"),
        Some("undo") => (Verdict::Undo, "login-undone"),
        _ => return done(&context, "undecided"),
    };
    let code = match decide_login(&context, &person, login_id, verdict, &client).await {
        Ok(settled) => return done_with(&context, notice, &settled.revoked, settled.email_restored),
        Err(FromSessionError::Unknown) => return done(&context, "login-gone"),
        Err(FromSessionError::MatchCode(DecisionError::TooManyMatchCodes)) => return done(&context, "login-failed"),
        Err(FromSessionError::MatchCode(DecisionError::MatchCodeMissing)) => "match_code_missing",
        Err(FromSessionError::MatchCode(DecisionError::MatchCodeMalformed)) => "match_code_malformed",
        Err(FromSessionError::MatchCode(DecisionError::MatchCodeWrong { tries_left: 1 })) => "match_code_wrong_last",
        Err(FromSessionError::MatchCode(DecisionError::MatchCodeWrong { .. })) => "match_code_wrong",
        Err(error) => return Err(error.into()),
    };
    let problem = Problem::at(format!("match_code-{login_id}"), code);
    refuse(&context, &person, &page, StatusCode::UNPROCESSABLE_ENTITY, problem, typed.unwrap_or_default()).await
}

impl Logins {
    /// Devices that wait and one that was let in, with all that can be said about each and with nothing.
    pub(super) fn sample() -> Self {
        let card = |place: i64, platform: &str, user_agent: Option<&str>| LoginCard {
            login_id: Uuid::from_u128(place.unsigned_abs().into()),
            platform: platform.to_owned(),
            device: Device::of(platform, user_agent),
            user_agent: user_agent.map(str::to_owned),
            ip: user_agent.map(|_| "203.0.113.9".to_owned()),
            requested: NOW - 60 * place,
            expires: NOW + 900 - 60 * place,
        };
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
        Self {
            waiting: vec![
                card(0, "Living room TV", Some(firefox)),
                card(1, "cURL <b>&\"", Some("Something <else>")),
                card(2, "Thing", None),
            ],
            more: true,
            let_in: vec![LetIn {
                login_id: Uuid::from_u128(9),
                platform: "Pixel <b>".to_owned(),
                undo_until: NOW + 800,
            }],
        }
    }
}
