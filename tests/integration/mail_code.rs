//! The mail code, typed into the waiting device.

use serde_json::json;

use crate::support::{Reply, Request, TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const WRONG: &str = "0000-0000";

fn typing(app: &TestApp, auth_id: &str, code: &str) -> Request {
    app.post(&format!("/auth/session/{auth_id}")).json(&json!({"code": code}))
}

async fn type_code(app: &TestApp, auth_id: &str, code: &str) -> Reply {
    typing(app, auth_id, code).send().await
}

on_both! {
    /// However it is typed, the right code approves and collects, and proves the address (invariant 48).
    async fn the_right_code_signs_in(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        for spelling in [str::to_owned, str::to_lowercase, |code: &str| format!(" {} ", code.replace('-', " "))] {
            let auth_id = app.login("ada", EMAIL).await.field("auth_id");
            let code = app.login_mail(EMAIL).await.code();
            let collected = type_code(&app, &auth_id, &spelling(&code)).await.expect(200);
            assert_eq!(collected.field("session_token").len(), 344);
            // The same answers as a poll: a lost one comes again, by either way.
            assert_eq!(app.poll(&auth_id).await.expect(200).body, collected.body);
            assert_eq!(type_code(&app, &auth_id, WRONG).await.expect(200).body, collected.body);
            app.empty_mailbox().await;
        }
        let account = app.get("/auth/account").token(&token).send().await.expect(200).json();
        assert_eq!(account["email_verified"], true);
    }

    /// The third wrong code ends the login, for a decoy as for a real one; what is no code does not count
    /// (invariants 8, 28).
    async fn the_third_wrong_code_ends_it(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        for name in ["ada", "nobody"] {
            let auth_id = app.login(name, EMAIL).await.field("auth_id");
            app.deliver().await;
            for malformed in ["", "  ", "-", "1234", "K7QM-2XTDX", "ÄÖÜ"] {
                let reply = type_code(&app, &auth_id, malformed).await.expect_error(422, "invalid_code");
                assert_eq!(reply.field("field"), "code");
            }
            type_code(&app, &auth_id, WRONG).await.expect_error(400, "wrong_code");
            type_code(&app, &auth_id, WRONG).await.expect_error(400, "wrong_code");
            app.poll(&auth_id).await.expect_error(400, "authorization_pending");
            type_code(&app, &auth_id, WRONG).await.expect_error(400, "access_denied");
            app.poll(&auth_id).await.expect_error(400, "access_denied");
            type_code(&app, &auth_id, WRONG).await.expect_error(400, "access_denied");
        }
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(410);
    }

    /// A right code comes too late after three wrong ones, and works after two.
    async fn two_wrong_codes_are_borne(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let first = app.login("ada", EMAIL).await.field("auth_id");
        let code = app.login_mail(EMAIL).await.code();
        for _ in 0..2 {
            type_code(&app, &first, WRONG).await.expect_error(400, "wrong_code");
        }
        type_code(&app, &first, &code).await.expect(200);
        let second = app.login("ada", EMAIL).await.field("auth_id");
        app.empty_mailbox().await;
        // The code of one login is wrong for another.
        type_code(&app, &second, &code).await.expect_error(400, "wrong_code");
    }

    /// Tries in parallel share no count (invariant 10).
    async fn parallel_codes_are_counted(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let code = app.login_mail(EMAIL).await.code();
        let tries: Vec<_> = (0..40).map(|_| tokio::spawn(typing(&app, &auth_id, WRONG).send())).collect();
        let mut wrong = 0;
        for reply in tries {
            let reply = reply.await.unwrap().expect(400);
            if reply.field("code") == "wrong_code" {
                wrong += 1;
            } else {
                reply.expect_error(400, "access_denied");
            }
        }
        assert_eq!(wrong, 2);
        type_code(&app, &auth_id, &code).await.expect_error(400, "access_denied");
    }

    /// An expired or unknown login takes no code; without a code there is nothing to take.
    async fn over_is_over(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let code = app.login_mail(EMAIL).await.code();
        app.post(&format!("/auth/session/{auth_id}")).json(&json!({})).send().await.expect_error(422, "missing_field");
        type_code(&app, "45314ce9-74c8-48dd-9094-0bcf980f335b", &code).await.expect_error(400, "expired_token");
        app.advance(900);
        type_code(&app, &auth_id, &code).await.expect_error(400, "expired_token");
    }
}
