//! What holds for every request. The database makes no difference here.

use axum::http::Method;
use serde_json::json;

use crate::support::{Database, Reply, TestApp};

const PATHS: [&str; 12] = [
    "/auth/registration",
    "/auth/login",
    "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b",
    "/auth/session/extend",
    "/auth/account",
    "/auth/sessions",
    "/auth/sessions/45314ce9-74c8-48dd-9094-0bcf980f335b",
    "/auth/logout",
    "/auth/whoami",
    "/auth/confirm/x",
    "/auth/email/x",
    "/dev/mailbox/messages",
];

async fn app() -> TestApp {
    TestApp::start(Database::Sqlite).await
}

/// A body sent to registration as JSON.
async fn post(app: &TestApp, body: impl Into<axum::body::Bytes>) -> Reply {
    app.post("/auth/registration").header("content-type", "application/json").body(body).send().await
}

/// What is not JSON as we read it, with the field where one is at fault (invariant 60).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_bodies() {
    let app = app().await;
    let deep = format!("{}{}", "[".repeat(7000), "]".repeat(7000));
    for body in [
        b"".as_slice(),
        b"x",
        b"[]",
        b"\"ada\"",
        b"null",
        b"{",
        b"{}{}",
        b"{\"username\": \"ada\",}",
        b"{\"username\": \"\xff\"}",
        b"{\"username\": \"ada\", \"username\": \"bob\"}",
        b"{\"x\": {\"a\": 1, \"a\": 2}}",
        b"{\"x\": [{\"a\": 1, \"a\": 1}]}",
        b"{\"username\": \"\\ud800\"}",
        b"{\"x\": 1e999}",
        deep.as_bytes(),
    ] {
        post(&app, body.to_vec()).await.expect_error(400, "malformed_body");
    }
    let typed = post(&app, r#"{"username": 5, "session_platform": "x"}"#).await.expect_error(400, "malformed_body");
    assert_eq!(typed.field("field"), "username");
}

/// Fields that nobody knows are passed over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_fields_are_ignored() {
    let app = app().await;
    let body = r#"{"username": "ada", "email": null, "session_platform": "x", "x": {"y": [1, 2.5, null, true]}}"#;
    post(&app, body).await.expect(200);
}

/// 16 KiB is the limit, announced or not, on every route.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_bodies() {
    let app = app().await;
    let padded = |length: usize| {
        let body = json!({"username": "ada", "session_platform": "x", "padding": ""}).to_string();
        body.replace("\"padding\":\"\"", &format!("\"padding\":\"{}\"", "x".repeat(length - body.len())))
    };
    post(&app, padded(16 * 1024 + 1)).await.expect_error(413, "body_too_large");
    post(&app, padded(16 * 1024)).await.expect(200);
    for path in PATHS {
        let reply = app.post(path).header("content-type", "application/json").body(vec![b' '; 20_000]).send().await;
        assert!([405, 413].contains(&reply.status.as_u16()), "{path}: {}", reply.status);
    }
    let chunked = app.post("/auth/registration").header("content-type", "application/json");
    chunked.body_in_pieces(vec![b' '; 1000], 20).send().await.expect_error(413, "body_too_large");
}

/// A body needs its content type.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_types() {
    let app = app().await;
    let body = json!({"username": "ada", "session_platform": "x"}).to_string();
    for bad in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("application/jsonx"),
        Some("application/json; charset=latin1"),
    ] {
        let request = app.post("/auth/registration").body(body.clone());
        let request = bad.into_iter().fold(request, |request, value| request.header("content-type", value));
        request.send().await.expect_error(415, "unsupported_media_type");
    }
    for (number, good) in ["application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""].iter().enumerate() {
        let body = body.replace("ada", &format!("ada{number}"));
        app.post("/auth/registration").header("content-type", good).body(body).send().await.expect(200);
    }
}

