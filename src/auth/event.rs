//! Events: a record of what was done with accounts, written with the very change that it tells of, of limits that were reached, and
//! of what the operator did. It never holds a secret, and nothing in the program changes it: it goes with its account, or with age.

use entity::event::{Column, Entity, Model};
use entity::{forgotten_account, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::InsertStatement;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::auth::pagination::split_page;
use crate::clock::Clock;
use crate::context::Context;
use crate::crypto::random::{Random, row_id};
use crate::db::{Transaction, insert_pair};
use crate::telemetry::request_context::RequestContext;

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
    record_all(context, tx, account_id, &[(kind, platform)]).await
}

/// The same for several, in this order.
///
/// # Errors
/// The database does not answer; the change is not made then, either.
pub async fn record_all(
    context: &Context,
    tx: &Transaction,
    account_id: Uuid,
    events: &[(EventKind, Option<&str>)],
) -> Result<(), DbErr> {
    let origin = RequestContext::current();
    let ip = origin.request().and_then(|asked| asked.ip).map(|ip| ip.to_string());
    let request_id = origin.request().map(|asked| asked.request_id.clone());
    let events = events.iter().map(|(kind, platform)| Event {
        account_id: Some(account_id),
        platform: *platform,
        ip: ip.clone(),
        request_id: request_id.clone(),
        ..Event::of(*kind)
    });
    write_many(&*context.clock, &*context.random, tx, events).await
}

/// The same for each of these accounts, for work that a request asked for earlier, from this address, and together with another row.
/// Where there is no account an event is written all the same, and taken back by the same transaction: whether there was one cannot be
/// told by the time that the transaction takes (invariant 76).
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
    with: InsertStatement,
) -> Result<(), DbErr> {
    let event = |account_id| Event { account_id, platform: Some(platform), ip: ip.clone(), ..Event::of(kind) };
    let nobodys = row(&*context.clock, &*context.random, event(None));
    let taken_back = nobodys.id;
    let rows = if accounts.is_empty() {
        vec![nobodys]
    } else {
        accounts.iter().map(|id| row(&*context.clock, &*context.random, event(Some(*id)))).collect()
    };
    insert_pair(tx, with, insertion(rows)).await?;
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
    tx.execute(&insertion(events.map(|event| row(clock, random, event)).collect())).await.map(drop)
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

fn insertion(rows: Vec<Model>) -> InsertStatement {
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    Entity::insert_many(rows.collect::<Vec<_>>()).into_query()
}

/// Events of a deleted account that go in one transaction: whoever else writes waits no longer than for these (invariant 72).
const FORGOTTEN_AT_ONCE: u64 = 50;
/// Deleted accounts whose events one run of the purge looks for.
const FORGOTTEN_AT_A_RUN: u64 = 1_000;
/// An account's events are looked for so many seconds after its deletion: longer than a transaction can have been under way.
const LATE: i64 = 5 * 60;

/// Forgets what was done with an account, as part of its deletion: at once as many events as fit, and the rest with the next runs
/// of [`purge_forgotten`]. Nobody can read them meanwhile.
///
/// # Errors
/// The database does not answer.
pub async fn forget(context: &Context, tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    let row = forgotten_account::ActiveModel { id: Set(account_id), deletion_date: Set(context.now()) };
    forgotten_account::Entity::insert(row).exec_without_returning(tx).await?;
    forget_some(tx, account_id).await.map(drop)
}

/// Deletes the events that deleted accounts left, batch by batch, but for the ones that say that they were deleted. Returns how many
/// rows went.
///
/// # Errors
/// The database does not answer; what went before stays gone.
pub async fn purge_forgotten(context: &Context) -> Result<u64, DbErr> {
    let oldest =
        forgotten_account::Entity::find().order_by_asc(forgotten_account::Column::Id).limit(FORGOTTEN_AT_A_RUN);
    let accounts = oldest.all(context.db.read()).await?;
    let mut purged = 0;
    for account in &accounts {
        purged += purge_events_of(context, account.id).await?;
        if account.deletion_date <= context.now() - LATE {
            let done = context.db.write("account_is_forgotten", |tx| {
                async move { forgotten_account::Entity::delete_by_id(account.id).exec(tx).await }.scope_boxed()
            });
            purged += done.await?.rows_affected;
        }
    }
    Ok(purged)
}

async fn purge_events_of(context: &Context, account_id: Uuid) -> Result<u64, DbErr> {
    let mut purged = 0;
    // Nearly always nothing is left: then nobody waits for this.
    while events_of_deleted(account_id).limit(1).into_tuple::<Uuid>().one(context.db.read()).await?.is_some() {
        purged += context
            .db
            .write("forget_events", |tx| async move { forget_some(tx, account_id).await }.scope_boxed())
            .await?;
    }
    Ok(purged)
}

async fn forget_some(tx: &Transaction, account_id: Uuid) -> Result<u64, DbErr> {
    let some = events_of_deleted(account_id).limit(FORGOTTEN_AT_ONCE).into_query();
    Ok(Entity::delete_many().filter(Column::Id.in_subquery(some)).exec(tx).await?.rows_affected)
}

/// Ids of all events of a deleted account but the ones of its deletion.
fn events_of_deleted(account_id: Uuid) -> Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Kind.ne(EventKind::AccountDeleted))
}

/// What nobody is told of any more, the operator included: what deleted accounts left, until it is purged.
#[must_use]
pub fn is_readable() -> Condition {
    let forgotten = forgotten_account::Entity::find().select_only().column(forgotten_account::Column::Id).into_query();
    Condition::any()
        .add(Column::AccountId.is_null())
        .add(Column::Kind.eq(EventKind::AccountDeleted))
        .add(Column::AccountId.not_in_subquery(forgotten))
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
    let (events, next) = split_page(rows, limit, |last| last.id);
    Ok(Page { events, next })
}
