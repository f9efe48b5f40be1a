//! Pages of other origins: which of them may use the API, with what, and what they may read.

use axum::http::Method;
use serde_json::json;

use crate::support::{Database, Reply, Request, TestApp, on_both};

const SETTINGS: (&str, &str) = ("CORS__ORIGINS", "https://app.example.org, http://localhost:5173");
const LISTED: &str = "https://app.example.org";
/// Near misses, and what browsers send for pages without an origin of their own.
const OTHERS: [&str; 8] = [
    "https://evil.example",
    "http://app.example.org",
    "https://app.example.org:8443",
    "https://app.example.org.evil.example",
    "https://a.app.example.org",
    "https://APP.example.org",
    "http://localhost",
    "null",
];
const LOGIN: &str = "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b";

/// Every header of the protocol, by its name.
fn told(reply: &Reply) -> Vec<(String, String)> {
    let words = reply.headers.iter().filter(|(name, _)| name.as_str().starts_with("access-control-"));
    words.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

#[track_caller]
fn expect_readable(reply: &Reply) {
    let expected = [
        ("access-control-allow-origin", LISTED),
        ("access-control-expose-headers", "Retry-After, X-Request-Id, WWW-Authenticate"),
    ];
    assert_eq!(told(reply), expected.map(|(name, value)| (name.to_owned(), value.to_owned())), "{}", reply.status);
    assert_eq!(reply.header("vary"), Some("Origin"));
}

fn preflight(app: &TestApp, path: &str, origin: &str, method: &str) -> Request {
    let request = app.request(Method::OPTIONS, path).header("origin", origin);
    request.header("access-control-request-method", method).header("sec-fetch-mode", "cors")
}

on_both! {
    /// A page of a listed origin registers, signs in on another device, and uses the session, with the token in a header; each answer
    /// is one that it may read. A page of another origin is shown nothing.
    async fn signing_in_from_a_listed_origin(database) {
        let app = TestApp::with(database, &[SETTINGS]).await;
        let from = |request: Request| request.header("origin", LISTED).header("sec-fetch-site", "cross-site").header("sec-fetch-mode", "cors");
        let body = json!({"username": "ada", "email": "ada@example.org", "session_platform": "page"});
        let registered = from(app.post("/auth/registration")).json(&body).send().await.expect(200);
        expect_readable(&registered);
        app.empty_mailbox().await;
        let asked = from(app.post("/auth/login")).json(&body).send().await.expect(200);
        expect_readable(&asked);
        let poll = format!("/auth/session/{}", asked.field("auth_id"));
        expect_readable(&from(app.get(&poll)).send().await.expect_error(400, "authorization_pending"));
        let code = app.login_mail("ada@example.org").await.code();
        let wrong = from(app.post(&poll)).json(&json!({"code": "0000-0000"})).send().await.expect_error(400, "wrong_code");
        expect_readable(&wrong);
        let session = from(app.post(&poll)).json(&json!({"code": code})).send().await.expect(200);
        expect_readable(&session);
        let token = session.field("session_token");
        let sessions = from(app.get("/auth/sessions")).token(&token).send().await.expect(200);
        expect_readable(&sessions);
        assert_eq!(sessions.json()["sessions"].as_array().unwrap().len(), 2);
        let verify = from(app.post("/auth/token/verify")).json(&json!({"token": token})).send().await.expect(200);
        expect_readable(&verify);
        for origin in OTHERS {
            let reply = app.get("/auth/sessions").token(&token).header("origin", origin).send().await.expect(200);
            assert_eq!(told(&reply), [], "{origin}");
            assert_eq!(reply.header("vary"), Some("Origin"), "{origin}");
        }
        let two = from(app.get("/auth/sessions")).token(&token).header("origin", "https://evil.example").send().await;
        assert_eq!(told(&two), [], "a browser names one origin");
        expect_readable(&from(app.post("/auth/logout")).token(&token).send().await.expect(204));
    }

    /// Failures can be read as well, whoever makes them: the handlers, the router, the limits and the database.
    async fn failures_can_be_read(database) {
        let settings = [SETTINGS, ("RATE_LIMIT__MODE", "on"), ("LOGIN__PER_ADDRESS", "1 then 1 per 1h")];
        let app = TestApp::with(database, &settings).await.leaving_mail();
        let login = || app.post("/auth/login").json(&json!({"email": "ada@example.org", "session_platform": "page"}));
        let token = app.registered("bob", None).await;
        login().send().await.expect(200);
        app.deliver().await;
        app.app.context.db.clone().close().await;
        let failures = [
            (401, app.get("/auth/account")),
            (401, app.get("/auth/account").token("nonsense")),
            (404, app.get("/auth/nowhere")),
            (405, app.get("/auth/login")),
            (413, app.post("/auth/login").header("content-type", "application/json").body(vec![b' '; 20_000])),
            (415, app.post("/auth/login").body("{}")),
            (422, app.post("/auth/login").json(&json!({}))),
            (429, login()),
            (503, app.get("/auth/account").token(&token)),
        ];
        for (status, request) in failures {
            let reply = request.header("origin", LISTED).header("sec-fetch-mode", "cors").send().await.expect(status);
            expect_readable(&reply);
        }
        let stranger = app.get("/auth/account").header("origin", "https://evil.example").send().await.expect(401);
        assert_eq!((told(&stranger), stranger.header("vary")), (vec![], Some("Origin")));
    }

    /// No cookie acts for a page of another origin, listed or not, same-site or not: neither for what it asks to be done nor for what it
    /// asks to be told, and never is an answer said to be one for cookies (invariant 78).
    async fn cookies_do_not_count(database) {
        let app = TestApp::with(database, &[SETTINGS]).await;
        let session = app.registered("ada", None).await;
        let cookie = format!("doorpost={session}");
        for origin in OTHERS.into_iter().chain([LISTED]) {
            for site in ["same-site", "cross-site"] {
                let with = |request: Request| {
                    request.header("origin", origin).header("sec-fetch-site", site).header("sec-fetch-mode", "cors").header("cookie", &cookie)
                };
                for path in ["/auth/whoami", "/auth/account", "/auth/sessions", "/auth/logins", "/auth/keys", "/auth/account/events"] {
                    let reply = with(app.get(path)).send().await.expect_error(403, "cross_origin");
                    assert!(reply.header("access-control-allow-credentials").is_none());
                    with(app.request(Method::HEAD, path)).send().await.expect(403);
                }
                let name = json!({"username": "eve"});
                with(app.patch("/auth/account")).json(&name).send().await.expect_error(403, "cross_origin");
                with(app.post("/auth/logout")).send().await.expect_error(403, "cross_origin");
                with(app.delete("/auth/sessions")).send().await.expect_error(403, "cross_origin");
                with(app.post("/auth/token")).send().await.expect_error(403, "cross_origin");
                // Beside a credential of the page's own it is one too many.
                with(app.get("/auth/account")).token("dpk_other").send().await.expect_error(400, "ambiguous_credentials");
            }
        }
        // Our own page, who follows a link, and a program that keeps cookies.
        let own = app.get("/auth/account").header("cookie", &cookie).header("sec-fetch-site", "same-origin");
        own.send().await.expect(200);
        let own = app.get("/auth/account").header("cookie", &cookie).header("origin", "http://127.0.0.1:3000");
        own.send().await.expect(200);
        let link = app.get("/auth/account").header("cookie", &cookie).header("sec-fetch-site", "cross-site");
        link.send().await.expect(200);
        app.get("/auth/account").header("cookie", &cookie).send().await.expect(200);
        // A proxy asks with the `Origin` of whatever asked it.
        let proxied = app.get("/auth/verify").header("cookie", &cookie).header("origin", LISTED);
        assert_eq!(told(&proxied.send().await.expect(200)), []);
    }
}

/// A preflight is told the methods of its route; what else OPTIONS asks stays as it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn preflights() {
    let app = TestApp::with(Database::Sqlite, &[SETTINGS]).await;
    for (path, methods) in [
        ("/auth/registration", "POST"),
        ("/auth/login", "POST"),
        (LOGIN, "GET,HEAD,POST"),
        ("/auth/account", "GET,HEAD,PATCH,DELETE"),
        ("/auth/sessions", "GET,HEAD,DELETE"),
        ("/auth/keys/self", "GET,HEAD,PATCH,DELETE"),
        ("/auth/token/verify", "POST"),
    ] {
        for origin in [LISTED, "http://localhost:5173"] {
            let reply = preflight(&app, path, origin, "POST").send().await.expect(204);
            let sorted = |list: &str| {
                let mut list: Vec<String> = list.split(',').map(str::to_owned).collect();
                list.sort();
                list
            };
            let allowed = reply.header("access-control-allow-methods").unwrap();
            assert_eq!(sorted(allowed), sorted(methods), "{path}");
            let headers = "Authorization, Content-Type, Idempotency-Key, X-Code-Verifier, X-Request-Id";
            assert_eq!(reply.header("access-control-allow-headers"), Some(headers));
            assert_eq!(reply.header("access-control-max-age"), Some("600"));
            assert_eq!(reply.header("access-control-allow-origin"), Some(origin));
            assert_eq!((reply.header("vary"), reply.header("allow")), (Some("Origin"), Some(allowed)));
            assert_eq!(told(&reply).len(), 4, "neither credentials nor a private network: {:?}", told(&reply));
        }
        for origin in OTHERS {
            let reply = preflight(&app, path, origin, "POST").send().await.expect(204);
            assert_eq!((told(&reply), reply.header("vary")), (vec![], Some("Origin")), "{origin}");
        }
    }
    let private =
        preflight(&app, "/auth/login", LISTED, "POST").header("access-control-request-private-network", "true");
    assert_eq!(private.send().await.expect(204).header("access-control-allow-private-network"), None);
    let unknown = preflight(&app, "/auth/nowhere", LISTED, "GET").send().await.expect_error(404, "not_found");
    assert_eq!(unknown.header("access-control-allow-methods"), None);
    let plain = app.request(Method::OPTIONS, "/auth/login").header("origin", LISTED).send().await.expect(204);
    assert_eq!((plain.header("access-control-max-age"), plain.header("allow")), (None, Some("POST")));
}

