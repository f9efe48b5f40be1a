//! Forms of browsers that do not say where a form comes from: old television engines, text browsers, anything on plain http (invariant 58).
//! The form's token says it, and says nothing else.

use axum::http::Method;

use crate::support::{Age, Database, MailServer, Manner, Reply, TestApp, Visitor, hidden_fields, on_both};

const EMAIL: &str = "ada@example.org";
const HOME: &str = "203.0.113.7";
const AGES: [Age; 4] = [Age::Today, Age::Origin, Age::Null, Age::Silent];

fn token(page: &str, action: &str) -> Option<String> {
    hidden_fields(page, action).into_iter().find(|(name, _)| name == "form_token").map(|(_, value)| value)
}

/// The path of the link in the newest mail.
async fn mailed(app: &TestApp, server: &MailServer) -> String {
    app.deliver().await;
    app.path_of(&server.texts().last().expect("a mail").link())
}

/// Signs in by the pages, over the link that was mailed.
async fn sign_in(app: &TestApp, server: &MailServer, visitor: &mut Visitor<'_>) {
    let page = visitor.get("/sign-in").await.expect(200).text();
    let waiting = visitor.send(&page, "/sign-in", &[("email", EMAIL)]).await.expect(303).location();
    let link = mailed(app, server).await;
    let page = visitor.get(&link).await.expect(200).text();
    let asked = visitor.send(&page, &link, &[("decision", "deny")]).await.expect(200).text();
    assert!(asked.contains("confirm_deny"));
    visitor.send(&page, &link, &[("decision", "approve")]).await.expect(200);
    let page = visitor.get(&waiting).await.expect(200).text();
    visitor.send(&page, &waiting, &[("decision", "continue")]).await.expect(303);
}

/// With an account whose address is proven.
async fn with_ada(database: Database, settings: &[(&str, &str)]) -> (TestApp, MailServer) {
    let server = MailServer::start(Manner::Polite).await;
    let url = server.url();
    let settings = [settings, &[("MAIL__URL", url.as_str()), ("LOGIN__MATCH", "never")]].concat();
    let app = TestApp::with(database, &settings).await;
    app.registered("ada", Some(EMAIL)).await;
    let link = mailed(&app, &server).await;
    app.request(Method::POST, &link)
        .header("sec-fetch-site", "same-origin")
        .form(&crate::support::FOLLOW)
        .send()
        .await
        .expect(200);
    (app, server)
}

