//! Several cookies of the session's name in one browser: those that a former `cookie.domain` left, and those that others plant.

use std::collections::BTreeMap;

use axum::http::Method;

use crate::support::{Database, MailServer, Manner, Reply, Request, TestApp, on_both};

const HOST: &str = "id.eu.example.org";
const COOKIE: &str = "__Secure-doorpost";
const HERE: &str = "203.0.113.9";
/// The proxy that asks on behalf of an application.
const PROXY: &str = "127.0.0.9";
const SETTINGS: [(&str, &str); 5] = [
    ("PUBLIC_URL", "https://id.eu.example.org"),
    ("COOKIE__DOMAIN", "eu.example.org"),
    ("TRUSTED_PROXIES", PROXY),
    ("REDIRECT__ORIGINS", "https://app.eu.example.org"),
    ("RATE_LIMIT__MODE", "off"),
];

/// Name, domain with or without what is below it, and path: what a browser keeps one cookie for (RFC 6265 section 5.3).
type Key = (String, String, bool, String);

/// A browser's cookies, with what they are for.
#[derive(Default)]
struct Jar(BTreeMap<Key, String>);

impl Jar {
    fn put(&mut self, name: &str, domain: Option<&str>, path: &str, value: &str) {
        let key = (name.to_owned(), domain.unwrap_or(HOST).to_owned(), domain.is_some(), path.to_owned());
        self.0.insert(key, value.to_owned());
    }

    /// What our host says, as a browser takes it: nothing for a domain that the host is not within, nor one with a prefix that forbids it.
    fn take(&mut self, reply: &Reply) {
        for line in reply.headers.get_all("set-cookie") {
            let cookie = cookie::Cookie::parse(line.to_str().unwrap()).unwrap();
            let (domain, path) = (cookie.domain(), cookie.path().unwrap());
            let within = domain.is_none_or(|domain| HOST == domain || HOST.ends_with(&format!(".{domain}")));
            let is_hosts = !cookie.name().starts_with("__Host-") || (domain.is_none() && path == "/");
            assert!(within && is_hosts && domain != Some("org") && cookie.secure() == Some(true), "{cookie}");
            if cookie.max_age().is_some_and(cookie::time::Duration::is_zero) {
                let of_domain = domain.is_some();
                self.0.remove(&(cookie.name().into(), domain.unwrap_or(HOST).into(), of_domain, path.into()));
            } else {
                self.put(cookie.name(), domain, path, cookie.value());
            }
        }
    }

