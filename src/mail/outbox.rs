//! The outbox: mail that was accepted, kept until it is with the mail server. Rows hold ids, never links or addresses.
//!
//! A worker takes rows under a lease and names its lease in every later change, so that a worker that was thought dead
//! cannot undo what its successor did. A lease says whose it is, and ends with that process where others can see it end, and by its
//! time in any case. A crash possibly costs a mail sent twice, never a mail.

mod lane;
mod lease;

use entity::outbox::{self, Column, Entity, OutboxKind, OutboxState};
use scoped_futures::ScopedFutureExt;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

pub use lane::Lane;
pub use lease::{end_leases, end_leases_of};

use crate::clock::{Clock, MAX_CLOCK_SKEW_SECONDS};
use crate::crypto::random::{Random, row_id};
use crate::db::{Db, Transaction};

/// How long a worker may take for one mail, in seconds; longer than all of the transport's time-outs.
pub const LEASE: i64 = 120;
/// A mail whose subject ends within so many seconds is not worth sending (invariant 24).
const MIN_REMAINING_LIFE: i64 = 30;
const FIRST_PAUSE: i64 = 5;
/// A mail that is not yet with a mail server is tried once more so many seconds before it is too old.
const LAST_TRY: i64 = 90;
/// A worker that comes to a mail no later than this was on time.
const PUNCTUAL: i64 = 10;
/// A mail that was not handed over waits for so many seconds at most.
pub const LONGEST_PAUSE: i64 = 300;

/// Whether what a mail speaks of is over, or so nearly that reading it would be in vain. Where the whole life is short,
/// half of it is enough.
#[must_use]
pub fn is_too_late(creation_date: i64, expiration_date: i64, now: i64) -> bool {
    let needed = MIN_REMAINING_LIFE.min((expiration_date - creation_date) / 2);
    expiration_date - now < needed
}

/// What a mail is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// A pending login.
    PendingLogin(Uuid),
    /// A link about an address.
    EmailLink(OutboxKind, Uuid),
    /// An access key.
    AccessKey(OutboxKind, Uuid),
    /// What is kept of a deleted account for this mail.
    DeletionNotice(Uuid),
    /// What is kept of a rename for this mail.
    RenameNotice(Uuid),
}

/// Accepts a mail, as part of the change that it speaks of.
///
/// # Errors
/// The database does not answer.
pub async fn enqueue(
    transaction: &Transaction,
    clock: &dyn Clock,
    random: &dyn Random,
    subject: Subject,
    expiration_date: i64,
) -> Result<(), DbErr> {
    Entity::insert(row(clock, random, subject, expiration_date)).exec_without_returning(transaction).await?;
    Ok(())
}

/// The row of a mail that is accepted now.
#[must_use]
pub fn row(clock: &dyn Clock, random: &dyn Random, subject: Subject, expiration_date: i64) -> outbox::ActiveModel {
    let (kind, [pending_login_id, email_link_id, access_key_id, deletion_notice_id, rename_notice_id]) = match subject {
        Subject::PendingLogin(id) => (OutboxKind::Login, [Some(id), None, None, None, None]),
        Subject::EmailLink(kind, id) => (kind, [None, Some(id), None, None, None]),
        Subject::AccessKey(kind, id) => (kind, [None, None, Some(id), None, None]),
        Subject::DeletionNotice(id) => (OutboxKind::AccountDeleted, [None, None, None, Some(id), None]),
        Subject::RenameNotice(id) => (OutboxKind::UsernameChanged, [None, None, None, None, Some(id)]),
    };
    outbox::ActiveModel {
        id: Set(row_id(clock, random)),
        kind: Set(kind),
        pending_login_id: Set(pending_login_id),
        email_link_id: Set(email_link_id),
        access_key_id: Set(access_key_id),
        deletion_notice_id: Set(deletion_notice_id),
        rename_notice_id: Set(rename_notice_id),
        state: Set(OutboxState::Queued),
        attempts: Set(0),
        next_attempt_date: Set(clock.now()),
        lease_id: Set(None),
        lease_expiration_date: Set(None),
        failure: Set(None),
        creation_date: Set(clock.now()),
        expiration_date: Set(expiration_date),
        finished_date: Set(None),
    }
}

