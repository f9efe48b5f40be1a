//! Every form in which a credential is presented, and every kind of secret in every one of them (invariant 19).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::support::{Reply, Request, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// The places where a credential can stand.
const FORMS: [&str; 10] =
    ["bearer", "jwt", "plain", "basic", "access key header", "token header", "cookie", "query", "form", "path"];

/// A request with this secret in this place.
fn present(app: &TestApp, form: &str, secret: &str) -> Request {
    let whoami = || app.get("/auth/whoami");
    match form {
        "bearer" => whoami().header("authorization", &format!("Bearer {secret}")),
        "jwt" => whoami().header("authorization", &format!("JWT {secret}")),
        "plain" => whoami().header("authorization", secret),
        "basic" => whoami().header("authorization", &basic("ada", secret)),
        "access key header" => whoami().header("x-auth-accesskey", secret),
        "token header" => whoami().header("x-auth-token", secret).header("x-auth-userid", "ada"),
        "cookie" => whoami().header("cookie", &format!("doorpost={secret}")),
        "query" => app.get(&format!("/auth/whoami?token={0}&access_token={0}", secret.replace('=', "%3D"))),
        "form" => app.get("/auth/whoami").header("x-token", secret),
        "path" => app.get(&format!("/auth/session/{}", secret.replace('=', "%3D"))),
        _ => unreachable!("{form}"),
    }
}

