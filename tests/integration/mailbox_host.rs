//! The development mailbox: for whom asks on this machine for this machine, and for nobody else.

use axum::http::Method;
use serde_json::json;

use crate::support::{Database, Request, TestApp};

const EMAIL: &str = "ada@example.org";

/// Every door of the mailbox.
async fn doors(app: &TestApp) -> Vec<(Method, String)> {
    let mails = app.get("/dev/mailbox/messages").send().await.expect(200).json();
    let id = mails[0]["id"].as_str().expect("an id").to_owned();
    vec![
        (Method::GET, "/dev/mailbox".to_owned()),
        (Method::HEAD, "/dev/mailbox".to_owned()),
        (Method::GET, "/dev/mailbox/messages".to_owned()),
        (Method::GET, format!("/dev/mailbox/{id}")),
        (Method::GET, format!("/dev/mailbox/{id}/html")),
        (Method::GET, "/dev/mailbox/unknown".to_owned()),
        (Method::POST, "/dev/mailbox".to_owned()),
        (Method::DELETE, "/dev/mailbox".to_owned()),
        (Method::DELETE, "/dev/mailbox/messages".to_owned()),
    ]
}

async fn with_a_mail(settings: &[(&str, &str)]) -> TestApp {
    let app = TestApp::with(Database::Sqlite, settings).await;
    app.registered("ada", Some(EMAIL)).await;
    app.deliver().await;
    app
}

async fn mails(app: &TestApp) -> usize {
    app.get("/dev/mailbox/messages").send().await.expect(200).json().as_array().expect("a list").len()
}

/// Sends it to every door, and expects each to stay shut and the mail to stay where it is.
async fn expect_shut(app: &TestApp, what: &str, ask: impl Fn(Request) -> Request) {
    for (method, path) in doors(app).await {
        let reply = ask(app.request(method.clone(), &path).header("sec-fetch-site", "same-origin")).send().await;
        assert_eq!(reply.status, 421, "{what}: {method} {path}");
        assert!(!reply.text().contains(EMAIL), "{what}: {method} {path}");
        if method != Method::HEAD {
            reply.expect_error(421, "misdirected_request");
        }
        assert_eq!(mails(app).await, 1, "{what}: {method} {path}");
    }
}

/// A page of any site, whose name was made to lead to 127.0.0.1, reads nothing and empties nothing: it asks for its own name
/// (invariant 77).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_names_are_refused() {
    let app = with_a_mail(&[]).await;
    for host in [
        "evil.example",
        "evil.example:3000",
        "localhost.evil.example",
        "0.0.0.0",
        "192.168.1.7",
        "[fe80::1]",
        "",
        "localhost, evil.example",
    ] {
        expect_shut(&app, host, |request| request.header("host", host)).await;
    }
    expect_shut(&app, "two", |request| request.header("host", "localhost").header("host", "evil.example")).await;
    let forwarded = |request: Request| request.header("x-forwarded-host", "evil.example");
    expect_shut(&app, "forwarded host", forwarded).await;
    // An absolute path, and HTTP/2, name a host of their own.
    let absolute = app.get("http://evil.example/dev/mailbox/messages").send().await;
    absolute.expect_error(421, "misdirected_request");
    let absolute = app.get("http://evil.example/dev/mailbox/messages").header("host", "localhost").send().await;
    absolute.expect_error(421, "misdirected_request");
    app.get("http://localhost:3000/dev/mailbox/messages").send().await.expect(200);
    let page =
        app.get("/dev/mailbox").header("host", "evil.example").header("accept", "text/html").send().await.expect(421);
    assert!(page.text().contains("<html") && page.text().contains("localhost"), "{}", page.text());
}

/// Every name of this machine is answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_this_machine_are_answered() {
    let app = with_a_mail(&[("PUBLIC_URL", "http://app.localhost:3000")]).await;
    for host in
        ["localhost", "LocalHost:3000", "app.localhost:3000", "localhost.", "127.0.0.1:3000", "127.8.8.8", "[::1]:3000"]
    {
        let reply = app.get("/dev/mailbox/messages").header("host", host).send().await.expect(200);
        assert!(reply.text().contains(EMAIL), "{host}");
    }
    app.get("/dev/mailbox").from("::1").send().await.expect(200);
    app.get("/dev/mailbox").from("::ffff:127.0.0.1").send().await.expect(200);
}

/// Peers elsewhere are refused, whatever they ask for, unless the operator lists them; and so is whoever hides behind a proxy that
/// nobody named (invariant 77).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_peers_are_refused() {
    let app = with_a_mail(&[]).await;
    for peer in ["203.0.113.9", "172.17.0.1", "192.168.1.7", "2001:db8::9", "fe80::1"] {
        expect_shut(&app, peer, |request| request.from(peer)).await;
    }
    for (name, value) in [("x-forwarded-for", "127.0.0.1"), ("via", "1.1 tunnel"), ("forwarded", "for=127.0.0.1")] {
        expect_shut(&app, name, |request| request.header(name, value)).await;
    }
    let proxied = with_a_mail(&[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    for chain in ["203.0.113.9", "127.0.0.1, 203.0.113.9", "unknown"] {
        expect_shut(&proxied, chain, |request| request.header("x-forwarded-for", chain)).await;
    }
    proxied.get("/dev/mailbox").header("x-forwarded-for", "127.0.0.1").send().await.expect(200);
    let listed = with_a_mail(&[("MAIL__MAILBOX_PEERS", "127.0.0.0/8, ::1, 172.17.0.0/16")]).await;
    listed.get("/dev/mailbox/messages").from("172.17.0.1").send().await.expect(200);
    expect_shut(&listed, "not listed", |request| request.from("172.18.0.1")).await;
    let nobody = TestApp::with(Database::Sqlite, &[("MAIL__MAILBOX_PEERS", "none")]).await;
    nobody.get("/dev/mailbox").send().await.expect_error(421, "misdirected_request");
}

/// Emptying it takes a page of ours or a program; a page of another site only makes its browser ask (invariants 58, 77).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_pages_empty_nothing() {
    let app = with_a_mail(&[]).await;
    for path in ["/dev/mailbox", "/dev/mailbox/messages"] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let reply = app.delete(path).header(name, value).send().await;
            reply.expect_error(403, "cross_origin");
        }
    }
    assert_eq!(mails(&app).await, 1);
    app.delete("/dev/mailbox").header("sec-fetch-site", "same-origin").send().await.expect(204);
    assert_eq!(mails(&app).await, 0);
    app.delete("/dev/mailbox/messages").send().await.expect(204);
}

/// Where there is no mailbox its paths are unknown ones, for everybody and whatever they ask for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mailbox_there_is_nothing() {
    let app = TestApp::with(Database::Sqlite, &[("PUBLIC_URL", "https://id.example.org")]).await;
    for (peer, host) in [("127.0.0.1", "localhost"), ("203.0.113.9", "id.example.org")] {
        for path in ["/dev/mailbox", "/dev/mailbox/messages", "/dev/mailbox/1"] {
            app.get(path).from(peer).header("host", host).send().await.expect_error(404, "not_found");
        }
    }
    let body = json!({"email": EMAIL, "session_platform": "x"});
    app.post("/auth/login").header("host", "evil.example").json(&body).send().await.expect(200);
    drop(app.leaving_mail());
}
