//! Approving from a signed-in device: who sees which login, what approves it, and what comes of it, without any mail.

use std::time::Duration;

use entity::{account, pending_login};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{Reply, Request, TestApp, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const HOME: &str = "203.0.113.7";
const ELSEWHERE: &str = "198.51.100.7";
/// Only the caps on mails and on live logins: everything here comes from one address.
const LIMITED: [(&str, &str); 3] = [
    ("RATE_LIMIT__MODE", "on"),
    ("LOGIN__PER_ADDRESS", "1000 then 100 per 1s"),
    ("REGISTRATION__PER_ADDRESS", "1000 then 1000 per 1h"),
];
/// A mail server that is not there.
const DEAD: [(&str, &str); 1] = [("MAIL__URL", "smtp://127.0.0.1:9")];

/// Asks for a login on a television at home, a second after whatever was before: ids of one moment have no order.
async fn asked(app: &TestApp, username: Option<&str>, email: &str) -> Reply {
    app.advance(1);
    let body = json!({"username": username, "email": email, "session_platform": "television"});
    app.post("/auth/login").json(&body).header("user-agent", "tv/1").from(HOME).send().await.expect(200)
}

async fn listed(app: &TestApp, token: &str) -> Vec<Value> {
    let reply = app.get("/auth/logins").token(token).send().await.expect(200).json();
    reply["logins"].as_array().expect("a list").clone()
}

/// The id of the only login in the list.
async fn only(app: &TestApp, token: &str) -> String {
    let logins = listed(app, token).await;
    assert_eq!(logins.len(), 1, "{logins:?}");
    logins[0]["login_id"].as_str().expect("an id").to_owned()
}

fn deciding(app: &TestApp, token: &str, login_id: &str, body: &Value) -> Request {
    app.post(&format!("/auth/logins/{login_id}")).token(token).from(ELSEWHERE).json(body)
}

fn approving(app: &TestApp, token: &str, login_id: &str, code: &str) -> Request {
    deciding(app, token, login_id, &json!({"decision": "approve", "match_code": code}))
}

fn denying(app: &TestApp, token: &str, login_id: &str) -> Request {
    deciding(app, token, login_id, &json!({"decision": "deny"}))
}

/// Well-formed codes that are not this one, all different.
fn others(code: &str) -> impl Iterator<Item = String> {
    (0..100).map(|number| format!("{number:06}")).filter(move |other| other != code)
}

async fn sessions(app: &TestApp, token: &str) -> Vec<Value> {
    let reply = app.get("/auth/sessions").token(token).send().await.expect(200).json();
    reply["sessions"].as_array().expect("a list").clone()
}

/// A login of this auth id as the database holds it, found by its place: the newest.
async fn newest(app: &TestApp) -> pending_login::Model {
    let logins = pending_login::Entity::find().all(app.app.context.db.read()).await.expect("the rows");
    logins.into_iter().max_by_key(|login| login.id).expect("a login")
}

async fn is_verified(app: &TestApp, username: &str) -> bool {
    let accounts = account::Entity::find().all(app.app.context.db.read()).await.expect("the rows");
    accounts.into_iter().find(|account| account.username == username).expect("the account").email_verified
}

on_both! {
    /// A login is listed before any mail, approved by its match code, and becomes one session that names the session which approved
    /// it; no mail goes out and no address is proven by it (invariants 24, 48, 61).
    async fn approving_without_mail(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("ada", Some(EMAIL)).await;
        let token = registered.field("session_token");
        app.empty_mailbox().await;
        let asked = asked(&app, Some("Ada"), "ADA@example.org").await;
        let logins = listed(&app, &token).await;
        let login_id = logins[0]["login_id"].as_str().unwrap().to_owned();
        assert_ne!(login_id, asked.field("auth_id"));
        assert_eq!(logins, [json!({
            "login_id": login_id,
            "session_platform": "television",
            "ip": HOME,
            "user_agent": "tv/1",
            "creation_date": app.now(),
            "expiration_date": asked.json()["expiration_date"],
        })]);
        app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");

        let code = asked.field("match_code");
        let spelling = format!(" {}-{} ", code[..3].to_lowercase(), &code[3..]);
        let reply = approving(&app, &token, &login_id, &spelling).send().await.expect(204);
        assert!(reply.body.is_empty());
        assert!(listed(&app, &token).await.is_empty());
        approving(&app, &token, &login_id, &code).send().await.expect_error(404, "not_found");
        assert!(app.mails().await.is_empty(), "there is nothing left to mail");

        let collected = app.poll(&asked.field("auth_id")).await.expect(200);
        assert_eq!(collected.field("account_id"), registered.field("account_id"));
        let sessions = sessions(&app, &collected.field("session_token")).await;
        assert_eq!(sessions.len(), 2);
        for session in sessions {
            let is_new = session["session_id"] == collected.field("session_id").as_str();
            let (by, from) = if is_new {
                (json!(registered.field("session_id")), json!(ELSEWHERE))
            } else {
                (Value::Null, Value::Null)
            };
            assert_eq!((&session["approved_by"], &session["approved_from"]), (&by, &from));
        }
        assert!(!is_verified(&app, "ada").await);
        let events = app.get("/auth/account/events").token(&token).send().await.expect(200).text();
        assert!(events.contains("login_approved") && events.contains(ELSEWHERE), "{events}");
    }

    /// Approving wakes the waiter, also on another node, and the session knows all its makers (invariant 61).
    async fn approving_wakes_the_waiter(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let other = app.second_node().await;
        let running = other.app.jobs.start().await.expect("the jobs start");
        let auth_id = asked(&app, Some("ada"), EMAIL).await;
        let waiting = tokio::spawn(other.get(&format!("/auth/session/{}?wait=60", auth_id.field("auth_id"))).send());
        while other.app.context.waiters.count() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let login_id = only(&app, &token).await;
        approving(&app, &token, &login_id, &auth_id.field("match_code")).send().await.expect(204);
        let second = tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("soon").unwrap().expect(200);
        running.stop().await;

        let asked = asked(&app, Some("ada"), EMAIL).await;
        let second_token = second.field("session_token");
        let login_id = only(&app, &second_token).await;
        approving(&app, &second_token, &login_id, &asked.field("match_code")).send().await.expect(204);
        let third = app.poll(&asked.field("auth_id")).await.expect(200);
        let rows = entity::session::Entity::find().all(app.app.context.db.read()).await.unwrap();
        let made_by = |id: String| {
            let row = rows.iter().find(|row| row.id.to_string() == id).expect("the session");
            row.made_by.clone().unwrap_or_default()
        };
        let first_id = made_by(second.field("session_id"));
        assert_eq!(made_by(third.field("session_id")), format!("{first_id} {}", second.field("session_id")));
        app.deliver().await;
    }

    /// Approving takes the match code, whatever the networks and the policy of links; what is no code does not count, nor does the
    /// same wrong one again; the third different one ends the login (invariants 8, 10).
    async fn the_match_code_is_always_needed(database) {
        for policy in ["auto", "never"] {
            let app = TestApp::with(database, &[("LOGIN__MATCH", policy)]).await;
            let token = app.verified("ada", EMAIL).await;
            let asked = asked(&app, Some("ada"), EMAIL).await;
            let login_id = only(&app, &token).await;
            let (auth_id, code) = (asked.field("auth_id"), asked.field("match_code"));
            for body in [
                json!({"decision": "approve"}),
                json!({"decision": "approve", "match_code": null}),
                json!({"decision": "approve", "match_code": ""}),
                json!({"decision": "approve", "match_code": " \t"}),
            ] {
                let reply = deciding(&app, &token, &login_id, &body).from(HOME).send().await;
                assert_eq!(reply.expect_error(422, "match_code_missing").json()["field"], "match_code");
            }
            for malformed in ["12345", "1234567", "GHIJKL", &auth_id, &"0".repeat(1000)] {
                let reply = approving(&app, &token, &login_id, malformed).send().await;
                assert_eq!(reply.expect_error(422, "match_code_wrong").json()["field"], "match_code");
            }
            let wrong: Vec<String> = others(&code).take(3).collect();
            for _ in 0..5 {
                approving(&app, &token, &login_id, &wrong[0]).send().await.expect_error(422, "match_code_wrong");
                approving(&app, &token, &login_id, &wrong[1]).send().await.expect_error(422, "match_code_wrong");
            }
            assert_eq!(newest(&app).await.match_tries, 2);
            app.poll(&auth_id).await.expect_error(400, "authorization_pending");
            let last = approving(&app, &token, &login_id, &wrong[2]).send().await.expect_error(422, "match_code_wrong");
            assert_eq!(last.json()["field"], "match_code");
            app.poll(&auth_id).await.expect_error(400, "access_denied");
            approving(&app, &token, &login_id, &code).send().await.expect_error(404, "not_found");
            assert!(listed(&app, &token).await.is_empty());
            assert_eq!(sessions(&app, &token).await.len(), 1);
            let events = app.get("/auth/account/events").token(&token).send().await.expect(200).text();
            assert!(events.contains("login_failed"), "{events}");
            app.deliver().await;
        }
    }

    /// Wrong codes count together, whether they are typed on the link page or on a signed-in device (invariant 10).
    async fn tries_of_link_and_device_are_one_count(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let asked = asked(&app, Some("ada"), EMAIL).await;
        let link = app.login_mail(EMAIL).await.link;
        let login_id = only(&app, &token).await;
        let wrong: Vec<String> = others(&asked.field("match_code")).take(3).collect();
        let page = app.open(&link, ELSEWHERE).await;
        let type_there = async |code: &str| page.submit(&[("decision", "approve"), ("match_code", code)]).await;
        type_there(&wrong[0]).await.expect(422);
        approving(&app, &token, &login_id, &wrong[0]).send().await.expect_error(422, "match_code_wrong");
        approving(&app, &token, &login_id, &wrong[1]).send().await.expect_error(422, "match_code_wrong");
        type_there(&wrong[1]).await.expect(422);
        app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");
        type_there(&wrong[2]).await.expect(422);
        app.poll(&asked.field("auth_id")).await.expect_error(400, "access_denied");
    }

    /// A refusal is final and needs no code.
    async fn a_refusal_is_final(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let asked = asked(&app, Some("ada"), EMAIL).await;
        let login_id = only(&app, &token).await;
        denying(&app, &token, &login_id).send().await.expect(204);
        app.poll(&asked.field("auth_id")).await.expect_error(400, "access_denied");
        assert!(app.mails().await.is_empty());
        denying(&app, &token, &login_id).send().await.expect_error(404, "not_found");
        approving(&app, &token, &login_id, &asked.field("match_code")).send().await.expect_error(404, "not_found");
        app.poll(&asked.field("auth_id")).await.expect_error(400, "access_denied");
        let events = app.get("/auth/account/events").token(&token).send().await.expect(200).text();
        assert!(events.contains("login_denied"), "{events}");
    }

    /// Bad input is named and changes nothing; only a session may ask.
    async fn bad_input(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let asked = asked(&app, Some("ada"), EMAIL).await;
        let login_id = only(&app, &token).await;
        for (body, code) in [
            (json!({}), "missing_field"),
            (json!({"decision": null}), "missing_field"),
            (json!({"decision": ""}), "invalid_decision"),
            (json!({"decision": "Approve", "match_code": asked.field("match_code")}), "invalid_decision"),
            (json!({"decision": "maybe"}), "invalid_decision"),
        ] {
            let reply = deciding(&app, &token, &login_id, &body).send().await.expect_error(422, code);
            assert_eq!(reply.json()["field"], "decision");
        }
        for body in [json!({"decision": 1}), json!({"decision": "approve", "match_code": 123_456}), json!([])] {
            deciding(&app, &token, &login_id, &body).send().await.expect_error(400, "malformed_body");
        }
        app.post(&format!("/auth/logins/{login_id}")).token(&token).send().await.expect(415);
        for id in ["x", "0", &asked.field("auth_id"), "00000000-0000-0000-0000-000000000000"] {
            for body in [json!({"decision": "deny"}), json!({"decision": "approve"}), json!({"decision": "undo"})] {
                deciding(&app, &token, id, &body).send().await.expect_error(404, "not_found");
            }
        }
        deciding(&app, &token, &login_id, &json!({"decision": "undo"})).send().await.expect_error(404, "not_found");

        let key = json!({"name": "all", "scopes": doorpost::auth::scope::OWN});
        let key = app.post("/auth/keys").token(&token).json(&key).send().await.expect(200).field("access_key");
        let body = json!({"scopes": ["account:read", "sessions:write"]});
        let of_session = app.post("/auth/token").token(&token).json(&body).send().await.expect(200).field("access_token");
        for credential in [&key, &of_session] {
            app.get("/auth/logins").token(credential).send().await.expect_error(403, "insufficient_scope");
            let approve = approving(&app, credential, &login_id, &asked.field("match_code"));
            approve.send().await.expect_error(403, "insufficient_scope");
            denying(&app, credential, &login_id).send().await.expect_error(403, "insufficient_scope");
        }
        app.get("/auth/logins").send().await.expect_error(401, "authentication_required");
        app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");
        assert_eq!(newest(&app).await.match_tries, 0);
        app.deliver().await;
    }

    /// Nobody sees or decides what is another's: not by a name, not by registering with the address, not by an id (invariants 35,
    /// 68). Decoys are in nobody's list (invariant 28).
    async fn nobody_elses(database) {
        let app = TestApp::start(database).await;
        let ada = app.verified("ada", EMAIL).await;
        let bob = app.verified("bob", "bob@example.org").await;
        app.advance(1);
        let squatter = app.registered("mallory", Some(EMAIL)).await;
        let respelled = app.registered("mallory2", Some("Ada@Example.org")).await;
        let without = app.registered("carol", None).await;
        app.empty_mailbox().await;
        let named = asked(&app, Some("ada"), EMAIL).await;
        let by_address = asked(&app, None, EMAIL).await;
        for (username, email) in
            [(Some("nobody"), EMAIL), (Some("ada"), "bob@example.org"), (Some("carol"), "carol@example.org"), (None, "no@example.org")]
        {
            asked(&app, username, email).await;
        }
        for mailed in [false, true] {
            if mailed {
                app.deliver().await;
            }
            let logins = listed(&app, &ada).await;
            assert_eq!(logins.len(), 2, "{logins:?}");
            for stranger in [&bob, &squatter, &respelled, &without] {
                assert!(listed(&app, stranger).await.is_empty(), "mailed: {mailed}");
                for login in &logins {
                    let login_id = login["login_id"].as_str().unwrap();
                    for code in [named.field("match_code"), by_address.field("match_code")] {
                        approving(&app, stranger, login_id, &code).send().await.expect_error(404, "not_found");
                    }
                    denying(&app, stranger, login_id).send().await.expect_error(404, "not_found");
                    deciding(&app, stranger, login_id, &json!({"decision": "approve"})).send().await.expect(404);
                }
            }
        }
        for asked in [&named, &by_address] {
            app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");
        }
        let rows = pending_login::Entity::find().all(app.app.context.db.read()).await.unwrap();
        for decoy in rows.iter().filter(|row| row.email_key != EMAIL || row.username_key.as_deref() == Some("nobody")) {
            for token in [&ada, &bob, &squatter, &respelled, &without] {
                denying(&app, token, &decoy.id.to_string()).send().await.expect_error(404, "not_found");
            }
        }
    }

    /// Logins by address alone: of two unverified accounts neither sees them, since one may be a squatter's; a verified one does, and
    /// the login enters the account of the session that approves.
    async fn by_address_alone(database) {
        let app = TestApp::start(database).await;
        let first = app.registered("eve", Some(EMAIL)).await;
        let login = asked(&app, None, EMAIL).await;
        // The only account with the address, and from its own network.
        let at_home = app.get("/auth/logins").token(&first).from(HOME).send().await.expect(200).json();
        let login_id = at_home["logins"][0]["login_id"].as_str().expect("an id");
        denying(&app, &first, login_id).send().await.expect_error(404, "not_found");
        denying(&app, &first, login_id).from(HOME).send().await.expect(204);
        app.poll(&login.field("auth_id")).await.expect_error(400, "access_denied");
        let second = app.registered("eve2", Some(EMAIL)).await;
        app.empty_mailbox().await;
        let login = asked(&app, None, EMAIL).await;
        for mailed in [false, true] {
            if mailed {
                app.deliver().await;
            }
            assert!(listed(&app, &first).await.is_empty() && listed(&app, &second).await.is_empty(), "mailed: {mailed}");
        }
        app.poll(&login.field("auth_id")).await.expect_error(400, "authorization_pending");
        // Named ones are the named account's.
        asked(&app, Some("eve2"), EMAIL).await;
        assert!(listed(&app, &first).await.is_empty());
        denying(&app, &second, &only(&app, &second).await).send().await.expect(204);
        app.empty_mailbox().await;

        let third = app.verified("eve3", EMAIL).await;
        let fourth = app.verified("eve4", EMAIL).await;
        for mailed in [false, true] {
            let login = asked(&app, None, EMAIL).await;
            if mailed {
                app.deliver().await;
            }
            let id = newest(&app).await.id.to_string();
            let sees = |logins: Vec<Value>| logins.iter().any(|login| login["login_id"] == id.as_str());
            assert!(!sees(listed(&app, &first).await));
            assert!(sees(listed(&app, &third).await) && sees(listed(&app, &fourth).await));
            approving(&app, &fourth, &id, &login.field("match_code")).send().await.expect(204);
            let entered = app.poll(&login.field("auth_id")).await.expect(200).field("session_token");
            let who = app.get("/auth/whoami").token(&entered).send().await.expect(200);
            assert_eq!(who.field("username"), "eve4");
            approving(&app, &third, &id, &login.field("match_code")).send().await.expect_error(404, "not_found");
        }
        app.deliver().await;
    }

    /// Who registered with an address that is not his sees nothing of its owner, who asks from elsewhere by address alone; what is asked
    /// from his own network may be his own other device's (invariant 68).
    async fn a_squatter_sees_nobody(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let squatter = app.registered("mallory", Some(EMAIL)).await;
        app.empty_mailbox().await;
        let ask = |ip: &str| {
            let body = json!({"email": EMAIL, "session_platform": "owner's"});
            app.post("/auth/login").from(ip).json(&body).send()
        };
        let elsewhere = ask("203.0.113.7").await.expect(200);
        let id = newest(&app).await.id.to_string();
        for mailed in [false, true] {
            if mailed {
                app.deliver().await;
            }
            assert!(listed(&app, &squatter).await.is_empty(), "mailed: {mailed}");
            denying(&app, &squatter, &id).send().await.expect_error(404, "not_found");
            approving(&app, &squatter, &id, &elsewhere.field("match_code")).send().await.expect_error(404, "not_found");
        }
        app.poll(&elsewhere.field("auth_id")).await.expect_error(400, "authorization_pending");
    }

    /// An id is written in one way, here and everywhere.
    async fn an_id_has_one_spelling(database) {
        let app = TestApp::start(database).await.leaving_mail();
        let token = app.verified("ada", EMAIL).await;
        asked(&app, Some("ada"), EMAIL).await;
        let id = only(&app, &token).await;
        let spellings = [id.to_uppercase(), id.replace('-', ""), format!("{{{id}}}"), format!("urn:uuid:{id}")];
        for spelled in &spellings {
            denying(&app, &token, spelled).send().await.expect_error(404, "not_found");
        }
        let sessions = sessions(&app, &token).await;
        let session_id = sessions[0]["session_id"].as_str().unwrap().to_uppercase();
        app.delete(&format!("/auth/sessions/{session_id}")).token(&token).send().await.expect_error(404, "not_found");
        denying(&app, &token, &id).send().await.expect(204);
    }

    /// Logins that the caps held back are listed and approved like others; what one stranger asks does not push the owner's out
    /// (invariant 68).
    async fn held_back_by_the_caps(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.verified("ada", EMAIL).await;
        for _ in 0..12 {
            asked(&app, Some("ada"), EMAIL).await;
        }
        app.deliver().await;
        let mails = app.mails().await.len();
        let login = asked(&app, Some("ada"), EMAIL).await;
        assert_eq!(app.mails().await.len(), mails, "no more mail goes out");
        let logins = listed(&app, &token).await;
        assert_eq!(logins.len(), 13);
        let login_id = logins[0]["login_id"].as_str().unwrap();
        approving(&app, &token, login_id, &login.field("match_code")).send().await.expect(204);
        app.poll(&login.field("auth_id")).await.expect(200);
        for _ in 0..120 {
            let body = json!({"username": "ada", "email": EMAIL, "session_platform": "flood"});
            app.post("/auth/login").json(&body).from(ELSEWHERE).send().await.expect(200);
        }
        let own = app.get("/auth/logins").token(&token).from(HOME).send().await.expect(200).json();
        let own = own["logins"].as_array().unwrap();
        assert_eq!(own.len(), 100, "bounded");
        assert!(own[..12].iter().all(|login| login["ip"] == HOME), "those from here first");
        app.deliver().await;
    }

    /// With a mail server that never answers, a signed-in device still lets another one in.
    async fn while_mail_is_dead(database) {
        let app = TestApp::with(database, &DEAD).await.leaving_mail();
        let token = app.registered("ada", Some(EMAIL)).await;
        let login = asked(&app, None, EMAIL).await;
        app.deliver().await;
        let at_home = app.get("/auth/logins").token(&token).from(HOME).send().await.expect(200).json();
        let login_id = at_home["logins"][0]["login_id"].as_str().expect("an id");
        approving(&app, &token, login_id, &login.field("match_code")).from(HOME).send().await.expect(204);
        app.poll(&login.field("auth_id")).await.expect(200);
    }

    /// What is over is over: expired, withdrawn with everything else, or no longer this account's (invariants 11, 14).
    async fn what_is_over(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let expired = asked(&app, Some("ada"), EMAIL).await;
        let expired_id = only(&app, &token).await;
        app.deliver().await;
        let end = expired.json()["expiration_date"].as_i64().unwrap();
        app.advance(end - app.now());
        assert!(listed(&app, &token).await.is_empty());
        approving(&app, &token, &expired_id, &expired.field("match_code")).send().await.expect_error(404, "not_found");
        denying(&app, &token, &expired_id).send().await.expect_error(404, "not_found");
        app.advance(-60);
        // Once that was noticed, a clock that is set back does not revive it.
        approving(&app, &token, &expired_id, &expired.field("match_code")).send().await.expect_error(404, "not_found");
        app.poll(&expired.field("auth_id")).await.expect_error(400, "expired_token");
        app.advance(60);

        let withdrawn = asked(&app, Some("ada"), EMAIL).await;
        let withdrawn_id = only(&app, &token).await;
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        approving(&app, &token, &withdrawn_id, &withdrawn.field("match_code")).send().await.expect_error(404, "not_found");

        let left = asked(&app, Some("ada"), EMAIL).await;
        let left_id = only(&app, &token).await;
        app.patch("/auth/account").token(&token).json(&json!({"email": null})).send().await.expect(200);
        assert!(listed(&app, &token).await.is_empty());
        approving(&app, &token, &left_id, &left.field("match_code")).send().await.expect_error(404, "not_found");
        app.poll(&left.field("auth_id")).await.expect_error(400, "access_denied");
        app.deliver().await;
    }

    /// A session that ended while its request was under way approves, denies and undoes nothing (invariant 34).
    async fn an_ended_session_decides_nothing(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let login = asked(&app, Some("ada"), EMAIL).await;
        let login_id = only(&app, &token).await;
        approving(&app, &token, &login_id, &login.field("match_code")).send().await.expect(204);
        let thief = app.poll(&login.field("auth_id")).await.expect(200);
        let (thief_token, thief_id) = (thief.field("session_token"), thief.field("session_id"));
        app.get("/auth/whoami").token(&thief_token).send().await.expect(200);
        let waiting = asked(&app, Some("ada"), EMAIL).await;
        let waiting_id = only(&app, &token).await;
        let bodies = [
            (&waiting_id, json!({"decision": "approve", "match_code": waiting.field("match_code")})),
            (&waiting_id, json!({"decision": "approve", "match_code": others(&waiting.field("match_code")).next()})),
            (&waiting_id, json!({"decision": "deny"})),
            (&login_id, json!({"decision": "undo"})),
        ];
        let ended = std::sync::Arc::new(tokio::sync::Notify::new());
        let mut late = Vec::new();
        for (id, body) in bodies {
            let request = app.post(&format!("/auth/logins/{id}")).token(&thief_token);
            let request = request.header("content-type", "application/json");
            let signal = std::sync::Arc::clone(&ended);
            let request = request.body_after(async move { signal.notified().await }, body.to_string());
            late.push(tokio::spawn(request.send()));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        app.delete(&format!("/auth/sessions/{thief_id}")).token(&token).send().await.expect(204);
        ended.notify_waiters();
        for reply in late {
            reply.await.unwrap().expect_error(401, "invalid_credentials");
        }
        app.poll(&waiting.field("auth_id")).await.expect_error(400, "authorization_pending");
        assert_eq!(newest(&app).await.match_tries, 0);
        app.deliver().await;
    }

    /// For 15 minutes an approval can be taken back, before and after the session came of it; nobody else can.
    async fn taking_an_approval_back(database) {
        let app = TestApp::start(database).await.leaving_mail();
        let token = app.verified("ada", EMAIL).await;
        let bob = app.verified("bob", "bob@example.org").await;
        let undo = json!({"decision": "undo"});
        for collected in [false, true] {
            let login = asked(&app, Some("ada"), EMAIL).await;
            let login_id = only(&app, &token).await;
            app.advance(800);
            approving(&app, &token, &login_id, &login.field("match_code")).send().await.expect(204);
            let session = if collected { Some(app.poll(&login.field("auth_id")).await.expect(200)) } else { None };
            deciding(&app, &bob, &login_id, &undo).send().await.expect_error(404, "not_found");
            // The login's own end does not end the time for taking it back.
            app.advance(899);
            app.app.jobs.purge().await.expect("a purge");
            deciding(&app, &token, &login_id, &undo).send().await.expect(204);
            deciding(&app, &token, &login_id, &undo).send().await.expect_error(404, "not_found");
            if let Some(session) = session {
                let ended = app.get("/auth/whoami").token(&session.field("session_token")).send().await;
                ended.expect_error(401, "invalid_credentials");
            }
            assert_ne!(app.poll(&login.field("auth_id")).await.status, 200);
            assert_eq!(sessions(&app, &token).await.len(), 1);
        }
        let login = asked(&app, Some("ada"), EMAIL).await;
        let login_id = only(&app, &token).await;
        approving(&app, &token, &login_id, &login.field("match_code")).send().await.expect(204);
        let session = app.poll(&login.field("auth_id")).await.expect(200).field("session_token");
        app.advance(900);
        deciding(&app, &token, &login_id, &undo).send().await.expect_error(404, "not_found");
        app.get("/auth/whoami").token(&session).send().await.expect(200);
    }

    /// Whoever has the mail as well can take back there what a signed-in device approved.
    async fn the_link_takes_it_back(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let login = asked(&app, Some("ada"), EMAIL).await;
        let link = app.login_mail(EMAIL).await.link;
        let login_id = only(&app, &token).await;
        approving(&app, &token, &login_id, &login.field("match_code")).send().await.expect(204);
        let session = app.poll(&login.field("auth_id")).await.expect(200).field("session_token");
        let page = app.open(&link, HOME).await;
        page.submit(&[("decision", "approve")]).await.expect(410);
        page.submit(&[("decision", "undo")]).await.expect(200);
        app.get("/auth/whoami").token(&session).send().await.expect_error(401, "invalid_credentials");
    }

    /// Approvals and refusals of signed-in devices and of the link, at once, on two nodes: one of them decides, the others hear so,
    /// and there is one session at most (invariants 4, 8, 9).
    async fn one_of_many_decides(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let mut collected = 0;
        for round in 0..8 {
            let login = asked(&app, Some("ada"), EMAIL).await;
            let code = login.field("match_code");
            let login_id = newest(&app).await.id.to_string();
            let mut requests = vec![
                approving(&app, &token, &login_id, &code),
                approving(&other, &token, &login_id, &code),
                denying(&other, &token, &login_id),
            ];
            if round % 2 == 0 {
                let link = app.login_mail(EMAIL).await.link;
                let page = other.open(&link, ELSEWHERE).await;
                requests.push(page.form(&[("decision", "approve"), ("match_code", &code)]));
                requests.push(page.form(&[("decision", "deny"), ("confirm_deny", "yes")]));
            }
            requests.rotate_left(round % 3);
            let replies = at_once(requests).await;
            let won = replies.iter().filter(|reply| [200, 204].contains(&reply.status.as_u16())).count();
            assert_eq!(won, 1, "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
            assert!(replies.iter().all(|reply| [200, 204, 404, 410].contains(&reply.status.as_u16())));
            let polled = app.poll(&login.field("auth_id")).await;
            if polled.status == 200 {
                collected += 1;
            } else {
                polled.expect_error(400, "access_denied");
            }
            assert_eq!(sessions(&app, &token).await.len(), 1 + collected);
            app.deliver().await;
        }
    }

    /// Wrong codes at once, on two nodes: at most three are compared (invariant 10); the same one many times is one.
    async fn parallel_codes_are_counted(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let login = asked(&app, Some("ada"), EMAIL).await;
        let code = login.field("match_code");
        let login_id = only(&app, &token).await;
        let on = |number: usize| if number.is_multiple_of(2) { &app } else { &other };
        let wrong: Vec<String> = others(&code).take(30).collect();
        let same = (0..20).map(|number| approving(on(number), &token, &login_id, &wrong[0])).collect();
        for reply in at_once(same).await {
            reply.expect_error(422, "match_code_wrong");
        }
        assert_eq!(newest(&app).await.match_tries, 1);
        let different = wrong.iter().enumerate().map(|(number, code)| approving(on(number), &token, &login_id, code));
        let replies = at_once(different.collect()).await;
        let compared = replies.iter().filter(|reply| reply.status == 422).count();
        assert!(compared <= 3, "the repeated one, and two more: {compared}");
        assert!(replies.iter().all(|reply| reply.status == 422 || reply.status == 404));
        assert_eq!(newest(&app).await.match_tries, 3);
        app.poll(&login.field("auth_id")).await.expect_error(400, "access_denied");
        app.deliver().await;
    }
}
