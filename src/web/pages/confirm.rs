//! The page behind a confirmation link: who asks, and what the person says to it.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::sample::{NOW, Sample};
use super::waiting::Waiting;
use super::{Device, Outcome, Page, older_answer, render_outcome, unknown_link};
use crate::auth::client_info::ClientInfo;
use crate::auth::first_proof::Older;
use crate::auth::pending_login::{
    Approval, Decision, DecisionError, Question, Standing, approve, deny, match_required, peek, undo,
};
use crate::context::Context;
use crate::crypto::secret::ConfirmationToken;
use crate::limits::LimitedAction;
use crate::text::visible::shown;
use crate::web::error::Failure;
use crate::web::extract::{Form, RequestClientInfo, SameOrigin, Segment, check_rate_limit};

/// Ask. Changes nothing, however often and by whomever it is opened (invariant 7).
#[utoipa::path(
    get,
    path = "/auth/confirm/{token}",
    operation_id = "ask_about_login",
    tag = "links",
    params(("token" = String, Path, description = "What the mail holds")),
    responses(
        (status = 200, description = "The page that asks", content_type = "text/html", body = String),
        (status = 410, description = "Decided already, or over", content_type = "text/html", body = String),
    )
)]
pub(crate) async fn get(
    State(context): State<Context>,
    RequestClientInfo(client): RequestClientInfo,
    Segment(token): Segment,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    check_rate_limit(&context, LimitedAction::Link, &client)?;
    let Some(token) = ConfirmationToken::parse_link(&token) else {
        return unknown_link(&context, &page, Waiting::newest_page(&context, &headers));
    };
    let Some(question) = peek(&context, &token).await? else {
        return unknown_link(&context, &page, Waiting::newest_page(&context, &headers));
    };
    let screen = ConfirmView::new(&context, page, &headers, &token, &client, &question);
    screen.show(StatusCode::OK, &FormState::default())
}

/// The fields of the page's form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; the fields are read one by one")]
pub(crate) struct LoginDecision {
    /// `approve`, `deny` or `undo`.
    decision: String,
    /// `yes`: a `deny` without it is asked once more.
    confirm_deny: Option<String>,
    /// What the waiting device shows, where the page asks for it.
    match_code: Option<String>,
    /// Where the page offers a choice.
    account_id: Option<Uuid>,
    /// `yes`: everything older ends, where the page offers that.
    end_other_sessions: Option<String>,
}

/// Decide.
#[utoipa::path(
    post,
    path = "/auth/confirm/{token}",
    operation_id = "decide_by_link",
    tag = "links",
    params(("token" = String, Path, description = "What the mail holds")),
    request_body(content = LoginDecision, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "What was decided", content_type = "text/html", body = String),
        (status = 410, description = "Decided already, or over", content_type = "text/html", body = String),
        (status = 422, description = "The match code or the choice is missing or wrong", content_type = "text/html", body = String),
    )
)]
pub(crate) async fn post(
    State(context): State<Context>,
    _: SameOrigin,
    RequestClientInfo(client): RequestClientInfo,
    Segment(token): Segment,
    page: Page,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let Some(token) = ConfirmationToken::parse_link(&token) else {
        return unknown_link(&context, &page, Waiting::newest_page(&context, &headers));
    };
    let Some(question) = peek(&context, &token).await? else {
        return unknown_link(&context, &page, Waiting::newest_page(&context, &headers));
    };
    let screen = ConfirmView::new(&context, page, &headers, &token, &client, &question);
    match form.get("decision") {
        Some("approve") => screen.approve(&form).await,
        // A robot that presses every button has not ticked the box, and decides nothing.
        Some("deny") if form.is_yes("confirm_deny") => screen.deny().await,
        Some("deny") => {
            // Whoever was asked before and left the box as it was is told what is missing.
            let (status, state) = if form.is_yes("asked") {
                (StatusCode::UNPROCESSABLE_ENTITY, "deny_missing")
            } else {
                (StatusCode::OK, "deny_again")
            };
            screen.show(status, &FormState { state, ..FormState::default() })
        }
        Some("undo") => screen.undo().await,
        // The box that says "approve" or "undo" was left as it was, or the form is not ours.
        _ => screen.show(StatusCode::UNPROCESSABLE_ENTITY, &FormState::without_box(&form)),
    }
}

