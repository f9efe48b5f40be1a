//! What is remembered of living credentials: it spares the database, and never outlives a revocation (invariant 34).

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Database, Proxy, Request, TestApp, at_once, on_both};

const EMAIL: &str = "ada@example.org";

/// Uses a credential until it is in memory: the first use is written, the next one is read.
async fn warm(app: &TestApp, credential: &str) {
    for _ in 0..3 {
        app.get("/auth/whoami").token(credential).send().await.expect(200);
    }
}

async fn assert_dead(app: &TestApp, credential: &str, why: &str) {
    let reply = app.get("/auth/whoami").token(credential).send().await;
    assert_eq!(reply.status, 401, "{why}: {}", reply.text());
    let verified = app.post("/auth/token/verify").json(&json!({"token": credential})).send().await;
    assert_eq!(verified.status, 401, "{why}: {}", verified.text());
}

async fn key(app: &TestApp, session: &str, name: &str) -> (String, String) {
    let body = json!({"name": name, "scopes": ["account:read", "keys:write", "tokens:issue"]});
    let made = app.post("/auth/keys").token(session).json(&body).send().await.expect(200);
    (made.field("key_id"), made.field("access_key"))
}

async fn token(app: &TestApp, credential: &str) -> String {
    app.post("/auth/token").token(credential).send().await.expect(200).field("access_token")
}

/// Another session of the account, with its id.
async fn sign_in(app: &TestApp) -> (String, String) {
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    let mail = app.login_mail(EMAIL).await;
    app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
    let session = app.poll(&auth_id).await.expect(200);
    app.empty_mailbox().await;
    (session.field("session_id"), session.field("session_token"))
}

on_both! {
    /// With the database away, who is in memory is answered, and nobody else.
    async fn nothing_is_asked_of_the_database(database) {
        let app = TestApp::start(database).await.leaving_mail();
        let session = app.verified("ada", EMAIL).await;
        let (_, key) = key(&app, &session, "k").await;
        let token = token(&app, &session).await;
        let cold = app.registered("bob", None).await;
        for credential in [&session, &key, &token] {
            warm(&app, credential).await;
        }
        app.app.context.db.close().await;
        for credential in [&session, &key, &token] {
            for path in ["/auth/whoami", "/auth/verify"] {
                app.get(path).token(credential).send().await.expect(200);
            }
            app.post("/auth/token/verify").json(&json!({"token": credential})).send().await.expect(200);
        }
        app.get("/auth/whoami").token(&cold).send().await.expect_error(503, "unavailable");
        app.get("/auth/sessions").token(&session).send().await.expect_error(503, "unavailable");
        // Nobody tells it any more what others revoke.
        app.is_cut_off();
        app.get("/auth/whoami").token(&session).send().await.expect_error(503, "unavailable");
    }

    /// Each way in which a credential ends, with the credential in memory, is seen by the very next request.
    async fn every_end_is_seen_at_once(database) {
        let app = TestApp::start(database).await.leaving_mail();
        let first = app.verified("ada", EMAIL).await;

        let (_, session) = sign_in(&app).await;
        let bound = token(&app, &session).await;
        warm(&app, &session).await;
        warm(&app, &bound).await;
        app.post("/auth/logout").token(&session).send().await.expect(204);
        assert_dead(&app, &session, "signed out").await;
        assert_dead(&app, &bound, "its session signed out").await;

        let (id, session) = sign_in(&app).await;
        warm(&app, &session).await;
        app.delete(&format!("/auth/sessions/{id}")).token(&first).send().await.expect(204);
        assert_dead(&app, &session, "ended by its id").await;

        let (_, session) = sign_in(&app).await;
        warm(&app, &session).await;
        warm(&app, &first).await;
        app.delete("/auth/sessions").token(&first).send().await.expect(200);
        assert_dead(&app, &session, "ended with all others").await;
        app.get("/auth/whoami").token(&first).send().await.expect(200);

        let (id, made) = key(&app, &first, "by id").await;
        let bound = token(&app, &made).await;
        warm(&app, &made).await;
        warm(&app, &bound).await;
        app.delete(&format!("/auth/keys/{id}")).token(&first).send().await.expect(204);
        assert_dead(&app, &made, "revoked by its id").await;
        assert_dead(&app, &bound, "its key was revoked").await;

        for credential in [key(&app, &first, "presented").await.1, token(&app, &first).await] {
            warm(&app, &credential).await;
            app.post("/auth/token/revoke").json(&json!({"token": credential})).send().await.expect(200);
            assert_dead(&app, &credential, "revoked by who presents it").await;
        }

        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let mail = app.login_mail(EMAIL).await;
        app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        let session = app.poll(&auth_id).await.expect(200).field("session_token");
        warm(&app, &session).await;
        app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "undo")]).await.expect(200);
        assert_dead(&app, &session, "its approval was taken back").await;

        let (_, made) = key(&app, &first, "last").await;
        warm(&app, &made).await;
        warm(&app, &first).await;
        app.delete("/auth/account").token(&first).send().await.expect(204);
        assert_dead(&app, &made, "its account was deleted").await;
        assert_dead(&app, &first, "its account was deleted").await;
    }

    /// A changed name and a proven address are in the next answer.
    async fn what_an_account_is_now(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", Some(EMAIL)).await;
        warm(&app, &session).await;
        let told = async |name: &str| {
            let reply = app.get("/auth/verify").token(&session).send().await.expect(200);
            reply.header(name).expect("a header").to_owned()
        };
        assert_eq!((told("x-auth-user").await, told("x-auth-email").await), ("ada".to_owned(), String::new()));
        let link = app.address_mail(EMAIL).await.link;
        app.open(&link, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
        assert_eq!(told("x-auth-email").await, EMAIL);
        app.patch("/auth/account").token(&session).json(&json!({"username": "countess"})).send().await.expect(200);
        assert_eq!(told("x-auth-user").await, "countess");
        app.patch("/auth/account").token(&session).json(&json!({"email": null})).send().await.expect(200);
        assert_eq!(told("x-auth-email").await, "");
        app.empty_mailbox().await;
    }

    /// While it is ended, a session is asked for by many at once: whoever began to ask after the end was answered gets nothing,
    /// whatever those who were at it put into memory.
    async fn reading_and_ending_at_once(database) {
        let app = TestApp::start(database).await.leaving_mail();
        for number in 0..10 {
            let session = app.registered(&format!("ada{number}"), None).await;
            // The first use is written, so that from now on what is read may be kept.
            app.get("/auth/whoami").token(&session).send().await.expect(200);
            let mut requests: Vec<Request> = (0..12).map(|_| app.get("/auth/whoami").token(&session)).collect();
            requests.insert(4, app.request(Method::POST, "/auth/logout").token(&session));
            for reply in at_once(requests).await {
                assert!([200, 204, 401].contains(&reply.status.as_u16()), "{}", reply.text());
            }
            assert_dead(&app, &session, "ended in the middle of requests").await;
        }
    }

    /// Uses that are answered from memory are noted all the same, once a minute, and keep a session alive.
    async fn uses_are_noted(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let (_, key) = key(&app, &session, "k").await;
        warm(&app, &session).await;
        warm(&app, &key).await;
        let seen = async |list: &str, place: &str, field: &str| -> Value {
            let list = app.get(list).token(&session).send().await.expect(200).json();
            list[place][0][field].clone()
        };
        for minutes in 1..=3 {
            app.advance(61);
            warm(&app, &session).await;
            warm(&app, &key).await;
            assert_eq!(app.app.jobs.write_last_seen().await.unwrap(), 1, "one note for many uses, minute {minutes}");
            warm(&app, &session).await;
            assert_eq!(app.app.jobs.write_last_seen().await.unwrap(), 0, "minute {minutes}");
            assert_eq!(seen("/auth/sessions", "sessions", "last_seen_date").await, app.now());
            assert_eq!(seen("/auth/keys", "keys", "last_used_date").await, app.now());
        }
    }
}

