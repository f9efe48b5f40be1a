//! An application of one page, on an origin of its own, that uses the API from the browser.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::webdriver::{Browser, Scripts};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";

/// The application's page: what it does stands in the tests, one step each, and leaves what came of it in the title.
const PAGE: &str = r#"<!doctype html><html><head><meta charset="utf-8"><title>-</title></head><body><main><h1>An application</h1></main>
<script>
const ask = async (url, method, body, token, credentials) => {
  const headers = {};
  if (body) headers["content-type"] = "application/json";
  if (token) headers["authorization"] = `Bearer ${token}`;
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), credentials });
  const text = await answer.text();
  const heard = Object.fromEntries(["retry-after", "x-request-id", "www-authenticate"].map((name) => [name, answer.headers.get(name)]));
  return { status: answer.status, body: text ? JSON.parse(text) : null, heard };
};
</script></body></html>"#;

struct Application {
    port: u16,
    server: JoinHandle<()>,
}

impl Application {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let router = Router::new().route("/", get(|| async { Html(PAGE) }));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { port, server }
    }

    /// Another site than the program, which is on 127.0.0.1.
    fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The same site on another port: cookies of the one are sent to the other.
    fn sibling(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What the page's own `ask` comes to: the answer as far as a script sees it, or that it sees none.
async fn ask(browser: &Browser, arguments: Value) -> Value {
    let script = "const done = arguments[arguments.length - 1]; \
         ask(...arguments[0]).then(done, (error) => done({ unseen: error.name }));";
    browser.driver.execute_async(script, vec![arguments]).await.expect("a script").json().clone()
}

fn unseen() -> Value {
    json!({"unseen": "TypeError"})
}

/// A page of a listed origin registers, signs in by polling while somebody follows the link, lists the sessions and signs out; it reads
/// failures and their headers. With cookies it gets nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_of_one_page() {
    let application = Application::start().await;
    let origins = format!("{},{}", application.origin(), application.sibling());
    let doorpost = Process::with(Database::Sqlite, &[("CORS__ORIGINS", &origins)]).await;
    let at = |path: &str| format!("{}{path}", doorpost.url());
    let browser = Browser::start(Scripts::Allowed).await;
    browser.goto(&application.origin()).await;
    let body = json!({"username": "ada", "email": EMAIL, "session_platform": "An application"});
    let registered = ask(&browser, json!([at("/auth/registration"), "POST", body])).await;
    assert_eq!(registered["status"], 200, "{registered}");
    let asked = ask(&browser, json!([at("/auth/login"), "POST", body])).await;
    let poll = at(&format!("/auth/session/{}", asked["body"]["auth_id"].as_str().expect("an auth id")));
    let pending = ask(&browser, json!([poll, "GET"])).await;
    assert_eq!(
        (&pending["body"]["code"], &pending["heard"]["retry-after"]),
        (&json!("authorization_pending"), &json!("2"))
    );
    let approve = async {
        let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
        doorpost.submit(&link, &[("decision", "approve")]).await.expect(200);
    };
    let (session, ()) = tokio::join!(ask(&browser, json!([format!("{poll}?wait=20"), "GET"])), approve);
    let token = session["body"]["session_token"].as_str().unwrap_or_else(|| panic!("{session}"));
    let sessions = ask(&browser, json!([at("/auth/sessions"), "GET", null, token])).await;
    assert_eq!(sessions["body"]["sessions"].as_array().map(Vec::len), Some(2), "{sessions}");
    assert!(sessions["heard"]["x-request-id"].is_string());
    let refused = ask(&browser, json!([at("/auth/sessions"), "GET", null, "nonsense"])).await;
    assert_eq!((&refused["status"], &refused["body"]["code"]), (&json!(401), &json!("invalid_credentials")));
    assert!(refused["heard"]["www-authenticate"].as_str().is_some_and(|schemes| schemes.starts_with("Bearer")));
    let ended = ask(&browser, json!([at("/auth/logout"), "POST", null, token])).await;
    assert_eq!(ended["status"], 204, "{ended}");
    assert_eq!(ask(&browser, json!([at("/auth/sessions"), "GET", null, token])).await["status"], 401);
    assert_eq!(ask(&browser, json!([at("/auth/whoami"), "GET", null, null, "include"])).await, unseen());

    // Somebody is signed in at the program itself: a page on the same site has the browser send that cookie, and gains nothing by it.
    browser.goto(&at("/register")).await;
    browser.fill("#username", "bob").await;
    browser.press("button.primary", "Account of bob").await;
    browser.goto(&application.sibling()).await;
    let anonymous = ask(&browser, json!([at("/auth/whoami"), "GET"])).await;
    assert_eq!((&anonymous["status"], &anonymous["body"]["username"]), (&json!(200), &json!(null)), "{anonymous}");
    for (path, method) in [("/auth/whoami", "GET"), ("/auth/account", "GET"), ("/auth/logout", "POST")] {
        assert_eq!(ask(&browser, json!([at(path), method, null, null, "include"])).await, unseen(), "{path}");
    }
    browser.goto(&at("/account")).await;
    browser.arrive("Account of bob").await;
    browser.quit().await;
}

/// A page of an origin that is not listed can do none of it, and reads the public documents alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_that_is_not_listed() {
    let (listed, application) = tokio::join!(Application::start(), Application::start());
    let doorpost = Process::with(Database::Sqlite, &[("CORS__ORIGINS", &listed.origin())]).await;
    let at = |path: &str| format!("{}{path}", doorpost.url());
    let token = doorpost.register("ada", Some(EMAIL)).await.field("session_token");
    doorpost.mail(EMAIL, "/auth/email/").await;
    doorpost.empty_mailbox().await;
    let browser = Browser::start(Scripts::Allowed).await;
    for origin in [application.origin(), application.sibling(), listed.sibling()] {
        browser.goto(&origin).await;
        let body = json!({"username": "eve", "email": EMAIL, "session_platform": "An application"});
        for arguments in [
            json!([at("/auth/registration"), "POST", body]),
            json!([at("/auth/login"), "POST", body]),
            json!([at("/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b"), "GET"]),
            json!([at("/auth/sessions"), "GET", null, token]),
            json!([at("/auth/logout"), "POST", {"token": token}]),
            json!([at("/auth/whoami"), "GET"]),
        ] {
            assert_eq!(ask(&browser, arguments.clone()).await, unseen(), "{origin} {arguments}");
        }
        for path in ["/.well-known/jwks.json", "/openapi.json"] {
            assert_eq!(ask(&browser, json!([at(path), "GET"])).await["status"], 200, "{origin} {path}");
        }
    }
    // What would have changed something was not even tried: the browser asked first.
    assert_eq!(
        doorpost.get_as(&token, "/auth/sessions").await.expect(200).json()["sessions"].as_array().map(Vec::len),
        Some(1)
    );
    doorpost.register("eve", None).await;
    assert_eq!(doorpost.get("/dev/mailbox/messages").await.expect(200).json(), json!([]));
    browser.quit().await;
}