struct ConfirmView<'a> {
    context: &'a Context,
    page: Page,
    /// Where this very browser waits for the login, if it does.
    waiting_page: Option<String>,
    token: &'a ConfirmationToken,
    client: &'a ClientInfo,
    question: &'a Question,
}

/// How the question is put this time.
struct FormState {
    state: &'static str,
    match_error: Option<&'static str>,
    tries_left: Option<i32>,
    account_error: bool,
    boxes: Boxes,
}

/// Boxes of the form as they were sent.
#[derive(Clone, Copy, Default, Serialize)]
struct Boxes {
    /// Whether the one beside the button was left as it was.
    box_missing: bool,
    /// Whether everything older was to end when something else was missing: it is not to be ticked again.
    end_ticked: bool,
}

impl FormState {
    /// Once more, with what was ticked before.
    fn after(form: &Form) -> Self {
        let boxes = Boxes { box_missing: false, end_ticked: form.is_yes("end_other_sessions") };
        Self { boxes, ..Self::default() }
    }

    /// The same where the box beside the button was left as it was.
    fn without_box(form: &Form) -> Self {
        let asking = Self::after(form);
        Self { boxes: Boxes { box_missing: true, ..asking.boxes }, ..asking }
    }
}

impl Default for FormState {
    fn default() -> Self {
        Self { state: "question", match_error: None, tries_left: None, account_error: false, boxes: Boxes::default() }
    }
}

#[derive(Serialize)]
struct Offered {
    account_id: String,
    username: String,
    verified: bool,
}

#[derive(Serialize)]
struct ConfirmContext<'a> {
    state: &'static str,
    match_error: Option<&'static str>,
    tries_left: Option<i32>,
    account_error: bool,
    action: String,
    username: Option<String>,
    accounts: Vec<Offered>,
    platform: &'a str,
    user_agent: Option<&'a str>,
    ip: Option<&'a str>,
    requested: i64,
    expires: i64,
    match_required: bool,
    offer_end_other_sessions: bool,
    older: Older,
    #[serde(flatten)]
    boxes: Boxes,
    now: i64,
    device: Device,
    host: &'a str,
}

#[derive(Serialize)]
struct Approved<'a> {
    waiting_page: Option<&'a str>,
    /// Of the device that was let in.
    device: Device,
    username: &'a str,
    platform: &'a str,
    undo_action: String,
    undo_until: i64,
    now: i64,
    undo_offered: bool,
}

impl<'a> ConfirmView<'a> {
    fn new(
        context: &'a Context,
        page: Page,
        headers: &HeaderMap,
        token: &'a ConfirmationToken,
        client: &'a ClientInfo,
        question: &'a Question,
    ) -> Self {
        let page = page.in_language(&question.login.locale);
        let waiting_page = Waiting::page_of(context, headers, &question.login.auth_id_hash);
        Self { context, page, waiting_page, token, client, question }
    }

