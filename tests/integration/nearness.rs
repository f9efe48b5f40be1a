//! Nearness: whose address says where somebody is, in every spelling, at the peer and in the chain of trusted proxies.

use axum::http::Method;
use serde_json::json;

use crate::support::{Database, MailServer, Manner, Process, Request, TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const PROXY: &str = "127.0.0.1";

/// An installation that is not for development, with a mail server and an account.
const LIMITED: [(&str, &str); 3] = [
    ("RATE_LIMIT__MODE", "on"),
    ("LOGIN__PER_ADDRESS", "5 then 1 per 1m"),
    ("REGISTRATION__PER_ADDRESS", "3 then 3 per 1h"),
];

async fn in_the_open(database: Database, near: &str) -> (TestApp, MailServer) {
    let server = MailServer::start(Manner::Polite).await;
    let settings = [
        ("PUBLIC_URL", "https://id.example.org"),
        ("MAIL__URL", &server.url()),
        ("TRUSTED_PROXIES", PROXY),
        ("RATE_LIMIT__MODE", "off"),
        ("LOGIN__NEAR_NETWORKS", near),
    ];
    let app = TestApp::with(database, &settings).await;
    app.registered("ada", Some(EMAIL)).await;
    app.deliver().await;
    (app, server)
}

/// As from this address: the peer's own, or the one that a trusted proxy hands on.
fn from(app: &TestApp, forwarded: bool, ip: &str, method: Method, path: &str) -> Request {
    let request = app.request(method, path);
    if forwarded { request.from(PROXY).header("x-forwarded-for", ip) } else { request.from(ip) }
}

/// Whether pressing alone approves a login between these two.
async fn is_one_press(app: &TestApp, server: &MailServer, forwarded: bool, (starter, approver): (&str, &str)) -> bool {
    let body = json!({"username": "ada", "email": EMAIL, "session_platform": "television"});
    let asked = from(app, forwarded, starter, Method::POST, "/auth/login").json(&body).send().await.expect(200);
    app.deliver().await;
    let path = app.path_of(&server.texts().last().expect("a mail").link());
    let page = from(app, forwarded, approver, Method::GET, &path).send().await.expect(200).text();
    let form = from(app, forwarded, approver, Method::POST, &path).header("sec-fetch-site", "same-origin");
    let done = form.form(&[("decision", "approve")]).send().await.status == 200;
    assert_eq!(page.contains("name=\"match_code\""), !done, "{starter} {approver}");
    assert_eq!(app.poll(&asked.field("auth_id")).await.status == 200, done, "{starter} {approver}");
    done
}

on_both! {
    /// An address that is not global proves nothing, whether it is the peer's or comes in the chain of a trusted proxy, which may
    /// see everybody through one of them (invariant 69).
    async fn what_is_not_global_proves_nothing(database) {
        let (app, server) = in_the_open(database, "").await;
        for pair in [
            ("172.18.0.1", "172.18.0.1"),
            ("127.0.0.2", "127.0.0.2"),
            ("::1", "::1"),
            ("100.64.3.9", "100.64.3.77"),
            ("10.1.2.3", "10.1.2.99"),
            ("0.0.0.0", "0.0.0.0"),
            ("fe80::1", "fe80::2"),
            ("192.168.1.7", "192.168.1.7"),
            ("169.254.1.1", "169.254.1.1"),
            ("192.0.0.2", "192.0.0.2"),
            ("198.18.0.1", "198.18.0.1"),
            ("fd00::1", "fd00::1"),
            ("ff02::1", "ff02::1"),
            ("::ffff:10.1.2.3", "10.1.2.3"),
            ("64:ff9b::10.1.2.3", "64:ff9b::10.1.2.3"),
            ("64:ff9b:1::192.168.1.1", "64:ff9b:1::192.168.1.1"),
            ("2002:a01:203::1", "2002:a01:203::1"),
            // Two strangers behind one translator.
            ("64:ff9b::203.0.113.9", "64:ff9b::198.51.100.7"),
            ("64:ff9b:1::203.0.113.9", "64:ff9b:1::198.51.100.7"),
            ("2002:cb00:7109::1", "2002:c633:6407::1"),
        ] {
            for forwarded in [false, true] {
                assert!(!is_one_press(&app, &server, forwarded, pair).await, "{pair:?} {forwarded}");
            }
        }
        for hop in ["[fe80::1%eth0]:443", "10.42.0.1:5000", "[::ffff:10.42.0.1]:80", "unknown"] {
            assert!(!is_one_press(&app, &server, true, (hop, hop)).await, "{hop}");
        }
    }

    /// A global address counts in every spelling, and a translated one as the IPv4 address that it carries (invariant 69).
    async fn what_is_translated_counts_as_what_it_carries(database) {
        let (app, server) = in_the_open(database, "").await;
        for pair in [
            ("203.0.113.9", "203.0.113.200"),
            ("::ffff:203.0.113.9", "203.0.113.200"),
            ("64:ff9b::203.0.113.9", "203.0.113.200"),
            ("64:ff9b::cb00:7109", "64:ff9b::203.0.113.200"),
            ("64:ff9b:1::203.0.113.9", "64:ff9b:1:fffe::203.0.113.200"),
            ("64:ff9b:1:cb00:71:900::", "203.0.113.200"),
            ("2002:cb00:7109::1", "203.0.113.200"),
            ("2001:db8::9", "2001:db8:0:ff::1"),
        ] {
            for forwarded in [false, true] {
                assert!(is_one_press(&app, &server, forwarded, pair).await, "{pair:?} {forwarded}");
            }
        }
        for pair in [("203.0.113.9:4711", "[::ffff:203.0.113.200]:80"), ("[2001:db8::9]", "[2001:DB8:0:0::1]:443")] {
            assert!(is_one_press(&app, &server, true, pair).await, "{pair:?}");
        }
    }

    /// The operator may say which networks are real ones: their addresses are compared like global ones, and no others are.
    async fn listed_networks_are_compared(database) {
        let (app, server) = in_the_open(database, "10.1.0.0/16, fd00::/8").await;
        for forwarded in [false, true] {
            assert!(is_one_press(&app, &server, forwarded, ("10.1.2.3", "10.1.2.99")).await);
            assert!(is_one_press(&app, &server, forwarded, ("64:ff9b::10.1.2.3", "10.1.2.99")).await);
            assert!(is_one_press(&app, &server, forwarded, ("fd00::1", "fd00::2")).await);
            assert!(!is_one_press(&app, &server, forwarded, ("10.1.2.3", "10.1.3.3")).await);
            assert!(!is_one_press(&app, &server, forwarded, ("10.2.2.3", "10.2.2.99")).await);
            assert!(!is_one_press(&app, &server, forwarded, ("192.168.1.1", "192.168.1.1")).await);
        }
    }

    /// For limits, too, a client has one address in all its spellings, and those behind one translator are different clients
    /// (invariants 31, 69).
    async fn limits_count_what_is_carried(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let login = async |ip: &str| {
            let body = json!({"email": "nobody@example.org", "session_platform": "x"});
            app.post("/auth/login").from(ip).json(&body).send().await
        };
        let spellings = ["203.0.113.9", "64:ff9b::203.0.113.9", "64:ff9b:1::cb00:7109", "2002:cb00:7109::7", "::ffff:203.0.113.9"];
        for ip in spellings {
            login(ip).await.expect(200);
        }
        for ip in spellings.into_iter().chain(["64:ff9b:1:cb00:71:900::", "2002:cb00:7109:ffff::1"]) {
            login(ip).await.expect_error(429, "too_many_requests");
        }
        for ip in ["64:ff9b::203.0.113.10", "64:ff9b:1::203.0.113.11", "2002:cb00:710c::1"] {
            login(ip).await.expect(200);
        }
        // Accounts made are counted in the database, on all nodes.
        let register = async |ip: &str, name: &str| {
            let body = json!({"username": name, "session_platform": "x"});
            app.post("/auth/registration").from(ip).json(&body).send().await
        };
        for (number, ip) in ["198.51.100.7", "64:ff9b::198.51.100.7", "2002:c633:6407::1"].into_iter().enumerate() {
            register(ip, &format!("a{number}")).await.expect(200);
        }
        register("64:ff9b:1::198.51.100.7", "a4").await.expect_error(429, "too_many_requests");
        register("64:ff9b::198.51.100.8", "a4").await.expect(200);
        app.deliver().await;
    }
}

/// Where nearly everybody seems to come from one private address, the log says so once, names the address, and says what to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_at_one_private_address_is_told_of() {
    let open = [("PUBLIC_URL", "https://id.example.org"), ("RATE_LIMIT__MODE", "off"), ("LOG__FORMAT", "json")];
    let program = Process::with(Database::Sqlite, &open).await;
    let told =
        || program.log().lines().filter(|line| line.contains("from one private address")).map(str::to_owned).collect();
    for _ in 0..19 {
        program.login("nobody", "nobody@example.org").await;
    }
    let before: Vec<String> = told();
    assert!(before.is_empty(), "{before:?}");
    for _ in 0..21 {
        program.login("nobody", "nobody@example.org").await;
    }
    let after: Vec<String> = told();
    assert_eq!(after.len(), 1, "{}", program.log());
    assert!(["127.0.0.1", "trusted_proxies", "near_networks"].iter().all(|word| after[0].contains(word)), "{after:?}");
}