/// 404, 405 with `Allow`, OPTIONS, and HEAD without a body.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn methods_and_paths() {
    let app = app().await;
    for path in ["/nowhere", "/auth", "/auth/", "/auth/login/", "//auth/login", "/AUTH/login", "/auth/session", "/.env"]
    {
        app.get(path).send().await.expect_error(404, "not_found");
    }
    let reply = app.get("/auth/login").send().await.expect_error(405, "method_not_allowed");
    assert_eq!(reply.header("allow"), Some("POST"));
    let poll = "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b";
    let reply = app.request(Method::PUT, poll).send().await.expect_error(405, "method_not_allowed");
    assert_eq!(reply.header("allow"), Some("GET,HEAD,POST"));
    let reply = app.request(Method::TRACE, "/auth/account").send().await.expect_error(405, "method_not_allowed");
    for method in ["GET", "HEAD", "PATCH", "DELETE"] {
        assert!(reply.header("allow").unwrap().contains(method));
    }
    for path in PATHS {
        let options = app.request(Method::OPTIONS, path).send().await.expect(204);
        assert!(options.body.is_empty() && options.header("allow").is_some(), "{path}");
    }
    let get = app.get("/auth/whoami").send().await.expect(200);
    let head = app.request(Method::HEAD, "/auth/whoami").send().await.expect(200);
    assert!(head.body.is_empty());
    assert_eq!(head.header("content-type"), get.header("content-type"));
}

/// The client's request id is taken over if it is one, and every answer has one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn request_ids() {
    let app = app().await;
    let longest = "a".repeat(64);
    for good in ["x", "A-b_c.9", longest.as_str()] {
        let reply = app.get("/livez").header("x-request-id", good).send().await;
        assert_eq!(reply.header("x-request-id"), Some(good));
    }
    let too_long = "a".repeat(65);
    for bad in ["", "a b", "a/b", "é", too_long.as_str()] {
        let reply = app.get("/nowhere").header("x-request-id", bad).send().await.expect(404);
        let id = reply.header("x-request-id").expect("an id");
        assert!(id != bad && !id.is_empty());
    }
}

/// Nothing is kept by anybody, and every answer carries its security headers (invariant 57).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_of_every_answer() {
    let app = app().await;
    for path in PATHS.iter().chain(&["/livez", "/readyz", "/nowhere", "/dev/mailbox", "/docs"]) {
        for method in [Method::GET, Method::POST, Method::HEAD, Method::DELETE] {
            let reply = app.request(method, path).send().await;
            assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
            // JSON is neither shown nor followed, and a success without content is neither.
            let is_for_programs = match reply.header("content-type") {
                Some(kind) => kind.starts_with("application/json"),
                None => reply.status.is_success(),
            };
            for (name, value) in [("referrer-policy", "strict-origin"), ("x-frame-options", "DENY")] {
                assert_eq!(reply.header(name), (!is_for_programs).then_some(value), "{name} of {path}");
            }
            assert!(reply.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"), "{path}");
            assert!(reply.header("server").is_none() && reply.header("x-request-id").is_some(), "{path}");
        }
    }
    let document = app.get("/openapi.json").send().await.expect(200);
    assert_ne!(document.header("cache-control"), Some("no-store"));
}

/// HEAD says what GET would (RFC 9110 section 9.3.2), of failures as well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn head_is_get_without_its_body() {
    let app = app().await;
    for path in ["/sign-in", "/nowhere", "/auth/account", "/auth/session/x", "/openapi.json", "/livez"] {
        for kind in ["text/html", "application/json"] {
            let get = app.get(path).header("accept", kind).send().await;
            let head = app.request(Method::HEAD, path).header("accept", kind).send().await.expect(get.status.as_u16());
            assert!(head.body.is_empty(), "{path}");
            assert_eq!(head.header("content-length"), Some(get.body.len().to_string().as_str()), "{path} as {kind}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{path} as {kind}");
        }
    }
}

/// A browser gets errors as pages, with the request id; everybody else gets JSON.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_as_pages() {
    let app = app().await;
    for (path, status) in [("/nowhere", 404), ("/auth/login", 405), ("/auth/account", 401), ("/auth/session/x", 400)] {
        let request = app.get(path).header("accept", "text/html,*/*;q=0.8").header("x-request-id", "known-id");
        let reply = request.header("sec-fetch-mode", "navigate").send().await.expect(status);
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(reply.text().contains("known-id") && reply.text().contains("<h1>"), "{}", reply.text());
        let json = app.get(path).header("accept", "*/*").send().await.expect(status);
        assert!(json.json()["error"].is_string());
    }
    let german = app.get("/nowhere").header("accept", "text/html").header("accept-language", "de").send().await;
    assert!(german.text().contains("<html lang=\"de\""));
}

