//! One's own account.

use serde_json::{Value, json};

use crate::support::{Reply, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

async fn change(app: &TestApp, token: &str, body: Value) -> Reply {
    app.patch("/auth/account").token(token).json(&body).send().await
}

on_both! {
    /// What an account shows of itself.
    async fn reading_it(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("Ada", Some(EMAIL)).await;
        app.deliver().await;
        let account = app.get("/auth/account").token(&registered.field("session_token")).send().await.expect(200).json();
        let expected = json!({
            "account_id": registered.field("account_id"),
            "username": "Ada",
            "email": EMAIL,
            "email_verified": false,
            "pending_email": null,
            "creation_date": app.now(),
        });
        assert_eq!(account, expected);
    }

    /// A name changes at once, and the old one stays its last owner's.
    async fn renaming_it(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        app.registered("bob", None).await;
        assert_eq!(change(&app, &token, json!({"username": "ADA"})).await.expect(200).field("username"), "ADA");
        change(&app, &token, json!({"username": "BOB"})).await.expect_error(409, "username_taken");
        change(&app, &token, json!({"username": "root"})).await.expect_error(422, "username_reserved");
        change(&app, &token, json!({"username": 3})).await.expect_error(400, "malformed_body");
        let unchanged = change(&app, &token, json!({"username": null})).await.expect(200);
        assert_eq!(unchanged.field("username"), "ADA");
        assert_eq!(change(&app, &token, json!({})).await.expect(200).field("username"), "ADA");
        change(&app, &token, json!({"username": "lovelace"})).await.expect(200);
        change(&app, &token, json!({"username": "ada"})).await.expect(200);
    }

    /// Where one of two wishes cannot be had, neither is done.
    async fn all_or_nothing(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        app.registered("bob", None).await;
        change(&app, &token, json!({"username": "bob", "email": EMAIL})).await.expect_error(409, "username_taken");
        change(&app, &token, json!({"username": "eve", "email": "x"})).await.expect_error(422, "invalid_email");
        let account = app.get("/auth/account").token(&token).send().await.expect(200).json();
        assert_eq!((&account["username"], &account["pending_email"]), (&json!("ada"), &Value::Null));
        assert!(app.mails().await.is_empty());
    }

    /// Deleting takes everything along, and every credential is dead with it (invariant 14).
    async fn deleting_it(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let approved = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        let pending = app.login("ada", EMAIL).await.field("auth_id");
        app.deliver().await;
        let unmailed = app.login("ada", EMAIL).await.field("auth_id");
        app.delete("/auth/account").token(&token).send().await.expect(204);
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
        assert_eq!(app.open(&link, "127.0.0.1").await.reply.status, 404);
        app.empty_mailbox().await;
        for auth_id in [&approved, &pending, &unmailed] {
            app.poll(auth_id).await.expect(400);
        }
        // Once the name has rested, it is another account's, and the old login does not lead into that one.
        app.advance(30 * 24 * 60 * 60);
        app.registered("ada", Some(EMAIL)).await;
        app.empty_mailbox().await;
        for auth_id in [&approved, &pending, &unmailed] {
            app.poll(auth_id).await.expect(400);
        }
        assert!(app.mails().await.is_empty());
    }
}