    async fn approve(&self, form: &Form) -> Result<Response, Failure> {
        let approval = Approval {
            match_code: form.get("match_code"),
            // What is no id is nobody's, and not the same as no choice.
            account_id: form.get("account_id").map(|id| id.parse().unwrap_or_default()),
            older: older_answer(form),
            client: self.client,
        };
        match approve(self.context, self.token, &approval).await {
            Ok(decision) => self.approved(&decision),
            Err(DecisionError::MatchCodeMissing) => self.ask_for_match(form, "missing", None),
            Err(DecisionError::MatchCodeMalformed) => self.ask_for_match(form, "malformed", None),
            Err(DecisionError::MatchCodeWrong { tries_left }) => self.ask_for_match(form, "wrong", Some(tries_left)),
            Err(DecisionError::TooManyMatchCodes) => self.outcome(StatusCode::UNPROCESSABLE_ENTITY, "too_many_codes"),
            Err(DecisionError::AccountMissing) => self
                .show(StatusCode::UNPROCESSABLE_ENTITY, &FormState { account_error: true, ..FormState::after(form) }),
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
            Ok(undone) => {
                let outcome =
                    Outcome { revoked: undone.revoked, email_restored: undone.email_restored, ..self.facts("undone") };
                render_outcome(self.context, &self.page, StatusCode::OK, outcome)
            }
            Err(DecisionError::Decided) => self.decided_meanwhile().await,
            Err(error) => Err(error.into()),
        }
    }

    fn ask_for_match(&self, form: &Form, error: &'static str, tries_left: Option<i32>) -> Result<Response, Failure> {
        let asking = FormState { state: "match_error", match_error: Some(error), tries_left, ..FormState::after(form) };
        self.show(StatusCode::UNPROCESSABLE_ENTITY, &asking)
    }

    /// The page shows what became of the login, since somebody else was faster.
    async fn decided_meanwhile(&self) -> Result<Response, Failure> {
        let Some(question) = peek(self.context, self.token).await? else {
            return unknown_link(self.context, &self.page, self.waiting_page.clone());
        };
        // There is nothing to undo while nothing is decided.
        let status =
            if question.standing == Standing::Open { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::GONE };
        let (page, waiting_page) = (self.page.clone(), self.waiting_page.clone());
        ConfirmView { question: &question, page, waiting_page, ..*self }.show(status, &FormState::default())
    }

    /// The question while it is open, and what became of it afterwards.
    fn show(&self, status: StatusCode, asking: &FormState) -> Result<Response, Failure> {
        match self.question.standing {
            Standing::Open if self.question.choices.is_empty() => self.outcome(StatusCode::GONE, "expired"),
            Standing::Open => self.ask(status, asking),
            Standing::Approved { undo_until } => {
                let outcome = Outcome {
                    undo_action: undo_until.map(|_| self.action()),
                    undo_until,
                    ..self.facts("already_approved")
                };
                render_outcome(self.context, &self.page, StatusCode::GONE, outcome)
            }
            Standing::Denied => self.outcome(StatusCode::GONE, "already_denied"),
            Standing::Undone => self.outcome(StatusCode::GONE, "already_undone"),
            Standing::Expired => self.outcome(StatusCode::GONE, "expired"),
        }
    }

    fn ask(&self, status: StatusCode, asking: &FormState) -> Result<Response, Failure> {
        let Question { login, choices, older, may_be_first_proof, .. } = self.question;
        let accounts: Vec<Offered> = choices
            .iter()
            .map(|choice| Offered {
                account_id: choice.account_id.to_string(),
                username: choice.username.clone(),
                verified: choice.email_verified,
            })
            .collect();
        let platform = shown(&login.platform);
        let fields = ConfirmContext {
            state: asking.state,
            match_error: asking.match_error,
            tries_left: asking.tries_left,
            account_error: asking.account_error,
            action: self.action(),
            username: self.username(),
            accounts,
            platform: &platform,
            user_agent: login.user_agent.as_deref(),
            ip: login.ip.as_deref(),
            requested: login.creation_date,
            expires: login.expiration_date,
            match_required: match_required(self.context, login, self.client),
            offer_end_other_sessions: *may_be_first_proof,
            older: *older,
            boxes: asking.boxes,
            now: self.context.now(),
            device: Device::of(&login.platform, login.user_agent.as_deref()),
            host: self.context.settings.public_url.host(),
        };
        self.page.render("pages/confirm.html", status, fields)
    }

