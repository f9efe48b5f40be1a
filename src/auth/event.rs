//! Events: a record of what was done with accounts, written with the very change that it tells of, of limits that were reached, and
//! of what the operator did. It never holds a secret, and nothing in the program changes it: it goes with its account, or with age.

use entity::event::{Column, Entity, Model};
use entity::session;
use scoped_futures::ScopedFutureExt;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::auth::page::cut;
use crate::clock::Clock;
use crate::context::Context;
use crate::db::Transaction;
use crate::origin::Origin;
use crate::random::{Random, row_id};

pub use entity::event::EventKind;

/// Writes one down, as part of the change. `platform` is the label of the device or the name of the key that it is about.
///
/// # Errors
/// The database does not answer; the change is not made then, either.
pub async fn record(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    kind: EventKind,
    platform: Option<&str>,
) -> Result<(), DbErr> {
    let origin = Origin::current();
    let ip = origin.asked().and_then(|asked| asked.ip).map(|ip| ip.to_string());
    let request_id = origin.asked().map(|asked| asked.request_id.clone());
    let event = Event { account_id: Some(account_id), platform, ip, request_id, ..Event::of(kind) };
    write(&*context.clock, &*context.random, tx, event).await
}

/// The same for each of these accounts, and for work that a request asked for earlier, from this address. Where there is no account
/// one is written all the same, and taken back by the same transaction: whether there was one cannot be told by the time that the
/// transaction takes (invariant 76).
///
/// # Errors
/// The database does not answer.
pub async fn record_for_any(
    context: &Context,
    tx: &Transaction,
    accounts: &[Uuid],
    kind: EventKind,
    platform: &str,
    ip: Option<String>,
) -> Result<(), DbErr> {
    let event = |account_id| Event { account_id, platform: Some(platform), ip: ip.clone(), ..Event::of(kind) };
    let nobodys = row(&*context.clock, &*context.random, event(None));
    let taken_back = nobodys.id;
    let rows = if accounts.is_empty() {
        vec![nobodys]
    } else {
        accounts.iter().map(|id| row(&*context.clock, &*context.random, event(Some(*id)))).collect()
    };
    insert(tx, rows).await?;
    Entity::delete_by_id(taken_back).exec(tx).await.map(drop)
}

/// Writes down that each of these sessions ended by itself; there has to be one.
///
/// # Errors
/// The database does not answer; the change is not made then, either.
pub async fn record_expired(context: &Context, tx: &Transaction, sessions: &[session::Model]) -> Result<(), DbErr> {
    let events = sessions.iter().map(|session| Event {
        account_id: Some(session.account_id),
        platform: Some(&session.platform),
        ..Event::of(EventKind::SessionExpired)
    });
    write_many(&*context.clock, &*context.random, tx, events).await
}

/// Writes down that the operator did this, where there is no context yet; `what` names it more closely.
///
/// # Errors
/// The database does not answer.
pub async fn record_operator(
    clock: &dyn Clock,
    random: &dyn Random,
    tx: &Transaction,
    kind: EventKind,
    what: Option<&str>,
) -> Result<(), DbErr> {
    write(clock, random, tx, Event { platform: what, ..Event::of(kind) }).await
}

/// Writes down that the operator did this to each of these accounts; there has to be one.
///
/// # Errors
/// The database does not answer.
pub async fn record_operator_for(
    clock: &dyn Clock,
    random: &dyn Random,
    tx: &Transaction,
    accounts: &[Uuid],
    kind: EventKind,
) -> Result<(), DbErr> {
    let event = |account_id: &Uuid| Event { account_id: Some(*account_id), ..Event::of(kind) };
    write_many(clock, random, tx, accounts.iter().map(event)).await
}

/// Writes down which limits held somebody off since the last time. Returns how many.
///
/// # Errors
/// The database does not answer; they are forgotten then, since a flood of them must not fill the memory.
pub async fn record_limits(context: &Context) -> Result<usize, DbErr> {
    let hits = &context.limits.take_hits();
    if hits.is_empty() {
        return Ok(0);
    }
    context
        .db
        .write("record_limits", |tx| {
            async move {
                for hit in hits {
                    let (platform, ip) = (Some(hit.what.setting()), hit.ip.map(|ip| ip.to_string()));
                    let event = Event { platform, ip, ..Event::of(EventKind::LimitReached) };
                    write(&*context.clock, &*context.random, tx, event).await?;
                }
                Ok::<_, DbErr>(())
            }
            .scope_boxed()
        })
        .await?;
    Ok(hits.len())
}

/// What is written, but for its id and date.
struct Event<'a> {
    account_id: Option<Uuid>,
    kind: EventKind,
    platform: Option<&'a str>,
    ip: Option<String>,
    request_id: Option<String>,
}

impl Event<'_> {
    /// Of nobody, from nowhere.
    fn of(kind: EventKind) -> Self {
        Self { account_id: None, kind, platform: None, ip: None, request_id: None }
    }
}

async fn write(clock: &dyn Clock, random: &dyn Random, tx: &Transaction, event: Event<'_>) -> Result<(), DbErr> {
    write_many(clock, random, tx, std::iter::once(event)).await
}

async fn write_many<'a>(
    clock: &dyn Clock,
    random: &dyn Random,
    tx: &Transaction,
    events: impl Iterator<Item = Event<'a>>,
) -> Result<(), DbErr> {
    insert(tx, events.map(|event| row(clock, random, event)).collect()).await
}

fn row(clock: &dyn Clock, random: &dyn Random, event: Event<'_>) -> Model {
    Model {
        id: row_id(clock, random),
        account_id: event.account_id,
        kind: event.kind,
        platform: event.platform.map(str::to_owned),
        ip: event.ip,
        request_id: event.request_id,
        creation_date: clock.now(),
    }
}

async fn insert(tx: &Transaction, rows: Vec<Model>) -> Result<(), DbErr> {
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    Entity::insert_many(rows.collect::<Vec<_>>()).exec_without_returning(tx).await.map(drop)
}

/// Forgets all that was done with an account, as part of its deletion.
///
/// # Errors
/// The database does not answer.
pub async fn forget(tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::AccountId.eq(account_id)).exec(tx).await.map(drop)
}

/// One page of events.
pub struct Page {
    /// The newest first.
    pub events: Vec<Model>,
    /// The id that the next page begins after, if there is one.
    pub next: Option<Uuid>,
}

/// What was done with an account.
///
/// # Errors
/// The database does not answer.
pub async fn list(context: &Context, account_id: Uuid, limit: u64, after: Option<Uuid>) -> Result<Page, DbErr> {
    let mut query = Entity::find().filter(Column::AccountId.eq(account_id));
    if let Some(after) = after {
        query = query.filter(Column::Id.lt(after));
    }
    let rows = query.order_by_desc(Column::Id).limit(limit + 1).all(context.db.read()).await?;
    let (events, next) = cut(rows, limit, |last| last.id);
    Ok(Page { events, next })
}
