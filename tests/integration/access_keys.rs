//! Access keys: making, using, listing, changing, revoking; and what they never do.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Process, Reply, TestApp, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const DAY: i64 = 86_400;
const ALL: [&str; 7] =
    ["account:read", "account:write", "sessions:read", "sessions:write", "keys:read", "keys:write", "tokens:issue"];

async fn make(app: &TestApp, credential: &str, body: &Value) -> Reply {
    app.post("/auth/keys").token(credential).json(body).send().await
}

async fn key(app: &TestApp, credential: &str, name: &str, scopes: &[&str]) -> String {
    make(app, credential, &json!({"name": name, "scopes": scopes})).await.expect(200).field("access_key")
}

async fn is_alive(app: &TestApp, credential: &str) -> bool {
    app.get("/auth/whoami").token(credential).send().await.status == 200
}

async fn names(app: &TestApp, credential: &str) -> Vec<String> {
    let list = app.get("/auth/keys").token(credential).send().await.expect(200).json();
    list["keys"].as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    /// Shown once, usable at once, and told to the owner; nothing of it is in the list (invariants 15, 16).
    async fn making_one(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let body = json!({"name": " build server ", "description": "for the nightly", "scopes": ["sessions:read", "account:read"]});
        let made = make(&app, &token, &body).await.expect(200);
        let secret = made.field("access_key");
        let mut expected = json!({
            "key_id": made.field("key_id"),
            "name": "build server",
            "description": "for the nightly",
            "prefix": &secret[..10],
            "scopes": ["account:read", "sessions:read"],
            "creation_date": app.now(),
            "expiration_date": app.now() + 90 * DAY,
            "last_used_date": null,
            "last_used_ip": null,
        });
        let list = app.get("/auth/keys").token(&token).send().await.expect(200);
        assert_eq!(list.json(), json!({"keys": [expected], "next_cursor": null}));
        assert!(!list.text().contains(&secret[10..]));
        expected["access_key"] = json!(secret);
        assert_eq!(made.json(), expected);

        let who = app.get("/auth/whoami").token(&secret).send().await.expect(200).json();
        assert_eq!(who["credential"], "access_key");
        assert_eq!(who["username"], "ada");
        assert_eq!(who["scopes"], json!(["account:read", "sessions:read"]));

        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, EMAIL);
        for fact in ["build server", "ada", &secret[..10], "account:read, sessions:read", "/me"] {
            assert!(mails[0].text.contains(fact) && mails[0].html.contains(fact), "{fact}: {}", mails[0].text);
        }
        assert!(!mails[0].text.contains(&secret[10..]) && !mails[0].html.contains(&secret[10..]));
    }

    /// The owner is told at an unverified address, too, within the few mails that a stranger may get; without an address
    /// there is nobody to tell.
    async fn unverified_addresses(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        for number in 0..5 {
            key(&app, &token, &format!("k{number}"), &["account:read"]).await;
        }
        let told = app.mails().await;
        assert_eq!(told.len(), 3, "the verification and two of five");
        assert_eq!(told.iter().filter(|mail| mail.text.contains("access key")).count(), 2);
        app.empty_mailbox().await;
        let bob = app.registered("bob", None).await;
        key(&app, &bob, "k", &["account:read"]).await;
        assert!(app.mails().await.is_empty());
    }

    /// What breaks a rule says which, and makes nothing.
    async fn bad_wishes(database) {
        let app = TestApp::with(database, &[("SCOPES__EXTRA", "packages:read, packages:publish")]).await;
        let token = app.registered("ada", None).await;
        let scopes = json!(["account:read"]);
        let soon = app.now() + DAY;
        for (body, field) in [
            (json!({"scopes": scopes}), "name"),
            (json!({"name": "  ", "scopes": scopes}), "name"),
            (json!({"name": "n".repeat(65), "scopes": scopes}), "name"),
            (json!({"name": "a\u{0}b", "scopes": scopes}), "name"),
            (json!({"name": "a\u{202e}b", "scopes": scopes}), "name"),
            (json!({"name": "k", "description": "d".repeat(201), "scopes": scopes}), "description"),
            (json!({"name": "k"}), "scopes"),
            (json!({"name": "k", "scopes": []}), "scopes"),
            (json!({"name": "k", "scopes": ["account:delete"]}), "scopes"),
            (json!({"name": "k", "scopes": ["account:read", "packages:write"]}), "scopes"),
            (json!({"name": "k", "scopes": scopes, "expiration_date": app.now()}), "expiration_date"),
            (json!({"name": "k", "scopes": scopes, "expiration_date": -1}), "expiration_date"),
            (json!({"name": "k", "scopes": scopes, "expiration_date": app.now() + 365 * DAY + 1}), "expiration_date"),
            (json!({"name": "k", "scopes": scopes, "expiration_date": i64::MAX}), "expiration_date"),
        ] {
            let reply = make(&app, &token, &body).await.expect(422);
            assert_eq!(reply.json()["field"], field, "{body}");
        }
        for body in [json!({"name": 1, "scopes": scopes}), json!({"name": "k", "scopes": "account:read"}),
            json!({"name": "k", "scopes": scopes, "expiration_date": "soon"}),
            json!({"name": "k", "scopes": scopes, "expiration_date": 1.5})]
        {
            make(&app, &token, &body).await.expect_error(400, "malformed_body");
        }
        assert!(names(&app, &token).await.is_empty());
        let body = json!({"name": "k", "scopes": ["packages:publish"], "expiration_date": soon});
        assert_eq!(make(&app, &token, &body).await.expect(200).json()["expiration_date"], soon);
        let longest = json!({"name": "l", "scopes": scopes, "expiration_date": app.now() + 365 * DAY});
        make(&app, &token, &longest).await.expect(200);
    }

    /// A key never gives away a scope or a life that it has not got itself (invariant 36).
    async fn never_more_than_its_maker(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let end = app.now() + 10 * DAY;
        let scopes = ["keys:read", "keys:write", "account:read"];
        let body = json!({"name": "maker", "scopes": scopes, "expiration_date": end});
        let maker = make(&app, &token, &body).await.expect(200).field("access_key");
        for beyond in [
            json!({"name": "k", "scopes": ["account:read", "account:write"]}),
            json!({"name": "k", "scopes": ALL}),
            json!({"name": "k", "scopes": ["account:read"], "expiration_date": end + 1}),
        ] {
            make(&app, &maker, &beyond).await.expect_error(403, "insufficient_scope");
        }
        app.advance(1);
        let within = make(&app, &maker, &json!({"name": "k", "scopes": ["account:read"]})).await.expect(200);
        assert_eq!(within.json()["expiration_date"], end, "not 90 days, but as long as its maker");
        assert_eq!(names(&app, &token).await, ["k", "maker"]);
        let reader = key(&app, &token, "reader", &["keys:read"]).await;
        make(&app, &reader, &json!({"name": "x", "scopes": ["keys:read"]})).await.expect_error(403, "insufficient_scope");
    }

    /// A key does not become a session by way of another mailbox, nor does an access token (invariant 36).
    async fn never_by_mail(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let key = key(&app, &token, "k", &["account:write", "tokens:issue"]).await;
        app.empty_mailbox().await;
        let issued = app.post("/auth/token").token(&token).send().await.expect(200).field("access_token");
        for credential in [&key, &issued] {
            for email in [json!("thief@example.net"), Value::Null] {
                let change = app.patch("/auth/account").token(credential).json(&json!({"email": email, "username": "eve"}));
                change.send().await.expect_error(403, "insufficient_scope");
            }
        }
        let account = app.get("/auth/account").token(&token).send().await.expect(200).json();
        assert_eq!((&account["username"], &account["email"]), (&json!("ada"), &json!(EMAIL)));
        app.patch("/auth/account").token(&key).json(&json!({"username": "ada2"})).send().await.expect(200);
        let told = app.mails().await;
        assert!(told.len() == 1 && told[0].subject.contains("user name"), "the owner is told of the new name, and of nothing else");
    }

    /// What was asked for by a credential that dies before the body has arrived is not done (invariant 34).
    async fn bodies_that_come_late(database) {
        let process = Process::start(database).await;
        let post = |path: &'static str, credential: String, body: Value| {
            let process = &process;
            async move { process.send(Method::POST, path, Some(&credential), Some(&body)).await.expect(200) }
        };
        for (number, wish) in ["a session makes a key", "a key makes a key", "a session renames", "a token makes a key", "a token is issued"].into_iter().enumerate() {
            let session = process.register(&format!("ada{number}"), None).await.field("session_token");
            let scopes = json!(["keys:write", "account:read"]);
            let maker = post("/auth/keys", session.clone(), json!({"name": "maker", "scopes": scopes})).await;
            let (credential, line, body) = match wish {
                "a session makes a key" => (session, "POST /auth/keys", json!({"name": "late", "scopes": scopes})),
                "a key makes a key" => {
                    (maker.field("access_key"), "POST /auth/keys", json!({"name": "late", "scopes": scopes}))
                }
                "a token makes a key" => {
                    let token = post("/auth/token", session, json!({"scopes": scopes})).await.field("access_token");
                    (token, "POST /auth/keys", json!({"name": "late", "scopes": scopes}))
                }
                "a token is issued" => (session, "POST /auth/token", json!({"audience": "api"})),
                _ => (session, "PATCH /auth/account", json!({"username": "late", "email": "thief@example.net"})),
            };
            let body = body.to_string();
            let mut socket = TcpStream::connect(process.url().trim_start_matches("http://")).await.unwrap();
            let head = format!(
                "{line} HTTP/1.1\r\nHost: x\r\nAuthorization: {credential}\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n{{",
                body.len()
            );
            socket.write_all(head.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(300)).await;
            process.send(Method::POST, "/auth/logout", Some(&credential), None).await.expect(204);
            socket.write_all(&body.as_bytes()[1..]).await.unwrap();
            let mut answer = String::new();
            socket.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains("invalid_credentials"), "{wish}: {answer}");
        }
    }

    /// A key is no session: it cannot be extended, and ends no session as its own (invariant 36).
    async fn never_a_session(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let key = key(&app, &token, "k", &ALL).await;
        app.post("/auth/session/extend").token(&key).send().await.expect_error(403, "insufficient_scope");
        let list = app.get("/auth/sessions").token(&key).send().await.expect(200).json();
        assert_eq!(list["sessions"][0]["current"], false);
        let ended = app.delete("/auth/sessions").token(&key).send().await.expect(200).json();
        assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 0, "keys_left": 0}));
        assert!(!is_alive(&app, &token).await && is_alive(&app, &key).await);
    }

    /// Of many made at once a hundred are made, and no name twice; what has ended counts no more (invariant 29).
    async fn a_hundred_at_most(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let ask = |name: String| {
            let body = json!({"name": name, "scopes": ["account:read"], "expiration_date": app.now() + DAY});
            app.post("/auth/keys").token(&token).json(&body)
        };
        let replies = at_once((0..120).map(|number| ask(format!("k{}", number / 2 * 2))).collect()).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 60);
        for reply in replies.into_iter().filter(|reply| reply.status != 200) {
            assert_eq!(reply.expect_error(409, "name_taken").json()["field"], "name");
        }
        let replies = at_once((0..60).map(|number| ask(format!("further{number}"))).collect()).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 40);
        for reply in replies.into_iter().filter(|reply| reply.status != 200) {
            reply.expect_error(409, "too_many_keys");
        }
        // What one account has is no other's affair.
        let bob = app.registered("bob", None).await;
        key(&app, &bob, "k0", &["account:read"]).await;
        app.advance(DAY);
        ask("k2".to_owned()).send().await.expect(200);
        key(&app, &token, "k0", &["account:read"]).await;
    }

    /// Page by page nothing is lost and nothing comes twice, the newest first.
    async fn paging_through_them(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let other = app.registered("bob", None).await;
        key(&app, &other, "not ada's", &["account:read"]).await;
        for number in 0..7 {
            key(&app, &token, &format!("k{number}"), &["account:read"]).await;
            app.advance(1);
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = app.get(&format!("/auth/keys?limit=3{cursor}")).token(&token).send().await.expect(200).json();
            let keys = page["keys"].as_array().unwrap();
            seen.extend(keys.iter().map(|key| key["name"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            assert_eq!(keys.len(), 3);
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, ["k6", "k5", "k4", "k3", "k2", "k1", "k0"]);
        let bad = app.get("/auth/keys?cursor=x").token(&token).send().await.expect(422);
        assert_eq!(bad.json()["field"], "cursor");
    }

    /// Renaming and describing; scopes and end stay as they are, whatever is sent.
    async fn changing_one(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let made = make(&app, &token, &json!({"name": "old", "description": "d", "scopes": ["account:read"]})).await;
        let id = made.expect(200).field("key_id");
        key(&app, &token, "taken", &["account:read"]).await;
        let change = |body: Value| app.patch(&format!("/auth/keys/{id}")).token(&token).json(&body);
        let widened = json!({"name": "new", "scopes": ALL, "expiration_date": app.now() + 300 * DAY});
        let changed = change(widened).send().await.expect(200).json();
        assert_eq!((&changed["name"], &changed["description"]), (&json!("new"), &json!("d")));
        assert_eq!(changed["scopes"], json!(["account:read"]));
        assert_eq!(changed["expiration_date"], app.now() + 90 * DAY);
        change(json!({"name": "taken"})).send().await.expect_error(409, "name_taken");
        change(json!({"name": ""})).send().await.expect_error(422, "invalid_name");
        assert_eq!(change(json!({"description": null})).send().await.expect(200).json()["description"], Value::Null);
        assert_eq!(change(json!({})).send().await.expect(200).json()["name"], "new");
    }

    /// Keys that change themselves and each other, all at once, are all answered, and hold off no revocation.
    async fn changing_them_at_once(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let mut keys = Vec::new();
        for name in ["first", "second"] {
            let body = json!({"name": name, "scopes": ["keys:write"]});
            let made = make(&app, &token, &body).await.expect(200);
            keys.push((made.field("key_id"), made.field("access_key")));
        }
        let change = |maker: &str, key_id: &str| {
            app.patch(&format!("/auth/keys/{key_id}")).token(maker).json(&json!({"description": "d"}))
        };
        let (first, second) = (&keys[0], &keys[1]);
        let mut requests = Vec::new();
        for _ in 0..8 {
            requests.push(change(&first.1, "self"));
            requests.push(change(&first.1, &second.0));
            requests.push(change(&second.1, &first.0));
        }
        for reply in at_once(requests).await {
            reply.expect(200);
        }
        let mut requests: Vec<_> = (0..16).map(|_| change(&first.1, "self")).collect();
        requests.push(app.delete(&format!("/auth/keys/{}", first.0)).token(&token));
        let mut replies = at_once(requests).await;
        replies.pop().expect("the last").expect(204);
        assert!(replies.iter().all(|reply| [200, 401, 404].contains(&reply.status.as_u16())));
    }

    /// A change that meets no key frees no name, and a key keeps its own.
    async fn names_of_ended_keys(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let body = json!({"name": "ended", "scopes": ["account:read"], "expiration_date": app.now() + DAY});
        let ended = make(&app, &token, &body).await.expect(200).field("key_id");
        app.advance(DAY);
        let rename = |id: &str| app.patch(&format!("/auth/keys/{id}")).token(&token).json(&json!({"name": "ended"}));
        rename("00000000-0000-0000-0000-000000000000").send().await.expect_error(404, "not_found");
        rename(&ended).send().await.expect(200);
        assert_eq!(names(&app, &token).await, ["ended"]);
        let other = make(&app, &token, &json!({"name": "other", "scopes": ["account:read"]})).await.expect(200);
        rename(&other.field("key_id")).send().await.expect(200);
        assert_eq!(names(&app, &token).await, ["ended"]);
    }

    /// Another's key is as good as none (invariant 35), and what is revoked is dead at once (invariant 34).
    async fn revoking_one(database) {
        let app = TestApp::start(database).await;
        let (ada, bob) = (app.registered("ada", None).await, app.registered("bob", None).await);
        let made = make(&app, &ada, &json!({"name": "k", "scopes": ["account:read"]})).await.expect(200);
        let (id, secret) = (made.field("key_id"), made.field("access_key"));
        let path = format!("/auth/keys/{id}");
        app.get(&path).token(&bob).send().await.expect_error(404, "not_found");
        app.patch(&path).token(&bob).json(&json!({"name": "mine"})).send().await.expect_error(404, "not_found");
        app.delete(&path).token(&bob).send().await.expect_error(404, "not_found");
        for none in ["/auth/keys/unknown", "/auth/keys/00000000-0000-0000-0000-000000000000"] {
            app.get(none).token(&ada).send().await.expect_error(404, "not_found");
        }
        let other = app.second_node().await;
        assert!(is_alive(&other, &secret).await);
        app.delete(&path).token(&ada).send().await.expect(204);
        for node in [&app, &other, &app.restarted_with(&[]).await] {
            let refused = node.get("/auth/whoami").token(&secret).send().await;
            refused.expect_error(401, "invalid_credentials");
        }
        app.delete(&path).token(&ada).send().await.expect_error(404, "not_found");
    }

    /// What a key may do about itself, without any scope for it.
    async fn itself(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let secret = key(&app, &token, "k", &["account:read"]).await;
        let own = app.get("/auth/keys/self").token(&secret).send().await.expect(200).json();
        assert_eq!(own["name"], "k");
        app.get("/auth/keys/self").token(&token).send().await.expect_error(404, "not_found");
        let rename = json!({"name": "renamed"});
        app.patch("/auth/keys/self").token(&secret).json(&rename).send().await.expect_error(403, "insufficient_scope");
        let writer = key(&app, &token, "w", &["keys:write"]).await;
        app.patch("/auth/keys/self").token(&writer).json(&rename).send().await.expect(200);
        app.delete("/auth/keys/self").token(&secret).send().await.expect(204);
        assert!(!is_alive(&app, &secret).await);
        app.post("/auth/logout").token(&writer).send().await.expect(204);
        assert!(!is_alive(&app, &writer).await);
        let last = key(&app, &token, "l", &["account:read"]).await;
        app.post("/auth/logout").json(&json!({"token": last})).send().await.expect(204);
        assert!(!is_alive(&app, &last).await && is_alive(&app, &token).await);
    }

    /// Its end is checked at use; it stays in the list for 30 days, and is announced a week before, once, to the owner.
    async fn its_end(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let body = json!({"name": "long", "scopes": ["account:read"], "expiration_date": app.now() + 10 * DAY, "locale": "de"});
        let long = make(&app, &token, &body).await.expect(200).field("access_key");
        app.advance(1);
        let body = json!({"name": "short", "scopes": ["account:read"], "expiration_date": app.now() + 7 * DAY});
        make(&app, &token, &body).await.expect(200);
        app.empty_mailbox().await;
        assert_eq!(app.app.jobs.announce_key_ends().await.unwrap(), 0);
        app.advance(3 * DAY - 1);
        let other = app.second_node().await;
        let (here, there) = tokio::join!(app.app.jobs.announce_key_ends(), other.app.jobs.announce_key_ends());
        assert!(here.unwrap() + there.unwrap() >= 1);
        assert_eq!(app.app.jobs.announce_key_ends().await.unwrap(), 0);
        let mut mails = app.mails().await;
        mails.extend(other.mails().await);
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains("läuft bald ab"), "{}", mails[0].subject);
        assert!(mails[0].text.contains("long") && mails[0].text.contains(&long[..10]));
        app.advance(7 * DAY - 1);
        assert!(is_alive(&app, &long).await);
        app.advance(1);
        assert!(!is_alive(&app, &long).await);
        assert_eq!(names(&app, &token).await, ["short", "long"]);
        app.advance(19 * DAY);
        let session = app.get("/auth/whoami").token(&token).send().await;
        session.expect(200);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(names(&app, &token).await, ["short", "long"]);
    }

    /// Whoever's credential ends by itself while the body is still on its way changes nothing (invariants 34, 37).
    async fn ended_before_the_body_came(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let maker = key(&app, &session, "maker", &["keys:write", "keys:read", "account:read"]).await;
        for (credential, life) in [(&session, 30 * DAY), (&maker, 90 * DAY)] {
            let body = json!({"name": format!("late {life}"), "scopes": ["account:read"]}).to_string();
            let ask = app.post("/auth/keys").token(credential).header("content-type", "application/json");
            ask.body_after(app.later(life), body).send().await.expect_error(401, "invalid_credentials");
            let keys = entity::access_key::Entity::find().all(app.app.context.db.read()).await.unwrap();
            assert!(keys.iter().all(|key| !key.name.starts_with("late")), "{life}");
            app.advance(-life);
        }
        app.get("/auth/whoami").token(&session).send().await.expect(200);
    }

    /// A key that is handed in ends, and no other does, of whatever account.
    async fn one_and_no_other(database) {
        let app = TestApp::start(database).await;
        let (ada, bob) = (app.registered("ada", None).await, app.registered("bob", None).await);
        let (first, second) = (key(&app, &ada, "a", &["account:read"]).await, key(&app, &ada, "b", &["account:read"]).await);
        let third = key(&app, &ada, "c", &["account:read"]).await;
        let other = key(&app, &bob, "a", &["account:read"]).await;
        app.post("/auth/token/revoke").json(&json!({"token": first})).send().await.expect(200);
        app.post("/auth/logout").token(&second).send().await.expect(204);
        assert!(!is_alive(&app, &first).await && !is_alive(&app, &second).await);
        assert!(is_alive(&app, &third).await && is_alive(&app, &other).await);
        app.delete("/auth/keys/self").token(&third).send().await.expect(204);
        assert!(!is_alive(&app, &third).await && is_alive(&app, &other).await);
    }

    /// When and from where, at most once a minute; of this key and no other.
    async fn last_use(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let secret = key(&app, &token, "k", &["account:read"]).await;
        let start = app.now();
        let used = async |ip: &str| {
            app.get("/auth/whoami").token(&secret).from(ip).send().await.expect(200);
            let own = app.get("/auth/keys").token(&token).send().await.expect(200).json();
            (own["keys"][0]["last_used_date"].as_i64().unwrap() - start, own["keys"][0]["last_used_ip"].clone())
        };
        assert_eq!(used("127.0.0.2").await, (0, json!("127.0.0.2")));
        app.advance(59);
        assert_eq!(used("127.0.0.3").await, (0, json!("127.0.0.2")));
        app.advance(1);
        assert_eq!(used("127.0.0.3").await, (60, json!("127.0.0.3")));
        app.advance(60);
        let other = key(&app, &token, "other", &["account:read"]).await;
        app.get("/auth/whoami").token(&other).send().await.expect(200);
        let all = app.get("/auth/keys").token(&token).send().await.expect(200).json();
        let dates: Vec<i64> = all["keys"].as_array().unwrap().iter().map(|key| key["last_used_date"].as_i64().unwrap()).collect();
        assert_eq!(dates, [start + 120, start + 60]);
    }

    /// Deleting the account ends its keys; so do the way back from a changed address and the first proof of an address,
    /// where whoever made them was somebody else.
    async fn they_end_with_what_made_them(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        let squatters = key(&app, &token, "k", &["account:read"]).await;
        app.login("ada", EMAIL).await;
        let link = app.login_mail(EMAIL).await.link;
        let decision = [("decision", "approve"), ("end_other_sessions", "yes")];
        app.open(&link, "127.0.0.1").await.submit(&decision).await.expect(200);
        assert!(!is_alive(&app, &squatters).await);

        let bob = app.verified("bob", "bob@example.org").await;
        let bobs = key(&app, &bob, "k", &["account:read"]).await;
        app.empty_mailbox().await;
        app.patch("/auth/account").token(&bob).json(&json!({"email": "eve@example.org"})).send().await.expect(200);
        let undo = app.address_mail("bob@example.org").await.link;
        app.open(&undo, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
        assert!(!is_alive(&app, &bobs).await);

        let eve = app.registered("eve", None).await;
        let eves = key(&app, &eve, "k", &["account:read", "account:write"]).await;
        app.delete("/auth/account").token(&eves).send().await.expect(204);
        assert!(!is_alive(&app, &eves).await);
        app.empty_mailbox().await;
    }

    /// A thousand keys, and none twice (invariant 20).
    async fn none_comes_twice(database) {
        let app = TestApp::start(database).await;
        let mut seen = BTreeSet::new();
        for number in 0..10 {
            let token = app.registered(&format!("ada{number}"), None).await;
            for key_number in 0..5 {
                assert!(seen.insert(key(&app, &token, &format!("k{key_number}"), &["account:read"]).await));
            }
        }
    }
}