/// One node's connections are all cut, the one that it listens on too, and take a while to come back; meanwhile the other node
/// revokes. However the first one comes to hear again, it has forgotten by then: after a second it accepts nothing any more that
/// was revoked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoked_while_nobody_heard() {
    let url = Database::Postgres.url().await.expect("a URL");
    let (wire, through) = Proxy::before(&url).await;
    let direct = TestApp::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    let other = direct.restarted_with(&[("DATABASE_URL", &through)]).await;
    for node in [&direct, &other] {
        node.is_cut_off();
    }
    let running = other.app.jobs.start().await.expect("it starts");
    // Beyond a quarter of a second it is asked in the meantime whether something was missed: a connection that is made anew for that very
    // question knows of nothing.
    for (number, delay) in [300, 400, 240, 180, 120, 50, 0].into_iter().enumerate() {
        wire.cut_all(Duration::ZERO);
        // Long enough to listen anew, and for no connection that was cut to count as just used.
        tokio::time::sleep(Duration::from_millis(500)).await;
        direct.advance(1);
        let session = direct.registered(&format!("ada{number}"), None).await;
        let mut from_memory = false;
        for _ in 0..200 {
            let reply = other.get("/auth/whoami").token(&session).send().await;
            from_memory = reply.status == 200 && other.app.context.credential_cache.is_fresh();
            if from_memory {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(from_memory, "it never hears again");
        warm(&other, &session).await;
        // Long enough for the pool to ask its connections whether they live, and make a new one without an error.
        tokio::time::sleep(Duration::from_millis(100)).await;
        wire.cut_all(Duration::from_millis(delay));
        tokio::time::sleep(Duration::from_millis(20)).await;
        direct.post("/auth/logout").token(&session).send().await.expect(204);
        tokio::time::sleep(Duration::from_millis(1050)).await;
        let looks = async {
            let mut looks = 0;
            while looks < 20 {
                // While it does not hear, it asks the database, which proves nothing.
                looks += u32::from(other.app.context.credential_cache.is_fresh());
                let reply = other.get("/auth/whoami").token(&session).send().await;
                assert_ne!(reply.status, 200, "accepted after {delay} ms without a connection");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), looks).await.expect("it hears again");
    }
    running.stop().await;
}
