//! Limits per address: a burst, then one at a time, told to the second; for all spellings of an address, and for nobody else.

use axum::http::Method;
use entity::event::{self, EventKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::support::{Database, Reply, TestApp, Visitor, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const LIMITED: [(&str, &str); 3] = [
    ("RATE_LIMIT__MODE", "on"),
    ("LOGIN__PER_ADDRESS", "5 then 1 per 1m"),
    ("REGISTRATION__PER_ADDRESS", "3 then 3 per 1h"),
];

async fn login_from(app: &TestApp, ip: &str, email: &str) -> Reply {
    let body = json!({"email": email, "session_platform": "x"});
    app.post("/auth/login").from(ip).json(&body).send().await
}

async fn register_from(app: &TestApp, ip: &str, username: &str) -> Reply {
    let body = json!({"username": username, "session_platform": "x"});
    app.post("/auth/registration").from(ip).json(&body).send().await
}

/// The seconds that an answer asks to wait.
#[track_caller]
fn wait_of(reply: &Reply) -> i64 {
    reply.header("retry-after").expect("Retry-After").parse().expect("seconds")
}

on_both! {
    /// Five logins at once from one address, then one a minute: refused until the second that was told, and taken then. No
    /// success makes up for it, and nobody else is touched (invariants 30, 32).
    async fn logins_of_an_address(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        for number in 0..5 {
            let email = if number % 2 == 0 { EMAIL } else { "nobody@example.org" };
            login_from(&app, "203.0.113.9", email).await.expect(200);
        }
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, "203.0.113.9").await.submit(&[("decision", "approve")]).await.expect(200);
        let known = login_from(&app, "203.0.113.9", EMAIL).await.expect_error(429, "too_many_requests");
        let unknown = login_from(&app, "203.0.113.9", "nobody@example.org").await.expect_error(429, "too_many_requests");
        assert_eq!((known.text(), wait_of(&known)), (unknown.text(), wait_of(&unknown)));
        assert_eq!(wait_of(&known), 60);
        assert!(known.field("error").contains("60 s"));
        login_from(&app, "203.0.113.10", EMAIL).await.expect(200);
        app.advance(wait_of(&known) - 1);
        let early = login_from(&app, "203.0.113.9", EMAIL).await.expect_error(429, "too_many_requests");
        assert_eq!(wait_of(&early), 1);
        app.advance(1);
        login_from(&app, "203.0.113.9", EMAIL).await.expect(200);
        login_from(&app, "203.0.113.9", EMAIL).await.expect_error(429, "too_many_requests");
        // The page counts with the API, and says how long.
        let mut browser = Visitor::new(&app, "203.0.113.9");
        let page = browser.post("/sign-in", &[("email", EMAIL)]).await.expect(429);
        assert!(page.text().contains("Try again in 60 seconds") && wait_of(&page) == 60, "{}", page.text());
        app.deliver().await;
    }

    /// A class behind one address registers and signs in: ten at once, unless the operator says otherwise; whoever is exempt has no limit
    /// of his own.
    async fn a_class_behind_one_address(database) {
        let app = TestApp::with(database, &[LIMITED[0]]).await;
        for number in 0..10 {
            register_from(&app, "203.0.113.9", &format!("ada{number}")).await.expect(200);
            login_from(&app, "203.0.113.9", "nobody@example.org").await.expect(200);
        }
        assert_eq!(wait_of(&register_from(&app, "203.0.113.9", "bob").await.expect(429)), 360);
        assert_eq!(wait_of(&login_from(&app, "203.0.113.9", "nobody@example.org").await.expect(429)), 20);
        app.deliver().await;
        let app = TestApp::with(database, &[&LIMITED[..], &[("LIMITS__EXEMPT", "203.0.113.0/24")]].concat()).await;
        for number in 0..30 {
            register_from(&app, "203.0.113.9", &format!("ada{number}")).await.expect(200);
            login_from(&app, "203.0.113.9", "nobody@example.org").await.expect(200);
        }
        for _ in 0..5 {
            login_from(&app, "203.0.114.9", "nobody@example.org").await.expect(200);
        }
        login_from(&app, "203.0.114.9", "nobody@example.org").await.expect_error(429, "too_many_requests");
        app.deliver().await;
    }

    /// Many at once get through no more than one after the other (invariant 29).
    async fn many_at_once(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let body = json!({"email": EMAIL, "session_platform": "x"});
        let requests = (0..60).map(|_| app.post("/auth/login").from("203.0.113.9").json(&body)).collect();
        let taken = at_once(requests).await.iter().filter(|reply| reply.status == 200).count();
        assert_eq!(taken, 5);
        app.deliver().await;
    }

    /// Three accounts from one address and then three an hour, on all nodes together; what was refused is not there, and a taken
    /// name costs none (invariant 29).
    async fn registrations_of_an_address(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let other = app.second_node().await;
        register_from(&app, "203.0.113.9", "a1").await.expect(200);
        register_from(&other, "203.0.113.9", "a1").await.expect_error(409, "username_taken");
        register_from(&other, "203.0.113.9", "a2").await.expect(200);
        register_from(&app, "203.0.113.9", "a3").await.expect(200);
        for node in [&app, &other] {
            let refused = register_from(node, "203.0.113.9", "a4").await.expect_error(429, "too_many_requests");
            assert_eq!(wait_of(&refused), 1200);
        }
        register_from(&app, "203.0.113.10", "a4").await.expect(200);
        let mut browser = Visitor::new(&app, "203.0.113.9");
        let page = browser.post("/register", &[("username", "a5")]).await.expect(429).text();
        assert!(page.contains("in 20 minutes") && browser.cookie_names().is_empty(), "{page}");
        app.advance(1199);
        register_from(&other, "203.0.113.9", "a5").await.expect_error(429, "too_many_requests");
        app.advance(1);
        register_from(&other, "203.0.113.9", "a5").await.expect(200);
        // Tries are counted, too, so that nobody walks through all names.
        let mut told = Vec::new();
        for _ in 0..30 {
            told.push(register_from(&app, "203.0.113.77", "a1").await.status.as_u16());
        }
        assert_eq!(told.iter().filter(|status| **status == 409).count(), 20);
        assert_eq!(told.last(), Some(&429));
    }

    /// All addresses of an IPv6 /64 are one, and so are both spellings of an IPv4 address; headers of the client's own change
    /// nothing (invariant 31).
    async fn respelling_an_address(database) {
        let app = TestApp::with(database, &LIMITED).await;
        for number in 0..5 {
            login_from(&app, &format!("2001:db8:1:2::{number}"), EMAIL).await.expect(200);
        }
        login_from(&app, "2001:db8:1:2:ffff::1", EMAIL).await.expect_error(429, "too_many_requests");
        login_from(&app, "2001:db8:1:3::1", EMAIL).await.expect(200);
        for ip in ["203.0.113.9", "::ffff:203.0.113.9", "203.0.113.9", "::ffff:203.0.113.9", "203.0.113.9"] {
            login_from(&app, ip, EMAIL).await.expect(200);
        }
        let body = json!({"email": EMAIL, "session_platform": "x"});
        for header in ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip"] {
            let request = app.post("/auth/login").from("203.0.113.9").header(header, "198.51.100.7").json(&body);
            request.send().await.expect_error(429, "too_many_requests");
        }
        // Another way to write the path is another path, which there is not.
        for path in ["//auth/login", "/auth//login", "/auth/login/", "/auth/./login", "/AUTH/LOGIN"] {
            app.post(path).from("203.0.113.9").json(&body).send().await.expect_error(404, "not_found");
        }
        app.deliver().await;
    }

    /// Whoever guesses credentials is slowed down; who has a good one is not, even at the same address.
    async fn bad_credentials(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.registered("ada", None).await;
        let guess = || app.get("/auth/whoami").header("authorization", "Bearer nonsense").send();
        for _ in 0..30 {
            guess().await.expect_error(401, "invalid_credentials");
        }
        let refused = guess().await.expect_error(429, "too_many_requests");
        assert_eq!(wait_of(&refused), 6);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        // Neither a proxy that understands nothing but 401 nor a person with an old cookie is told to wait for a neighbour.
        let old = format!("doorpost={}", "A".repeat(344));
        let proxy = app.get("/auth/verify").header("authorization", "Bearer nonsense");
        proxy.send().await.expect_error(401, "invalid_credentials");
        let browser = app.get("/account").header("accept", "text/html").header("cookie", &old);
        assert_eq!(browser.send().await.expect(303).header("location"), Some("/sign-in?return_to=%2Faccount&reason=ended"));
        app.advance(6);
        guess().await.expect_error(401, "invalid_credentials");
    }

    /// Who was held off by which limit is written down, once in a while and not for each try; no account's owner sees it.
    async fn written_down(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.registered("ada", None).await;
        for _ in 0..9 {
            login_from(&app, "203.0.113.9", EMAIL).await;
            app.get("/auth/whoami").from("203.0.113.10").header("authorization", "Bearer nonsense").send().await;
        }
        for number in 0..4 {
            register_from(&app, "203.0.113.11", &format!("a{number}")).await;
        }
        assert_eq!(app.app.jobs.record_limits().await.unwrap(), 2);
        assert_eq!(app.app.jobs.record_limits().await.unwrap(), 0);
        let mut told = limit_events(&app).await;
        told.sort();
        assert_eq!(told, [
            ("login.per_address".to_owned(), Some("203.0.113.9".to_owned())),
            ("registration.per_address".to_owned(), Some("203.0.113.11".to_owned())),
        ]);
        login_from(&app, "203.0.113.9", EMAIL).await.expect(429);
        app.app.jobs.record_limits().await.unwrap();
        assert_eq!(limit_events(&app).await.len(), 3);
        let own = app.get("/auth/account/events").token(&token).send().await.expect(200).text();
        assert!(!own.contains("limit_reached"), "{own}");
        app.deliver().await;
    }

    /// A flood from many addresses leaves little behind, in memory and in the record (invariant 31).
    async fn a_flood_is_not_written_down(database) {
        let app = TestApp::with(database, &[LIMITED[0], ("LOGIN__PER_ADDRESS", "1 then 1 per 1h")]).await;
        for _ in 0..2 {
            for number in 0..150 {
                login_from(&app, &format!("10.0.{number}.1"), EMAIL).await;
            }
        }
        for number in 0..70 {
            app.poll(&format!("45314ce9-74c8-48dd-9094-0bcf980f{number:04x}")).await;
        }
        assert_eq!(app.app.jobs.record_limits().await.unwrap(), 11, "ten of the one, and the one of the other");
        app.deliver().await;
    }

    /// Polls of logins that there are not, and links that are opened, have wide limits of their own; polls of a login that there is
    /// have only its own pace.
    async fn polls_and_links(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        let unknown = || app.poll("45314ce9-74c8-48dd-9094-0bcf980f335b");
        let mut told = Vec::new();
        for number in 0..80 {
            let id = format!("45314ce9-74c8-48dd-9094-0bcf980f{number:04x}");
            told.push(app.poll(&id).await.json()["code"].as_str().unwrap().to_owned());
        }
        assert_eq!(told.iter().filter(|code| *code == "expired_token").count(), 60);
        assert_eq!(wait_of(&unknown().await.expect_error(429, "slow_down")), 1);
        // In whatever way they are asked for.
        let path = "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b";
        app.post(path).json(&json!({"code": "ABCD-1234"})).send().await.expect_error(429, "slow_down");
        app.request(Method::HEAD, path).send().await.expect(429);
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        let path = app.path_of(&app.login_mail(EMAIL).await.link);
        // One link was opened before.
        for _ in 0..59 {
            opened(&app, &path).await.expect(200);
        }
        let page = opened(&app, &path).await.expect(429);
        assert!(page.text().contains("Try again in one second") || page.text().contains("in 1 second"), "{}", page.text());
        app.advance(wait_of(&page));
        opened(&app, &path).await.expect(200);
    }
}

