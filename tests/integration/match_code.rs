//! The match code: when the link page asks for it, and what a wrong one costs.

use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::{MailServer, Manner, Reply, TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const HOME: &str = "203.0.113.7";
const NEXT_DOOR: &str = "203.0.113.200";
const ELSEWHERE: &str = "198.51.100.7";

/// A login asked for from an address: auth id, match code and link.
async fn asked_from(app: &TestApp, ip: &str, forwarded: Option<&str>) -> (Reply, String) {
    app.empty_mailbox().await;
    let body = json!({"username": "ada", "email": EMAIL, "session_platform": "television"});
    let request = app.post("/auth/login").json(&body).from(ip);
    let request = forwarded.into_iter().fold(request, |request, chain| request.header("x-forwarded-for", chain));
    let reply = request.send().await.expect(200);
    (reply, app.login_mail(EMAIL).await.link)
}

fn asks_for_code(reply: &Reply) -> bool {
    reply.text().contains("name=\"match_code\"")
}

fn approving(code: &str) -> [(&str, &str); 2] {
    [("decision", "approve"), ("match_code", code)]
}

/// Well-formed codes that are not this one, all different.
fn others(code: &str) -> impl Iterator<Item = String> {
    (0..100).map(|number| format!("{number:06}")).filter(move |other| other != code)
}

on_both! {
    /// Under `auto` it is asked for unless both ends are on one network.
    async fn auto_asks_across_networks(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (asked, link) = asked_from(&app, HOME, None).await;
        assert!(!asks_for_code(&app.open(&link, NEXT_DOOR).await.reply));
        let page = app.open(&link, ELSEWHERE).await;
        assert!(asks_for_code(&page.reply));
        page.submit(&[("decision", "approve")]).await.expect(422);
        let code = asked.field("match_code");
        let spelling = format!(" {}-{} ", code[..3].to_lowercase(), &code[3..]);
        page.submit(&approving(&spelling)).await.expect(200);
        app.poll(&asked.field("auth_id")).await.expect(200);

        let (asked, link) = asked_from(&app, HOME, None).await;
        app.open(&link, NEXT_DOOR).await.submit(&[("decision", "approve")]).await.expect(200);
        app.poll(&asked.field("auth_id")).await.expect(200);

        let (_, link) = asked_from(&app, "2001:db8:0:100::1", None).await;
        assert!(!asks_for_code(&app.open(&link, "2001:db8:0:1ff::2").await.reply));
        assert!(asks_for_code(&app.open(&link, "2001:db8:0:200::2").await.reply));
    }

    /// Behind a trusted proxy the chain counts, and nonsense in it proves nothing.
    async fn auto_reads_the_chain_of_trusted_proxies(database) {
        let app = TestApp::with(database, &[("TRUSTED_PROXIES", "10.0.0.0/8")]).await;
        app.verified("ada", EMAIL).await;
        let (_, link) = asked_from(&app, "10.0.0.1", Some("6.6.6.6, 203.0.113.7")).await;
        let path = app.path_of(&link);
        let asks = async |chain: &str| {
            let request = app.get(&path).from("10.0.0.1").header("x-forwarded-for", chain);
            asks_for_code(&request.send().await.expect(200))
        };
        assert!(!asks("203.0.113.9").await);
        assert!(asks("198.51.100.1").await);
        assert!(asks("203.0.113.9, 198.51.100.1").await);
        assert!(asks("203.0.113.9, unknown").await);
        let (_, link) = asked_from(&app, "10.0.0.1", Some("unknown")).await;
        let path = app.path_of(&link);
        let request = app.get(&path).from("10.0.0.1").header("x-forwarded-for", "unknown");
        assert!(asks_for_code(&request.send().await.expect(200)));
    }

    /// The operator may have it asked for always, or never.
    async fn always_and_never(database) {
        for (policy, asks) in [("always", true), ("never", false)] {
            let app = TestApp::with(database, &[("LOGIN__MATCH", policy)]).await;
            app.verified("ada", EMAIL).await;
            let (asked, link) = asked_from(&app, HOME, None).await;
            assert_eq!(asks_for_code(&app.open(&link, HOME).await.reply), asks);
            assert_eq!(asks_for_code(&app.open(&link, ELSEWHERE).await.reply), asks);
            let status = if asks { 422 } else { 200 };
            app.open(&link, HOME).await.submit(&[("decision", "approve")]).await.expect(status);
            let polled = app.poll(&asked.field("auth_id")).await;
            assert_eq!(polled.status == 200, !asks);
        }
    }

    /// Three different wrong codes end the login; what is no code does not count, nor does the same wrong one again, however it is
    /// spelled and wherever it is typed (invariants 8, 10).
    async fn the_third_wrong_code_ends_it(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (asked, link) = asked_from(&app, HOME, None).await;
        let (auth_id, code) = (asked.field("auth_id"), asked.field("match_code"));
        let page = app.open(&link, ELSEWHERE).await;
        for _ in 0..5 {
            for malformed in ["", "   ", "12345", "1234567", "GHIJKL"] {
                page.submit(&approving(malformed)).await.expect(422);
            }
        }
        let wrong: Vec<String> = others(&code).take(3).collect();
        let node = app.second_node().await;
        let respelled = format!(" {}-{} ", &wrong[0][..3], &wrong[0][3..]);
        let again = node.open(&link, ELSEWHERE).await.form(&approving(&respelled));
        for _ in 0..4 {
            page.submit(&approving(&wrong[0])).await.expect(422);
        }
        assert!(again.send().await.expect(422).text().contains("2 tries left"));
        for _ in 0..4 {
            page.submit(&approving(&wrong[1])).await.expect(422);
        }
        page.submit(&approving(&wrong[0])).await.expect(422);
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        page.submit(&approving(&wrong[2])).await.expect(422);
        app.poll(&auth_id).await.expect_error(400, "access_denied");
        page.submit(&approving(&code)).await.expect(410);
        app.poll(&auth_id).await.expect_error(400, "access_denied");
    }

    /// Tries in parallel share no count, also on two nodes: of many guesses only three are compared (invariant 10).
    async fn parallel_codes_are_counted(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let other = app.second_node().await;
        let (asked, link) = asked_from(&app, HOME, None).await;
        let code = asked.field("match_code");
        let (here, there) = (app.open(&link, ELSEWHERE).await, other.open(&link, ELSEWHERE).await);
        let tries: Vec<_> = others(&code)
            .take(40)
            .enumerate()
            .map(|(number, wrong)| if number % 2 == 0 { (&here, wrong) } else { (&there, wrong) })
            .map(|(page, wrong)| tokio::spawn(page.form(&approving(&wrong)).send()))
            .collect();
        for reply in tries {
            assert_ne!(reply.await.unwrap().status, 200);
        }
        let logins = entity::pending_login::Entity::find().all(app.app.context.db.read()).await.unwrap();
        let last = logins.iter().max_by_key(|login| login.id).unwrap();
        assert_eq!(last.match_tries, 3);
        app.poll(&asked.field("auth_id")).await.expect_error(400, "access_denied");
    }

    /// Under a public URL of the world, private peers and traces of a proxy prove nothing; a direct public peer and a
    /// trusted chain do.
    async fn auto_guesses_nothing_in_the_open(database) {
        let server = MailServer::start(Manner::Polite).await;
        let open = [
            ("PUBLIC_URL", "https://login.example.org"),
            ("MAIL__URL", &server.url()),
            ("TRUSTED_PROXIES", "10.0.0.0/8"),
            ("RATE_LIMIT__MODE", "off"),
        ];
        let app = TestApp::with(database, &open).await;
        app.registered("ada", Some(EMAIL)).await;
        app.deliver().await;
        let from = |ip: &str, header: Option<(&str, &str)>, method: axum::http::Method, path: &str| {
            let request = app.request(method, path).from(ip);
            header.into_iter().fold(request, |request, (name, value)| request.header(name, value))
        };
        let forwarded = |chain: &'static str| Some(("x-forwarded-for", chain));
        for (starter, approver, asks) in [
            ((HOME, None), (NEXT_DOOR, None), false),
            ((HOME, None), (ELSEWHERE, None), true),
            ((HOME, None), ("10.0.0.1", forwarded(NEXT_DOOR)), false),
            (("10.0.0.1", forwarded(HOME)), ("10.0.0.2", forwarded(NEXT_DOOR)), false),
            (("10.0.0.1", forwarded(HOME)), ("10.0.0.1", forwarded(ELSEWHERE)), true),
            // What stands left of an address that is not ours was written by whoever that is.
            (("10.0.0.1", forwarded(HOME)), ("10.0.0.1", forwarded("203.0.113.7, 198.51.100.7")), true),
            (("10.0.0.1", forwarded("unknown")), ("10.0.0.1", forwarded("unknown")), true),
            (("10.0.0.1", None), ("10.0.0.1", None), true),
            (("192.168.1.5", None), ("192.168.1.5", None), true),
            (("127.0.0.1", None), ("127.0.0.1", None), true),
            ((HOME, Some(("via", "1.1 cache"))), (HOME, Some(("via", "1.1 cache"))), true),
            ((HOME, forwarded(HOME)), (HOME, forwarded(HOME)), true),
        ] {
            let body = json!({"username": "ada", "email": EMAIL, "session_platform": "television"});
            let asked = from(starter.0, starter.1, axum::http::Method::POST, "/auth/login").json(&body).send().await;
            let auth_id = asked.expect(200).field("auth_id");
            app.deliver().await;
            let path = app.path_of(&server.texts().last().unwrap().link());
            let page = from(approver.0, approver.1, axum::http::Method::GET, &path).send().await.expect(200);
            assert_eq!(asks_for_code(&page), asks, "{starter:?} {approver:?}");
            let form = from(approver.0, approver.1, axum::http::Method::POST, &path)
                .header("origin", "https://login.example.org")
                .form(&[("decision", "approve")]);
            form.send().await.expect(if asks { 422 } else { 200 });
            assert_eq!(app.poll(&auth_id).await.status == 200, !asks, "{starter:?} {approver:?}");
        }
    }

    /// Two wrong codes are borne, whatever happens in between; those of one login do not count for another, and a
    /// newer login brings no tries back to an older one.
    async fn tries_belong_to_their_login(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (first, first_link) = asked_from(&app, HOME, None).await;
        let (second, second_link) = asked_from(&app, HOME, None).await;
        let wrong: Vec<String> = others(&first.field("match_code")).take(3).collect();
        assert!(!wrong.contains(&second.field("match_code")));
        let here = app.open(&first_link, ELSEWHERE).await;
        for (wrong, left) in wrong.iter().zip(["You have 2 tries left", "You have one try left"]) {
            let page = here.submit(&approving(wrong)).await.expect(422).text();
            assert!(page.contains(left), "{page}");
            app.open(&first_link, ELSEWHERE).await.reply.expect(200);
            here.submit(&[("decision", "deny")]).await.expect(200);
        }
        // The code of the other login is as wrong as any.
        let there = app.open(&second_link, ELSEWHERE).await;
        there.submit(&approving(&first.field("match_code"))).await.expect(422);
        there.submit(&approving(&wrong[0])).await.expect(422);
        there.submit(&approving(&second.field("match_code"))).await.expect(200);
        app.poll(&second.field("auth_id")).await.expect(200);
        asked_from(&app, HOME, None).await;
        here.submit(&approving(&wrong[2])).await.expect(422);
        app.poll(&first.field("auth_id")).await.expect_error(400, "access_denied");
        here.submit(&approving(&first.field("match_code"))).await.expect(410);
    }
}