/// A row that this worker has.
pub struct Claim {
    /// The row as it was taken.
    pub row: outbox::Model,
    lease_id: Uuid,
}

/// Takes up to `limit` rows of a lane that are due and that no living worker has. `under_way` are those that this process is at, which
/// it must not take again because the clock was set forward.
///
/// # Errors
/// The database does not answer.
pub async fn claim(
    db: &Db,
    clock: &dyn Clock,
    random: &dyn Random,
    lane: Lane,
    limit: u64,
    under_way: &[Uuid],
) -> Result<Vec<Claim>, DbErr> {
    let now = clock.now();
    if lane.due(db.read(), now, 1, under_way, false).await?.is_empty() {
        return Ok(Vec::new());
    }
    let lease_id = lease::id(clock, random, db.visible_process());
    db.write("claim_mail", |tx| {
        async move {
            let rows = lane.due(tx, now, limit, under_way, true).await?;
            let (leased, free): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| is_leased_for_too_long(row, now));
            let ids = |rows: &[outbox::Model]| rows.iter().map(|row| row.id).collect::<Vec<Uuid>>();
            if !leased.is_empty() {
                // Whoever has it may be at it: it ends as if it had begun now.
                Entity::update_many()
                    .col_expr(Column::LeaseExpirationDate, Some(now + LEASE).into())
                    .filter(Column::Id.is_in(ids(&leased)))
                    .exec(tx)
                    .await?;
            }
            Entity::update_many()
                .col_expr(Column::LeaseId, Some(lease_id).into())
                .col_expr(Column::LeaseExpirationDate, Some(now + LEASE).into())
                .filter(Column::Id.is_in(ids(&free)))
                .exec(tx)
                .await?;
            Ok::<_, DbErr>(free.into_iter().map(|row| Claim { row, lease_id }).collect())
        }
        .scope_boxed()
    })
    .await
}

/// No lease that was taken by a clock within bounds ends later than this.
fn latest_lease(now: i64) -> i64 {
    now + LEASE + MAX_CLOCK_SKEW_SECONDS
}

fn is_leased_for_too_long(row: &outbox::Model, now: i64) -> bool {
    row.lease_expiration_date.is_some_and(|date| date > latest_lease(now))
}

