//! What sessions and access keys of an account made that still works.

use entity::email_link::{EmailLinkKind, EmailLinkState};
use entity::{access_key, email_link, session};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, Select};
use serde::Serialize;
use uuid::Uuid;

use crate::auth::maker::Lineage;
use crate::context::Context;

/// What sessions and access keys made that still works.
#[derive(Debug, Default)]
pub struct Survey {
    sessions: Vec<(Uuid, Lineage)>,
    keys: Vec<(Uuid, Lineage)>,
    changes: Vec<(Uuid, Lineage)>,
}

/// How much of it there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Sessions.
    pub sessions: usize,
    /// Access keys.
    pub keys: usize,
    /// Changes of the address that were not yet proven.
    pub changes: usize,
}

impl Survey {
    /// What one of them made, down to the last descendant.
    #[must_use]
    pub fn made_by(&self, maker: Uuid) -> Made {
        self.count(|_, lineage| lineage.ids().contains(&maker))
    }

    /// What all but this one made, of what its owner is asked about: keys, and changes of the address.
    #[must_use]
    pub fn made_by_others_than(&self, kept: Uuid) -> Made {
        let kept = self.kept_with_keys(&[kept]);
        let by_kept = |lineage: &Lineage| lineage.maker().is_some_and(|maker| kept.contains(&maker));
        Made { sessions: 0, ..self.count(|id, lineage| !kept.contains(&id) && !by_kept(lineage)) }
    }

    /// These with the keys that they made, and the keys of those.
    pub(super) fn kept_with_keys(&self, kept: &[Uuid]) -> Vec<Uuid> {
        with_children(kept, &[&self.keys])
    }

    /// The same with the sessions that they let in.
    pub(super) fn kept_with_sessions(&self, kept: &[Uuid]) -> Vec<Uuid> {
        with_children(kept, &[&self.keys, &self.sessions])
    }

    fn count(&self, is_meant: impl Fn(Uuid, &Lineage) -> bool) -> Made {
        let count = |rows: &[(Uuid, Lineage)]| rows.iter().filter(|(id, lineage)| is_meant(*id, lineage)).count();
        Made { sessions: count(&self.sessions), keys: count(&self.keys), changes: count(&self.changes) }
    }
}

/// Looks at everything of an account that a credential can have made.
///
/// # Errors
/// The database does not answer.
pub async fn survey(context: &Context, account_id: Uuid) -> Result<Survey, DbErr> {
    survey_on(context.db.read(), context.now(), account_id).await
}

pub(super) async fn survey_on(connection: &impl ConnectionTrait, now: i64, account_id: Uuid) -> Result<Survey, DbErr> {
    let sessions = sessions_of(account_id, now).filter(session::Column::MadeBy.is_not_null());
    let keys = keys_of(account_id, now);
    let changes = changes_of(account_id, now);
    let read = |rows: Vec<(Uuid, Option<String>)>| {
        rows.into_iter().map(|(id, made_by)| (id, Lineage::read(made_by.as_deref()))).collect()
    };
    Ok(Survey {
        sessions: read(sessions.into_tuple().all(connection).await?),
        keys: read(keys.into_tuple().all(connection).await?),
        changes: read(changes.into_tuple().all(connection).await?),
    })
}

/// Id and makers of every session of an account that has not expired at `now` (Unix seconds).
pub(in crate::auth) fn sessions_of(account_id: Uuid, now: i64) -> Select<session::Entity> {
    session::Entity::find()
        .select_only()
        .columns([session::Column::Id, session::Column::MadeBy])
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpirationDate.gt(now))
}

/// Id and makers of every access key of an account that has not expired at `now` (Unix seconds).
pub(in crate::auth) fn keys_of(account_id: Uuid, now: i64) -> Select<access_key::Entity> {
    access_key::Entity::find()
        .select_only()
        .columns([access_key::Column::Id, access_key::Column::MadeBy])
        .filter(access_key::Column::AccountId.eq(account_id))
        .filter(access_key::Column::ExpirationDate.gt(now))
}

/// Id and makers of every change of an account's address that still waits for its proof at `now` (Unix seconds).
pub(in crate::auth) fn changes_of(account_id: Uuid, now: i64) -> Select<email_link::Entity> {
    email_link::Entity::find()
        .select_only()
        .columns([email_link::Column::Id, email_link::Column::MadeBy])
        .filter(email_link::Column::AccountId.eq(account_id))
        .filter(email_link::Column::Kind.eq(EmailLinkKind::Change))
        .filter(email_link::Column::State.eq(EmailLinkState::Pending))
        .filter(email_link::Column::ExpirationDate.gt(now))
}

/// These ids with those of the rows that they made, the rows of those, and so on.
fn with_children(ids: &[Uuid], tables: &[&[(Uuid, Lineage)]]) -> Vec<Uuid> {
    let mut found = ids.to_vec();
    let mut looked_at = 0;
    while let Some(maker) = found.get(looked_at).copied() {
        looked_at += 1;
        let made = tables.iter().flat_map(|rows| rows.iter()).filter(|(_, lineage)| lineage.maker() == Some(maker));
        let made: Vec<Uuid> = made.map(|(id, _)| *id).filter(|id| !found.contains(id)).collect();
        found.extend(made);
    }
    found
}
