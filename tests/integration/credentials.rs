//! Presenting a credential.

use serde_json::json;

use crate::support::{TestApp, on_both};

const CHALLENGE: &str = "Bearer, Basic realm=\"doorpost\", Cargo login_url=\"http://127.0.0.1:3000/me\"";
const FOR_BROWSERS: &str = "Bearer, Cargo login_url=\"http://127.0.0.1:3000/me\"";

on_both! {
    /// `Bearer` in any case, and the token alone.
    async fn accepted_forms(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        for value in [format!("Bearer {token}"), format!("bEARER   {token}"), token.clone()] {
            let reply = app.get("/auth/whoami").header("authorization", &value).send().await.expect(200).json();
            assert_eq!(reply["username"], "ada");
            assert_eq!(reply["credential"], "session");
            assert!(reply["scopes"].as_array().unwrap().contains(&json!("account:read")));
        }
        let twice = app.get("/auth/whoami").token(&token).header("authorization", &token);
        twice.send().await.expect(200);
    }

    /// Without a credential: all null where that is allowed, 401 elsewhere.
    async fn anonymous(database) {
        let app = TestApp::start(database).await;
        let body = app.get("/auth/whoami").send().await.expect(200).json();
        assert_eq!(body, json!({"account_id": null, "username": null, "scopes": null, "credential": null}));
        let reply = app.get("/auth/account").send().await.expect_error(401, "authentication_required");
        assert_eq!(reply.header("www-authenticate"), Some(CHALLENGE));
        let browser = app.get("/auth/account").header("sec-fetch-mode", "cors").send().await;
        let browser = browser.expect_error(401, "authentication_required");
        assert_eq!(browser.header("www-authenticate"), Some(FOR_BROWSERS));
    }

    /// What is no good is refused, also where nobody would have to be anybody.
    async fn bad_credentials(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let unknown = format!("{}AA==", "A".repeat(340));
        let mistyped = token.replacen(&token[..1], if token.starts_with('A') { "B" } else { "A" }, 1);
        for value in [
            "", "Bearer", "Bearer ", "Bearer x", "x", "Basic YWRhOng=", "Digest x", "Bearer a b", &unknown, &mistyped,
            &token[..343], &format!("{token}="), &format!("Token {token}"), &format!("Bearer Bearer {token}"),
        ] {
            for path in ["/auth/whoami", "/auth/account", "/auth/sessions"] {
                let reply = app.get(path).header("authorization", value).send().await;
                let reply = reply.expect_error(401, "invalid_credentials");
                assert_eq!(reply.header("www-authenticate"), Some(CHALLENGE), "{value}");
            }
        }
    }

    /// Two that differ are ambiguous, whether or not one of them is good.
    async fn ambiguous_credentials(database) {
        let app = TestApp::start(database).await;
        let (ada, bob) = (app.registered("ada", None).await, app.registered("bob", None).await);
        for other in [bob.as_str(), "nonsense", "Basic YWRhOng=", "Digest x"] {
            let reply = app.get("/auth/whoami").token(&ada).header("authorization", other).send().await;
            reply.expect_error(400, "ambiguous_credentials");
            let reply = app.get("/auth/whoami").header("authorization", other).token(&ada).send().await;
            reply.expect_error(400, "ambiguous_credentials");
        }
    }

    /// A token anywhere else than in a header is no credential.
    async fn elsewhere_it_is_none(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let query = app.get(&format!("/auth/account?token={token}&access_token={token}")).send().await;
        query.expect_error(401, "authentication_required");
        let body = app.patch("/auth/account").json(&json!({"token": token, "username": "eve"})).send().await;
        body.expect_error(401, "authentication_required");
        let cookie = app.get("/auth/account").header("cookie", &format!("session={token}")).send().await;
        cookie.expect_error(401, "authentication_required");
    }

    /// A secret of another kind is none of these (invariant 19).
    async fn other_secrets_are_no_credentials(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", "ada@example.org").await;
        let asked = app.login("ada", "ada@example.org").await;
        let mail = app.login_mail("ada@example.org").await;
        let link_token = mail.link.rsplit('/').next().unwrap();
        for secret in [&asked.field("auth_id"), &asked.field("match_code"), link_token, &mail.code()] {
            let reply = app.get("/auth/account").token(secret).send().await;
            reply.expect_error(401, "invalid_credentials");
        }
        app.poll(link_token).await.expect_error(400, "expired_token");
        let auth_id = asked.field("auth_id");
        for link in ["confirm", "email"].map(|kind| format!("{}/auth/{kind}/{auth_id}", app.public_url)) {
            app.open(&link, "127.0.0.1").await.reply.expect(404);
        }
    }
}
