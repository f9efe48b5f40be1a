//! Lanes: which mails must not wait for which others.

use entity::outbox::{self, Column, Entity, OutboxKind, OutboxState};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Iterable, Order, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Mails that wait for each other, and for no mail of another lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Mails of logins that were not yet tried, the oldest first: somebody waits in front of a screen.
    Logins,
    /// The same, the newest first: however long the queue is, who asks now does not wait for all of it.
    NewestLogins,
    /// Everything else that was not yet tried: notices, and proofs of addresses.
    Notices,
    /// Mails of logins that a mail server did not take.
    LoginRetries,
    /// Everything else that a mail server did not take.
    NoticeRetries,
}

impl Lane {
    /// All of them; what matters most comes first.
    pub const ALL: [Self; 5] =
        [Self::Logins, Self::NewestLogins, Self::Notices, Self::LoginRetries, Self::NoticeRetries];

    /// Rows of this lane that are due, without those under way here, and that no living worker has, or that one has for longer than
    /// anybody can have meant. `lock` keeps other workers from them.
    pub(super) async fn due(
        self,
        connection: &impl ConnectionTrait,
        now: i64,
        limit: u64,
        under_way: &[Uuid],
        lock: bool,
    ) -> Result<Vec<outbox::Model>, DbErr> {
        let order = if self == Self::NewestLogins { Order::Desc } else { Order::Asc };
        let query = Entity::find()
            .filter(Column::State.eq(OutboxState::Queued))
            .filter(self.condition())
            .filter(Column::NextAttemptDate.lte(now))
            .filter(
                Condition::any()
                    .add(Column::LeaseExpirationDate.is_null())
                    .add(Column::LeaseExpirationDate.lte(now))
                    .add(Column::LeaseExpirationDate.gt(super::latest_lease(now))),
            )
            .order_by(Column::NextAttemptDate, order.clone())
            .order_by(Column::Id, order)
            .limit(limit);
        let query = match under_way {
            [] => query,
            ids => query.filter(Column::Id.is_not_in(ids.iter().copied())),
        };
        // Two workers must not wait for each other's rows; SQLite has one writer and no row locks.
        let query = if lock { query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked) } else { query };
        query.all(connection).await
    }

    /// A mail that only waited for its turn was given back without a failure, and is still a first try.
    fn condition(self) -> Condition {
        let condition = Condition::all();
        match self {
            Self::Logins | Self::NewestLogins => {
                condition.add(Column::Failure.is_null()).add(Column::Kind.eq(OutboxKind::Login))
            }
            Self::Notices => condition.add(Column::Failure.is_null()).add(Column::Kind.is_in(notices())),
            Self::LoginRetries => condition.add(Column::Failure.is_not_null()).add(Column::Kind.eq(OutboxKind::Login)),
            Self::NoticeRetries => condition.add(Column::Failure.is_not_null()).add(Column::Kind.is_in(notices())),
        }
    }
}

/// Every kind but logins, one by one: an index leads to each of them, past all logins that wait.
fn notices() -> impl Iterator<Item = OutboxKind> {
    OutboxKind::iter().filter(|kind| *kind != OutboxKind::Login)
}
