//! Whether an account knows the starter of a login: by its network, or by its browser (invariant 68).

use entity::{account, event, pending_login, session};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::auth::client_info::Network;
use crate::context::Context;
use crate::db::Transaction;
use crate::net::address::carried;

/// Networks of sessions that began within so many seconds are known, whether the sessions still live or not.
const REMEMBERED: i64 = 90 * 24 * 60 * 60;
/// Beginnings of sessions that are looked at, the newest ones; and as many living sessions, those that were used last.
const LOOKED_AT: u64 = 200;

/// A session of an account: its account, the address that it came from, and when it began.
type Beginning = (Uuid, Option<String>, i64);

/// The account that knows the starter, of those that the login may enter. An account whose address is not proven knows nobody: whoever
/// registers with somebody else's address would be known to it. Once it is proven, what is older may still be that squatter's, until the
/// owner has said what becomes of it. Asks the same of the database where there is no account.
///
/// # Errors
/// The database does not answer.
pub(super) async fn known_to(
    context: &Context,
    tx: &Transaction,
    login: &pending_login::Model,
    accounts: &[account::Model],
) -> Result<Option<Uuid>, DbErr> {
    let proven: Vec<&account::Model> = accounts.iter().filter(|account| account.email_verified).collect();
    let ids: Vec<Uuid> = proven.iter().map(|account| account.id).collect();
    let asked = if ids.is_empty() { vec![Uuid::nil()] } else { ids.clone() };
    let begun = begun(tx, &asked, context.now()).await?;
    let living: Vec<Beginning> = session::Entity::find()
        .select_only()
        .columns([session::Column::AccountId, session::Column::Ip, session::Column::CreationDate])
        .filter(session::Column::AccountId.is_in(asked.iter().copied()))
        .filter(session::Column::ExpirationDate.gt(context.now()))
        .order_by_desc(session::Column::LastSeenDate)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(tx)
        .await?;
    // Empty where the address proves nothing, as a private one that everybody has behind a translator (invariant 69).
    let starter = login.network.as_deref();
    let threw_out = context.limits.who_threw_out(tx, &asked, starter.unwrap_or_default()).await?;
    if let Some(claimed) = login.known_account_id
        && ids.contains(&claimed)
    {
        return Ok(Some(claimed));
    }
    let Some(starter) = starter else { return Ok(None) };
    let is_claimed = |(account_id, _, date): &&Beginning| {
        let proven = proven.iter().find(|account| account.id == *account_id);
        proven.and_then(|account| account.first_proof_date).is_none_or(|proof| *date >= proof)
    };
    // Where a session lives, its owner is; where one was thrown out and none lives or began since, its thief may be.
    let since = |(account_id, _, date): &&Beginning| {
        threw_out.iter().all(|(account, thrown_out)| account != account_id || date > thrown_out)
    };
    let mut seen = living.iter().chain(begun.iter().filter(since)).filter(is_claimed);
    Ok(seen
        .find(|(_, ip, _)| network(ip.as_deref()).is_some_and(|seen| seen.as_str() == starter))
        .map(|(account_id, ..)| *account_id))
}

/// Forgets whence sessions of an account began until now, as part of ending them all: one that signed itself out before may have been the
/// thief's.
///
/// # Errors
/// The database does not answer.
pub(in crate::auth) async fn forget_all(context: &Context, tx: &Transaction, account_id: Uuid) -> Result<(), DbErr> {
    let begun = begun(tx, &[account_id], context.now()).await?;
    let networks = begun.iter().filter_map(|(_, ip, _)| network(ip.as_deref()));
    let networks: Vec<String> = networks.map(|network| network.as_str().to_owned()).collect();
    context.limits.note_thrown_out(tx, account_id, &networks).await
}

/// The newest beginnings of sessions, whether these still live or not.
async fn begun(tx: &Transaction, accounts: &[Uuid], now: i64) -> Result<Vec<Beginning>, DbErr> {
    event::Entity::find()
        .select_only()
        .columns([event::Column::AccountId, event::Column::Ip, event::Column::CreationDate])
        .filter(event::Column::AccountId.is_in(accounts.iter().copied()))
        // A constant in the statement: only so do databases use the index of these events alone.
        .filter(Expr::cust("\"event\".\"kind\" = 'session_begun'"))
        .filter(event::Column::CreationDate.gt(now - REMEMBERED))
        .order_by_desc(event::Column::CreationDate)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(tx)
        .await
}

fn network(ip: Option<&str>) -> Option<Network> {
    ip.and_then(|ip| ip.parse().ok()).map(carried).map(Network::of)
}
