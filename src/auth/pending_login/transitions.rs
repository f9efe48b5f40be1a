//! The state transitions of a pending login: from which states, within which time, and to which state each leads. Nothing else writes the
//! state.
//!
//! A transition is one guarded update: of two concurrent ones exactly one succeeds, on any node (invariants 4, 8, 9, 11 and 12).

use entity::pending_login::{Column, Entity, Model, PendingLoginState};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, UpdateMany};

use super::{COLLECTION_GRACE, UNDO_WINDOW};
use PendingLoginState::{Approved, Collected, Denied, Expired, Pending};

/// What may be done with a login that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transition {
    /// A person approves.
    Approve,
    /// A person denies.
    Deny,
    /// The last wrong code ends it.
    TooManyAttempts,
    /// The mailbox that approved is not the account's address any more.
    AddressChanged,
    /// A larger change of the account ends it (invariant 14).
    Revoke,
    /// The starter takes its session.
    Collect,
    /// A person takes the approval back.
    Undo,
    /// Its expiry was observed: it stays expired, even if the clock is set back.
    Expire,
    /// The collection period of an approval was observed to be over.
    ExpireUncollected,
}

/// When a transition is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    Always,
    BeforeExpiry,
    AfterExpiry,
    BeforeEndOfCollection,
    AfterEndOfCollection,
    WithinUndoWindow,
}

struct Rule {
    from: &'static [PendingLoginState],
    time: Time,
    to: PendingLoginState,
}

impl Transition {
    /// The table of what is allowed; `docs/threat-model.md` shows it.
    fn rule(self) -> Rule {
        let (from, time, to): (&[_], _, _) = match self {
            Self::Approve => (&[Pending], Time::BeforeExpiry, Approved),
            Self::Deny | Self::TooManyAttempts => (&[Pending], Time::BeforeExpiry, Denied),
            Self::AddressChanged => (&[Approved], Time::Always, Denied),
            Self::Revoke => (&[Pending, Approved], Time::Always, Denied),
            Self::Collect => (&[Approved], Time::BeforeEndOfCollection, Collected),
            Self::Undo => (&[Approved, Collected, Expired], Time::WithinUndoWindow, Denied),
            Self::Expire => (&[Pending], Time::AfterExpiry, Expired),
            Self::ExpireUncollected => (&[Approved], Time::AfterEndOfCollection, Expired),
        };
        Rule { from, time, to }
    }

    /// Whether it is allowed for a login as it was read.
    pub(super) fn is_allowed(self, login: &Model, now: i64) -> bool {
        let Rule { from, time, .. } = self.rule();
        from.contains(&login.state)
            && match time {
                Time::Always => true,
                Time::BeforeExpiry => login.expiration_date > now,
                Time::AfterExpiry => login.expiration_date <= now,
                Time::BeforeEndOfCollection => login.expiration_date > now - COLLECTION_GRACE,
                Time::AfterEndOfCollection => login.expiration_date <= now - COLLECTION_GRACE,
                Time::WithinUndoWindow => login.decision_date.is_some_and(|decided| decided > now - UNDO_WINDOW),
            }
    }

    /// The same as a condition of the update.
    pub(super) fn where_clause(self, now: i64) -> Condition {
        let Rule { from, time, .. } = self.rule();
        let state = if let [only] = from { Column::State.eq(*only) } else { Column::State.is_in(from.iter().copied()) };
        let guard = Condition::all().add(state);
        match time {
            Time::Always => guard,
            Time::BeforeExpiry => guard.add(Column::ExpirationDate.gt(now)),
            Time::AfterExpiry => guard.add(Column::ExpirationDate.lte(now)),
            Time::BeforeEndOfCollection => guard.add(Column::ExpirationDate.gt(now - COLLECTION_GRACE)),
            Time::AfterEndOfCollection => guard.add(Column::ExpirationDate.lte(now - COLLECTION_GRACE)),
            Time::WithinUndoWindow => guard.add(Column::DecisionDate.gt(now - UNDO_WINDOW)),
        }
    }

    /// The guarded update. The caller adds which logins, and checks how many rows were changed.
    pub(super) fn update(self, now: i64) -> UpdateMany<Entity> {
        Entity::update_many().col_expr(Column::State, self.rule().to.into()).filter(self.where_clause(now))
    }
}

#[cfg(test)]
mod tests {
    use scoped_futures::ScopedFutureExt;
    use sea_orm::{ActiveModelTrait, IntoActiveModel, Iterable, PaginatorTrait};
    use uuid::Uuid;

    use super::*;
    use crate::db::Db;

    const NOW: i64 = 1_771_871_604;