    fn approved(&self, decision: &Decision) -> Result<Response, Failure> {
        let platform = shown(&decision.login.platform);
        let fields = Approved {
            waiting_page: self.waiting_page.as_deref(),
            device: Device::of(&decision.login.platform, decision.login.user_agent.as_deref()),
            username: &decision.username,
            platform: &platform,
            undo_action: self.action(),
            undo_until: decision.undo_until,
            now: self.context.now(),
            undo_offered: true,
        };
        self.page.render("pages/approved.html", StatusCode::OK, fields)
    }

    fn outcome(&self, status: StatusCode, outcome: &'static str) -> Result<Response, Failure> {
        render_outcome(self.context, &self.page, status, self.facts(outcome))
    }

    fn facts(&self, outcome: &'static str) -> Outcome {
        Outcome {
            kind: outcome,
            platform: Some(shown(&self.question.login.platform)),
            username: self.username(),
            requested: Some(self.question.login.creation_date),
            expires: Some(self.question.login.expiration_date),
            decided: self.question.login.decision_date,
            decided_from: self.question.login.approved_from.clone(),
            waiting_page: self.waiting_page.clone(),
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
}

pub(super) fn samples() -> Vec<Sample> {
    let asked = |user_agent: Option<&'static str>| ConfirmContext {
        state: "question",
        match_error: None,
        tries_left: None,
        account_error: false,
        action: "/auth/confirm/TOKEN".to_owned(),
        username: Some("ada".to_owned()),
        accounts: Vec::new(),
        platform: "cURL <b>&\"",
        user_agent,
        ip: Some("203.0.113.9"),
        requested: NOW - 60,
        expires: NOW + 840,
        match_required: false,
        offer_end_other_sessions: false,
        older: Older::default(),
        boxes: Boxes::default(),
        now: NOW,
        device: Device::of("cURL", user_agent),
        host: "id.example.org",
    };
    let account = |id: &str| Offered { account_id: id.to_owned(), username: format!("ada-{id}"), verified: id == "1" };
    let choice = ConfirmContext {
        username: None,
        accounts: vec![account("1"), account("2")],
        ip: None,
        account_error: true,
        match_required: true,
        ..asked(None)
    };
    let older = Older { sessions: 2, keys: 1, changes: 1, approvals: 1, way_back_until: Some(NOW) };
    let first_proof = ConfirmContext { offer_end_other_sessions: true, older, ..asked(Some("curl/8.14.1")) };
    let mut questions = vec![
        asked(Some("curl/8.14.1")),
        asked(Some("Something <else>")),
        asked(Some("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")),
        ConfirmContext { state: "deny_again", ..asked(None) },
        ConfirmContext { state: "deny_missing", ..asked(None) },
        ConfirmContext { match_required: true, ..asked(None) },
        ConfirmContext { offer_end_other_sessions: true, ..choice },
        first_proof,
        ConfirmContext { boxes: Boxes { box_missing: true, end_ticked: true }, ..asked(None) },
    ];
    for (error, tries_left) in [("missing", None), ("malformed", None), ("wrong", Some(2)), ("wrong", Some(1))] {
        let state = "match_error";
        questions.push(ConfirmContext {
            state,
            match_error: Some(error),
            tries_left,
            match_required: true,
            ..asked(None)
        });
    }
    let mut samples: Vec<Sample> =
        questions.into_iter().map(|question| Sample::of("pages/confirm.html", question)).collect();
    let here = Some("/sign-in/waiting/0123456789abcdef");
    for (waiting_page, platform, undo_offered) in
        [(None, "cURL", true), (None, "Living room TV", true), (here, "cURL", false)]
    {
        let fields = Approved {
            waiting_page,
            device: Device::of(platform, None),
            username: "ada",
            platform,
            undo_action: "/auth/confirm/TOKEN".to_owned(),
            undo_until: NOW + 900,
            now: NOW,
            undo_offered,
        };
        samples.push(Sample::of("pages/approved.html", fields));
    }
    samples
}
