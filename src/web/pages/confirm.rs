//! The page behind a confirmation link: who asks, and what the person says to it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{Outcome, render, render_outcome, unknown_link};
use crate::auth::client::Client;
use crate::auth::pending_login::{
    Approval, Decision, DecisionError, Question, Standing, approve, deny, match_required, peek, undo,
};
use crate::context::Context;
use crate::locale::Locale;
use crate::secret::ConfirmationToken;
use crate::web::error::Failure;
use crate::web::extract::{Form, OwnPage, RequestClient, RequestLocale, Segment};

/// Ask. Changes nothing, however often and by whomever it is opened (invariant 7).
pub(crate) async fn get(
    State(context): State<Context>,
    RequestClient(client): RequestClient,
    Segment(token): Segment,
    locale: RequestLocale,
) -> Result<Response, Failure> {
    let Some(token) = ConfirmationToken::parse_link(&token) else {
        return unknown_link(&context, locale.negotiate(None));
    };
    let Some(question) = peek(&context, &token).await? else {
        return unknown_link(&context, locale.negotiate(None));
    };
    let screen = Screen { context: &context, token: &token, client: &client, question: &question };
    screen.show(StatusCode::OK, &Asking::default())
}

/// Decide.
pub(crate) async fn post(
    State(context): State<Context>,
    _: OwnPage,
    RequestClient(client): RequestClient,
    Segment(token): Segment,
    locale: RequestLocale,
    form: Form,
) -> Result<Response, Failure> {
    let Some(token) = ConfirmationToken::parse_link(&token) else {
        return unknown_link(&context, locale.negotiate(None));
    };
    let Some(question) = peek(&context, &token).await? else {
        return unknown_link(&context, locale.negotiate(None));
    };
    let screen = Screen { context: &context, token: &token, client: &client, question: &question };
    match form.get("decision") {
        Some("approve") => screen.approve(&form).await,
        // A robot that presses every button has not ticked the box, and decides nothing.
        Some("deny") if form.is_yes("confirm_deny") => screen.deny().await,
        Some("deny") => screen.show(StatusCode::OK, &Asking { state: "deny_again", ..Asking::default() }),
        Some("undo") => screen.undo().await,
        _ => screen.show(StatusCode::UNPROCESSABLE_ENTITY, &Asking::default()),
    }
}

struct Screen<'a> {
    context: &'a Context,
    token: &'a ConfirmationToken,
    client: &'a Client,
    question: &'a Question,
}

/// How the question is put this time.
struct Asking {
    state: &'static str,
    match_error: Option<&'static str>,
    tries_left: Option<i32>,
    account_error: bool,
}

impl Default for Asking {
    fn default() -> Self {
        Self { state: "question", match_error: None, tries_left: None, account_error: false }
    }
}

#[derive(Serialize)]
struct Account {
    account_id: String,
    username: String,
}

#[derive(Serialize)]
struct Asked<'a> {
    state: &'static str,
    match_error: Option<&'static str>,
    tries_left: Option<i32>,
    account_error: bool,
    action: String,
    username: Option<String>,
    accounts: Vec<Account>,
    platform: &'a str,
    user_agent: Option<&'a str>,
    ip: Option<&'a str>,
    requested: i64,
    expires: i64,
    match_required: bool,
    offer_end_other_sessions: bool,
    other_sessions: u64,
    host: &'a str,
}

#[derive(Serialize)]
struct Approved<'a> {
    username: &'a str,
    platform: &'a str,
    undo_action: String,
    undo_until: i64,
    undo_offered: bool,
}

