//! How mail is doing, as its last hand-overs say. Kept in the database, so that every node says the same.

use std::collections::HashSet;

use entity::mail_trouble::{ActiveModel, Column, Entity, MailTroubleKind, Model};
use scoped_futures::ScopedFutureExt;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Sign;
use crate::clock::Clock;
use crate::crypto::random::{Random, row_id};
use crate::db::{Db, Turn};

/// So many mails in a row, none taken between, that were refused ...
const REFUSED_MAILS: usize = 5;
/// ... and went to so many mailboxes say that it is not the mailboxes.
const REFUSED_MAILBOXES: usize = 3;

/// How mail is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Nothing says otherwise.
    Ok,
    /// The last mails were refused, whoever they were to.
    Refused,
    /// No mail server could be reached for the last one.
    Unreachable,
}

/// Judges it.
///
/// # Errors
/// The database does not answer.
pub async fn judge(db: &Db) -> Result<Health, DbErr> {
    Ok(judged(&last(db.read()).await?))
}

/// Whether any mail was not taken since one was.
///
/// # Errors
/// The database does not answer.
pub async fn is_troubled(db: &Db) -> Result<bool, DbErr> {
    Ok(!last(db.read()).await?.is_empty())
}

/// Notes that a mail was taken: whatever was before is over. Returns whether that is news.
///
/// # Errors
/// The database does not answer.
pub async fn taken(db: &Db) -> Result<bool, DbErr> {
    db.write("mail_taken", |tx| {
        async move {
            tx.take(Turn::MailHealth).await?;
            let before = judged(&last(tx).await?);
            Entity::delete_many().exec(tx).await?;
            Ok(before != Health::Ok)
        }
        .scope_boxed()
    })
    .await
}

/// A mail that was not taken.
pub struct Untaken {
    /// Its outbox row.
    pub mail_id: Uuid,
    /// Tells its recipient from others.
    pub mailbox_hash: String,
    /// What its failure says.
    pub sign: Sign,
}

/// Notes that a mail was not taken, and returns how mail is doing if that is news.
///
/// # Errors
/// The database does not answer.
pub async fn not_taken(
    db: &Db,
    clock: &dyn Clock,
    random: &dyn Random,
    mail: &Untaken,
) -> Result<Option<Health>, DbErr> {
    let (kind, known) = match mail.sign {
        Sign::None => return Ok(None),
        Sign::Refused => (MailTroubleKind::Refused, Health::Refused),
        Sign::Unreachable => (MailTroubleKind::Unreachable, Health::Unreachable),
    };
    if judge(db).await? == known {
        return Ok(None);
    }
    let row = &ActiveModel {
        mail_id: Set(mail.mail_id),
        mailbox_hash: Set(mail.mailbox_hash.clone()),
        kind: Set(kind),
        order_id: Set(row_id(clock, random)),
    };
    db.write("mail_not_taken", |tx| {
        async move {
            // Two mails that fail at the same time would each find itself to be the one that makes the difference, or neither would.
            tx.take(Turn::MailHealth).await?;
            let before = judged(&last(tx).await?);
            Entity::delete_by_id(mail.mail_id).exec(tx).await?;
            Entity::insert(row.clone()).exec_without_returning(tx).await?;
            let rows = last(tx).await?;
            let ids = rows.iter().map(|row| row.mail_id);
            Entity::delete_many().filter(Column::MailId.is_not_in(ids)).exec(tx).await?;
            let after = judged(&rows);
            Ok((after != before).then_some(after))
        }
        .scope_boxed()
    })
    .await
}

/// The last ones, the newest first.
async fn last(connection: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    let newest = Entity::find().order_by_desc(Column::OrderId).limit(REFUSED_MAILS as u64);
    newest.all(connection).await
}

fn judged(rows: &[Model]) -> Health {
    if rows.first().is_some_and(|row| row.kind == MailTroubleKind::Unreachable) {
        return Health::Unreachable;
    }
    let refused: Vec<&Model> = rows.iter().take_while(|row| row.kind == MailTroubleKind::Refused).collect();
    let mailboxes: HashSet<&str> = refused.iter().map(|row| row.mailbox_hash.as_str()).collect();
    if refused.len() >= REFUSED_MAILS && mailboxes.len() >= REFUSED_MAILBOXES { Health::Refused } else { Health::Ok }
}