/// Makes rows due that wait for a date which no pause leads to: they were written while a clock stood ahead. Returns how many.
///
/// # Errors
/// The database does not answer.
pub async fn reset_future_attempts(db: &Db, now: i64) -> Result<u64, DbErr> {
    let waits_for_nothing = Condition::all()
        .add(Column::State.eq(OutboxState::Queued))
        .add(Column::NextAttemptDate.gt(now + LONGEST_PAUSE + MAX_CLOCK_SKEW_SECONDS));
    let found = Entity::find().select_only().column(Column::Id).filter(waits_for_nothing.clone()).limit(1);
    if found.into_tuple::<Uuid>().one(db.read()).await?.is_none() {
        return Ok(0);
    }
    let waits_for_nothing = &waits_for_nothing;
    let brought = db
        .write("bring_mail_forward", |tx| {
            async move {
                Entity::update_many()
                    .col_expr(Column::NextAttemptDate, now.into())
                    .filter(waits_for_nothing.clone())
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
    Ok(brought.rows_affected)
}

/// How many rows are queued, due or not, and the Unix seconds of the oldest.
///
/// # Errors
/// The database does not answer.
pub async fn backlog(db: &Db) -> Result<(u64, Option<i64>), DbErr> {
    let rows: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::CreationDate)
        .filter(Column::State.eq(OutboxState::Queued))
        .order_by_asc(Column::CreationDate)
        .limit(10_000)
        .into_tuple()
        .all(db.read())
        .await?;
    Ok((rows.len() as u64, rows.first().copied()))
}

impl Claim {
    /// Whether the row is still this worker's, and counts the attempt. Part of the transaction that mints the link.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn begin_attempt(&self, transaction: &Transaction) -> Result<bool, DbErr> {
        let updated = self.mine().col_expr(Column::Attempts, (self.row.attempts + 1).into()).exec(transaction).await?;
        Ok(updated.rows_affected == 1)
    }

    /// Notes that the mail server has it.
    ///
    /// # Errors
    /// The database does not answer; the row stays queued and is sent again after its lease.
    pub async fn sent(&self, db: &Db, now: i64) -> Result<(), DbErr> {
        self.finish(db, now, OutboxState::Sent, None).await
    }

    /// Notes that it need not be sent, and why.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn dropped(&self, db: &Db, now: i64, reason: &'static str) -> Result<(), DbErr> {
        self.finish(db, now, OutboxState::Dropped, Some(reason)).await
    }

    /// Notes a failed hand-over: it is tried again after a pause that doubles, for as long as its link lives, unless it is
    /// hopeless.
    /// Returns whether it will be tried again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn failed(&self, db: &Db, now: i64, reason: &'static str, hopeless: bool) -> Result<bool, DbErr> {
        let next = self.next_try(now);
        if hopeless || is_too_late(self.row.creation_date, self.row.expiration_date, next) {
            self.finish(db, now, OutboxState::Failed, Some(reason)).await?;
            return Ok(false);
        }
        self.give_back(db, next, Some(reason)).await?;
        Ok(true)
    }

    /// When it is tried again: 5, 15, 35, 75, 155, 315 and 615 seconds after it was tried first, which is soon after greylisting of five and
    /// of ten minutes ends, and then every five minutes; and in any case once shortly before its end.
    fn next_try(&self, now: i64) -> i64 {
        let attempts = self.row.attempts + 1;
        let pause = (FIRST_PAUSE << attempts.clamp(1, 16).saturating_sub(1)).min(LONGEST_PAUSE);
        // From when it was due: the worker's own delays would add up.
        let due = self.row.next_attempt_date;
        let from = if (0..=PUNCTUAL).contains(&(now - due)) { due } else { now };
        let last = self.row.expiration_date - LAST_TRY;
        if now < last { (from + pause).min(last) } else { from + pause }
    }

    /// Gives the row back untried, to be taken again at `next`.
    ///
    /// # Errors
    /// The database does not answer; the row comes up again after its lease.
    pub async fn postponed(&self, db: &Db, next: i64) -> Result<(), DbErr> {
        self.give_back(db, next, None).await
    }

    /// Gives the row back, as part of the transaction that found that its quota is used up for so many more seconds: it is taken again
    /// then, or after the longest pause, and as if for the first time.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_off(&self, transaction: &Transaction, now: i64, seconds: u64) -> Result<(), DbErr> {
        let pause = i64::try_from(seconds).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE);
        self.mine()
            .col_expr(Column::Attempts, self.row.attempts.into())
            .col_expr(Column::NextAttemptDate, (now + pause).into())
            .col_expr(Column::LeaseId, Option::<Uuid>::None.into())
            .col_expr(Column::LeaseExpirationDate, Option::<i64>::None.into())
            .exec(transaction)
            .await
            .map(drop)
    }

    async fn give_back(&self, db: &Db, next: i64, failure: Option<&'static str>) -> Result<(), DbErr> {
        db.write("retry_mail", |tx| {
            async move {
                let mut row = self
                    .mine()
                    .col_expr(Column::NextAttemptDate, next.into())
                    .col_expr(Column::LeaseId, Option::<Uuid>::None.into())
                    .col_expr(Column::LeaseExpirationDate, Option::<i64>::None.into());
                if failure.is_some() {
                    row = row.col_expr(Column::Failure, failure.into());
                }
                row.exec(tx).await.map(drop)
            }
            .scope_boxed()
        })
        .await
    }

    async fn finish(&self, db: &Db, now: i64, state: OutboxState, failure: Option<&'static str>) -> Result<(), DbErr> {
        db.write("finish_mail", |tx| {
            async move {
                self.mine()
                    .col_expr(Column::State, state.into())
                    .col_expr(Column::Failure, failure.into())
                    .col_expr(Column::FinishedDate, Some(now).into())
                    .col_expr(Column::LeaseId, Option::<Uuid>::None.into())
                    .col_expr(Column::LeaseExpirationDate, Option::<i64>::None.into())
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await?;
        Ok(())
    }

    fn mine(&self) -> sea_orm::UpdateMany<Entity> {
        Entity::update_many()
            .filter(Column::Id.eq(self.row.id))
            .filter(Column::State.eq(OutboxState::Queued))
            .filter(Column::LeaseId.eq(self.lease_id))
    }
}