on_both! {
    /// Whatever a browser says of itself, everything that a person does works: a sign-in, both decisions, a rename, another language, a
    /// key, the way out.
    async fn every_browser_can_do_everything(database) {
        for settings in [vec![], vec![("PUBLIC_URL", "https://id.example.org")]] {
            for age in AGES {
                let (app, server) = with_ada(database, &settings).await;
                let mut visitor = Visitor::of(&app, HOME, age);
                sign_in(&app, &server, &mut visitor).await;
                let page = visitor.get("/account").await.expect(200).text();
                visitor.send(&page, "/account/username", &[("username", "grace")]).await.expect(303);
                visitor.send(&page, "/language", &[("locale", "de")]).await.expect(303);
                let page = visitor.get("/account/keys").await.expect(200).text();
                assert!(page.contains("lang=\"de\""), "{age:?}");
                let made = visitor.send(&page, "/account/keys", &[("name", "k"), ("scopes", "account:read"), ("days", "30")]).await;
                assert!(made.status.as_u16() == 200 || made.status.as_u16() == 422, "{age:?}: {}", made.text());
                let page = visitor.get("/account").await.expect(200).text();
                visitor.send(&page, "/sign-out", &[]).await.expect(303);
                visitor.get("/account").await.expect(303);
                app.deliver().await;
            }
        }
    }

    /// Registration, and the link that proves an address.
    async fn registration_and_address(database) {
        for age in AGES {
            let app = TestApp::start(database).await;
            let mut visitor = Visitor::of(&app, HOME, age);
            let page = visitor.get("/register").await.expect(200).text();
            visitor.send(&page, "/register", &[("username", "ada"), ("email", EMAIL)]).await.expect(303);
            let link = app.path_of(&app.address_mail(EMAIL).await.link);
            let page = visitor.get(&link).await.expect(200).text();
            visitor.send(&page, &link, &[("confirm_account", "yes")]).await.expect(200);
            app.empty_mailbox().await;
        }
    }

    /// Without the token, or with one of another form, browser or session, nothing happens.
    async fn nothing_else_shows_it(database) {
        let (app, server) = with_ada(database, &[]).await;
        let mut visitor = Visitor::of(&app, HOME, Age::Silent);
        let before = visitor.get("/sign-in").await.expect(200).text();
        sign_in(&app, &server, &mut visitor).await;
        let page = visitor.get("/account").await.expect(200).text();
        let own = token(&page, "/account/username").expect("a token");
        let language = token(&page, "/language").expect("a token");
        let signed_out = token(&before, "/sign-in").expect("a token");
        let mut stranger = Visitor::of(&app, "198.51.100.9", Age::Silent);
        let strangers = token(&stranger.get("/sign-in").await.text(), "/language").expect("a token");
        for wrong in ["", "x", &language, &signed_out, &strangers, &own.to_uppercase(), &own[..own.len() - 1], &format!("{own}A")] {
            let fields = [("username", "eve"), ("form_token", wrong)];
            visitor.post("/account/username", &fields).await.expect(403);
        }
        visitor.post("/account/username", &[("username", "eve")]).await.expect(403);
        // Twice, of which one is right.
        let twice = [("username", "eve"), ("form_token", "x"), ("form_token", own.as_str())];
        assert!([400, 403].contains(&visitor.post("/account/username", &twice).await.status.as_u16()));
        // Right, and beside it somebody else is named.
        let good = [("username", "eve"), ("form_token", own.as_str())];
        for (name, value) in [
            ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"), ("origin", "http://127.0.0.1:3001"),
        ] {
            let request = visitor.request(Method::POST, "/account/username").header(name, value).form(&good);
            request.send().await.expect(403);
        }
        // In another browser, and in the address.
        assert!(stranger.post("/account/username", &good).await.expect(303).location().starts_with("/sign-in"));
        let form = [("username", "eve")];
        visitor.post(&format!("/account/username?form_token={own}"), &form).await.expect(403);
        // The other way round: a key that a sibling host planted, and a token that its owner saw.
        let planted = stranger.cookie("doorpost-form").expect("a key").to_owned();
        let mut victim = Visitor::of(&app, HOME, Age::Silent);
        victim.set_cookie("doorpost", visitor.cookie("doorpost").expect("a session"));
        victim.set_cookie("doorpost-form", &planted);
        let page = stranger.get("/register").await.text();
        for action in ["/register", "/language"] {
            let seen = token(&page, action).expect("a token");
            victim.post("/account/username", &[("username", "eve"), ("form_token", &seen)]).await.expect(403);
        }
        let account = app.get("/auth/account").header("cookie", &format!("doorpost={}", visitor.cookie("doorpost").unwrap()));
        assert_eq!(account.send().await.expect(200).json()["username"], "ada");
        visitor.post("/account/username", &good).await.expect(303);
        app.deliver().await;
    }
}

