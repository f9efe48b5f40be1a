//! Sessions: listing and ending them, and how they end by themselves.

use serde_json::{Value, json};

use crate::support::{TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const DAY: i64 = 86_400;

/// A further session of Ada's, as a device with this label.
async fn signed_in(app: &TestApp, platform: &str) -> (String, String) {
    app.empty_mailbox().await;
    let body = json!({"username": "ada", "email": EMAIL, "session_platform": platform});
    let request = app.post("/auth/login").json(&body).from("127.0.0.2").header("user-agent", "Phone/2");
    let auth_id = request.send().await.expect(200).field("auth_id");
    let link = app.login_mail(EMAIL).await.link;
    app.open(&link, "127.0.0.3").await.submit(&[("decision", "approve")]).await.expect(200);
    let poll = app.get(&format!("/auth/session/{auth_id}")).from("127.0.0.2").header("user-agent", "Phone/2");
    let collected = poll.send().await.expect(200);
    (collected.field("session_token"), collected.field("session_id"))
}

async fn list(app: &TestApp, token: &str, query: &str) -> Value {
    app.get(&format!("/auth/sessions{query}")).token(token).send().await.expect(200).json()
}

fn ids(list: &Value) -> Vec<&str> {
    list["sessions"].as_array().unwrap().iter().map(|session| session["session_id"].as_str().unwrap()).collect()
}

async fn is_alive(app: &TestApp, token: &str) -> bool {
    app.get("/auth/whoami").token(token).send().await.status == 200
}

on_both! {
    /// Whoever registered with Ada's address cannot end the logins that she asks for with the address alone, neither by signing out
    /// everywhere nor by deleting their account; who has proven the address can.
    async fn everywhere_with_somebody_elses_address(database) {
        let app = TestApp::start(database).await;
        let ada = app.verified("ada", EMAIL).await;
        let squatter = app.registered("eve", Some(EMAIL)).await;
        let body = json!({"email": EMAIL, "session_platform": "x"});
        let ask = async || app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
        let early = ask().await;
        app.delete("/auth/sessions").token(&squatter).send().await.expect(200);
        app.poll(&early).await.expect_error(400, "authorization_pending");
        app.empty_mailbox().await;
        let late = ask().await;
        let page = app.login_mail(EMAIL).await.link;
        app.delete("/auth/sessions").token(&squatter).send().await.expect(200);
        app.delete("/auth/account").token(&squatter).send().await.expect(204);
        app.poll(&late).await.expect_error(400, "authorization_pending");
        app.open(&page, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        app.poll(&late).await.expect(200);
        app.delete("/auth/sessions").token(&ada).send().await.expect(200);
        app.poll(&early).await.expect_error(400, "access_denied");
        app.empty_mailbox().await;
    }

    /// Extending a session touches no other; ending one is told with its own label; one that has ended by itself is not there to be
    /// ended or named.
    async fn one_and_no_other(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        app.advance(10 * DAY);
        let (_, second) = signed_in(&app, "telephone").await;
        app.advance(10 * DAY);
        let (_, third) = signed_in(&app, "television").await;
        let end = async |id: &str| {
            let sessions = list(&app, &token, "").await["sessions"].as_array().unwrap().clone();
            sessions.iter().find(|session| session["session_id"] == id).map(|session| session["expiration_date"].clone())
        };
        let before = (end(&second).await, end(&third).await);
        app.post("/auth/session/extend").token(&token).send().await.expect(200);
        assert_eq!((end(&second).await, end(&third).await), before);
        app.advance(20 * DAY);
        app.delete(&format!("/auth/sessions/{second}")).token(&token).send().await.expect(404);
        app.delete(&format!("/auth/sessions/{third}")).token(&token).send().await.expect(204);
        let told = app.get("/auth/account/events?limit=1").token(&token).send().await.expect(200).json();
        assert_eq!((&told["events"][0]["kind"], &told["events"][0]["session_platform"]), (&json!("session_ended"), &json!("television")));
        app.empty_mailbox().await;
    }

    /// Whatever is listed or ended of one account, nothing of another's is (invariant 35).
    async fn nothing_of_another_account(database) {
        let app = TestApp::start(database).await;
        let bob = app.verified("bob", "bob@example.org").await;
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&bob).json(&body).send().await.expect(200).field("access_key");
        let squatter = app.registered("ada", Some(EMAIL)).await;
        let listed = list(&app, &squatter, "?limit=100").await;
        assert_eq!(ids(&listed).len(), 1);
        app.post("/auth/keys").token(&squatter).json(&body).send().await.expect(200);
        let untouched = async || {
            assert!(is_alive(&app, &bob).await && is_alive(&app, &key).await);
            assert_eq!(ids(&list(&app, &bob, "?limit=100").await).len(), 1);
            app.empty_mailbox().await;
        };
        // The first proof with the end of all others.
        app.empty_mailbox().await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        let approve = [("decision", "approve"), ("end_other_sessions", "yes")];
        app.open(&link, "127.0.0.1").await.submit(&approve).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        assert!(!is_alive(&app, &squatter).await);
        untouched().await;
        // Signing out everywhere.
        let (second, _) = signed_in(&app, "phone").await;
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        assert!(!is_alive(&app, &second).await);
        untouched().await;
        // The way back of the old address.
        app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        app.patch("/auth/account").token(&token).json(&json!({"email": "new@example.org"})).send().await.expect(200);
        let undo = app.address_mail(EMAIL).await.link;
        app.open(&undo, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
        assert!(!is_alive(&app, &token).await);
        untouched().await;
    }

    /// What has ended by itself is neither listed nor counted.
    async fn the_dead_are_not_counted(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        app.advance(20 * DAY);
        let (token, _) = signed_in(&app, "phone").await;
        signed_in(&app, "tablet").await;
        assert_eq!(ids(&list(&app, &token, "").await).len(), 3);
        app.advance(10 * DAY);
        assert_eq!(ids(&list(&app, &token, "").await).len(), 2);
        let ended = app.delete("/auth/sessions").token(&token).send().await.expect(200).json();
        assert_eq!(ended["ended"], 1);
    }

    /// Two nodes write down what they saw in any order: the last use is the last.
    async fn the_last_use_stays_the_last(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.registered("ada", None).await;
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        app.advance(100);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        app.advance(100);
        other.get("/auth/whoami").token(&token).send().await.expect(200);
        let last = app.now();
        other.app.jobs.write_last_seen().await.unwrap();
        app.app.jobs.write_last_seen().await.unwrap();
        assert_eq!(list(&app, &token, "").await["sessions"][0]["last_seen_date"], last);
    }

    /// Signing out everywhere ends logins whose mail was not built yet, too: with the account's name, and with its address alone;
    /// not those of other names (invariant 14).
    async fn everywhere_before_the_mail(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let named = app.login("ADA", EMAIL).await.field("auth_id");
        let body = json!({"email": EMAIL, "session_platform": "x"});
        let unnamed = app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
        let other = app.login("bob", EMAIL).await.field("auth_id");
        let elsewhere = json!({"email": "bob@example.org", "session_platform": "x"});
        let elsewhere = app.post("/auth/login").json(&elsewhere).send().await.expect(200).field("auth_id");
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        for auth_id in [&named, &unnamed] {
            app.poll(auth_id).await.expect_error(400, "access_denied");
        }
        for auth_id in [&other, &elsewhere] {
            app.poll(auth_id).await.expect_error(400, "authorization_pending");
        }
        assert!(app.mails().await.is_empty());
    }

    /// An account that has not proven its address, and has it alone, ends the logins that name the address alone; not those that are
    /// bound to another account by now.
    async fn everywhere_with_an_address_of_ones_own(database) {
        let app = TestApp::start(database).await;
        app.registered("bob", Some("bob@example.org")).await;
        let ada = app.registered("ada", Some(EMAIL)).await;
        app.empty_mailbox().await;
        let body = json!({"email": EMAIL, "session_platform": "x"});
        let ask = async || app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
        let first = ask().await;
        app.delete("/auth/sessions").token(&ada).send().await.expect(200);
        app.poll(&first).await.expect_error(400, "access_denied");
        let bound = ask().await;
        app.empty_mailbox().await;
        let work = app.verified("work", EMAIL).await;
        app.delete("/auth/sessions").token(&work).send().await.expect(200);
        app.poll(&bound).await.expect_error(400, "authorization_pending");
    }

    /// The last used first, with what tells them apart, and no token of any (invariant 15).
    async fn listing_them(database) {
        let app = TestApp::start(database).await;
        let first = app.verified("ada", EMAIL).await;
        app.advance(100);
        let (second, second_id) = signed_in(&app, "phone").await;
        let reply = app.get("/auth/sessions").token(&first).send().await.expect(200);
        assert!(!reply.text().contains(&first) && !reply.text().contains(&second));
        let body = reply.json();
        assert_eq!(body["next_cursor"], Value::Null);
        assert_eq!(ids(&body)[0], second_id);
        let session = &body["sessions"][0];
        let expected = json!({
            "session_id": second_id,
            "session_platform": "phone",
            "creation_date": app.now(),
            "last_seen_date": app.now(),
            "expiration_date": app.now() + 30 * DAY,
            "ip": "127.0.0.2",
            "user_agent": "Phone/2",
            "approved_from": "127.0.0.3",
            "approved_by": null,
            "current": false,
        });
        assert_eq!(*session, expected);
        assert_eq!(body["sessions"][1]["current"], true);
        assert_eq!(body["sessions"][1]["approved_from"], Value::Null);
        assert_eq!(ids(&list(&app, &first, "?platform=phone").await), [second_id]);
        assert!(ids(&list(&app, &first, "?platform=Phone").await).is_empty());
    }

    /// A platform that no session can have matches none, and is not the same as no platform (invariant 60).
    async fn impossible_platforms_match_nothing(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let (second, _) = signed_in(&app, "phone").await;
        for platform in ["%00", "phone%00", "%E2%80%AE", ""] {
            assert!(ids(&list(&app, &token, &format!("?platform={platform}")).await).is_empty());
            let end = app.delete(&format!("/auth/sessions?platform={platform}")).token(&token).send().await;
            assert_eq!(end.expect(200).json(), json!({"ended": 0, "changes_withdrawn": 0, "keys_left": 0}));
        }
        assert!(is_alive(&app, &second).await);
    }

    /// Page by page nothing is lost and nothing comes twice, also among those of one second.
    async fn paging_through_them(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        for number in 0..7 {
            // Some within one second, others not.
            app.advance(100 * (number % 2));
            signed_in(&app, &format!("device {number}")).await;
        }
        // The oldest session is the one that was used last.
        app.advance(100);
        assert!(is_alive(&app, &token).await);
        app.app.jobs.write_last_seen().await.unwrap();
        let all = list(&app, &token, "?limit=100").await;
        let mut paged: Vec<String> = Vec::new();
        let mut query = "?limit=3".to_owned();
        loop {
            let page = list(&app, &token, &query).await;
            assert!(ids(&page).len() <= 3);
            paged.extend(ids(&page).into_iter().map(str::to_owned));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            query = format!("?limit=3&cursor={cursor}");
        }
        assert_eq!(paged, ids(&all));
        assert_eq!(paged.len(), 8);
        for (limit, length) in [("0", 1), ("-5", 1), ("1", 1), ("1000", 8), ("x", 8)] {
            assert_eq!(ids(&list(&app, &token, &format!("?limit={limit}")).await).len(), length, "{limit}");
        }
        for cursor in ["x", "1.x", "", "1"] {
            let reply = app.get(&format!("/auth/sessions?cursor={cursor}")).token(&token).send().await;
            reply.expect_error(422, "invalid_cursor");
        }
    }

    /// Ending one ends it for the very next request, here, on another node and after a restart; another's looks like
    /// a missing one (invariants 34, 35).
    async fn ending_one(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let (second, second_id) = signed_in(&app, "phone").await;
        let stranger = app.registered("bob", None).await;
        let path = format!("/auth/sessions/{second_id}");
        let foreign = app.delete(&path).token(&stranger).send().await.expect_error(404, "not_found");
        for missing in ["01a216eb-ad49-7f74-9b64-ead543adb799", "x", "%00"] {
            let reply = app.delete(&format!("/auth/sessions/{missing}")).token(&stranger).send().await;
            assert_eq!(reply.expect_error(404, "not_found").body, foreign.body);
        }
        assert!(is_alive(&app, &second).await && is_alive(&other, &second).await);
        app.delete(&path).token(&token).send().await.expect(204);
        assert!(!is_alive(&app, &second).await && !is_alive(&other, &second).await);
        app.delete(&path).token(&token).send().await.expect_error(404, "not_found");
        let restarted = app.restarted_with(&[]).await;
        assert!(!is_alive(&restarted, &second).await && is_alive(&restarted, &token).await);
    }

    /// All others, or only those of a platform; signing out everywhere ends logins under way (invariant 14).
    async fn ending_others(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let (phone, _) = signed_in(&app, "phone").await;
        let (tablet, _) = signed_in(&app, "tablet").await;
        let waiting = app.login("ada", EMAIL).await.field("auth_id");
        app.deliver().await;
        let ended = app.delete("/auth/sessions?platform=phone").token(&token).send().await.expect(200).json();
        assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 0, "keys_left": 0}));
        assert!(!is_alive(&app, &phone).await && is_alive(&app, &tablet).await);
        app.poll(&waiting).await.expect_error(400, "authorization_pending");
        let unmailed = app.login("ada", EMAIL).await.field("auth_id");
        let ended = app.delete("/auth/sessions").token(&token).send().await.expect(200).json();
        assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 0, "keys_left": 0}));
        assert!(!is_alive(&app, &tablet).await && is_alive(&app, &token).await);
        for auth_id in [&waiting, &unmailed] {
            app.poll(auth_id).await.expect_error(400, "access_denied");
        }
        app.empty_mailbox().await;
    }

    /// Logging out ends the one that asks, or the one in the body; a dead token is fine.
    async fn logging_out(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let (second, _) = signed_in(&app, "phone").await;
        let (third, _) = signed_in(&app, "tablet").await;
        app.post("/auth/logout").json(&json!({"token": second})).send().await.expect(204);
        assert!(!is_alive(&app, &second).await && is_alive(&app, &third).await);
        app.post("/auth/logout").token(&token).json(&json!({"token": third})).send().await.expect(204);
        assert!(!is_alive(&app, &third).await && is_alive(&app, &token).await);
        app.post("/auth/logout").token(&token).send().await.expect(204);
        assert!(!is_alive(&app, &token).await);
        app.post("/auth/logout").token(&token).send().await.expect(204);
        for dead in [token.as_str(), "x", ""] {
            app.post("/auth/logout").json(&json!({"token": dead})).send().await.expect(204);
        }
        app.post("/auth/logout").send().await.expect_error(401, "authentication_required");
        app.post("/auth/logout").json(&json!({})).send().await.expect_error(401, "authentication_required");
        app.post("/auth/logout").json(&json!({"token": 1})).send().await.expect_error(400, "malformed_body");
        app.post("/auth/logout").token("x").send().await.expect_error(401, "invalid_credentials");
    }

    /// Unused it ends after 30 days, used or extended after 180 (invariant 37).
    async fn ending_by_themselves(database) {
        let app = TestApp::start(database).await;
        let unused = app.registered("bob", None).await;
        let registered = app.register("ada", None).await;
        let (token, start) = (registered.field("session_token"), app.now());
        app.advance(30 * DAY - 1);
        assert!(is_alive(&app, &token).await);
        app.app.jobs.write_last_seen().await.unwrap();
        app.advance(1);
        assert!(!is_alive(&app, &unused).await);
        assert!(is_alive(&app, &token).await);
        for _ in 0..5 {
            app.advance(29 * DAY);
            let extended = app.post("/auth/session/extend").token(&token).send().await.expect(200).json();
            let expected = (app.now() + 30 * DAY).min(start + 180 * DAY);
            assert_eq!(extended["expiration_date"], expected);
        }
        app.advance(start + 180 * DAY - 1 - app.now());
        assert!(is_alive(&app, &token).await);
        app.app.jobs.write_last_seen().await.unwrap();
        app.advance(1);
        assert!(!is_alive(&app, &token).await);
        app.post("/auth/session/extend").token(&token).send().await.expect_error(401, "invalid_credentials");
    }

    /// The operator's own limits hold.
    async fn configured_limits(database) {
        let limits = [("SESSION__IDLE_TTL", "1h"), ("SESSION__MAX_TTL", "90m")];
        let app = TestApp::with(database, &limits).await;
        let registered = app.register("ada", None).await;
        assert_eq!(registered.field("expiration_date"), (app.now() + 3600).to_string());
        let token = registered.field("session_token");
        app.advance(3599);
        let extended = app.post("/auth/session/extend").token(&token).send().await.expect(200);
        assert_eq!(extended.field("expiration_date"), (app.now() + 5400 - 3599).to_string());
    }

    /// However short the idle limit is, use keeps a session alive, without waiting for the batch (invariant 37).
    async fn use_moves_a_short_limit_on(database) {
        let limits = [("SESSION__IDLE_TTL", "10s"), ("SESSION__MAX_TTL", "1m")];
        let app = TestApp::with(database, &limits).await;
        let token = app.registered("ada", None).await;
        for _ in 0..6 {
            app.advance(9);
            assert!(is_alive(&app, &token).await);
        }
        app.advance(6);
        assert!(!is_alive(&app, &token).await, "the absolute limit stands");
        let idle = app.registered("bob", None).await;
        app.advance(10);
        assert!(!is_alive(&app, &idle).await);
    }

    /// The last use is written in batches, at most once a minute, and never revives what has ended.
    async fn last_use_is_noted(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let seen = async || list(&app, &token, "").await["sessions"][0]["last_seen_date"].as_i64().unwrap();
        let start = app.now();
        app.advance(59);
        assert_eq!(seen().await, start);
        assert_eq!(app.app.jobs.write_last_seen().await.unwrap(), 0);
        app.advance(1);
        assert_eq!(seen().await, start);
        assert_eq!(app.app.jobs.write_last_seen().await.unwrap(), 1);
        assert_eq!(seen().await, start + 60);
        app.advance(60);
        assert!(is_alive(&app, &token).await);
        app.post("/auth/logout").token(&token).send().await.expect(204);
        app.app.jobs.write_last_seen().await.unwrap();
        assert!(!is_alive(&app, &token).await);
    }
}
