//! Scheduled work, and what operators see of the program's state.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use doorpost::jobs::run_once;
use doorpost::web::{ops, routes};
use metrics_exporter_prometheus::PrometheusBuilder;
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::{Request, TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const DAY: i64 = 86_400;

async fn count<E: EntityTrait<Model: Sync>>(app: &TestApp) -> u64 {
    E::find().all(app.app.context.db.read()).await.unwrap().len() as u64
}

on_both! {
    /// What has expired goes, what is live stays.
    async fn purging(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        let token = app.verified("ada", EMAIL).await;
        let body = serde_json::json!({"username": "bob", "session_platform": "x"});
        app.post("/auth/registration").json(&body).header("idempotency-key", "k").send().await.expect(200);
        app.login("ada", EMAIL).await;
        app.deliver().await;
        app.app.jobs.purge().await.unwrap();
        assert_eq!(count::<entity::session::Entity>(&app).await, 2);
        assert_eq!(count::<entity::idempotency_record::Entity>(&app).await, 1);
        app.advance(60);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(count::<entity::idempotency_record::Entity>(&app).await, 0);
        assert_eq!(count::<entity::pending_login::Entity>(&app).await, 1);
        app.advance(2 * DAY);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(count::<entity::pending_login::Entity>(&app).await, 0);
        assert_eq!(count::<entity::confirmation_token::Entity>(&app).await, 0);
        assert_eq!(count::<entity::mail_quota::Entity>(&app).await, 0);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        app.app.jobs.write_last_seen().await.unwrap();
        app.advance(29 * DAY);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(count::<entity::session::Entity>(&app).await, 1);
        assert_eq!(count::<entity::outbox::Entity>(&app).await, 0);
        assert_eq!(count::<entity::email_link::Entity>(&app).await, 0);
        assert_eq!(entity::account::Entity::find().count(app.app.context.db.read()).await.unwrap(), 2);
    }

    /// What is more than one batch goes in one run all the same, each session with its line in the record; and so are the uses of
    /// more sessions written down than go at once.
    async fn more_than_a_batch(database) {
        let app = TestApp::start(database).await;
        let mut tokens = Vec::new();
        for number in 0..205 {
            tokens.push(app.registered(&format!("ada{number}"), None).await);
        }
        app.advance(61);
        for token in &tokens {
            app.get("/auth/whoami").token(token).send().await.expect(200);
        }
        assert_eq!(app.app.jobs.write_last_seen().await.unwrap(), 205);
        let sessions = entity::session::Entity::find().all(app.app.context.db.read()).await.unwrap();
        assert!(sessions.iter().all(|session| session.last_seen_date == app.now()));
        app.advance(30 * DAY);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(count::<entity::session::Entity>(&app).await, 0);
        let events = entity::event::Entity::find().all(app.app.context.db.read()).await.unwrap();
        let expired = events.iter().filter(|event| event.kind == entity::event::EventKind::SessionExpired).count();
        assert_eq!(expired, 205);
        assert_eq!(count::<entity::account::Entity>(&app).await, 205);
    }

    /// Decoys go as soon as they are over, and a poll tells them from a denied login neither before nor after
    /// (invariant 28).
    async fn decoys_go_first(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut logins = Vec::new();
        for name in ["ada", "nobody"] {
            let auth_id = app.login(name, EMAIL).await.field("auth_id");
            app.deliver().await;
            for _ in 0..3 {
                let wrong = serde_json::json!({"code": "0000-0000"});
                app.post(&format!("/auth/session/{auth_id}")).json(&wrong).send().await.expect(400);
            }
            logins.push(auth_id);
        }
        for (seconds, code, rows) in [(959, "access_denied", 2), (1, "expired_token", 1), (86_400, "expired_token", 0)] {
            app.advance(seconds);
            app.app.jobs.purge().await.unwrap();
            for auth_id in &logins {
                app.poll(auth_id).await.expect_error(400, code);
            }
            assert_eq!(count::<entity::pending_login::Entity>(&app).await, rows);
        }
    }

    /// A collected token's sealed copy is wiped after its minute, used or not (invariant 15).
    async fn sealed_copies_are_wiped(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        app.poll(&auth_id).await.expect(200);
        let sealed = async || {
            let logins = entity::pending_login::Entity::find().all(app.app.context.db.read()).await.unwrap();
            logins.iter().filter(|login| login.sealed_token.is_some()).count()
        };
        app.advance(59);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(sealed().await, 1);
        app.advance(1);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(sealed().await, 0);
    }

    /// On two nodes together a job runs once a period; one that died at it is succeeded after its lease
    /// (invariants 51, 53).
    async fn once_a_period(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let runs = AtomicU32::new(0);
        let work = || async {
            runs.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let period = Duration::from_hours(1);
        let (first, second) = tokio::join!(
            run_once(&app.app.context, "job", period, work()),
            run_once(&other.app.context, "job", period, work()),
        );
        assert!(first.unwrap().is_some() != second.unwrap().is_some());
        assert!(run_once(&app.app.context, "job", period, work()).await.unwrap().is_none());
        app.advance(3600);
        assert!(run_once(&other.app.context, "job", period, work()).await.unwrap().is_some());
        assert_eq!(runs.load(Ordering::SeqCst), 2);

        app.advance(3600);
        let died = async { Err::<(), _>(sea_orm::DbErr::Custom("died".to_owned())) };
        run_once(&app.app.context, "job", period, died).await.unwrap_err();
        assert!(run_once(&other.app.context, "job", period, work()).await.unwrap().is_none());
        app.advance(300);
        assert!(run_once(&other.app.context, "job", period, work()).await.unwrap().is_some());
    }

    /// Ready, degraded by mail, and not ready while stopping.
    async fn readiness(database) {
        let app = TestApp::start(database).await;
        assert_eq!(app.get("/livez").send().await.expect(200).field("status"), "alive");
        assert_eq!(app.get("/readyz").send().await.expect(200).field("status"), "ready");
        app.registered("ada", Some(EMAIL)).await;
        app.advance(121);
        assert_eq!(app.get("/readyz").send().await.expect(200).field("status"), "degraded");
        app.deliver().await;
        assert_eq!(app.get("/readyz").send().await.expect(200).field("status"), "ready");
        app.app.context.waiters.close();
        assert_eq!(app.get("/readyz").send().await.expect(503).field("status"), "stopping");
        assert_eq!(app.get("/livez").send().await.expect(200).field("status"), "alive");
    }

    /// Without a way out for mail, requests succeed, mail waits, and readiness says so (invariant 26).
    async fn no_mail_server(database) {
        let app = TestApp::with(database, &[("PUBLIC_URL", "https://login.example.org")]).await.leaving_mail();
        app.registered("ada", Some(EMAIL)).await;
        assert_eq!(app.deliver().await, 0);
        let ready = app.get("/readyz").send().await.expect(200);
        assert_eq!((ready.field("status"), ready.field("mail")), ("degraded".to_owned(), "no mail server".to_owned()));
        let app = app.restarted_with(&[("PUBLIC_URL", "http://127.0.0.1:3000")]).await;
        assert_eq!(app.address_mail(EMAIL).await.to, EMAIL);
    }

    /// Metrics are on a listener of their own.
    async fn metrics_apart(database) {
        let app = TestApp::start(database).await;
        app.get("/metrics").send().await.expect(404);
        app.registered("ada", Some(EMAIL)).await;
        let recorder = PrometheusBuilder::new().build_recorder();
        let state = ops::Metrics { context: app.app.context.clone(), recorder: recorder.handle() };
        let router = routes::ops_router(state);
        metrics::with_local_recorder(&recorder, || metrics::counter!("doorpost_registrations_total").increment(1));
        let text = Request::new(router.clone(), axum::http::Method::GET, "/metrics").send().await.expect(200).text();
        assert!(text.contains("doorpost_registrations_total 1"), "{text}");
        Request::new(router, axum::http::Method::GET, "/readyz").send().await.expect(200);
        app.deliver().await;
    }
}