    /// As a request for this path carries them.
    fn header(&self, path: &str) -> String {
        let is_below = |of: &str| of == "/" || path == of || path.starts_with(&format!("{of}/"));
        let carried = self.0.iter().filter(|((.., of), _)| is_below(of));
        carried.map(|((name, ..), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn named(&self, name: &str) -> Vec<(Option<&str>, &str)> {
        let ours = self.0.iter().filter(|((other, ..), _)| other == name);
        ours.map(|((_, domain, of_domain, _), value)| (of_domain.then_some(domain.as_str()), value.as_str())).collect()
    }

    fn request(&self, app: &TestApp, method: Method, path: &str) -> Request {
        app.request(method, path)
            .from(HERE)
            .header("accept", "text/html,application/xhtml+xml;q=0.9")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-mode", "navigate")
            .header("cookie", &self.header(path))
    }

    async fn get(&mut self, app: &TestApp, path: &str) -> Reply {
        let reply = self.request(app, Method::GET, path).send().await;
        self.take(&reply);
        reply
    }

    async fn post(&mut self, app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Reply {
        let reply = self.request(app, Method::POST, path).form(fields).send().await;
        self.take(&reply);
        reply
    }
}

async fn signed_out(app: &TestApp, name: &str) -> String {
    let token = app.registered(name, None).await;
    app.post("/auth/logout").token(&token).send().await.expect(204);
    token
}

async fn whoami(app: &TestApp, cookies: &[&str]) -> Reply {
    let pairs: Vec<String> = cookies.iter().map(|value| format!("{COOKIE}={value}")).collect();
    app.get("/auth/whoami").header("cookie", &pairs.join("; ")).send().await
}

/// A browser that asks a proxy for a page of an application.
fn page(app: &TestApp, cookies: &[&str]) -> Request {
    let pairs: Vec<String> = cookies.iter().map(|value| format!("{COOKIE}={value}")).collect();
    app.get("/auth/verify?redirect=1")
        .from(PROXY)
        .header("cookie", &pairs.join("; "))
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", "app.eu.example.org")
        .header("x-forwarded-uri", "/a")
}

on_both! {
    /// Of several cookies the only one that lives counts, wherever it stands; of two that live neither does, since one of them may have
    /// been planted (T13).
    async fn the_living_one_counts(database) {
        let app = TestApp::with(database, &SETTINGS).await;
        let (ada, eve) = (app.registered("ada", None).await, app.registered("eve", None).await);
        let (dead, gone) = (signed_out(&app, "bob").await, "A".repeat(342) + "==");
        let key = app.post("/auth/keys").token(&eve).json(&serde_json::json!({"name": "k", "scopes": ["account:read"]}));
        let key = key.send().await.expect(200).field("access_key");
        for others in [&[dead.as_str()][..], &[""], &["x"], &[&gone], &[&key], &[&dead, "", &gone, "\"\"", &ada]] {
            for cookies in [[others, &[ada.as_str()]].concat(), [&[ada.as_str()], others].concat()] {
                let reply = whoami(&app, &cookies).await.expect(200);
                assert_eq!(reply.field("username"), "ada", "{cookies:?}");
                app.get("/auth/verify").header("cookie", &format!("{COOKIE}={}", cookies.join(&format!("; {COOKIE}=")))).send().await.expect(200);
            }
        }
        for cookies in [&[ada.as_str(), eve.as_str()][..], &[&eve, &dead, &ada], &[&ada, "", &eve]] {
            whoami(&app, cookies).await.expect_error(400, "ambiguous_credentials");
        }
        for cookies in [&[dead.as_str(), gone.as_str()][..], &["", "x"], &["", &dead], &[&dead, "x"]] {
            whoami(&app, cookies).await.expect_error(401, "invalid_credentials");
        }
        // Nobody has us look up as many as he likes.
        let many: Vec<String> = (b'a'..=b'i').map(|byte| char::from(byte).to_string().repeat(341) + "A==").collect();
        let many: Vec<&str> = many.iter().map(String::as_str).chain([ada.as_str()]).collect();
        whoami(&app, &many).await.expect_error(400, "ambiguous_credentials");
        app.post("/auth/logout").token(&eve).send().await.expect(204);
        assert_eq!(whoami(&app, &[&eve, &ada]).await.expect(200).field("username"), "ada", "at once");
    }

    /// A header that differs from the cookie that counts is ambiguous as ever, and so it is where none counts.
    async fn beside_a_header(database) {
        let app = TestApp::with(database, &SETTINGS).await;
        let (ada, eve) = (app.registered("ada", None).await, app.registered("eve", None).await);
        let dead = signed_out(&app, "bob").await;
        let ask = |token: &str, cookies: [&str; 2]| {
            let cookies = format!("{COOKIE}={}; {COOKIE}={}", cookies[0], cookies[1]);
            app.get("/auth/whoami").token(token).header("cookie", &cookies)
        };
        assert_eq!(ask(&ada, [&dead, &ada]).send().await.expect(200).field("username"), "ada");
        for (token, cookies) in [(&eve, [&dead, &ada]), (&dead, [&dead, &ada]), (&eve, [&dead, &"x".to_owned()]), (&ada, [&ada, &eve])] {
            let reply = ask(token, [cookies[0].as_str(), cookies[1].as_str()]).send().await;
            reply.expect_error(400, "ambiguous_credentials");
        }
        // A change still takes a page of ours, however many cookies there are (invariant 58).
        let twins = format!("{COOKIE}={dead}; {COOKIE}={ada}");
        let rename = || app.patch("/auth/account").json(&serde_json::json!({"username": "ada2"})).header("cookie", &twins);
        rename().header("sec-fetch-site", "same-site").send().await.expect_error(403, "cross_origin");
        rename().header("sec-fetch-site", "same-origin").send().await.expect(200);
    }

    /// A browser with two that live goes to the sign-in page, from an application as from pages of ours; a program, and a browser that
    /// sends another credential beside them, is told.
    async fn browsers_are_led_on(database) {
        let app = TestApp::with(database, &SETTINGS).await;
        let (ada, eve) = (app.registered("ada", None).await, app.registered("eve", None).await);
        let dead = signed_out(&app, "bob").await;
        let html = ("accept", "text/html,application/xhtml+xml;q=0.9");
        let (both, one) = ([ada.as_str(), eve.as_str()], [ada.as_str(), dead.as_str()]);
        let reply = page(&app, &both).header(html.0, html.1).send().await.expect(303);
        assert_eq!(reply.location(), "https://id.eu.example.org/sign-in?return_to=https%3A%2F%2Fapp.eu.example.org%2Fa");
        page(&app, &one).header(html.0, html.1).send().await.expect(200);
        page(&app, &both).header("accept", "application/json").send().await.expect_error(400, "ambiguous_credentials");
        let script = page(&app, &both).header(html.0, html.1).header("sec-fetch-mode", "cors").header("sec-fetch-dest", "empty");
        script.send().await.expect_error(400, "ambiguous_credentials");
        let header = page(&app, &both).header(html.0, html.1).token(&ada).send().await;
        assert_eq!((header.status.as_u16(), header.header("location")), (400, None), "signing in does not help here");
        let foreign = page(&app, &both).header(html.0, html.1).header("authorization", "Negotiate abc");
        foreign.send().await.expect(303);
        let elsewhere = page(&app, &both).from(HERE).header(html.0, html.1).send().await;
        assert_eq!((elsewhere.status.as_u16(), elsewhere.header("location")), (400, None));
    }

    /// `cookie.domain` was narrowed from `example.org`: whatever the former cookie is worth, no browser is locked out, and signing in with
    /// several leaves one.
    async fn after_a_narrower_domain(database) {
        let app = TestApp::with(database, &SETTINGS).await;
        let (former, own) = (Some("example.org"), Some("eu.example.org"));
        let (live, dead) = (app.registered("eve", None).await, signed_out(&app, "bob").await);
        let mut jar = Jar::default();
        jar.put(COOKIE, former, "/", &live);
        jar.get(&app, "/account").await.expect(200);
        jar.put(COOKIE, own, "/", &dead);
        jar.put(COOKIE, None, "/", "");
        jar.get(&app, "/account").await.expect(200);
        jar.post(&app, "/register", &[("username", "ada")]).await.expect(303);
        assert!(jar.named(COOKIE).len() == 1 && jar.named(COOKIE)[0].0 == own, "{:?}", jar.0);
        assert!(jar.get(&app, "/account").await.expect(200).text().contains("Account of ada"));
        whoami(&app, &[&live]).await.expect_error(401, "invalid_credentials");

        // The new one lives beside a dead one: no matter.
        jar.put(COOKIE, former, "/", &dead);
        assert!(jar.get(&app, "/account").await.expect(200).text().contains("Account of ada"));
        // Beside one that lives: to the sign-in page, and none is left that is anybody's.
        jar.put(COOKIE, former, "/", &app.registered("carol", None).await);
        assert!(jar.get(&app, "/account").await.expect(303).location().contains("/sign-in?"));
        assert!(jar.named(COOKIE).is_empty(), "{:?}", jar.0);
        jar.post(&app, "/register", &[("username", "dora")]).await.expect(303);
        assert!(jar.get(&app, "/account").await.expect(200).text().contains("Account of dora"));
    }

    /// Signing in with two that live, as from an application's page: the waiting page leaves the new one alone.
    async fn signing_in_heals(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = TestApp::with(database, &[&SETTINGS[..], &[("MAIL__URL", &server.url())]].concat()).await;
        app.registered("ada", Some("ada@example.org")).await;
        let (bob, eve) = (app.registered("bob", None).await, app.registered("eve", None).await);
        let mut jar = Jar::default();
        jar.put(COOKIE, Some("example.org"), "/", &bob);
        jar.put(COOKIE, Some("eu.example.org"), "/", &eve);
        jar.put("__Host-doorpost", None, "/", &bob);
        jar.put("theme", None, "/", "dark");
        let page = jar.get(&app, "/sign-in?return_to=https%3A%2F%2Fapp.eu.example.org%2Fa").await.expect(200).text();
        assert!(!page.contains("signed in as"), "nobody's page: {page}");
        assert_eq!(jar.named(COOKIE).len(), 2, "looking changes nothing");
        let fields = [("email", "ada@example.org"), ("return_to", "https://app.eu.example.org/a")];
        let waiting = jar.post(&app, "/sign-in", &fields).await.expect(303).location();
        app.deliver().await;
        let mail = server.texts().into_iter().find(|text| text.link().contains("/auth/confirm/")).expect("a mail");
        let code = mail.header("subject").split(' ').next().unwrap();
        let entered = jar.post(&app, &waiting, &[("decision", "code"), ("code", code)]).await.expect(303);
        let entered = jar.get(&app, &entered.location()).await.expect(303);
        assert_eq!(entered.location(), "https://app.eu.example.org/a");
        let left = jar.named(COOKIE);
        assert!(left.len() == 1 && left[0].0 == Some("eu.example.org"), "{left:?}");
        assert!(jar.named("__Host-doorpost").is_empty() && jar.named("theme").len() == 1);
        let token = left[0].1.to_owned();
        assert_eq!(whoami(&app, &[&token]).await.expect(200).field("username"), "ada");
    }

    /// Signing out takes the cookie away for every domain that it may have been for, and what a sibling planted for the page; and signing
    /// in says no more than it has to where there is one cookie or none.
    async fn signing_out_leaves_nothing(database) {
        let app = TestApp::with(database, &SETTINGS).await;
        let dead = signed_out(&app, "bob").await;
        let mut jar = Jar::default();
        let begun = jar.post(&app, "/register", &[("username", "ada")]).await.expect(303);
        let said: Vec<_> = begun.headers.get_all("set-cookie").iter().filter(|line| line.to_str().unwrap().contains(COOKIE)).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        for domain in [None, Some("example.org"), Some("id.eu.example.org")] {
            jar.put(COOKIE, domain, "/", &dead);
        }
        jar.post(&app, "/account/sign-out", &[]).await.expect(303);
        assert!(jar.named(COOKIE).is_empty(), "{:?}", jar.0);

        let (eve, ada) = (app.registered("eve", None).await, app.registered("lovelace", None).await);
        for planted in ["/", "/account", "/account/keys"] {
            jar.put(COOKIE, Some("example.org"), planted, &eve);
            jar.put(COOKIE, Some("eu.example.org"), "/", &ada);
            let led = jar.get(&app, "/account/keys").await.expect(303).location();
            assert!(led.contains("reason=ended"), "{led}");
            assert!(jar.named(COOKIE).is_empty(), "{planted}: {:?}", jar.0);
        }
        // Signing out ends each of several that live: nobody knows which one is meant.
        jar.put(COOKIE, Some("example.org"), "/", &eve);
        jar.put(COOKIE, Some("eu.example.org"), "/", &ada);
        jar.post(&app, "/sign-out", &[]).await.expect(303);
        assert!(jar.named(COOKIE).is_empty(), "{:?}", jar.0);
        for ended in [&eve, &ada] {
            app.get("/auth/account").token(ended).send().await.expect_error(401, "invalid_credentials");
        }
        jar.post(&app, "/register", &[("username", "carol")]).await.expect(303);
        for domain in [None, Some("example.org")] {
            jar.put(COOKIE, domain, "/", "x");
        }
        jar.post(&app, "/account/delete", &[("username", "carol")]).await.expect(200);
        assert!(jar.named(COOKIE).is_empty(), "{:?}", jar.0);
    }
}

/// Without a domain the cookie has another name, which no other host can give: what is left under the former one opens nothing, and is
/// taken away with it. An address, this machine and a name without a dot have the host alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_domain() {
    let app = TestApp::with(Database::Sqlite, &[SETTINGS[0], SETTINGS[4]]).await.leaving_mail();
    let eve = app.registered("eve", None).await;
    let mut jar = Jar::default();
    jar.put(COOKIE, Some("example.org"), "/", &eve);
    jar.get(&app, "/account").await.expect(303);
    jar.post(&app, "/register", &[("username", "ada")]).await.expect(303);
    assert!(jar.named(COOKIE).is_empty(), "{:?}", jar.0);
    assert!(jar.get(&app, "/account").await.expect(200).text().contains("Account of ada"));
    jar.put(COOKIE, Some("eu.example.org"), "/", &eve);
    jar.post(&app, "/account/sign-out", &[]).await.expect(303);
    assert!(jar.named(COOKIE).is_empty() && jar.named("__Host-doorpost").is_empty(), "{:?}", jar.0);

    for url in ["https://192.0.2.1", "https://intranet", "http://127.0.0.1:3000", "http://id.localhost:3000"] {
        let app = TestApp::with(Database::Sqlite, &[("PUBLIC_URL", url)]).await.leaving_mail();
        let name = if url.starts_with("https") { "__Host-doorpost" } else { "doorpost" };
        let cookie = format!("{name}={}", app.registered("ada", None).await);
        let out = app.post("/account/sign-out").header("cookie", &cookie).header("sec-fetch-site", "same-origin");
        let out = out.form(&[]).send().await.expect(303);
        let said: Vec<_> = out.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
        assert!(said.len() == 1 && !said[0].contains("Domain="), "{url}: {said:?}");
    }
}
