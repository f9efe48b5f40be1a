//! Reading the record of what was done, for the operator.

use std::collections::HashSet;
use std::io;
use std::time::Duration;

use entity::account;
use entity::event::{Column, Entity, Model};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::database;
use super::error::StartError;
use crate::auth::{event, username};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::db::Db;

const PAGE: u64 = 500;
/// How often new ones are looked for.
const TICK: Duration = Duration::from_secs(1);
/// A transaction may commit so many seconds after the date of its event, and a node's clock may be so much behind: what was read
/// is looked at once more for so long.
const SETTLING: i64 = 60;

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Not older than this.
    pub since: Option<Duration>,
    /// Of the account with this name or id.
    pub account: Option<String>,
    /// Goes on with new ones.
    pub follow: bool,
}

/// Hands each event to `tell`, the oldest first, as one line of JSON.
///
/// # Errors
/// See [`StartError`].
pub async fn events(
    config: &Config,
    filter: &EventFilter,
    mut tell: impl FnMut(&str) -> io::Result<()>,
) -> Result<(), StartError> {
    let db = database::open_current(config).await?;
    let told = tell_all(&db, filter, &mut tell).await;
    db.close().await;
    told
}

async fn tell_all(
    db: &Db,
    filter: &EventFilter,
    tell: &mut impl FnMut(&str) -> io::Result<()>,
) -> Result<(), StartError> {
    let account_id = match &filter.account {
        Some(name) => Some(find_account(db, name).await?),
        None => None,
    };
    let age = filter.since.map_or(i64::MAX, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
    let mut from = SystemClock.now().saturating_sub(age);
    let mut recent: HashSet<(i64, Uuid)> = HashSet::new();
    loop {
        let mut after = (from, Uuid::nil());
        loop {
            let page = page(db, account_id, after).await?;
            for event in &page {
                if recent.insert((event.creation_date, event.id)) {
                    tell(&line(event)).map_err(StartError::Output)?;
                }
            }
            let Some(last) = page.last() else { break };
            after = (last.creation_date, last.id);
            // One that is dated ahead, by a clock that was set, must not hide those that come after it.
            from = from.max(last.creation_date.min(SystemClock.now()) - SETTLING);
            recent.retain(|(date, _)| *date >= from);
            if (page.len() as u64) < PAGE {
                break;
            }
        }
        if !filter.follow {
            return Ok(());
        }
        tokio::time::sleep(TICK).await;
    }
}

async fn find_account(db: &Db, name: &str) -> Result<Uuid, StartError> {
    // What was done with a deleted account is found by its id alone.
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let found = account::Entity::find()
        .filter(account::Column::UsernameKey.eq(username::lookup_key(name)))
        .one(db.read())
        .await?;
    found.map(|account| account.id).ok_or_else(|| StartError::NoAccount(name.to_owned()))
}

async fn page(db: &Db, account_id: Option<Uuid>, (date, id): (i64, Uuid)) -> Result<Vec<Model>, DbErr> {
    let later = Condition::any()
        .add(Column::CreationDate.gt(date))
        .add(Condition::all().add(Column::CreationDate.eq(date)).add(Column::Id.gt(id)));
    let mut query = Entity::find().filter(Column::CreationDate.gte(date)).filter(later).filter(event::is_readable());
    if let Some(account_id) = account_id {
        query = query.filter(Column::AccountId.eq(account_id));
    }
    query.order_by_asc(Column::CreationDate).order_by_asc(Column::Id).limit(PAGE).all(db.read()).await
}

fn line(event: &Model) -> String {
    json!({
        "event_id": event.id,
        "kind": event.kind.to_value(),
        "creation_date": event.creation_date,
        "account_id": event.account_id,
        "session_platform": event.platform,
        "ip": event.ip,
        "request_id": event.request_id,
    })
    .to_string()
}