on_both! {
    /// Ten kinds of secret in ten places: a place takes its own kinds, and no other secret opens anything anywhere.
    async fn each_kind_in_each_place(database) {
        let app = TestApp::start(database).await;
        let session = app.verified("ada", EMAIL).await;
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
        app.empty_mailbox().await;
        let asked = app.login("ada", EMAIL).await;
        let mail = app.login_mail(EMAIL).await;
        let confirmation = mail.link.rsplit('/').next().unwrap().to_owned();
        let code = mail.code();
        app.patch("/auth/account").token(&session).json(&json!({"email": "new@example.org"})).send().await.expect(200);
        let email_token = app.address_mail("new@example.org").await.link.rsplit('/').next().unwrap().to_owned();
        let secrets = [
            ("session", session.clone()),
            ("access_key", key),
            ("auth id", asked.field("auth_id")),
            ("match code", asked.field("match_code")),
            ("confirmation token", confirmation),
            ("mail code", code),
            ("e-mail token", email_token),
            ("idempotency key", "an-idempotency-key-of-a-client".to_owned()),
            ("session id", app.get("/auth/sessions").token(&session).send().await.json()["sessions"][0]["session_id"].as_str().unwrap().to_owned()),
            ("account id", asked.json()["auth_id"].as_str().unwrap().to_uppercase()),
        ];
        for (kind, secret) in &secrets {
            for form in FORMS {
                let reply = present(&app, form, secret).send().await;
                let taken = match form {
                    "bearer" | "jwt" | "plain" | "token header" => ["session", "access_key"].contains(kind),
                    "basic" | "access key header" => *kind == "access_key",
                    "cookie" => *kind == "session",
                    _ => false,
                };
                match form {
                    "query" | "form" => assert_eq!(reply.expect(200).json()["credential"], json!(null), "{kind}, {form}"),
                    "path" => {
                        let code = if *kind == "auth id" { "authorization_pending" } else { "expired_token" };
                        reply.expect_error(400, code);
                    }
                    _ if taken => assert_eq!(reply.expect(200).json()["credential"], json!(kind), "{kind}, {form}"),
                    _ => assert_eq!(reply.json()["code"], "invalid_credentials", "{kind} as {form}"),
                }
            }
        }
        app.empty_mailbox().await;
    }

    /// Whoever is named beside a credential has to be its owner, by id or by name.
    async fn the_owner(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("Ada", None).await;
        let id = app.get("/auth/whoami").token(&session).send().await.json()["account_id"].as_str().unwrap().to_owned();
        let bob = app.register("bob", None).await.field("account_id");
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
        for user in ["Ada", "ada", "ADA", &id] {
            app.get("/auth/account").header("authorization", &basic(user, &key)).send().await.expect(200);
            let pair = app.get("/auth/account").header("x-auth-token", &session).header("x-auth-userid", user);
            pair.send().await.expect(200);
        }
        for user in ["bob", "", "ada ", "nobody", &bob, "\u{0}", "ada:ada"] {
            let reply = app.get("/auth/account").header("authorization", &basic(user, &key)).send().await;
            reply.expect_error(401, "invalid_credentials");
        }
        for user in ["bob", "", &bob] {
            let pair = app.get("/auth/account").header("x-auth-token", &session).header("x-auth-userid", user);
            pair.send().await.expect_error(401, "invalid_credentials");
        }
        let not_hers = app.post("/auth/logout").header("authorization", &basic("bob", &key)).send().await;
        not_hers.expect_error(401, "invalid_credentials");
        app.get("/auth/account").token(&key).send().await.expect(200);
        let alone = app.get("/auth/account").header("x-auth-token", &session).send().await;
        alone.expect_error(401, "invalid_credentials");
        let two = app.get("/auth/account").header("x-auth-token", &session);
        let two = two.header("x-auth-userid", "ada").header("x-auth-userid", "bob").send().await;
        two.expect_error(401, "invalid_credentials");
        let nobody = app.get("/auth/whoami").header("x-auth-userid", "ada").send().await;
        assert_eq!(nobody.expect(200).json()["credential"], json!(null));
    }

    /// The same credential in two places is one; two that differ are ambiguous wherever they stand.
    async fn in_two_places(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
        let key = key.as_str();
        let same = app.get("/auth/account").token(key).header("x-auth-accesskey", key);
        same.send().await.expect(200);
        let same = app.get("/auth/account").header("authorization", &basic("ada", key)).header("x-auth-accesskey", key);
        same.send().await.expect(200);
        let wrong_owner = app.get("/auth/account").header("authorization", &basic("bob", key)).header("x-auth-accesskey", key);
        wrong_owner.send().await.expect_error(401, "invalid_credentials");
        for (name, value) in [
            ("x-auth-accesskey", key.to_owned()),
            ("x-auth-accesskey", "nonsense".to_owned()),
            ("cookie", "doorpost=nonsense".to_owned()),
            ("x-auth-token", key.to_owned()),
            ("authorization", basic("ada", key)),
        ] {
            let two = app.get("/auth/account").token(&session).header(name, &value).send().await;
            two.expect_error(400, "ambiguous_credentials");
        }
        let other = app.registered("bob", None).await;
        let cookies = app.get("/auth/account").header("cookie", &format!("doorpost={session}; doorpost={other}")).send().await;
        cookies.expect_error(400, "ambiguous_credentials");
        let others = app.get("/auth/account").header("cookie", &format!("a=b; doorpost={session}; xdoorpost=x; doorpostx=y"));
        others.send().await.expect(200);
    }

    /// What an application behind us is sent, such as `Negotiate`, is nothing beside a credential of ours, and refused alone. It does not
    /// make a browser's request one of a program either: it is added by the browser as well (invariant 58).
    async fn schemes_of_others(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
        let cookie = format!("doorpost={session}");
        let foreign = ["Negotiate YII=", "Digest username=\"ada\", realm=\"x\"", "DPoP eyJ.e30.AA", "AWS4-HMAC-SHA256 Credential=a/b, Signature=c", "token x"];
        for value in foreign {
            for path in ["/auth/verify", "/auth/whoami", "/auth/account"] {
                let ours = [("cookie", cookie.as_str()), ("x-auth-accesskey", &key)];
                for (name, credential) in ours {
                    let both = app.get(path).header("authorization", value).header(name, credential);
                    both.send().await.expect(200);
                }
                let alone = app.get(path).header("authorization", value).send().await;
                alone.expect_error(401, "invalid_credentials");
                let bad = app.get(path).header("authorization", value).header("cookie", "doorpost=x").send().await;
                bad.expect_error(401, "invalid_credentials");
            }
            let rename = |site: &str| {
                let rename = app.patch("/auth/account").json(&json!({"username": "ada2"})).header("cookie", &cookie);
                rename.header("authorization", value).header("sec-fetch-site", site)
            };
            rename("cross-site").send().await.expect_error(403, "cross_origin");
        }
        let two = app.get("/auth/verify").header("authorization", foreign[0]).header("cookie", &cookie);
        two.header("x-auth-accesskey", &key).send().await.expect_error(400, "ambiguous_credentials");
        // There is one `Authorization`: of two, whoever reads the request after us may take the other.
        let twice = app.get("/auth/verify").header("authorization", foreign[0]).token(&session).header("cookie", &cookie);
        twice.send().await.expect_error(400, "ambiguous_credentials");
        // Ours, or no scheme at all.
        for value in [
            basic("ada", "the application's"), "Basic ?".to_owned(), "Bearer x".to_owned(), "JWT x".to_owned(), "Negotiate".to_owned(),
            format!("{session} x"), format!("{key} x"), "a=b c".to_owned(), "x".to_owned(),
        ] {
            let both = app.get("/auth/verify").header("authorization", &value).header("cookie", &cookie).send().await;
            both.expect_error(400, "ambiguous_credentials");
        }
    }

    /// A cookie changes state only from a page of ours; another form does not care where it comes from (invariant 58).
    async fn cookies_from_elsewhere(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let cookie = format!("doorpost={session}");
        let rename = |name: &str| app.patch("/auth/account").json(&json!({"username": name})).header("cookie", &cookie);
        for (header, value) in [
            ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("sec-fetch-site", "none"),
            ("origin", "https://evil.example"), ("origin", "null"), ("x-nothing", "x"),
        ] {
            rename("eve").header(header, value).send().await.expect_error(403, "cross_origin");
        }
        let both = rename("eve").header("sec-fetch-site", "cross-site").header("origin", "http://127.0.0.1:3000");
        both.send().await.expect_error(403, "cross_origin");
        // A good one of the two does not make up for a bad one, in whichever order they come.
        for headers in [
            [("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
            [("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
            [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-origin")],
            [("origin", "http://127.0.0.1:3000"), ("origin", "https://evil.example")],
            [("origin", "https://evil.example"), ("origin", "http://127.0.0.1:3000")],
        ] {
            let both = headers.iter().fold(rename("eve"), |request, (name, value)| request.header(name, value));
            both.send().await.expect_error(403, "cross_origin");
        }
        for origin in ["http://127.0.0.1:3000", "null"] {
            let both = rename("ada1").header("sec-fetch-site", "same-origin").header("origin", origin);
            both.send().await.expect(200);
        }
        rename("ada2").header("sec-fetch-site", "same-origin").send().await.expect(200);
        rename("ada3").header("origin", "http://127.0.0.1:3000").send().await.expect(200);
        app.get("/auth/account").header("cookie", &cookie).header("sec-fetch-site", "cross-site").send().await.expect(200);
        let both = rename("ada3b").token(&session).header("sec-fetch-site", "cross-site");
        both.send().await.expect(200);
        app.post("/auth/logout").header("cookie", &cookie).send().await.expect_error(403, "cross_origin");
        let header = app.patch("/auth/account").token(&session).json(&json!({"username": "ada4"}));
        header.header("sec-fetch-site", "cross-site").send().await.expect(200);
    }

    /// The cookie's name goes with the public URL: a name without its prefix is nothing there.
    async fn the_cookies_name(database) {
        for (settings, name) in [
            (vec![("PUBLIC_URL", "https://id.example.org")], "__Host-doorpost"),
            (vec![("PUBLIC_URL", "https://id.example.org"), ("COOKIE__DOMAIN", "example.org")], "__Secure-doorpost"),
        ] {
            let app = TestApp::with(database, &settings).await;
            let session = app.registered("ada", None).await;
            for other in ["doorpost", "__Host-doorpost", "__Secure-doorpost"] {
                let reply: Reply = app.get("/auth/whoami").header("cookie", &format!("{other}={session}")).send().await.expect(200);
                assert_eq!(reply.json()["credential"] == json!("session"), other == name, "{other}");
            }
        }
    }
}

/// A key that was mistyped or made up is refused before the database is asked: it is as good as gone, and nobody notices.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistyped_keys_cost_no_query() {
    let app = TestApp::start(crate::support::Database::Sqlite).await.leaving_mail();
    let session = app.registered("ada", None).await;
    let body = json!({"name": "k", "scopes": ["account:read"]});
    let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
    app.app.context.db.clone().close().await;
    app.get("/auth/whoami").token(&key).send().await.expect_error(503, "unavailable");
    let mistyped = key.replacen(&key[20..21], if &key[20..21] == "A" { "B" } else { "A" }, 1);
    for bad in [mistyped, format!("dpk_{}", "A".repeat(49)), "dpk_x".to_owned(), "eyJ.x".to_owned()] {
        app.get("/auth/whoami").token(&bad).send().await.expect_error(401, "invalid_credentials");
    }
}
