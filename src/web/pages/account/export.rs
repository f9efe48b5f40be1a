//! Everything that is kept about somebody, for themselves.

use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::Person;
use crate::auth::{access_key, account, event, session};
use crate::context::Context;
use crate::web::answer::Answer;
use crate::web::api::access_keys::AccessKeyBody;
use crate::web::api::account::AccountBody;
use crate::web::api::events::EventBody;
use crate::web::api::sessions::SessionBody;
use crate::web::error::Failure;

const AT_ONCE: u64 = 100;

/// Field by field as the API names it; no token, no key and no hash.
#[derive(Serialize)]
struct Export {
    #[serde(rename = "export_date")]
    date: i64,
    account: AccountBody,
    sessions: Vec<ExportedSession>,
    access_keys: Vec<AccessKeyBody>,
    events: Vec<EventBody>,
}

/// As the API tells it, with the name that its owner gave it.
#[derive(Serialize)]
struct ExportedSession {
    #[serde(flatten)]
    body: SessionBody,
    name: Option<String>,
}

/// Give it as a file.
pub(crate) async fn get(State(context): State<Context>, person: Person) -> Result<Response, Failure> {
    let export = Export {
        date: context.now(),
        account: account::get(&context, person.account_id).await?.into(),
        sessions: sessions(&context, &person).await?,
        access_keys: access_keys(&context, &person).await?,
        events: events(&context, &person).await?,
    };
    let file = [(CONTENT_DISPOSITION, "attachment; filename=\"account.json\"")];
    Ok((file, Answer(export)).into_response())
}

async fn sessions(context: &Context, person: &Person) -> Result<Vec<ExportedSession>, Failure> {
    let (mut bodies, mut after) = (Vec::new(), None);
    loop {
        let page = session::list(context, person.account_id, None, AT_ONCE, after).await?;
        bodies.extend(page.sessions.into_iter().map(|session| ExportedSession {
            name: session.name.clone(),
            body: SessionBody::of(session, Some(person.session.id)),
        }));
        after = page.next;
        if after.is_none() {
            return Ok(bodies);
        }
    }
}

async fn access_keys(context: &Context, person: &Person) -> Result<Vec<AccessKeyBody>, Failure> {
    let (mut bodies, mut after) = (Vec::new(), None);
    loop {
        let page = access_key::list(context, person.account_id, AT_ONCE, after).await?;
        bodies.extend(page.keys.into_iter().map(AccessKeyBody::from));
        after = page.next;
        if after.is_none() {
            return Ok(bodies);
        }
    }
}

async fn events(context: &Context, person: &Person) -> Result<Vec<EventBody>, Failure> {
    let (mut bodies, mut after) = (Vec::new(), None);
    loop {
        let page = event::list(context, person.account_id, AT_ONCE, after).await?;
        bodies.extend(page.events.into_iter().map(EventBody::from));
        after = page.next;
        if after.is_none() {
            return Ok(bodies);
        }
    }
}