/// A client's address that a peer hands on without being trusted is ignored, counted, and told of once, with the line that would trust
/// that peer. Where nothing hangs on it, or the peer is trusted, nobody is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_proxy_is_told_of() {
    const HEADERS: [&str; 3] = ["x-forwarded-for", "forwarded", "x-real-ip"];
    let forgotten = [("PUBLIC_URL", "https://id.example.org"), ("OPS_LISTEN", "127.0.0.1:0")];
    let trusted = [forgotten[0], forgotten[1], ("TRUSTED_PROXIES", PROXY)];
    let loopback = [("PUBLIC_URL", "http://localhost:3000"), ("OPS_LISTEN", "127.0.0.1:0")];
    for (settings, ignored) in [(&forgotten[..], true), (&trusted[..], false), (&loopback[..], false)] {
        let mut program = Process::with(Database::Sqlite, settings).await;
        let metrics = program.announced("metrics on ").await;
        for header in HEADERS.into_iter().chain(["via", "user-agent"]).chain(HEADERS) {
            let request =
                reqwest::Client::new().get(format!("{}/sign-in", program.url())).header(header, "203.0.113.9");
            assert_eq!(request.send().await.unwrap().status(), 200, "{header}");
        }
        let metrics = reqwest::get(metrics).await.unwrap().text().await.unwrap();
        let count = metrics.lines().find_map(|line| line.strip_prefix("doorpost_forwarded_ignored_total "));
        assert_eq!(count, ignored.then_some("6"), "{metrics}");
        let log = program.log();
        let told: Vec<&str> = log.lines().filter(|line| line.contains("hands on is ignored")).collect();
        assert_eq!(told.len(), usize::from(ignored), "{log}");
        assert!(told.iter().all(|line| line.contains("DOORPOST_TRUSTED_PROXIES=127.0.0.1")), "{log}");
    }
}
