//! Whether an account knows the starter of a login: by its network, or by its browser (invariant 68).

use entity::{account, event, pending_login, session};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::address::carried;
use crate::auth::client::Network;
use crate::context::Context;
use crate::db::Transaction;

/// Networks of sessions that began within so many seconds are known, whether the sessions still live or not.
const REMEMBERED: i64 = 90 * 24 * 60 * 60;
/// Beginnings of sessions that are looked at, the newest ones; and as many living sessions, those that were used last.
const LOOKED_AT: u64 = 200;

/// The account that knows the starter, of those that the login may enter. An account whose address is not proven knows nobody: whoever
/// registers with somebody else's address would be known to it. Asks the same of the database where there is no account.
///
/// # Errors
/// The database does not answer.
pub(super) async fn known_to(
    context: &Context,
    tx: &Transaction,
    login: &pending_login::Model,
    accounts: &[account::Model],
) -> Result<Option<Uuid>, DbErr> {
    let proven: Vec<Uuid> =
        accounts.iter().filter(|account| account.email_verified).map(|account| account.id).collect();
    let asked = if proven.is_empty() { vec![Uuid::nil()] } else { proven.clone() };
    let begun: Vec<(Option<Uuid>, Option<String>)> = event::Entity::find()
        .select_only()
        .columns([event::Column::AccountId, event::Column::Ip])
        .filter(event::Column::AccountId.is_in(asked.iter().copied()))
        // A constant in the statement: only so do databases use the index of these events alone.
        .filter(Expr::cust("\"event\".\"kind\" = 'session_begun'"))
        .filter(event::Column::CreationDate.gt(context.now() - REMEMBERED))
        .order_by_desc(event::Column::CreationDate)
        .limit(LOOKED_AT)
        .into_tuple()
        .all(tx)
        .await?;
    let living: Vec<(Uuid, Option<String>)> = session::Entity::find()
        .select_only()
        .columns([session::Column::AccountId, session::Column::Ip])
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
        && proven.contains(&claimed)
    {
        return Ok(Some(claimed));
    }
    let Some(starter) = starter else { return Ok(None) };
    // Where a session lives, its owner is; where one was thrown out and none lives, its thief may be.
    let living = living.iter().map(|(account, ip)| (Some(*account), ip));
    let begun = begun.iter().filter(|(account, _)| account.is_none_or(|account| !threw_out.contains(&account)));
    let mut seen = living.chain(begun.map(|(account, ip)| (*account, ip)));
    Ok(seen
        .find(|(_, ip)| network(ip.as_deref()).is_some_and(|seen| seen.as_str() == starter))
        .and_then(|(account, _)| account))
}

fn network(ip: Option<&str>) -> Option<Network> {
    ip.and_then(|ip| ip.parse().ok()).map(carried).map(Network::of)
}
