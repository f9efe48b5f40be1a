//! What holds for every page, in every language.

use axum::http::Method;

use crate::support::{Database, Reply, TestApp};

const EMAIL: &str = "ada@example.org";

/// No script, no inline style, nothing from elsewhere, and the headers that hold the browser to it (invariants 57, 59).
fn check(reply: &Reply, lang: &str) {
    let html = reply.text();
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(html.starts_with("<!doctype html>") && html.contains(&format!("<html lang=\"{lang}\"")), "{html}");
    let scripts = html.matches("<script").count();
    assert_eq!(html.matches("<script src=\"/static/doorpost.").count(), scripts, "a script of another kind");
    for forbidden in ["<style", " style=", "javascript:", "@import", " onclick", " onload", "<base"] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
    for attribute in ["src=\"", "href=\"", "action=\""] {
        for value in html.split(attribute).skip(1) {
            let value = value.split('"').next().unwrap();
            let own = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
            assert!(own || value.starts_with("http://127.0.0.1:3000/"), "{value} leads elsewhere");
        }
    }
    let policy = reply.header("content-security-policy").unwrap();
    for directive in
        ["default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(directive), "{policy}");
    }
    assert_eq!(policy.contains("script-src 'self'"), scripts > 0, "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("data:") && !policy.contains('*'), "{policy}");
    assert_eq!(reply.header("x-frame-options"), Some("DENY"));
    assert_eq!(reply.header("referrer-policy"), Some("strict-origin"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("cross-origin-opener-policy"), Some("same-origin"));
    assert!(html.len() < 50_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_in_every_language() {
    let app = TestApp::with(Database::Sqlite, &[("LOGIN__MATCH", "always")]).await;
    app.verified("ada", EMAIL).await;
    for lang in ["en", "de", "fr"] {
        let in_language = |method: Method, path: &str| {
            app.request(method, path)
                .header("accept", "text/html")
                .header("accept-language", lang)
                .header("sec-fetch-site", "same-origin")
        };
        for path in ["/docs", "/dev/mailbox", "/nowhere", "/auth/account", "/auth/confirm/x", "/auth/email/x"] {
            check(&in_language(Method::GET, path).send().await, lang);
        }
        for fields in [
            &[("decision", "approve")][..],
            &[("decision", "approve"), ("match_code", "x")],
            &[("decision", "approve"), ("match_code", "000000")],
            &[("decision", "deny")],
            &[],
            &[("decision", "deny"), ("confirm_deny", "yes")],
            &[("decision", "approve")],
        ] {
            if fields.is_empty() {
                continue;
            }
            app.empty_mailbox().await;
            let body = serde_json::json!({"username": "ada", "email": EMAIL, "session_platform": "x"});
            let asked = app.post("/auth/login").header("accept-language", lang).json(&body).send().await.expect(200);
            let path = app.path_of(&app.login_mail(EMAIL).await.link);
            check(&in_language(Method::GET, &path).send().await, lang);
            check(&in_language(Method::POST, &path).form(fields).send().await, lang);
            let code = asked.field("match_code");
            let approving = [("decision", "approve"), ("match_code", code.as_str())];
            check(&in_language(Method::POST, &path).form(&approving).send().await, lang);
            check(&in_language(Method::GET, &path).send().await, lang);
            check(&in_language(Method::POST, &path).form(&[("decision", "undo")]).send().await, lang);
        }
        app.empty_mailbox().await;
    }
}

/// The style sheet has a name that changes with its content, and may be kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn static_files() {
    let app = TestApp::start(Database::Sqlite).await;
    let page = app.get("/docs").send().await.expect(200).text();
    let path = page
        .split("href=\"")
        .find_map(|rest| rest.split('"').next().filter(|path| path.contains("/static/doorpost.")))
        .unwrap();
    let sheet = app.get(path).send().await.expect(200);
    assert_eq!(sheet.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(sheet.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert!(
        !sheet.text().contains("http://") && !sheet.text().contains("https://") && !sheet.text().contains("@import")
    );
    for unknown in ["/static/doorpost.css", "/static/doorpost.0000000000000000.css", "/static/..%2fCargo.toml"] {
        app.get(unknown).send().await.expect(404);
    }
}

/// The development mailbox is there with no mail server and a loopback public URL, and nowhere else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mailbox() {
    let app = TestApp::start(Database::Sqlite).await;
    app.registered("ada", Some(EMAIL)).await;
    app.deliver().await;
    let mails = app.get("/dev/mailbox/messages").send().await.expect(200).json();
    let mail = mails[0].as_object().unwrap();
    for field in ["id", "to", "subject", "date", "text", "html", "links"] {
        assert!(mail.contains_key(field), "{field}");
    }
    assert_eq!((&mail["to"], &mail["date"]), (&serde_json::json!(EMAIL), &serde_json::json!(app.now())));
    let page = app.get("/dev/mailbox").send().await.expect(200).text();
    assert!(page.contains(mail["links"][0].as_str().unwrap()));
    let id = mail["id"].as_str().unwrap();
    let shown = app.get(&format!("/dev/mailbox/{id}")).send().await.expect(200);
    let policy = shown.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for words in
        ["Auto-Submitted: auto-generated", "Message-ID: ", "Content-Type: multipart/alternative", "<iframe src"]
    {
        assert!(shown.text().contains(words), "{words} in {}", shown.text());
    }
    // The mail itself has styles in it; it is cut off from everything, and only our own page may frame it.
    let html = app.get(&format!("/dev/mailbox/{id}/html")).send().await.expect(200);
    let policy = html.header("content-security-policy").unwrap();
    assert!(
        policy.contains("sandbox ") && policy.contains("default-src 'none'") && !policy.contains("script"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'self'") && html.header("x-frame-options") == Some("SAMEORIGIN"));
    app.get("/dev/mailbox/unknown").send().await.expect_error(404, "not_found");
    app.get("/dev/mailbox/unknown/html").send().await.expect_error(404, "not_found");
    app.post("/dev/mailbox").send().await.expect_error(403, "cross_origin");
    app.post("/dev/mailbox").header("sec-fetch-site", "same-origin").send().await.expect(303);
    assert_eq!(app.get("/dev/mailbox/messages").send().await.json(), serde_json::json!([]));
    app.delete("/dev/mailbox/messages").send().await.expect(204);
    for settings in [[("MAIL__URL", "smtp://127.0.0.1:9")], [("PUBLIC_URL", "https://login.example.org")]] {
        let app = TestApp::with(Database::Sqlite, &settings).await;
        for (method, path) in [
            (Method::GET, "/dev/mailbox"),
            (Method::GET, "/dev/mailbox/x"),
            (Method::GET, "/dev/mailbox/x/html"),
            (Method::GET, "/dev/mailbox/messages"),
            (Method::DELETE, "/dev/mailbox/messages"),
        ] {
            app.request(method, path).send().await.expect_error(404, "not_found");
        }
    }
}

/// Behind TLS, browsers are told to stay there; of hosts below, which others may run, only if the operator says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strict_transport_security() {
    let url = ("PUBLIC_URL", "https://login.example.org");
    for (hsts, expected) in [
        (None, Some("max-age=63072000")),
        (Some("host"), Some("max-age=63072000")),
        (Some("subdomains"), Some("max-age=63072000; includeSubDomains")),
        (Some("off"), None),
    ] {
        let settings: Vec<_> = [url].into_iter().chain(hsts.map(|hsts| ("HSTS", hsts))).collect();
        let secure = TestApp::with(Database::Sqlite, &settings).await;
        assert_eq!(secure.get("/livez").send().await.header("strict-transport-security"), expected, "{hsts:?}");
    }
    let plain = TestApp::start(Database::Sqlite).await;
    assert!(plain.get("/livez").send().await.header("strict-transport-security").is_none());
}

/// Where browsers keep no sign-in, both pages that begin one say so, also when they come back with a complaint; where they keep it,
/// neither does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http_is_said() {
    for (url, said) in [
        ("http://nas.lan:3000", true),
        ("http://192.168.1.20", true),
        ("https://nas.lan", false),
        ("http://localhost:3000", false),
        ("http://127.0.0.1:3000", false),
        ("http://[::1]:3000", false),
    ] {
        let app = TestApp::with(Database::Sqlite, &[("PUBLIC_URL", url)]).await;
        for path in ["/sign-in", "/register"] {
            let page = app.get(path).header("accept", "text/html").send().await.expect(200).text();
            assert_eq!(page.contains("keep a sign-in"), said, "{url}{path}");
            let form = app.post(path).header("sec-fetch-site", "same-origin").form(&[("username", "!")]);
            assert_eq!(form.send().await.expect(422).text().contains("keep a sign-in"), said, "{url}{path}");
        }
    }
}
