//! Browsers that keep no cookies: they are told so, and nobody else is.

use axum::http::Method;

use crate::support::{Reply, Request, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";
const COOKIE: &str = "doorpost";
const NONE_KEPT: &str = "Your browser keeps no cookies";

/// As a browser without cookies that a redirect of ours leads on.
fn led(app: &TestApp, method: Method, path: &str) -> Request {
    app.request(method, path)
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "navigate")
}

/// Whoever comes by a link of somebody else's, or types the address.
async fn from_elsewhere(app: &TestApp, path: &str) -> Vec<Reply> {
    let mut replies = Vec::new();
    for site in ["cross-site", "same-site", "none"] {
        let request = app.get(path).header("accept", "text/html").header("sec-fetch-site", site);
        replies.push(request.send().await);
    }
    replies
}

on_both! {
    /// After "Send me a mail": the page that cannot wait says why. With the cookie the mark is gone at once, so that nobody keeps it.
    async fn waiting(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let asked = led(&app, Method::POST, "/sign-in").form(&[("email", EMAIL)]).send().await.expect(303);
        let (waiting, _) = asked.location().split_once('?').map(|(path, mark)| (path.to_owned(), mark.to_owned())).expect("a mark");
        app.deliver().await;
        let page = led(&app, Method::GET, &asked.location()).send().await.expect(400).text();
        assert!(page.contains(NONE_KEPT) && page.contains("Allow cookies for 127.0.0.1"), "{page}");
        assert!(!page.contains("not waiting"), "{page}");
        // An old engine says nothing of where it comes from.
        let old = app.get(&asked.location()).header("accept", "text/html").send().await.expect(400).text();
        assert!(old.contains(NONE_KEPT), "{old}");
        let reply = led(&app, Method::GET, &waiting).send().await.expect(410).text();
        assert!(reply.contains("not waiting for a sign-in"), "{reply}");
        for reply in from_elsewhere(&app, &asked.location()).await {
            assert!(reply.expect(410).text().contains("not waiting for a sign-in"));
        }
        let cookie = asked.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let kept = led(&app, Method::GET, &asked.location()).header("cookie", &cookie).send().await.expect(303);
        assert_eq!(kept.location(), waiting);
        let page = led(&app, Method::GET, &waiting).header("cookie", &cookie).send().await.expect(200).text();
        assert!(page.contains("Check your mail") && !page.contains("?asked"), "{page}");
    }

    /// After the approval, wherever the way leads: nobody is sent to sign in again and again.
    async fn signing_in(database) {
        let settings = [("PUBLIC_URL", "http://localhost:3000"), ("REDIRECT__ORIGINS", "http://localhost:8080")];
        let app = TestApp::with(database, &settings).await;
        app.verified("ada", EMAIL).await;
        for (return_to, done, place) in [
            ("", "/sign-in/done", "/account"),
            ("//evil.example/", "/sign-in/done", "/account"),
            ("/account/keys?a=b", "/sign-in/done?return_to=%2Faccount%2Fkeys%3Fa%3Db", "/account/keys?a=b"),
            ("http://localhost:8080/a", "/sign-in/done?return_to=http%3A%2F%2Flocalhost%3A8080%2Fa", "http://localhost:8080/a"),
        ] {
            let mut browser = Visitor::new(&app, HERE);
            let waiting = browser.ask(EMAIL, &[("return_to", return_to)]).await;
            let link = app.login_mail(EMAIL).await.link;
            app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            let reply = browser.request(Method::POST, &waiting).form(&[("decision", "continue")]).send().await.expect(303);
            assert_eq!(reply.location(), done);
            let page = led(&app, Method::GET, done).send().await.expect(400).text();
            assert!(page.contains(NONE_KEPT) && page.contains("was approved"), "{page}");
            let cookie = reply.headers.get_all("set-cookie").iter().find_map(|cookie| cookie.to_str().unwrap().strip_prefix("doorpost="));
            let cookie = format!("{COOKIE}={}", cookie.unwrap().split(';').next().unwrap());
            let kept = led(&app, Method::GET, done).header("cookie", &cookie).send().await.expect(303);
            assert_eq!((kept.location(), kept.header("set-cookie")), (place.to_owned(), None));
            app.empty_mailbox().await;
        }
    }

    /// After registering, where an account without an address cannot be reached any more.
    async fn registering(database) {
        let app = TestApp::start(database).await;
        let reply = led(&app, Method::POST, "/register").form(&[("username", "ada")]).send().await.expect(303);
        assert_eq!(reply.location(), "/sign-in/done?registered=yes");
        let page = led(&app, Method::GET, &reply.location()).send().await.expect(400).text();
        assert!(page.contains(NONE_KEPT) && page.contains("The account was made"), "{page}");
        let mut browser = Visitor::new(&app, HERE);
        assert_eq!(browser.post("/register", &[("username", "bob")]).await.expect(303).location(), "/account");
    }

    /// A link to there misleads nobody: neither about their cookies nor to anywhere. A dead session is not a missing cookie.
    async fn links_to_there(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        for path in ["/sign-in/done", "/sign-in/done?registered=yes", "/sign-in/done?return_to=https%3A%2F%2Fevil.example%2F"] {
            for reply in from_elsewhere(&app, path).await {
                assert_eq!(reply.expect(303).location(), "/sign-in");
            }
            let cookie = format!("{COOKIE}={session}");
            let reply = app.get(path).header("accept", "text/html").header("sec-fetch-site", "cross-site").header("cookie", &cookie);
            assert_eq!(reply.send().await.expect(303).location(), "/account");
        }
        app.post("/auth/logout").token(&session).send().await.expect(204);
        let dead = led(&app, Method::GET, "/sign-in/done?return_to=%2Fdocs").header("cookie", &format!("{COOKIE}={session}"));
        assert_eq!(dead.send().await.expect(303).location(), "/sign-in?return_to=%2Fdocs");
    }
}

/// Where browsers cannot keep any, or may refuse the operator's domain alone, it is not the person's fault.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_fault_it_is() {
    use crate::support::Database;
    for (settings, cookie, words) in [
        (vec![("PUBLIC_URL", "http://nas.lan")], "", "plain http"),
        (
            vec![("PUBLIC_URL", "https://id.example.org"), ("COOKIE__DOMAIN", "example.org")],
            "__Host-doorpost-known=x",
            "the setting cookie.domain",
        ),
        (
            vec![("PUBLIC_URL", "https://id.example.org"), ("COOKIE__DOMAIN", "example.org")],
            "",
            "Allow cookies for id.example.org",
        ),
        (vec![("PUBLIC_URL", "https://id.example.org")], "__Host-doorpost-known=x", "Allow cookies for id.example.org"),
    ] {
        let app = TestApp::with(Database::Sqlite, &settings).await;
        let request = led(&app, Method::GET, "/sign-in/done");
        let request = if cookie.is_empty() { request } else { request.header("cookie", cookie) };
        let page = request.send().await.expect(400).text();
        assert!(page.contains(NONE_KEPT) && page.contains(words), "{settings:?}: {page}");
    }
}
