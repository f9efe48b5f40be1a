//! Polling a login, and collecting it.

use std::time::Duration;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::EntityTrait;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::support::{TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const SENTENCE: &str = "The auth id is invalid, expired, or not yet authorized";

async fn approve(app: &TestApp) {
    let mail = app.login_mail(EMAIL).await;
    app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
}

/// Every row of every table.
async fn all_rows(app: &TestApp) -> Vec<String> {
    let db = app.app.context.db.read();
    let mut rows = Vec::new();
    macro_rules! add {
        ($($table:ident),*) => {$(
            rows.extend(entity::$table::Entity::find().all(db).await.unwrap().iter().map(|row| format!("{row:?}")));
        )*};
    }
    add!(account, confirmation_token, email_link, email_token, idempotency_record, job_run, keyring, mail_quota);
    add!(outbox, pending_login, session);
    rows.sort();
    rows
}

async fn sessions(app: &TestApp, token: &str) -> usize {
    let list = app.get("/auth/sessions").token(token).send().await.expect(200).json();
    list["sessions"].as_array().unwrap().len()
}

/// Waits until so many polls wait.
async fn until_waiting(app: &TestApp, polls: usize) {
    while app.app.context.waiters.count() != polls {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A login of Ada's that waits to be collected.
async fn approved(app: &TestApp) -> String {
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    approve(app).await;
    auth_id
}

on_both! {
    /// Whatever is wrong with an auth id, the sentence is the same; the code follows RFC 8628.
    async fn nothing_but_the_sentence(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let pending = app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        assert_eq!(pending.header("retry-after"), Some("2"));
        assert_eq!(pending.field("error"), SENTENCE);
        let nonsense = [
            "45314ce9-74c8-48dd-9094-0bcf980f335b",
            "45314ce9-74c8-18dd-9094-0bcf980f335b",
            "45314ce974c848dd90940bcf980f335b",
            "x",
            "%ff%fe",
            "%00",
            &auth_id.to_uppercase(),
            &format!("%20{auth_id}"),
        ];
        for unknown in nonsense {
            let reply = app.poll(unknown).await.expect_error(400, "expired_token");
            assert_eq!(reply.field("error"), SENTENCE, "{unknown}");
        }
        app.empty_mailbox().await;
        let denied = app.login("ada", EMAIL).await.field("auth_id");
        let deny = [("decision", "deny"), ("confirm_deny", "yes")];
        app.open(&app.login_mail(EMAIL).await.link, "127.0.0.1").await.submit(&deny).await.expect(200);
        let denied = app.poll(&denied).await.expect_error(400, "access_denied");
        app.advance(900);
        let expired = app.poll(&auth_id).await.expect_error(400, "expired_token");
        for reply in [denied, expired] {
            assert_eq!(reply.field("error"), SENTENCE);
            assert_eq!(reply.json().as_object().unwrap().len(), 2);
            assert_eq!(reply.header("retry-after"), None, "there is nothing to come again for");
        }
        app.empty_mailbox().await;
    }

    /// Asking changes nothing: not a row is written (invariant 7).
    async fn a_pending_poll_writes_nothing(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        app.deliver().await;
        let before = all_rows(&app).await;
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        app.get(&format!("/auth/session/{auth_id}?wait=0")).send().await.expect_error(400, "authorization_pending");
        let path = format!("/auth/session/{auth_id}");
        // HEAD never waits.
        app.request(Method::HEAD, &format!("{path}?wait=60")).send().await.expect(400);
        app.request(Method::OPTIONS, &path).send().await.expect(204);
        app.poll("45314ce9-74c8-48dd-9094-0bcf980f335b").await.expect_error(400, "expired_token");
        assert_eq!(all_rows(&app).await, before);
    }

    /// HEAD and OPTIONS collect nothing, also when there is something to collect (invariant 7).
    async fn head_and_options_collect_nothing(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let auth_id = approved(&app).await;
        let path = format!("/auth/session/{auth_id}");
        let before = all_rows(&app).await;
        for _ in 0..3 {
            let head = app.request(Method::HEAD, &path).send().await.expect(200);
            assert!(head.body.is_empty());
            let options = app.request(Method::OPTIONS, &path).send().await.expect(204);
            assert!(options.header("allow").is_some_and(|allow| allow.contains("GET") && allow.contains("POST")));
        }
        assert_eq!(all_rows(&app).await, before);
        assert_eq!(sessions(&app, &token).await, 1);
        // Nor do they begin or shorten the minute in which a lost answer comes again.
        app.advance(300);
        let first = app.poll(&auth_id).await.expect(200);
        app.advance(59);
        assert!(app.request(Method::HEAD, &path).send().await.expect(200).body.is_empty());
        assert_eq!(app.poll(&auth_id).await.expect(200).body, first.body);
        assert_eq!(sessions(&app, &token).await, 2);
        app.advance(1);
        app.request(Method::HEAD, &path).send().await.expect(400);
    }

    /// A lost answer is given again, the same bytes for 60 s, and then never (invariants 5, 8).
    async fn a_lost_answer_comes_again(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = approved(&app).await;
        let first = app.poll(&auth_id).await.expect(200);
        app.advance(59);
        assert_eq!(app.poll(&auth_id).await.expect(200).body, first.body);
        app.advance(1);
        app.poll(&auth_id).await.expect_error(400, "expired_token");
        app.get("/auth/whoami").token(&first.field("session_token")).send().await.expect(200);
    }

    /// The repeated answers of two logins stay apart, to the last field.
    async fn answers_stay_apart(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (first, second) = (approved(&app).await, approved(&app).await);
        let (told_first, told_second) = (app.poll(&first).await.expect(200), app.poll(&second).await.expect(200));
        assert_ne!(told_first.field("session_id"), told_second.field("session_id"));
        assert_eq!(app.poll(&first).await.expect(200).body, told_first.body);
        assert_eq!(app.poll(&second).await.expect(200).body, told_second.body);
        // The use of one token ends the repetition of its own answer alone.
        app.get("/auth/whoami").token(&told_first.field("session_token")).send().await.expect(200);
        app.poll(&first).await.expect_error(400, "expired_token");
        assert_eq!(app.poll(&second).await.expect(200).body, told_second.body);
    }

    /// Once the token was used, its answer is not repeated (invariant 8).
    async fn first_use_ends_the_repetition(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = approved(&app).await;
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        app.poll(&auth_id).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        app.poll(&auth_id).await.expect_error(400, "expired_token");
        let logins = entity::pending_login::Entity::find().all(app.app.context.db.read()).await.unwrap();
        assert!(logins.iter().all(|login| login.sealed_token.is_none() && login.seal_salt.is_none()));
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// An approved login is collected until 60 s after its expiry and not a second later (invariant 12).
    async fn collection_ends_a_minute_after_expiry(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (early, late) = (approved(&app).await, approved(&app).await);
        app.advance(900 + 59);
        app.poll(&early).await.expect(200);
        app.advance(1);
        app.poll(&late).await.expect_error(400, "expired_token");
    }

    /// A login that was seen as over is over, even when the clock is set back: undecided, or approved and not collected
    /// (invariants 8, 54).
    async fn over_is_over(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let undecided = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        app.empty_mailbox().await;
        let late = approved(&app).await;
        let unseen = app.login("ada", EMAIL).await.field("auth_id");
        let unseen_link = app.login_mail(EMAIL).await.link;
        app.advance(960);
        for auth_id in [&undecided, &late] {
            app.poll(auth_id).await.expect_error(400, "expired_token");
        }
        app.advance(-959);
        for auth_id in [&undecided, &late] {
            app.poll(auth_id).await.expect_error(400, "expired_token");
        }
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(410);
        app.poll(&undecided).await.expect_error(400, "expired_token");
        app.poll(&unseen).await.expect_error(400, "authorization_pending");
        app.advance(960);
        // A person who comes too late has seen it, too.
        app.open(&unseen_link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(410);
        app.advance(-959);
        app.poll(&unseen).await.expect_error(400, "expired_token");
    }

    /// Signing out everywhere reaches who waits.
    async fn waiting_ends_with_signing_out_everywhere(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        app.deliver().await;
        let waiting = tokio::spawn(app.get(&format!("/auth/session/{auth_id}?wait=60")).send());
        until_waiting(&app, 1).await;
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        let told = tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("at once").unwrap();
        told.expect_error(400, "access_denied");
    }

    /// With a challenge, only its verifier collects; a wrong one learns nothing and shortens nothing (invariant 13).
    async fn a_challenge_wants_its_verifier(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "x", "code_challenge": challenge});
        let auth_id = app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
        let path = format!("/auth/session/{auth_id}");
        let with = |value: &str| app.get(&path).header("x-code-verifier", value);
        app.get(&path).send().await.expect_error(400, "expired_token");
        with("wrong").send().await.expect_error(400, "expired_token");
        with(verifier).send().await.expect_error(400, "authorization_pending");
        approve(&app).await;
        app.get(&path).send().await.expect_error(400, "expired_token");
        app.get(&format!("{path}?wait=5")).send().await.expect_error(400, "expired_token");
        with(&challenge).send().await.expect_error(400, "expired_token");
        let first = with(verifier).send().await.expect(200);
        app.get(&path).send().await.expect_error(400, "expired_token");
        assert_eq!(with(verifier).send().await.expect(200).body, first.body);
    }

    /// A decision reaches who waits at once, and stopping answers everybody who waits.
    async fn waiting_ends_with_the_decision(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let waiting = tokio::spawn(app.get(&format!("/auth/session/{auth_id}?wait=60")).send());
        until_waiting(&app, 1).await;
        approve(&app).await;
        let reply = tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("at once").unwrap();
        assert_eq!(reply.expect(200).field("session_token").len(), 344);
        assert_eq!(app.app.context.waiters.count(), 0);

        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        app.empty_mailbox().await;
        let decoy = app.login("nobody", EMAIL).await.field("auth_id");
        app.deliver().await;
        // However huge a number is, it is one, and a decoy is waited for like any other.
        let huge = [(&auth_id, "61"), (&auth_id, "9999"), (&auth_id, "18446744073709551616"), (&decoy, "9999")];
        let waiting: Vec<_> = huge
            .iter()
            .map(|(auth_id, wait)| tokio::spawn(app.get(&format!("/auth/session/{auth_id}?wait={wait}")).send()))
            .collect();
        until_waiting(&app, huge.len()).await;
        app.app.context.waiters.close();
        for reply in waiting {
            let reply = tokio::time::timeout(Duration::from_secs(10), reply).await.expect("at once").unwrap();
            reply.expect_error(400, "authorization_pending");
        }
        // Once stopping has begun, nobody waits any more.
        let late = app.get(&format!("/auth/session/{auth_id}?wait=60")).send();
        let late = tokio::time::timeout(Duration::from_secs(5), late).await.expect("no waiting");
        late.expect_error(400, "authorization_pending");
    }

    /// Another node's decision reaches who waits here.
    async fn waiting_ends_with_another_nodes_decision(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let other = app.second_node().await;
        let running = other.app.jobs.start().await.expect("the jobs start");
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let waiting = tokio::spawn(other.get(&format!("/auth/session/{auth_id}?wait=60")).send());
        until_waiting(&other, 1).await;
        let link = app.login_mail_of_either(&other, EMAIL).await.link;
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        let reply = tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("soon").unwrap();
        reply.expect(200);
        running.stop().await;
    }

    /// What is no number does not wait.
    async fn a_wait_that_is_no_number_is_none(database) {
        let app = TestApp::start(database).await;
        let auth_id = app.login("nobody", "nobody@example.org").await.field("auth_id");
        app.deliver().await;
        for wait in ["", "x", "-5", "1.5", "0x10", "1e1", "0"] {
            let reply = app.get(&format!("/auth/session/{auth_id}?wait={wait}")).send();
            let reply = tokio::time::timeout(Duration::from_secs(5), reply).await.expect("no waiting");
            reply.expect_error(400, "authorization_pending");
        }
    }

    /// Too fast is told so, with the time to come again; the login itself is unharmed.
    async fn polling_too_fast_is_slowed_down(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        for _ in 0..20 {
            app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        }
        let slowed = app.poll(&auth_id).await.expect_error(429, "slow_down");
        assert_eq!(slowed.header("retry-after"), Some("1"));
        // Five a second, every second, is never too fast.
        for _ in 0..20 {
            app.advance(1);
            for _ in 0..5 {
                app.poll(&auth_id).await.expect_error(400, "authorization_pending");
            }
        }
        approve(&app).await;
        app.advance(1);
        app.poll(&auth_id).await.expect(200);
    }

    /// A refusal reaches who waits as well, and who waits for another login is left alone.
    async fn waiting_ends_with_a_refusal(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (first, link) = (app.login("ada", EMAIL).await.field("auth_id"), app.login_mail(EMAIL).await.link);
        app.empty_mailbox().await;
        let (second, mail) = (app.login("ada", EMAIL).await.field("auth_id"), app.login_mail(EMAIL).await);
        let wait = |auth_id: &str| tokio::spawn(app.get(&format!("/auth/session/{auth_id}?wait=60")).send());
        let (denied, collected) = (wait(&first), wait(&second));
        until_waiting(&app, 2).await;
        let deny = [("decision", "deny"), ("confirm_deny", "yes")];
        app.open(&link, "127.0.0.1").await.submit(&deny).await.expect(200);
        let denied = tokio::time::timeout(Duration::from_secs(10), denied).await.expect("at once").unwrap();
        denied.expect_error(400, "access_denied");
        until_waiting(&app, 1).await;
        // The mail code, typed beside the wait, wakes it too: both get the one session (invariant 5).
        let typed = app.post(&format!("/auth/session/{second}")).json(&json!({"code": mail.code()})).send().await;
        let typed = typed.expect(200);
        let collected = tokio::time::timeout(Duration::from_secs(10), collected).await.expect("at once").unwrap();
        assert_eq!(collected.expect(200).body, typed.body);
    }

    /// A denied login is over to the same second as a decoy whose row is gone by then (invariants 8, 28).
    async fn denial_is_told_for_as_long_as_it_is_kept(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let ids = [app.login("ada", EMAIL).await.field("auth_id"), app.login("nobody", EMAIL).await.field("auth_id")];
        app.deliver().await;
        for auth_id in &ids {
            for code in ["wrong_code", "wrong_code", "access_denied"] {
                let typed = app.post(&format!("/auth/session/{auth_id}")).json(&json!({"code": "0000-0000"}));
                typed.send().await.expect_error(400, code);
            }
        }
        for (seconds, code) in [(959, "access_denied"), (1, "expired_token"), (3600, "expired_token")] {
            app.advance(seconds);
            app.app.jobs.purge().await.unwrap();
            for auth_id in &ids {
                app.poll(auth_id).await.expect_error(400, code);
            }
        }
    }
}
