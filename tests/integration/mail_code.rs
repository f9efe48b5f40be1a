//! The mail code, typed into the waiting device.

use serde_json::json;

use crate::support::{Ground, Reply, Request, TestApp, on_both};

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

    /// Whoever finds the login decided says so, also when nobody has told this node yet.
    async fn a_decision_that_was_not_heard(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let code = app.login_mail(EMAIL).await.code();
        Ground::under(&app).execute("UPDATE pending_login SET state = 'denied'").await;
        type_code(&app, &auth_id, &code).await.expect_error(400, "access_denied");
        app.poll(&auth_id).await.expect_error(400, "access_denied");
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

    /// A decoy, a shared address and a real login answer wrong codes in the same order and the same bytes
    /// (invariant 28).
    async fn wrong_codes_tell_nothing(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        app.verified("work", EMAIL).await;
        let mut told = Vec::new();
        for (username, email) in
            [(Some("ada"), EMAIL), (Some("nobody"), EMAIL), (Some("ada"), "eve@example.org"), (None, EMAIL)]
        {
            let body = json!({"username": username, "email": email, "session_platform": "x"});
            let auth_id = app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
            app.deliver().await;
            let mut answers = Vec::new();
            for code in ["short", WRONG, "1111-1111", "", "2222-2222", "3333-3333"] {
                let reply = type_code(&app, &auth_id, code).await;
                let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
                names.sort();
                answers.push((reply.status, names, reply.text()));
            }
            told.push(answers);
        }
        assert!(told.iter().all(|answers| *answers == told[0]), "{told:#?}");
    }

    /// With a challenge, a code without the right verifier is neither compared nor counted (invariant 13).
    async fn a_challenge_guards_the_code(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        // The pair of RFC 7636, appendix B.
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "x", "code_challenge": challenge});
        let auth_id = app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
        let code = app.login_mail(EMAIL).await.code();
        for typed in [WRONG, WRONG, WRONG, &code] {
            type_code(&app, &auth_id, typed).await.expect_error(400, "expired_token");
            let wrong = typing(&app, &auth_id, typed).header("x-code-verifier", challenge);
            wrong.send().await.expect_error(400, "expired_token");
        }
        typing(&app, &auth_id, &code).header("x-code-verifier", verifier).send().await.expect(200);
    }
}