/// Who checks access tokens or reads the description may do so from any page; that takes no setting (invariant 79).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn public_documents() {
    for settings in [vec![], vec![SETTINGS]] {
        let app = TestApp::with(Database::Sqlite, &settings).await;
        for path in ["/.well-known/jwks.json", "/openapi.json"] {
            for origin in [None, Some(LISTED), Some("https://evil.example"), Some("null")] {
                let with = |request: Request| {
                    origin.into_iter().fold(request, |request, origin| request.header("origin", origin))
                };
                for (request, status) in
                    [(app.get(path), 200), (app.request(Method::HEAD, path), 200), (app.post(path), 405)]
                {
                    let reply = with(request).send().await.expect(status);
                    assert_eq!(reply.header("access-control-allow-origin"), Some("*"), "{path} {origin:?}");
                    assert_eq!(reply.header("access-control-allow-credentials"), None);
                    assert_eq!(reply.header("cross-origin-resource-policy"), Some("cross-origin"));
                    assert_eq!(reply.header("vary"), None, "everybody gets the same");
                }
            }
            let reply = preflight(&app, path, "https://evil.example", "GET").send().await.expect(204);
            assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
            assert_eq!(reply.header("access-control-allow-methods"), Some("GET,HEAD"));
        }
    }
}