/// Setting and address of each limit that was reached.
async fn limit_events(app: &TestApp) -> Vec<(String, Option<String>)> {
    let events = event::Entity::find()
        .filter(event::Column::Kind.eq(EventKind::LimitReached))
        .filter(event::Column::AccountId.is_null())
        .all(app.app.context.db.read())
        .await
        .unwrap();
    events.into_iter().map(|event| (event.platform.unwrap(), event.ip)).collect()
}

async fn opened(app: &TestApp, path: &str) -> Reply {
    app.request(Method::GET, path).header("accept", "text/html").send().await
}

/// Operators set limits as sentences; whatever is none is told at the start, and what is in force is shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn setting_limits() {
    let settings =
        [("RATE_LIMIT__MODE", "on"), ("LOGIN__PER_ADDRESS", "2 then 1 per 10s"), ("LOGIN__IN_ALL", "3 then 1 per 5s")];
    let app = TestApp::with(Database::Sqlite, &settings).await;
    for _ in 0..2 {
        login_from(&app, "203.0.113.9", EMAIL).await.expect(200);
    }
    assert_eq!(wait_of(&login_from(&app, "203.0.113.9", EMAIL).await.expect(429)), 10);
    login_from(&app, "203.0.113.10", EMAIL).await.expect(200);
    assert_eq!(wait_of(&login_from(&app, "203.0.113.11", EMAIL).await.expect(429)), 5, "that was too many in all");
    app.deliver().await;
    let off =
        TestApp::with(Database::Sqlite, &[("RATE_LIMIT__MODE", "off"), ("LOGIN__PER_ADDRESS", "1 then 1 per 1h")])
            .await;
    for _ in 0..10 {
        login_from(&off, "203.0.113.9", EMAIL).await.expect(200);
    }
    off.deliver().await;
}