impl Screen<'_> {
    async fn approve(&self, form: &Form) -> Result<Response, Failure> {
        let approval = Approval {
            match_code: form.get("match_code"),
            // What is no id is nobody's, and not the same as no choice.
            account_id: form.get("account_id").map(|id| id.parse().unwrap_or_default()),
            end_other_sessions: form.is_yes("end_other_sessions"),
            client: self.client,
        };
        match approve(self.context, self.token, &approval).await {
            Ok(decision) => self.approved(&decision),
            Err(DecisionError::MatchCodeMissing) => self.ask_for_match("missing", None),
            Err(DecisionError::MatchCodeMalformed) => self.ask_for_match("malformed", None),
            Err(DecisionError::MatchCodeWrong { tries_left }) => self.ask_for_match("wrong", Some(tries_left)),
            Err(DecisionError::TooManyMatchCodes) => self.outcome(StatusCode::UNPROCESSABLE_ENTITY, "too_many_codes"),
            Err(DecisionError::AccountMissing) => {
                self.show(StatusCode::UNPROCESSABLE_ENTITY, &Asking { account_error: true, ..Asking::default() })
            }
            Err(DecisionError::Decided) => self.decided_meanwhile().await,
            Err(error) => Err(error.into()),
        }
    }

    async fn deny(&self) -> Result<Response, Failure> {
        match deny(self.context, self.token).await {
            Ok(_) => self.outcome(StatusCode::OK, "denied"),
            Err(DecisionError::Decided) => self.decided_meanwhile().await,
            Err(error) => Err(error.into()),
        }
    }

    async fn undo(&self) -> Result<Response, Failure> {
        match undo(self.context, self.token).await {
            Ok(_) => self.outcome(StatusCode::OK, "undone"),
            Err(DecisionError::Decided) => self.decided_meanwhile().await,
            Err(error) => Err(error.into()),
        }
    }

    fn ask_for_match(&self, error: &'static str, tries_left: Option<i32>) -> Result<Response, Failure> {
        let asking = Asking { state: "match_error", match_error: Some(error), tries_left, account_error: false };
        self.show(StatusCode::UNPROCESSABLE_ENTITY, &asking)
    }

    /// The page shows what became of the login, since somebody else was faster.
    async fn decided_meanwhile(&self) -> Result<Response, Failure> {
        let Some(question) = peek(self.context, self.token).await? else {
            return unknown_link(self.context, self.locale());
        };
        // There is nothing to undo while nothing is decided.
        let status =
            if question.standing == Standing::Open { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::GONE };
        Screen { question: &question, ..*self }.show(status, &Asking::default())
    }

    /// The question while it is open, and what became of it afterwards.
    fn show(&self, status: StatusCode, asking: &Asking) -> Result<Response, Failure> {
        match self.question.standing {
            Standing::Open if self.question.choices.is_empty() => self.outcome(StatusCode::GONE, "expired"),
            Standing::Open => self.ask(status, asking),
            Standing::Approved { undo_until } => {
                let outcome = Outcome {
                    undo_action: undo_until.map(|_| self.action()),
                    undo_until,
                    ..self.facts("already_approved")
                };
                render_outcome(self.context, self.locale(), StatusCode::GONE, outcome)
            }
            Standing::Denied => self.outcome(StatusCode::GONE, "already_denied"),
            Standing::Expired => self.outcome(StatusCode::GONE, "expired"),
        }
    }

    fn ask(&self, status: StatusCode, asking: &Asking) -> Result<Response, Failure> {
        let Question { login, choices, other_sessions, .. } = self.question;
        let accounts: Vec<Account> = choices
            .iter()
            .map(|choice| Account { account_id: choice.account_id.to_string(), username: choice.username.clone() })
            .collect();
        let fields = Asked {
            state: asking.state,
            match_error: asking.match_error,
            tries_left: asking.tries_left,
            account_error: asking.account_error,
            action: self.action(),
            username: self.username(),
            accounts,
            platform: &login.platform,
            user_agent: login.user_agent.as_deref(),
            ip: login.ip.as_deref(),
            requested: login.creation_date,
            expires: login.expiration_date,
            match_required: match_required(self.context, login, self.client),
            offer_end_other_sessions: *other_sessions > 0,
            other_sessions: *other_sessions,
            host: self.context.settings.public_url.host(),
        };
        render(self.context, "pages/confirm.html", self.locale(), status, fields)
    }

    fn approved(&self, decision: &Decision) -> Result<Response, Failure> {
        let fields = Approved {
            username: &decision.username,
            platform: &decision.login.platform,
            undo_action: self.action(),
            undo_until: decision.undo_until,
            undo_offered: true,
        };
        render(self.context, "pages/approved.html", self.locale(), StatusCode::OK, fields)
    }

    fn outcome(&self, status: StatusCode, outcome: &'static str) -> Result<Response, Failure> {
        render_outcome(self.context, self.locale(), status, self.facts(outcome))
    }

    fn facts(&self, outcome: &'static str) -> Outcome {
        Outcome {
            kind: outcome,
            platform: Some(self.question.login.platform.clone()),
            username: self.username(),
            ..Outcome::default()
        }
    }

    fn username(&self) -> Option<String> {
        match self.question.choices.as_slice() {
            [only] => Some(only.username.clone()),
            _ => None,
        }
    }

    fn action(&self) -> String {
        format!("/auth/confirm/{}", self.token.expose())
    }

    fn locale(&self) -> Locale {
        Locale::from_tag(&self.question.login.locale).unwrap_or_default()
    }
}
