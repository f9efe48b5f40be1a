//! Registration.

use serde_json::{Value, json};

use crate::support::{Reply, Request, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

fn registering(app: &TestApp, body: &Value) -> Request {
    app.post("/auth/registration").json(body)
}

async fn register(app: &TestApp, body: Value) -> Reply {
    registering(app, &body).send().await
}

fn ada() -> Value {
    json!({"username": "ada", "email": EMAIL, "session_platform": "cURL"})
}

on_both! {
    /// The answer, without and with an address; the address is asked to prove itself.
    async fn makes_an_account_and_its_first_session(database) {
        let app = TestApp::start(database).await;
        let bare = register(&app, json!({"username": "Bare.One", "session_platform": " cURL "})).await.expect(200).json();
        assert_eq!(bare["session_token"].as_str().map(str::len), Some(344));
        assert_eq!(bare["expiration_date"], app.now() + 30 * 86_400);
        assert_eq!(bare.as_object().unwrap().len(), 4);
        for id in ["session_id", "account_id"] {
            let id: uuid::Uuid = bare[id].as_str().unwrap().parse().unwrap();
            assert_eq!(id.get_version_num(), 7);
        }
        assert!(app.mails().await.is_empty());
        let account = app.get("/auth/account").token(bare["session_token"].as_str().unwrap()).send().await.json();
        assert_eq!((&account["username"], &account["email"]), (&json!("Bare.One"), &Value::Null));

        let token = register(&app, ada()).await.expect(200).field("session_token");
        let account = app.get("/auth/account").token(&token).send().await.expect(200).json();
        assert_eq!((&account["email"], &account["email_verified"]), (&json!(EMAIL), &json!(false)));
        let mail = app.address_mail(EMAIL).await;
        let page = app.open(&mail.link, "127.0.0.1").await;
        assert!(page.reply.clone().expect(200).text().contains(EMAIL));
        let account = app.get("/auth/account").token(&token).send().await.json();
        assert_eq!(account["email_verified"], false, "opening the link proves nothing (invariant 7)");
        page.submit(&[("decision", "approve")]).await.expect(422);
        page.submit(&crate::support::FOLLOW).await.expect(200);
        let account = app.get("/auth/account").token(&token).send().await.json();
        assert_eq!(account["email_verified"], true);
        page.submit(&crate::support::FOLLOW).await.expect(410);
    }

    /// A name belongs to one account, whatever its case.
    async fn names_are_unique(database) {
        let app = TestApp::start(database).await;
        register(&app, json!({"username": "Ada", "session_platform": "x"})).await.expect(200);
        for name in ["Ada", "ada", "ADA"] {
            let reply = register(&app, json!({"username": name, "session_platform": "x"})).await;
            reply.expect_error(409, "username_taken");
        }
    }

    /// The same address may belong to several accounts.
    async fn addresses_are_not_unique(database) {
        let app = TestApp::start(database).await;
        for name in ["ada", "bob"] {
            register(&app, json!({"username": name, "email": EMAIL, "session_platform": "x"})).await.expect(200);
        }
        assert_eq!(app.mails().await.len(), 2);
    }

    /// What breaks a rule is refused with its field, and nothing is written.
    async fn bad_fields(database) {
        let app = TestApp::start(database).await;
        let long = "x".repeat(33);
        for (field, value, status, code) in [
            ("username", Value::Null, 422, "missing_field"),
            ("username", json!(""), 422, "invalid_username"),
            ("username", json!(long), 422, "invalid_username"),
            ("username", json!("-ada"), 422, "invalid_username"),
            ("username", json!("a da"), 422, "invalid_username"),
            ("username", json!("ad\u{e1}"), 422, "invalid_username"),
            ("username", json!("Admin"), 422, "username_reserved"),
            ("username", json!(7), 400, "malformed_body"),
            ("email", json!(""), 422, "invalid_email"),
            ("email", json!(" ada@example.org"), 422, "invalid_email"),
            ("email", json!("ada@example.org,eve@example.org"), 422, "invalid_email"),
            ("email", json!("Ada <ada@example.org>"), 422, "invalid_email"),
            ("email", json!("ada@[127.0.0.1]"), 422, "invalid_email"),
            ("email", json!("ada@example.org\r\nBcc: eve@example.org"), 422, "invalid_email"),
            ("email", json!(["ada@example.org"]), 400, "malformed_body"),
            ("session_platform", Value::Null, 422, "missing_field"),
            ("session_platform", json!("   "), 422, "invalid_session_platform"),
            ("session_platform", json!("a\u{202e}b"), 422, "invalid_session_platform"),
            ("session_platform", json!("x".repeat(65)), 422, "invalid_session_platform"),
            ("session_platform", json!({}), 400, "malformed_body"),
        ] {
            let mut body = ada();
            body[field] = value;
            let reply = register(&app, body).await.expect_error(status, code);
            assert_eq!(reply.field("field"), field);
        }
        assert!(app.mails().await.is_empty());
        register(&app, ada()).await.expect(200);
        app.deliver().await;
    }

    /// A closed door is closed, whatever is asked.
    async fn closed_by_the_operator(database) {
        let app = TestApp::with(database, &[("REGISTRATION__MODE", "closed")]).await;
        register(&app, ada()).await.expect_error(403, "registration_closed");
        register(&app, json!({"username": "-"})).await.expect_error(403, "registration_closed");
        app.login("ada", EMAIL).await;
        assert!(app.mails().await.is_empty());
    }

    /// The same key and body get the same answer for a minute, after a restart too.
    async fn a_lost_answer_can_be_asked_for_again(database) {
        let app = TestApp::start(database).await;
        let again = |app: &TestApp| registering(app, &ada()).header("idempotency-key", "5f0c-key").send();
        let first = again(&app).await.expect(200);
        assert_eq!(again(&app).await.expect(200).body, first.body);
        app.empty_mailbox().await;
        let app = app.restarted_with(&[]).await;
        app.advance(59);
        assert_eq!(again(&app).await.expect(200).body, first.body);
        assert!(app.mails().await.is_empty(), "one account, one mail");

        let mut other = ada();
        other["username"] = json!("bob");
        let reused = registering(&app, &other).header("idempotency-key", "5f0c-key").send().await;
        reused.expect_error(422, "idempotency_key_reused");
        registering(&app, &ada()).header("idempotency-key", "other").send().await.expect_error(409, "username_taken");
        app.advance(1);
        again(&app).await.expect_error(409, "username_taken");
        registering(&app, &other).header("idempotency-key", "5f0c-key").send().await.expect(200);
        app.deliver().await;
    }

    /// Once its session was ended, the answer is not repeated, whatever other sessions there are.
    async fn ended_meanwhile(database) {
        let app = TestApp::start(database).await;
        let body = json!({"username": "ada", "email": "ada@example.org", "session_platform": "x"});
        let key = "8f7c1d2e-0b7f-4a65-9d3c-2f6f1b0a9e11";
        let register = || app.post("/auth/registration").header("idempotency-key", key).json(&body).send();
        let first = register().await.expect(200);
        assert_eq!(register().await.expect(200).body, first.body);
        app.empty_mailbox().await;
        let auth_id = app.login("ada", "ada@example.org").await.field("auth_id");
        let link = app.login_mail("ada@example.org").await.link;
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        app.poll(&auth_id).await.expect(200);
        app.post("/auth/logout").token(&first.field("session_token")).send().await.expect(204);
        register().await.expect_error(409, "username_taken");
    }

    /// A key that is none is refused, and nothing is made.
    async fn bad_keys(database) {
        let app = TestApp::start(database).await;
        for key in ["", &"k".repeat(129), "k\u{e9}y", "k\ty"] {
            let reply = registering(&app, &ada()).header("idempotency-key", key).send().await;
            let reply = reply.expect_error(422, "invalid_idempotency_key");
            assert_eq!(reply.field("field"), "Idempotency-Key");
        }
        registering(&app, &ada()).header("idempotency-key", &"k".repeat(128)).send().await.expect(200);
        app.deliver().await;
    }
}
