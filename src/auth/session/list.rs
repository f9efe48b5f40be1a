//! Listing an account's sessions, page by page.

use std::collections::HashMap;

use entity::session;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::auth::pagination::split_page;
use crate::context::Context;
use crate::db::Db;
use crate::text::visible::shown;

/// Where a page ends: the last row's place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    last_seen_date: i64,
    id: Uuid,
}

impl Cursor {
    /// As a client gets it.
    #[must_use]
    pub fn encode(self) -> String {
        format!("{}.{}", self.last_seen_date, self.id)
    }

    /// What a client sent. `None` if it is no cursor.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (last_seen_date, id) = text.split_once('.')?;
        Some(Self { last_seen_date: last_seen_date.parse().ok()?, id: id.parse().ok()? })
    }
}

/// One page of sessions.
pub struct Page {
    /// The last used first.
    pub sessions: Vec<session::Model>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// An account's live sessions, only those of a platform if one is named.
///
/// # Errors
/// The database does not answer.
pub async fn list(
    context: &Context,
    account_id: Uuid,
    platform: Option<&str>,
    limit: u64,
    after: Option<Cursor>,
) -> Result<Page, DbErr> {
    let mut condition = Condition::all()
        .add(session::Column::AccountId.eq(account_id))
        .add(session::Column::ExpirationDate.gt(context.now()));
    if let Some(platform) = platform {
        condition = condition.add(session::Column::Platform.eq(Db::comparable(platform)));
    }
    if let Some(cursor) = after {
        let same_second = Condition::all()
            .add(session::Column::LastSeenDate.eq(cursor.last_seen_date))
            .add(session::Column::Id.lt(cursor.id));
        condition = condition
            .add(Condition::any().add(session::Column::LastSeenDate.lt(cursor.last_seen_date)).add(same_second));
    }
    let rows = session::Entity::find()
        .filter(condition)
        .order_by_desc(session::Column::LastSeenDate)
        .order_by_desc(session::Column::Id)
        .limit(limit + 1)
        .all(context.db.read())
        .await?;
    let (sessions, next) = split_page(rows, limit, |last| Cursor { last_seen_date: last.last_seen_date, id: last.id });
    Ok(Page { sessions, next })
}

/// Titles of those of these sessions that are the account's and live.
///
/// # Errors
/// The database does not answer.
pub async fn titles(context: &Context, account_id: Uuid, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = session::Entity::find()
        .filter(session::Column::Id.is_in(ids))
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpirationDate.gt(context.now()))
        .all(context.db.read())
        .await?;
    // A label that was stored before there was a rule is replaced where it cannot be seen.
    let title = |session: &session::Model| shown(session.name.as_deref().unwrap_or(&session.platform));
    Ok(found.iter().map(|session| (session.id, title(session))).collect())
}
