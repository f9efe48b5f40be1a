//! The page that signs out: something to link to.

use axum::http::Method;

use crate::support::{Reply, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";
const COOKIE: &str = "doorpost";
const APP: &str = "http://localhost:8080/a?b=c";
const SETTINGS: [(&str, &str); 2] =
    [("PUBLIC_URL", "http://localhost:3000"), ("REDIRECT__ORIGINS", "http://localhost:8080")];

fn with_way_back(place: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", place).finish();
    format!("/sign-out?{query}")
}

/// What is on the page, without the switch of languages, which comes back to the same page.
fn card(reply: &Reply) -> String {
    reply.text().split("<footer").next().unwrap().to_owned()
}

on_both! {
    /// Opening the page asks, however it is opened, and signs nobody out (invariant 7); its button does, in this browser alone.
    async fn asking_first(database) {
        let app = TestApp::start(database).await;
        let other = app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        browser.sign_in(EMAIL).await;
        let session = browser.cookie(COOKIE).unwrap().to_owned();
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let reply = browser.request(method.clone(), "/sign-out").send().await;
            assert!(reply.status.is_success() && reply.header("set-cookie").is_none(), "{method}");
        }
        let page = browser.get("/sign-out").await.expect(200).text();
        assert!(page.contains("Sign out?") && page.contains("signed in as ada"), "{page}");
        assert_eq!(page.matches("class=\"primary\"").count(), 1, "{page}");
        app.get("/auth/account").token(&session).send().await.expect(200);
        let reply = browser.post("/sign-out", &[]).await.expect(303);
        assert_eq!(reply.location(), "/sign-in?reason=signed_out");
        assert!(browser.cookie(COOKIE).is_none());
        app.get("/auth/account").token(&session).send().await.expect_error(401, "invalid_credentials");
        app.get("/auth/account").token(&other).send().await.expect(200);
        // The form may be sent twice, and a page with a dead cookie is nobody's.
        assert_eq!(browser.post("/sign-out", &[]).await.expect(303).location(), "/sign-in?reason=signed_out");
        browser.set_cookie(COOKIE, &session);
        let page = browser.get("/sign-out").await.expect(200).text();
        assert!(page.contains("You are not signed in") && page.contains("href=\"/sign-in\""), "{page}");
        browser.post("/sign-out", &[]).await.expect(303);
        assert!(browser.cookie(COOKIE).is_none());
    }

    /// The way on is that of the sign-in page: within the public URL or an allowed origin, and no other.
    async fn the_way_on(database) {
        let app = TestApp::with(database, &SETTINGS).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        for (place, leads_to) in [
            (APP, Some(APP)),
            ("/docs", Some("/docs")),
            ("http://localhost:3000/docs?a=b", Some("/docs?a=b")),
            ("https://evil.example/", None),
            ("//evil.example/", None),
            ("/\\evil.example", None),
            ("http://localhost:8080@evil.example/", None),
            ("javascript:alert(1)", None),
        ] {
            let nobody = browser.get(&with_way_back(place)).await.expect(200);
            assert!(nobody.text().contains("You are not signed in"));
            let is_link = |page: &str| leads_to.is_none_or(|place| page.contains(&format!("href=\"{place}\"")));
            assert!(is_link(&nobody.text()) && !card(&nobody).contains("evil"), "{}", nobody.text());
            browser.sign_in(EMAIL).await;
            let page = browser.get(&with_way_back(place)).await.expect(200);
            assert!(is_link(&page.text()) && !card(&page).contains("evil"), "{}", page.text());
            let policy = page.header("content-security-policy").unwrap();
            assert_eq!(policy.contains("form-action 'self' http://localhost:8080"), leads_to == Some(APP), "{policy}");
            let reply = browser.post("/sign-out", &[("return_to", place)]).await.expect(303);
            assert_eq!(reply.location(), leads_to.unwrap_or("/sign-in?reason=signed_out"));
            assert!(browser.cookie(COOKIE).is_none());
            let again = browser.post("/sign-out", &[("return_to", place)]).await.expect(303);
            assert_eq!(again.location(), reply.location());
        }
    }

    /// From elsewhere nobody is signed out (invariant 58), and while the database is away nobody is told that they are.
    async fn not_from_elsewhere(database) {
        let app = TestApp::start(database).await.leaving_mail();
        let token = app.registered("ada", None).await;
        let cookie = format!("{COOKIE}={token}");
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example"), ("x-nothing", "")] {
            let form = app.post("/sign-out").header("cookie", &cookie).header(name, value).form(&[]);
            let reply = form.send().await.expect_error(403, "cross_origin");
            assert!(reply.header("set-cookie").is_none());
        }
        app.get("/auth/account").token(&token).send().await.expect(200);
        app.app.context.credential_cache.forget_all();
        app.app.context.db.clone().close().await;
        let mut browser = Visitor::new(&app, HERE);
        browser.set_cookie(COOKIE, &token);
        browser.get("/sign-out").await.expect(503);
        assert!(browser.post("/sign-out", &[]).await.expect(503).header("set-cookie").is_none());
    }
}
