//! What was done with the account.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use entity::event::{EventKind, Model};
use sea_orm::{ActiveEnum, Iterable};
use serde::{Deserialize, Serialize};

use super::Person;
use crate::auth::event;
use crate::context::Context;
use crate::text::visible::shown;
use crate::web::error::Failure;
use crate::web::pages::Page;
use crate::web::pages::sample::{NOW, Sample};

const ON_A_PAGE: u64 = 30;

/// Which part of the list.
#[derive(Deserialize)]
pub(crate) struct ActivityQuery {
    after: Option<String>,
}

#[derive(Serialize)]
struct Activity {
    events: Vec<Row>,
    next: Option<String>,
    later: bool,
    retention_days: i64,
    now: i64,
}

#[derive(Serialize)]
struct Row {
    kind: String,
    platform: Option<String>,
    ip: Option<String>,
    request_id: Option<String>,
    date: i64,
}

impl From<Model> for Row {
    fn from(event: Model) -> Self {
        Self {
            kind: event.kind.to_value(),
            platform: event.platform.as_deref().map(shown),
            ip: event.ip,
            request_id: event.request_id,
            date: event.creation_date,
        }
    }
}

/// List it.
pub(crate) async fn get(
    State(context): State<Context>,
    person: Person,
    page: Page,
    query: Query<ActivityQuery>,
) -> Result<Response, Failure> {
    // Nonsense in the page's address shows the beginning.
    let after = query.after.as_deref().and_then(|id| id.parse().ok());
    let listed = event::list(&context, person.account_id, ON_A_PAGE, after).await?;
    let fields = Activity {
        events: listed.events.into_iter().map(Row::from).collect(),
        next: listed.next.map(|id| id.to_string()),
        later: after.is_some(),
        retention_days: context.settings.audit_retention / 86_400,
        now: context.now(),
    };
    page.render("pages/activity.html", StatusCode::OK, fields)
}

pub(super) fn samples() -> Vec<Sample> {
    let row = |kind: EventKind, some: bool| Row {
        kind: kind.to_value(),
        platform: some.then(|| "cURL <b>&\"".to_owned()),
        ip: some.then(|| "203.0.113.9".to_owned()),
        request_id: some.then(|| "r1".to_owned()),
        date: NOW,
    };
    let page = |events: Vec<Row>, next: Option<&str>| {
        let later = next.is_some();
        let fields = Activity { events, next: next.map(str::to_owned), later, retention_days: 90, now: NOW };
        Sample::of("pages/activity.html", fields)
    };
    let all = EventKind::iter()
        .filter(|kind| kind.is_of_an_account())
        .flat_map(|kind| [row(kind, true), row(kind, false)])
        .collect();
    vec![page(Vec::new(), None), page(all, Some("1"))]
}
