//! Before a large account is deleted: the deletion itself is one transaction, in which everything of the account dies, and whoever
//! else writes waits for it. So what there is very much of goes before, batch by batch (invariant 72).

use entity::{access_key, email_link, pending_login, session};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::error::AccountError;
use super::lock::locked;
use crate::auth::identity::Identity;
use crate::context::Context;
use crate::db::{Invalidation, Transaction};

/// Rows of a table that go in one transaction, and that the deletion may find left.
const BATCH: u64 = 50;

/// Deletes sessions, access keys, logins and links of an account until few of each are left. The credential that asks is kept: it is
/// needed for the next batch, and for the deletion.
///
/// # Errors
/// See [`AccountError`]; what went before stays gone, and the account is still there.
pub(super) async fn thin_out(context: &Context, caller: &Identity) -> Result<(), AccountError> {
    let sessions = Rows::<session::Entity> { id: session::Column::Id, account_id: session::Column::AccountId };
    let keys = Rows::<access_key::Entity> { id: access_key::Column::Id, account_id: access_key::Column::AccountId };
    let logins =
        Rows::<pending_login::Entity> { id: pending_login::Column::Id, account_id: pending_login::Column::AccountId };
    let links = Rows::<email_link::Entity> { id: email_link::Column::Id, account_id: email_link::Column::AccountId };
    sessions.thin_out(context, caller).await?;
    keys.thin_out(context, caller).await?;
    logins.thin_out(context, caller).await?;
    links.thin_out(context, caller).await
}

/// A table with rows of accounts.
struct Rows<E: EntityTrait> {
    id: E::Column,
    account_id: E::Column,
}

impl<E: EntityTrait> Rows<E> {
    async fn thin_out(&self, context: &Context, caller: &Identity) -> Result<(), AccountError> {
        while self.find(context.db.read(), caller, BATCH + 1).await?.len() as u64 > BATCH {
            context
                .db
                .write("thin_out_account", |tx| {
                    async move {
                        locked(context, tx, caller).await?;
                        self.delete_some(tx, caller).await
                    }
                    .scope_boxed()
                })
                .await?;
        }
        Ok(())
    }

    async fn delete_some(&self, tx: &Transaction, caller: &Identity) -> Result<(), AccountError> {
        let ids = self.find(tx, caller, BATCH).await?;
        tx.announce(Invalidation::Account(caller.account_id));
        for id in &ids {
            // Whoever waits for one of the logins is told; for what is no login nobody waits.
            tx.announce(Invalidation::Login(*id));
        }
        E::delete_many().filter(self.id.is_in(ids)).exec(tx).await?;
        Ok(())
    }

    /// Ids of rows of the account, but for the credential that asks.
    async fn find(&self, connection: &impl ConnectionTrait, caller: &Identity, limit: u64) -> Result<Vec<Uuid>, DbErr> {
        let kept = caller.session_id().or_else(|| caller.access_key().map(|key| key.id));
        let mut query = E::find().select_only().column(self.id).filter(self.account_id.eq(caller.account_id));
        if let Some(kept) = kept {
            query = query.filter(self.id.ne(kept));
        }
        query.limit(limit).into_tuple().all(connection).await
    }
}