    const ALL: [Transition; 9] = [
        Transition::Approve,
        Transition::Deny,
        Transition::TooManyAttempts,
        Transition::AddressChanged,
        Transition::Revoke,
        Transition::Collect,
        Transition::Undo,
        Transition::Expire,
        Transition::ExpireUncollected,
    ];

    #[test]
    fn the_document_shows_the_table() {
        let document = include_str!("../../../docs/threat-model.md");
        for step in ALL {
            let Rule { from, time, to } = step.rule();
            let from: Vec<String> = from.iter().map(|state| format!("{state:?}").to_lowercase()).collect();
            let time = match time {
                Time::Always => "at any time",
                Time::BeforeExpiry => "before the expiry",
                Time::AfterExpiry => "from the expiry on",
                Time::BeforeEndOfCollection => "until 60 seconds after the expiry",
                Time::AfterEndOfCollection => "from 60 seconds after the expiry on",
                Time::WithinUndoWindow => "within 15 minutes of the decision",
            };
            let row = format!("| {step:?} | {} | {} | {time} |", from.join(", "), format!("{to:?}").to_lowercase());
            assert!(document.contains(&row), "{row}");
        }
    }

    #[test]
    fn the_diagram_shows_the_table() {
        let document = include_str!("../../../docs/architecture.md");
        let diagram = document.split("stateDiagram-v2").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let mut drawn = Vec::new();
        for arrow in diagram.lines().filter(|line| line.contains("-->") && !line.contains("[*]")) {
            let (states, names) = arrow.trim().split_once(": ").unwrap();
            drawn.extend(names.split(", ").map(|name| format!("{states}: {name}")));
        }
        let mut expected = Vec::new();
        for step in ALL {
            let Rule { from, to, .. } = step.rule();
            let lower = |state| format!("{state:?}").to_lowercase();
            expected.extend(from.iter().map(|from| format!("{} --> {}: {step:?}", lower(*from), lower(to))));
        }
        drawn.sort_unstable();
        expected.sort_unstable();
        assert_eq!(drawn, expected);
    }

    /// Invariants 3, 4 and 8.
    #[test]
    fn there_is_one_way_to_a_session_and_one_end() {
        let into = |state| ALL.into_iter().filter(move |step| step.rule().to == state).map(|step| step.rule().from);
        assert_eq!(into(Pending).count(), 0);
        assert_eq!(into(Approved).collect::<Vec<_>>(), [&[Pending]]);
        assert_eq!(into(Collected).collect::<Vec<_>>(), [&[Approved]]);
        let ends: Vec<_> = PendingLoginState::iter()
            .filter(|state| ALL.into_iter().all(|step| !step.rule().from.contains(state)))
            .collect();
        assert_eq!(ends, [Denied]);
    }

    fn login(state: PendingLoginState, expiration_date: i64, decision_date: Option<i64>) -> Model {
        let id = Uuid::from_bytes(rand::random());
        Model {
            id,
            auth_id_hash: id.as_bytes().to_vec(),
            state,
            account_id: None,
            username_key: None,
            email_key: "ada@example.org".to_owned(),
            typed_email: None,
            mailbox: None,
            platform: "cURL".to_owned(),
            locale: "en".to_owned(),
            time_zone: None,
            ip: None,
            network: None,
            user_agent: None,
            code_challenge: None,
            match_code_hash: Vec::new(),
            match_tries: 0,
            mail_code_tries: 0,
            creation_date: NOW,
            expiration_date,
            decision_date,
            approved_from: None,
            session_id: None,
            collection_date: None,
            sealed_token: None,
            seal_salt: None,
            made_by: None,
            known_account_id: None,
            wrong_match_codes: None,
        }
    }

    /// What was read may be old by the time of the update: the database holds every limit by itself, to the second
    /// (invariants 11 and 12).
    #[tokio::test]
    async fn the_database_agrees() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open_file(&folder.path().join("moves.db")).await.unwrap();
        db.migrate().await.unwrap();
        let (mut open, mut closed) = (0, 0);
        for state in PendingLoginState::iter() {
            for around in [0, COLLECTION_GRACE, UNDO_WINDOW] {
                for late in [-1, 0, 1] {
                    let date = NOW - around + late;
                    let login = login(state, date, Some(date));
                    let row = &login.clone().into_active_model().reset_all();
                    db.write("insert", |tx| async move { row.clone().insert(tx).await }.scope_boxed()).await.unwrap();
                    for step in ALL {
                        let found = Entity::find().filter(Column::Id.eq(login.id)).filter(step.where_clause(NOW));
                        let allowed = found.count(db.read()).await.unwrap() == 1;
                        assert_eq!(allowed, step.is_allowed(&login, NOW), "{step:?} {state:?} {date}");
                        *(if allowed { &mut open } else { &mut closed }) += 1;
                    }
                }
            }
        }
        assert!(open > 50 && closed > 200, "{open} {closed}");
    }
}