/// Routes for programs answer JSON, also to a client whose default `Accept` names HTML, and to whatever sends JSON; pages answer pages.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_get_json() {
    let app = app().await;
    let accepts =
        ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "text/html, */*", "application/json, text/html;q=0.1"];
    for accept in accepts {
        for path in
            ["/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b", "/auth/account", "/auth/nowhere", "/.well-known/x"]
        {
            let reply = app.get(path).header("accept", accept).send().await;
            assert!(reply.json()["error"].is_string(), "{path} {accept}");
        }
        let reply = app.get("/nowhere").header("accept", accept).send().await.expect(404);
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"), "{accept}");
    }
    let page = app.get("/auth/account").header("accept", "text/html").send().await.expect(401);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    for path in ["/auth/login", "/nowhere"] {
        let post = app.post(path).header("accept", "text/html").header("sec-fetch-mode", "navigate");
        let reply = post.json(&serde_json::json!({})).send().await;
        assert!(reply.json()["error"].is_string(), "{path}");
    }
}

/// Ways in which libraries send JSON: all that are UTF-8 are read, and of the others it is said what is wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_json_is_sent() {
    let app = app().await;
    let body = r#"{"email": "ada@example.org", "session_platform": "x"}"#;
    let ask = |kind: &str| app.post("/auth/login").header("content-type", kind);
    for kind in ["application/json", "application/json; charset=utf8", "Application/JSON;charset=\"UTF-8\""] {
        ask(kind).body(body).send().await.expect(200);
    }
    ask("application/json").body(format!("\u{feff}{body}")).send().await.expect(200);
    ask("application/json").header("content-encoding", "identity").body(body).send().await.expect(200);
    for (kind, encoding, word) in [
        ("text/plain", "identity", "application/json"),
        ("application/json; charset=latin1", "identity", "UTF-8"),
        ("application/json", "gzip", "Content-Encoding"),
        ("application/json", "identity, br", "Content-Encoding"),
    ] {
        let refused = ask(kind).header("content-encoding", encoding).body(body).send().await;
        let told = refused.expect_error(415, "unsupported_media_type").field("error");
        assert!(told.contains(word), "{kind} {encoding}: {told}");
    }
    app.empty_mailbox().await;
}

/// Links lead to the configured URL, whatever a request claims (invariant 27).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_of_requests_count_for_nothing() {
    let app = app().await;
    app.verified("ada", "ada@example.org").await;
    let body = json!({"username": "ada", "email": "ada@example.org", "session_platform": "x"});
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "host=evil.example;proto=https"),
        ("x-original-host", "evil.example"),
        ("x-forwarded-prefix", "/evil"),
    ] {
        app.empty_mailbox().await;
        app.post("/auth/login").json(&body).header(name, value).send().await.expect(200);
        let mail = app.login_mail("ada@example.org").await;
        assert!(mail.link.starts_with("http://127.0.0.1:3000/auth/confirm/"), "{}", mail.link);
        assert!(!mail.text.contains("evil") && !mail.html.contains("evil"));
    }
}

/// Whatever is sent wherever, the answer is no 5xx (invariant 60).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_input_is_our_mistake() {
    let app = app().await;
    let token = app.registered("ada", None).await;
    let bodies = [
        "",
        "{}",
        "[]",
        "null",
        "\u{0}",
        "{\"token\": \"\\u0000\"}",
        "{\"email\": \"\\u0000@\\u0000.x\"}",
        "{\"username\": \"\\u0000\", \"session_platform\": \"\\ud83d\\ude00\"}",
        "{\"code\": \"\\u202e\"}",
        "decision=approve&decision=deny",
        "decision=%00&match_code=%ff",
        "%",
        "&&&===",
    ];
    let queries = ["", "?", "?wait=%00", "?limit=%ff&cursor=%00", "?limit=1&limit=2", "?platform=%00", "?cursor=1.%"];
    for path in
        PATHS.iter().chain(&["/auth/session/%00", "/auth/sessions/%ff", "/static/%2e%2e", "/docs", "/auth/confirm/%0a"])
    {
        for method in [Method::GET, Method::POST, Method::PATCH, Method::DELETE, Method::PUT] {
            for (body, query) in bodies.iter().zip(queries.iter().cycle()) {
                for content_type in ["application/json", "application/x-www-form-urlencoded"] {
                    // Not to end the session that the next requests come with.
                    if method == Method::DELETE && *path == "/auth/account" || *path == "/auth/logout" {
                        continue;
                    }
                    let request = app.request(method.clone(), &format!("{path}{query}")).token(&token);
                    let request = request.header("content-type", content_type).header("sec-fetch-site", "same-origin");
                    let reply = request.body((*body).to_owned()).send().await;
                    assert!(reply.status.as_u16() < 500, "{method} {path}{query} {body}: {}", reply.text());
                    assert_ne!(reply.status, 401, "{method} {path}{query} {body}");
                }
            }
        }
    }
}
