//! Everything that is kept about somebody, for themselves.
//!
//! It is made page by page while the person takes it, and no connection of the database's is held in between: an account may have
//! hundreds of thousands of events, and a reader may be slow or gone (invariant 75).

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream::try_unfold;
use sea_orm::DbErr;
use serde::Serialize;
use uuid::Uuid;

use super::Person;
use crate::auth::session::Cursor;
use crate::auth::{access_key, account, event, session};
use crate::context::Context;
use crate::limits::Export;
use crate::web::api::access_keys::AccessKeyBody;
use crate::web::api::account::AccountBody;
use crate::web::api::events::EventBody;
use crate::web::api::sessions::SessionBody;
use crate::web::error::Failure;

const AT_ONCE: u64 = 100;
/// Seconds after which another export is worth a try.
const COME_BACK: u64 = 5;

/// As the API tells it, with the name that its owner gave it.
#[derive(Serialize)]
struct ExportedSession {
    #[serde(flatten)]
    body: SessionBody,
    name: Option<String>,
}

/// Give it as a file: field by field as the API names it; no token, no key and no hash. One at a time for each account.
pub(crate) async fn get(State(context): State<Context>, person: Person) -> Result<Response, Failure> {
    let under_way = context.limits.begin_export(person.account_id);
    let under_way = under_way.ok_or(Failure::ExportUnderWay { retry_after: COME_BACK })?;
    let account: AccountBody = account::get(&context, person.account_id).await?.into();
    let export = Exporting {
        account_id: person.account_id,
        session_id: person.session.id,
        next: Some(Part::Beginning { date: context.now(), account: Box::new(account) }),
        context,
        _under_way: under_way,
    };
    let parts = try_unfold(export, |export| async move {
        let part = export.part().await;
        // The file ends in the middle then, and is not taken for a whole one: the answer is cut off.
        part.inspect_err(|error| tracing::warn!(%error, "an export was cut off"))
    });
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"account.json\""),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// How far an export came.
struct Exporting {
    context: Context,
    account_id: Uuid,
    session_id: Uuid,
    next: Option<Part>,
    _under_way: Export,
}

/// What comes next.
enum Part {
    Beginning { date: i64, account: Box<AccountBody> },
    Sessions { after: Option<Cursor> },
    Keys { after: Option<Uuid> },
    Events { after: Option<Uuid> },
}

/// Why an export ends early.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error("the database does not answer: {0}")]
    Database(#[from] DbErr),
    #[error("a row cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the session has ended")]
    SessionEnded,
}

impl Exporting {
    /// The next piece of the file, with what remains to be done.
    async fn part(mut self) -> Result<Option<(Bytes, Self)>, Cut> {
        let Some(part) = self.next.take() else { return Ok(None) };
        // A slow reader must not go on reading with a session that was ended meanwhile.
        if session::living(&self.context, self.account_id, self.session_id).await?.is_none() {
            return Err(Cut::SessionEnded);
        }
        let mut text = Vec::new();
        self.next = match part {
            Part::Beginning { date, account } => {
                text.extend_from_slice(format!("{{\"export_date\":{date},\"account\":").as_bytes());
                serde_json::to_writer(&mut text, &account)?;
                text.extend_from_slice(b",\"sessions\":[");
                Some(Part::Sessions { after: None })
            }
            Part::Sessions { after } => self.sessions(&mut text, after).await?,
            Part::Keys { after } => self.keys(&mut text, after).await?,
            Part::Events { after } => self.events(&mut text, after).await?,
        };
        Ok(Some((text.into(), self)))
    }

    async fn sessions(&self, text: &mut Vec<u8>, after: Option<Cursor>) -> Result<Option<Part>, Cut> {
        let page = session::list(&self.context, self.account_id, None, AT_ONCE, after).await?;
        let sessions = page.sessions.into_iter().map(|session| ExportedSession {
            name: session.name.clone(),
            body: SessionBody::of(session, Some(self.session_id)),
        });
        write_rows(text, after.is_none(), sessions)?;
        Ok(Some(if page.next.is_some() {
            Part::Sessions { after: page.next }
        } else {
            text.extend_from_slice(b"],\"access_keys\":[");
            Part::Keys { after: None }
        }))
    }

    async fn keys(&self, text: &mut Vec<u8>, after: Option<Uuid>) -> Result<Option<Part>, Cut> {
        let page = access_key::list(&self.context, self.account_id, AT_ONCE, after).await?;
        write_rows(text, after.is_none(), page.keys.into_iter().map(AccessKeyBody::from))?;
        Ok(Some(if page.next.is_some() {
            Part::Keys { after: page.next }
        } else {
            text.extend_from_slice(b"],\"events\":[");
            Part::Events { after: None }
        }))
    }

    async fn events(&self, text: &mut Vec<u8>, after: Option<Uuid>) -> Result<Option<Part>, Cut> {
        let page = event::list(&self.context, self.account_id, AT_ONCE, after).await?;
        write_rows(text, after.is_none(), page.events.into_iter().map(EventBody::from))?;
        if page.next.is_none() {
            text.extend_from_slice(b"]}");
        }
        Ok(page.next.map(|_| Part::Events { after: page.next }))
    }
}

/// Rows of a list that was begun, with commas between them and before all but the first of the list.
fn write_rows(text: &mut Vec<u8>, first: bool, rows: impl Iterator<Item = impl Serialize>) -> Result<(), Cut> {
    for (number, row) in rows.enumerate() {
        if !first || number > 0 {
            text.push(b',');
        }
        serde_json::to_writer(&mut *text, &row)?;
    }
    Ok(())
}