/// Browsers that say where a form comes from get neither cookie nor field, and what the others get is the same for known links and unknown
/// ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gets_a_token() {
    let app = TestApp::start(Database::Sqlite).await;
    app.verified("ada", EMAIL).await;
    app.login("ada", EMAIL).await;
    let known = app.path_of(&app.login_mail(EMAIL).await.link);
    let unknown = format!("/auth/confirm/{}", "A".repeat(43));
    for path in ["/sign-in", "/register", "/nowhere", known.as_str(), unknown.as_str()] {
        let mut today = Visitor::new(&app, HOME);
        let page = today.get(path).await.text();
        assert!(!page.contains("form_token") && today.cookie_names().is_empty(), "{path}");
        let mut silent = Visitor::of(&app, HOME, Age::Silent);
        let first = silent.get(path).await;
        assert!(first.text().contains("form_token"), "{path}");
        assert_eq!(silent.cookie_names(), ["doorpost-form"], "{path}");
        let again: Reply = silent.get(path).await;
        assert!(again.header("set-cookie").is_none(), "{path}");
        // Each page has its own, since some browsers send no form that they sent before; and the one before holds on.
        assert_ne!(token(&again.text(), "/language"), token(&first.text(), "/language"), "{path}");
        for page in [again.text(), first.text()] {
            silent.send(&page, "/language", &[("locale", "en")]).await.expect(303);
        }
    }
    // What is the same for everybody stays so: it has no form then.
    let mut silent = Visitor::of(&app, HOME, Age::Silent);
    assert!(!silent.get("/docs").await.expect(200).text().contains("<form "));
    assert!(silent.cookie_names().is_empty());
    app.empty_mailbox().await;
}

/// On plain http a sibling host can plant another of these cookies: none of several counts, and the next page takes all of them away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn planted_twins() {
    let settings = [("PUBLIC_URL", "http://nas.home.arpa:3000"), ("COOKIE__INSECURE", "true")];
    let app = TestApp::with(Database::Sqlite, &settings).await;
    let page = |cookies: String| app.get("/sign-out").header("accept", "text/html").header("cookie", &cookies).send();
    let first = page(String::new()).await.expect(200);
    let own = first.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let text = first.text();
    for planted in ["doorpost-form=AAAAAAAAAAAAAAAAAAAAAA", own.as_str()] {
        let twins = format!("{own}; {planted}");
        let send = |token: Option<String>| {
            let form = [("locale", "de".to_owned()), ("form_token", token.expect("a token"))];
            let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            app.request(Method::POST, "/language").header("cookie", &twins).form(&fields).send()
        };
        send(token(&text, "/language")).await.expect(403);
        let healing = page(twins.clone()).await.expect(200);
        let cookies: Vec<&str> =
            healing.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let (new, gone) = cookies.split_last().unwrap();
        assert!(
            new.starts_with("doorpost-form=") && !new.contains("Max-Age") && !new.contains("Domain"),
            "{cookies:?}"
        );
        assert!(
            gone.iter().all(|cookie| cookie.starts_with("doorpost-form=;") && cookie.contains("Max-Age=0")),
            "{cookies:?}"
        );
        for (domain, path) in [
            ("", "Path=/;"),
            ("Domain=nas.home.arpa;", "Path=/;"),
            ("Domain=home.arpa;", "Path=/;"),
            ("", "Path=/sign-out;"),
        ] {
            assert!(
                gone.iter().any(|cookie| cookie.contains(domain) && cookie.contains(path)),
                "{domain} {path}: {cookies:?}"
            );
        }
    }
}

/// On plain http beyond this machine the pages behind links work, and so do those of people where the operator wants it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http() {
    for insecure in ["false", "true"] {
        let settings = [("PUBLIC_URL", "http://nas.home.arpa:3000"), ("COOKIE__INSECURE", insecure)];
        for age in [Age::Origin, Age::Null, Age::Silent] {
            let (app, server) = with_ada(Database::Sqlite, &settings).await;
            let mut visitor = Visitor::of(&app, HOME, age);
            app.login("ada", EMAIL).await;
            let link = mailed(&app, &server).await;
            let page = visitor.get(&link).await.expect(200).text();
            visitor.send(&page, &link, &[("decision", "approve")]).await.expect(200);
            let page = visitor.get("/sign-in").await.expect(200).text();
            assert_eq!(page.contains("name=\"email\""), insecure == "true");
            if insecure == "true" {
                sign_in(&app, &server, &mut visitor).await;
                assert_eq!(visitor.cookie_names(), ["doorpost", "doorpost-form", "doorpost-known"]);
                visitor.get("/account").await.expect(200);
            }
        }
    }
}