/// Pages are for people, answers to proxies for proxies, and without the setting nothing is for pages of others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_else_is_shared() {
    let app = TestApp::with(Database::Sqlite, &[SETTINGS]).await;
    for path in [
        "/",
        "/sign-in",
        "/register",
        "/account",
        "/auth/confirm/x",
        "/auth/email/x",
        "/auth/verify",
        "/auth/verify/x",
        "/docs",
        "/livez",
        "/readyz",
        "/dev/mailbox",
        "/dev/mailbox/messages",
        "/nowhere",
        "/.well-known/nowhere",
        "/auth",
        "/static/x",
    ] {
        for method in [Method::GET, Method::POST] {
            let reply = app.request(method, path).header("origin", LISTED).send().await;
            assert_eq!((told(&reply), reply.header("vary")), (vec![], None), "{path}");
            assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        }
        assert_eq!(told(&preflight(&app, path, LISTED, "POST").send().await), [], "{path}");
    }
    let app = TestApp::start(Database::Sqlite).await;
    for path in ["/auth/login", "/auth/account", "/auth/whoami", LOGIN] {
        let reply = app.get(path).header("origin", LISTED).send().await;
        assert_eq!((told(&reply), reply.header("vary")), (vec![], None), "{path}");
        let reply = preflight(&app, path, LISTED, "GET").send().await.expect(204);
        assert_eq!((told(&reply), reply.header("vary")), (vec![], None), "{path}");
    }
}
