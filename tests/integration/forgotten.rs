//! Deleting an account with a long past: everything is dead at once, and nobody else waits for the rest of it to go.

use doorpost::crypto::secret::SessionToken;
use entity::event::{self, EventKind};
use entity::{forgotten_account, session};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::support::{TestApp, captured, on_both};

const EVENTS: usize = 5_000;
/// What the purge takes in one transaction.
const BATCH: u64 = 50;

async fn with_events(app: &TestApp, account_id: Uuid, count: usize) {
    let rows: Vec<_> = (0..count)
        .map(|number| {
            let row = event::Model {
                id: Uuid::new_v4(),
                account_id: Some(account_id),
                kind: EventKind::UsernameChanged,
                platform: Some(format!("event {number}")),
                ip: None,
                request_id: None,
                creation_date: app.now(),
            };
            row.into_active_model().reset_all()
        })
        .collect();
    let rows = &rows;
    let db = &app.app.context.db;
    let written = db.write("events", |tx| {
        Box::pin(async move {
            for some in rows.chunks(500) {
                event::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
            }
            Ok::<_, sea_orm::DbErr>(())
        })
    });
    written.await.expect("they are written");
}

/// Gives an account so many more sessions like this one; returns their tokens.
async fn with_sessions(app: &TestApp, like: &str, count: usize) -> Vec<String> {
    let db = &app.app.context.db;
    let like = session::Entity::find_by_id(like.parse::<Uuid>().expect("an id")).one(db.read()).await;
    let like = like.expect("a read").expect("a session");
    let tokens: Vec<SessionToken> = (0..count).map(|_| SessionToken::generate(&*app.app.context.random)).collect();
    let rows: Vec<_> = tokens
        .iter()
        .map(|token| {
            let row = session::Model { id: Uuid::new_v4(), token_hash: token.hash().to_vec(), ..like.clone() };
            row.into_active_model().reset_all()
        })
        .collect();
    let rows = &rows;
    let written = db.write("sessions", |tx| {
        Box::pin(async move { session::Entity::insert_many(rows.clone()).exec_without_returning(tx).await })
    });
    written.await.expect("they are written");
    tokens.iter().map(|token| token.expose().to_owned()).collect()
}

async fn left(app: &TestApp, account_id: Uuid) -> u64 {
    let of_account = event::Entity::find().filter(event::Column::AccountId.eq(account_id));
    of_account.count(app.app.context.db.read()).await.expect("events")
}

on_both! {
    /// The deletion takes no more events with it than a batch of the purge, and each later transaction no more, either: a login beside
    /// it waits for no longer. The rest goes with the next run of the purge, but that the account was deleted stays known
    /// (invariant 72).
    async fn events_go_in_batches(database) {
        let app = TestApp::start(database).await;
        let ada = app.register("ada", Some("ada@example.org")).await;
        let (token, account_id) = (ada.field("session_token"), ada.field("account_id").parse::<Uuid>().expect("an id"));
        let bob = app.register("bob", None).await.field("account_id").parse::<Uuid>().expect("an id");
        app.deliver().await;
        with_events(&app, account_id, EVENTS).await;
        let (before, bobs) = (left(&app, account_id).await, left(&app, bob).await);
        app.delete("/auth/account").token(&token).send().await.expect(204);
        app.get("/auth/account/events").token(&token).send().await.expect(401);
        app.get("/auth/whoami").token(&token).send().await.expect(401);
        let after = left(&app, account_id).await;
        assert_eq!(after, before - BATCH + 1, "a batch went, and the record of the deletion came");

        let (purged, statements) = captured(&app, app.app.jobs.purge()).await;
        assert!(purged.expect("it purges") >= after - 1);
        let deletions: Vec<&String> = statements.iter().filter(|sent| sent.starts_with("DELETE FROM \"event\" WHERE \"event\".\"id\" IN")).collect();
        assert_eq!(deletions.len() as u64, (after - 1).div_ceil(BATCH), "{statements:?}");
        assert!(deletions.iter().all(|sent| sent.contains("LIMIT")), "{deletions:?}");
        let told = event::Entity::find().filter(event::Column::AccountId.eq(account_id)).all(app.app.context.db.read());
        let told = told.await.expect("events");
        assert_eq!(told.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::AccountDeleted]);
        assert_eq!(left(&app, bob).await, bobs);
        app.empty_mailbox().await;
    }

    /// What was under way beside the deletion, and was written down late, goes as well; then nothing reminds of the account but the
    /// record of its deletion.
    async fn late_events_go_as_well(database) {
        let app = TestApp::start(database).await;
        let ada = app.register("ada", None).await;
        let account_id = ada.field("account_id").parse::<Uuid>().expect("an id");
        app.delete("/auth/account").token(&ada.field("session_token")).send().await.expect(204);
        app.app.jobs.purge().await.expect("it purges");
        with_events(&app, account_id, 3).await;
        app.advance(301);
        app.app.jobs.purge().await.expect("it purges");
        assert_eq!(left(&app, account_id).await, 1);
        let forgotten = forgotten_account::Entity::find().count(app.app.context.db.read()).await.expect("rows");
        assert_eq!(forgotten, 0);
    }

    /// A program that ends meanwhile goes on with it when it starts again.
    async fn restarts_go_on(database) {
        let app = TestApp::start(database).await;
        let ada = app.register("ada", None).await;
        let account_id = ada.field("account_id").parse::<Uuid>().expect("an id");
        with_events(&app, account_id, 200).await;
        app.delete("/auth/account").token(&ada.field("session_token")).send().await.expect(204);
        assert!(left(&app, account_id).await > 100);
        let node = app.restarted_with(&[]).await;
        node.app.jobs.purge().await.expect("it purges");
        assert_eq!(left(&app, account_id).await, 1);
    }

    /// An account with very many sessions: no transaction of its deletion deletes more than a batch of them, and then all are dead,
    /// whoever asks with whatever credential (invariant 72).
    async fn sessions_go_in_batches(database) {
        let app = TestApp::start(database).await;
        for by_key in [false, true] {
            // A name that was left rests, so that each round has names of its own.
            let ada = app.register(&format!("ada-{by_key}"), None).await;
            let (token, bob) = (ada.field("session_token"), app.registered(&format!("bob-{by_key}"), None).await);
            let body = json!({"name": "k", "scopes": ["account:write"]});
            let key = app.post("/auth/keys").token(&token).json(&body).send().await.expect(200).field("access_key");
            let others = with_sessions(&app, &ada.field("session_id"), 220).await;
            app.get("/auth/whoami").token(&others[0]).send().await.expect(200);
            let credential = if by_key { &key } else { &token };
            let (reply, statements) = captured(&app, app.delete("/auth/account").token(credential).send()).await;
            reply.expect(204);
            let batches = statements.iter().filter(|sent| sent.starts_with("DELETE FROM \"session\"")).count();
            assert!((4..=5).contains(&batches), "{batches}");
            for dead in others.iter().step_by(20).chain([&token, &key]) {
                app.get("/auth/whoami").token(dead).send().await.expect(401);
            }
            assert_eq!(session::Entity::find().count(app.app.context.db.read()).await.expect("sessions"), 1, "bob's");
            app.delete("/auth/account").token(&bob).send().await.expect(204);
            app.advance(1);
        }
        app.empty_mailbox().await;
    }
}
