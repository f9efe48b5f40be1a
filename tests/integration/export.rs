//! The export: made while it is read, one at a time, and over with its session.

use std::collections::BTreeSet;

use axum::body::Body;
use http_body_util::BodyExt;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::json;

use crate::support::{Database, TestApp, on_both};

/// Writes so many events of an account, as a long life would leave behind.
pub(super) async fn add_events(db: &impl ConnectionTrait, database: Database, username: &str, count: u32) {
    let (series, id, owner) = match database {
        Database::Sqlite => (
            format!("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})"),
            "randomblob(16)",
            "n, account",
        ),
        Database::Postgres => {
            (format!("WITH n(n) AS (SELECT generate_series(1, {count}))"), "gen_random_uuid()", "n, account")
        }
    };
    let sql = format!(
        "INSERT INTO event (id, account_id, kind, platform, ip, request_id, creation_date) \
         {series} SELECT {id}, account.id, 'session_begun', 'a device with a name', '203.0.113.9', NULL, n \
         FROM {owner} WHERE account.username = '{username}'"
    );
    db.execute_unprepared(&sql).await.expect("events are written");
}

async fn write_events(app: &TestApp, database: Database, count: u32) {
    let written = app.app.context.db.write("events", |tx| {
        async move {
            add_events(tx, database, "ada", count).await;
            Ok::<_, DbErr>(())
        }
        .scope_boxed()
    });
    written.await.expect("events are written");
}

async fn piece(body: &mut Body) -> Option<Result<String, axum::Error>> {
    let frame = body.frame().await?;
    Some(frame.map(|frame| String::from_utf8(frame.into_data().expect("data").to_vec()).expect("text")))
}

on_both! {
    /// Every row of every list is in it, however many pages that takes (invariant 75).
    async fn whole(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let other = app.registered("bob", None).await;
        write_events(&app, database, 1234).await;
        for number in 0..3 {
            let body = json!({"name": format!("k{number}"), "scopes": ["account:read"]});
            app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        }
        let reply = app.get("/account/export").token(&token).send().await.expect(200);
        assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
        let export = reply.json();
        let count = |list: &str| export[list].as_array().unwrap().len();
        assert_eq!((count("sessions"), count("access_keys")), (1, 3));
        let events = export["events"].as_array().unwrap();
        let ids: BTreeSet<&str> = events.iter().map(|event| event["event_id"].as_str().unwrap()).collect();
        // And the registration, its session and the keys.
        assert_eq!((events.len(), ids.len()), (1234 + 5, 1234 + 5));
        assert_eq!(export["account"]["username"], "ada");
        let none = app.get("/account/export").token(&other).send().await.expect(200).json();
        assert_eq!(none["access_keys"], json!([]));
        app.empty_mailbox().await;
    }

    /// It is made while it is read: whoever reads nothing holds no connection of the database's, however many they are (invariant 75).
    async fn unread(database) {
        let app = TestApp::start(database).await;
        let mut unread = Vec::new();
        for number in 0..30 {
            let token = app.registered(&format!("n{number}"), None).await;
            let mut body = app.get("/account/export").token(&token).answer().await.into_body();
            piece(&mut body).await.unwrap().unwrap();
            unread.push((token, body));
        }
        for (token, _) in &unread {
            app.get("/auth/whoami").token(token).send().await.expect(200);
            app.get("/auth/account").token(token).send().await.expect(200);
        }
        app.get("/readyz").send().await.expect(200);
    }

    /// A second one at the same time is told to come back, on the page and beside it, and another account's is not; one that was given up
    /// is over (invariant 75).
    async fn one_at_a_time(database) {
        let app = TestApp::start(database).await;
        let (token, other) = (app.registered("ada", None).await, app.registered("bob", None).await);
        let first = app.get("/account/export").token(&token).answer().await;
        assert_eq!(first.status(), 200);
        let second = app.get("/account/export").token(&token).send().await;
        assert_eq!(second.header("retry-after"), Some("5"));
        assert!(second.header("content-disposition").is_none());
        second.expect_error(429, "too_many_requests");
        app.get("/account/export").token(&other).send().await.expect(200);
        drop(first);
        app.get("/account/export").token(&token).send().await.expect(200);
        // HEAD takes no body, and so leaves nothing under way.
        app.request(axum::http::Method::HEAD, "/account/export").token(&token).send().await.expect(200);
        app.get("/account/export").token(&token).send().await.expect(200);
    }

    /// A thief who reads slowly reads no further than to the end of the session (invariants 35 and 75).
    async fn ended_session(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        write_events(&app, database, 1000).await;
        let mut body = app.get("/account/export").token(&token).answer().await.into_body();
        for _ in 0..4 {
            piece(&mut body).await.unwrap().unwrap();
        }
        app.post("/auth/logout").token(&token).json(&json!({})).send().await;
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
        assert!(piece(&mut body).await.unwrap().is_err());
        assert!(piece(&mut body).await.is_none());
    }
}
