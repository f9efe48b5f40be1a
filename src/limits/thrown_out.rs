//! Networks and browsers of sessions that were thrown out. An account knows the networks and browsers that it signed in from, and keeps
//! a part of its login mails for them; a thief who was thrown out must not be known by that for months (invariants 62, 68).

use entity::mail_quota::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Limits;
use super::bucket::{DAY, key};
use crate::db::Transaction;

/// Seconds for which it stays known that a session was thrown out: as long as an account remembers where its sessions began.
const REMEMBERED: i64 = 90 * DAY;

impl Limits {
    /// Notes that sessions of an account from these networks were ended by another's hand, as part of the transaction that ends them.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn note_thrown_out(&self, tx: &Transaction, account_id: Uuid, networks: &[String]) -> Result<(), DbErr> {
        if !self.enforced {
            return Ok(());
        }
        let until = self.clock.now() + REMEMBERED;
        let keys =
            std::iter::once(of_account(account_id)).chain(networks.iter().map(|network| of(account_id, network)));
        let rows = keys.map(|key_hash| ActiveModel { key_hash: Set(key_hash), arrival_date: Set(until) });
        // In one order, so that two transactions never wait for each other; and each row once.
        let mut rows: Vec<ActiveModel> = rows.collect();
        rows.sort_by(|one, other| one.key_hash.as_ref().cmp(other.key_hash.as_ref()));
        rows.dedup_by(|one, other| one.key_hash == other.key_hash);
        Entity::insert_many(rows)
            .on_conflict(OnConflict::column(Column::KeyHash).update_column(Column::ArrivalDate).to_owned())
            .exec_without_returning(tx)
            .await
            .map(drop)
    }

    /// Those of these accounts that threw a session from this network out lately, each with the Unix seconds of the last time.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn who_threw_out(
        &self,
        connection: &impl ConnectionTrait,
        accounts: &[Uuid],
        network: &str,
    ) -> Result<Vec<(Uuid, i64)>, DbErr> {
        let keys: Vec<(Uuid, Vec<u8>)> = accounts.iter().map(|account| (*account, of(*account, network))).collect();
        let found: Vec<(Vec<u8>, i64)> = Entity::find()
            .select_only()
            .columns([Column::KeyHash, Column::ArrivalDate])
            .filter(Column::KeyHash.is_in(keys.iter().map(|(_, key)| key.clone())))
            .filter(Column::ArrivalDate.gt(self.clock.now()))
            .into_tuple()
            .all(connection)
            .await?;
        let date = |key: &Vec<u8>| found.iter().find(|(of, _)| of == key).map(|(_, until)| until - REMEMBERED);
        Ok(keys.into_iter().filter_map(|(account, key)| Some((account, date(&key)?))).collect())
    }

    /// Unix seconds at which a session of an account was thrown out last, if that was lately.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn last_thrown_out(
        &self,
        connection: &impl ConnectionTrait,
        account_id: Uuid,
    ) -> Result<Option<i64>, DbErr> {
        let row = Entity::find_by_id(of_account(account_id)).one(connection).await?;
        Ok(row.map(|row| row.arrival_date - REMEMBERED))
    }
}

fn of(account_id: Uuid, network: &str) -> Vec<u8> {
    key("thrown_out_network", &format!("{account_id} {network}"))
}

fn of_account(account_id: Uuid) -> Vec<u8> {
    key("thrown_out", &account_id.to_string())
}
