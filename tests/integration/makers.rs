//! What a device leaves behind ends with it: keys, keys made by keys, access tokens, changes of the address, approvals.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{FOLLOW, Reply, TestApp, Visitor, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const THIEF: &str = "thief@example.net";
const HERE: &str = "127.0.0.1";

/// A device that a login let in: its session token and the link that approved it.
struct Device {
    token: String,
    session_id: String,
    link: String,
}

async fn signed_in(app: &TestApp) -> Device {
    app.empty_mailbox().await;
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    let link = app.login_mail(EMAIL).await.link;
    app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
    let session = app.poll(&auth_id).await.expect(200);
    Device { token: session.field("session_token"), session_id: session.field("session_id"), link }
}

async fn make_key(app: &TestApp, token: &str, name: &str) -> Reply {
    let scopes = ["account:read", "account:write", "keys:read", "keys:write", "sessions:write", "tokens:issue"];
    let body = json!({"name": name, "scopes": scopes});
    app.post("/auth/keys").token(token).json(&body).send().await.expect(200)
}

async fn lives(app: &TestApp, credential: &str) -> bool {
    let reply = app.get("/auth/whoami").token(credential).send().await;
    assert!([200, 401].contains(&reply.status.as_u16()), "{}", reply.text());
    reply.status == 200
}

/// What somebody leaves behind who had a session for a minute.
struct Left {
    key: String,
    childs_key: String,
    key_token: String,
    session_token: String,
    change: String,
}

/// Makes a key, a key with that key, access tokens, and asks for another address.
async fn leave_behind(app: &TestApp, token: &str) -> Left {
    let key = make_key(app, token, "first").await.field("access_key");
    let childs_key = make_key(app, &key, "second").await.field("access_key");
    let issue = |credential: String| async move {
        app.post("/auth/token").token(&credential).json(&json!({})).send().await.expect(200).field("access_token")
    };
    let (key_token, session_token) = (issue(key.clone()).await, issue(token.to_owned()).await);
    let body = json!({"email": THIEF});
    app.patch("/auth/account").token(token).json(&body).send().await.expect(200);
    let change = app.address_mail(THIEF).await.link;
    app.deliver().await;
    Left { key, childs_key, key_token, session_token, change }
}

impl Left {
    async fn assert_keys_are(&self, app: &TestApp, alive: bool) {
        for credential in [&self.key, &self.childs_key, &self.key_token] {
            assert_eq!(lives(app, credential).await, alive);
        }
    }

    async fn assert_change_is_withdrawn(&self, app: &TestApp, owner: &str) {
        assert!(!lives(app, &self.session_token).await);
        app.open(&self.change, HERE).await.submit(&FOLLOW).await.expect(410);
        let account = app.get("/auth/account").token(owner).send().await.expect(200).json();
        assert_eq!((&account["email"], &account["pending_email"]), (&json!(EMAIL), &Value::Null));
    }
}

on_both! {
    /// "Sign that device out again" ends everything that the device made or asked for, down to the last descendant, and says so
    /// (invariants 61, 62).
    async fn undo_ends_all_of_it(database) {
        let app = TestApp::start(database).await;
        let owner = app.verified("ada", EMAIL).await;
        let thief = signed_in(&app).await;
        let own_key = make_key(&app, &owner, "owner's").await.field("access_key");
        let left = leave_behind(&app, &thief.token).await;
        let page = app.open(&thief.link, HERE).await.submit(&[("decision", "undo")]).await.expect(200).text();
        assert!(page.contains("2 access keys") && page.contains("a change of the address"), "{page}");
        assert!(!lives(&app, &thief.token).await);
        left.assert_keys_are(&app, false).await;
        left.assert_change_is_withdrawn(&app, &owner).await;
        assert!(lives(&app, &owner).await && lives(&app, &own_key).await, "what others made stays");
        let events = app.get("/auth/account/events").token(&owner).send().await.expect(200).text();
        assert!(events.contains("email_change_withdrawn") && events.contains("access_keys_revoked"), "{events}");
        app.deliver().await;
    }

    /// It helps nobody to end what stands between: the session itself, or the key that made the other key (invariant 61).
    async fn a_link_that_is_missing_in_the_chain(database) {
        let app = TestApp::start(database).await;
        let owner = app.verified("ada", EMAIL).await;
        let thief = signed_in(&app).await;
        let left = leave_behind(&app, &thief.token).await;
        app.delete("/auth/keys/self?children=keep").token(&left.key).send().await.expect(204);
        app.post("/auth/logout").token(&thief.token).send().await.expect(204);
        assert!(lives(&app, &left.childs_key).await, "it is left, as was asked for");
        app.open(&thief.link, HERE).await.submit(&[("decision", "undo")]).await.expect(200);
        left.assert_keys_are(&app, false).await;
        left.assert_change_is_withdrawn(&app, &owner).await;
        app.deliver().await;
    }

    /// Whoever ends another session, by whatever way, ends the change of the address that it asked for; its keys stay, and are
    /// named, unless they are to go (invariant 63).
    async fn whoever_ends_another_session(database) {
        for way in ["one", "others", "platform", "page", "page others", "logout", "nameless logout", "revoke"] {
            let app = TestApp::start(database).await;
            let owner = app.verified("ada", EMAIL).await;
            let thief = signed_in(&app).await;
            let left = leave_behind(&app, &thief.token).await;
            let mut visitor = Visitor::new(&app, HERE);
            visitor.set_cookie("doorpost", &owner);
            let body = json!({"token": thief.token});
            match way {
                "one" => {
                    let path = format!("/auth/sessions/{}", thief.session_id);
                    app.delete(&path).token(&owner).send().await.expect(204);
                }
                "others" => {
                    let ended = app.delete("/auth/sessions").token(&owner).send().await.expect(200).json();
                    assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 1, "keys_left": 2}));
                }
                "platform" => {
                    let path = "/auth/sessions?platform=second%20device";
                    let ended = app.delete(path).token(&owner).send().await.expect(200).json();
                    assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 1, "keys_left": 2}));
                }
                "page" => {
                    let page = visitor.get("/account").await.expect(200).text();
                    assert!(page.contains("Revoke its 2 access keys, too"), "{page}");
                    let path = format!("/account/sessions/{}", thief.session_id);
                    visitor.post(&path, &[("decision", "end")]).await.expect(303);
                    let page = visitor.get("/account").await.expect(200).text();
                    assert!(page.contains("still work") && page.contains("is withdrawn"), "{page}");
                }
                "page others" => {
                    visitor.post("/account/sessions", &[]).await.expect(303);
                }
                "logout" => {
                    app.post("/auth/logout").token(&owner).json(&body).send().await.expect(204);
                }
                "nameless logout" => {
                    app.post("/auth/logout").json(&body).send().await.expect(204);
                }
                _ => {
                    app.post("/auth/token/revoke").json(&body).send().await.expect(200);
                }
            }
            assert!(!lives(&app, &thief.token).await, "{way}");
            left.assert_keys_are(&app, true).await;
            left.assert_change_is_withdrawn(&app, &owner).await;
            app.deliver().await;
        }
    }

    /// The keys go as well, where that is asked for; those of who asks stay (invariant 63).
    async fn with_its_keys(database) {
        for way in ["one", "others", "platform", "page", "page others", "everywhere"] {
            let app = TestApp::start(database).await;
            let owner = app.verified("ada", EMAIL).await;
            let own_key = make_key(&app, &owner, "owner's").await.field("access_key");
            let thief = signed_in(&app).await;
            let left = leave_behind(&app, &thief.token).await;
            let mut visitor = Visitor::new(&app, HERE);
            visitor.set_cookie("doorpost", &owner);
            match way {
                "one" => {
                    let path = format!("/auth/sessions/{}?keys=revoke", thief.session_id);
                    app.delete(&path).token(&owner).send().await.expect(204);
                }
                "others" => {
                    let ended = app.delete("/auth/sessions?keys=revoke").token(&owner).send().await.expect(200).json();
                    assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 1, "keys_left": 0}));
                }
                "platform" => {
                    let path = "/auth/sessions?keys=revoke&platform=second%20device";
                    let ended = app.delete(path).token(&owner).send().await.expect(200).json();
                    assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 1, "keys_left": 0}));
                }
                "page" => {
                    let path = format!("/account/sessions/{}", thief.session_id);
                    visitor.post(&path, &[("decision", "end"), ("end_keys", "yes")]).await.expect(303);
                }
                "page others" => {
                    visitor.post("/account/sessions", &[("end_keys", "yes")]).await.expect(303);
                }
                _ => {
                    visitor.post("/account/sign-out", &[("everywhere", "yes"), ("end_keys", "yes")]).await.expect(303);
                }
            }
            left.assert_keys_are(&app, false).await;
            assert!(lives(&app, &own_key).await, "{way}");
            if way == "everywhere" {
                assert!(!lives(&app, &owner).await);
                app.open(&left.change, HERE).await.submit(&FOLLOW).await.expect(410);
            } else {
                left.assert_change_is_withdrawn(&app, &owner).await;
            }
            app.deliver().await;
        }
    }

    /// Revoking keys together with sessions takes the scope that revoking keys takes.
    async fn a_key_without_the_scope(database) {
        let app = TestApp::start(database).await;
        let owner = app.registered("ada", None).await;
        let body = json!({"name": "k", "scopes": ["sessions:write"]});
        let key = app.post("/auth/keys").token(&owner).json(&body).send().await.expect(200).field("access_key");
        app.delete("/auth/sessions?keys=revoke").token(&key).send().await.expect_error(403, "insufficient_scope");
        let session_id = app.get("/auth/sessions").token(&owner).send().await.expect(200).json()["sessions"][0]["session_id"].clone();
        let path = format!("/auth/sessions/{}?keys=revoke", session_id.as_str().unwrap());
        app.delete(&path).token(&key).send().await.expect_error(403, "insufficient_scope");
        assert!(lives(&app, &owner).await && lives(&app, &key).await, "nothing was changed");
    }

    /// Who signs himself out leaves what he made: keys of scripts, and the change that waits for its mail.
    async fn by_its_own_hand(database) {
        for way in ["plain", "in the body", "by id", "page"] {
            let app = TestApp::start(database).await;
            let owner = app.verified("ada", EMAIL).await;
            let device = signed_in(&app).await;
            let left = leave_behind(&app, &device.token).await;
            match way {
                "plain" => app.post("/auth/logout").token(&device.token).send().await.expect(204),
                "in the body" => {
                    let body = json!({"token": device.token});
                    app.post("/auth/logout").token(&device.token).json(&body).send().await.expect(204)
                }
                "by id" => {
                    let path = format!("/auth/sessions/{}", device.session_id);
                    app.delete(&path).token(&device.token).send().await.expect(204)
                }
                _ => {
                    let mut visitor = Visitor::new(&app, HERE);
                    visitor.set_cookie("doorpost", &device.token);
                    visitor.post("/sign-out", &[]).await.expect(303)
                }
            };
            assert!(!lives(&app, &device.token).await);
            left.assert_keys_are(&app, true).await;
            app.open(&left.change, HERE).await.submit(&FOLLOW).await.expect(200);
            assert_eq!(app.get("/auth/account").token(&owner).send().await.expect(200).json()["email"], THIEF, "{way}");
            app.deliver().await;
        }
    }

    /// A revoked key takes the keys with it that it made, unless they are to stay; so does one that is revoked by who holds it.
    async fn children_of_keys(database) {
        let app = TestApp::start(database).await;
        let owner = app.registered("ada", None).await;
        for (number, way) in ["", "?children=keep", "self", "logout", "page", "page keep"].into_iter().enumerate() {
            let top = make_key(&app, &owner, &format!("top{number}")).await;
            let (id, key) = (top.field("key_id"), top.field("access_key"));
            let child = make_key(&app, &key, &format!("child{number}")).await.field("access_key");
            let grandchild = make_key(&app, &child, &format!("grandchild{number}")).await.field("access_key");
            let mut visitor = Visitor::new(&app, HERE);
            visitor.set_cookie("doorpost", &owner);
            match way {
                "self" => drop(app.delete("/auth/keys/self").token(&key).send().await.expect(204)),
                "logout" => drop(app.post("/auth/logout").json(&json!({"token": key})).send().await.expect(204)),
                "page" => {
                    let page = visitor.get("/account").await.expect(200).text();
                    assert!(page.contains("The 2 keys that it made are revoked, too."), "{page}");
                    visitor.post(&format!("/account/keys/{id}"), &[("decision", "revoke")]).await.expect(303);
                }
                "page keep" => {
                    let form = [("decision", "revoke"), ("keep_children", "yes")];
                    visitor.post(&format!("/account/keys/{id}"), &form).await.expect(303);
                }
                query => drop(app.delete(&format!("/auth/keys/{id}{query}")).token(&owner).send().await.expect(204)),
            }
            assert!(!lives(&app, &key).await);
            for below in [&child, &grandchild] {
                assert_eq!(lives(&app, below).await, way.ends_with("keep"), "{way}");
            }
        }
        assert!(lives(&app, &owner).await);
    }

    /// A parameter that asks for something else than it can is told so, and nothing ends: whoever types `REVOKE` believes that keys are
    /// revoked.
    async fn a_parameter_takes_one_word(database) {
        let app = TestApp::start(database).await;
        let owner = app.verified("ada", EMAIL).await;
        let other = signed_in(&app).await;
        let key = make_key(&app, &other.token, "k").await;
        let (session, key_id) = (&other.session_id, key.field("key_id"));
        for (path, field) in [
            ("/auth/sessions?keys=REVOKE".to_owned(), "keys"),
            ("/auth/sessions?platform=second%20device&keys=yes".to_owned(), "keys"),
            (format!("/auth/sessions/{session}?keys=true"), "keys"),
            (format!("/auth/sessions/{session}?sessions=yes"), "sessions"),
            (format!("/auth/keys/{key_id}?children=leave"), "children"),
        ] {
            let refused = app.delete(&path).token(&owner).send().await;
            assert_eq!(refused.expect_error(422, "invalid_parameter").field("field"), field, "{path}");
        }
        assert!(lives(&app, &other.token).await && lives(&app, &key.field("access_key")).await);
        app.delete("/auth/sessions?keys=").token(&owner).send().await.expect(200);
        assert!(lives(&app, &key.field("access_key")).await);
        app.deliver().await;
    }

    /// A device that has already taken the address: undoing its login brings the address back, since the same mailbox speaks
    /// (invariant 62).
    async fn an_address_that_was_changed_already(database) {
        let app = TestApp::start(database).await;
        let owner = app.verified("ada", EMAIL).await;
        let thief = signed_in(&app).await;
        let left = leave_behind(&app, &thief.token).await;
        app.open(&left.change, HERE).await.submit(&FOLLOW).await.expect(200);
        // And on, so that there are two ways back: only the owner's counts.
        let body = json!({"email": "further@example.net"});
        app.patch("/auth/account").token(&thief.token).json(&body).send().await.expect(200);
        let thiefs_way_back = app.address_mail(THIEF).await.link;
        let page = app.open(&thief.link, HERE).await.submit(&[("decision", "undo")]).await.expect(200).text();
        assert!(page.contains("It is the old one again"), "{page}");
        let account = app.get("/auth/account").token(&owner).send().await.expect(200).json();
        assert_eq!((&account["email"], &account["email_verified"]), (&json!(EMAIL), &json!(true)));
        app.open(&thiefs_way_back, HERE).await.submit(&FOLLOW).await.expect(410);
        app.open(&app.address_mail("further@example.net").await.link, HERE).await.submit(&FOLLOW).await.expect(410);
        left.assert_keys_are(&app, false).await;
        app.deliver().await;
    }

    /// The same from a signed-in device and from the account page: the address is the old one again, and whoever came in by the mailbox in
    /// between is out. He himself cannot give the address back, and throw himself out (invariants 62, 63).
    async fn an_address_that_was_changed_is_taken_back_by_a_session(database) {
        for way in ["api", "page", "by whom the new mailbox let in"] {
            let app = TestApp::start(database).await;
            let owner = app.verified("ada", EMAIL).await;
            let asked = app.login("ada", EMAIL).await;
            app.empty_mailbox().await;
            let logins = app.get("/auth/logins").token(&owner).send().await.expect(200).json();
            let login_id = logins["logins"][0]["login_id"].as_str().unwrap().to_owned();
            let path = format!("/auth/logins/{login_id}");
            let body = json!({"decision": "approve", "match_code": asked.field("match_code")});
            app.post(&path).token(&owner).json(&body).send().await.expect(204);
            let thief = app.poll(&asked.field("auth_id")).await.expect(200).field("session_token");
            app.patch("/auth/account").token(&thief).json(&json!({"email": THIEF})).send().await.expect(200);
            app.open(&app.address_mail(THIEF).await.link, HERE).await.submit(&FOLLOW).await.expect(200);
            let asked = app.login("ada", THIEF).await;
            let link = app.login_mail(THIEF).await.link;
            app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            let by_mail = app.poll(&asked.field("auth_id")).await.expect(200).field("session_token");
            let key = make_key(&app, &by_mail, "by mail").await.field("access_key");
            let undo = json!({"decision": "undo"});
            match way {
                "api" => app.post(&path).token(&owner).json(&undo).send().await.expect(204),
                "page" => {
                    let mut visitor = Visitor::new(&app, HERE);
                    visitor.set_cookie("doorpost", &owner);
                    visitor.post(&format!("/account/logins/{login_id}"), &[("decision", "undo")]).await.expect(303);
                    let page = visitor.get("/account").await.expect(200);
                    assert!(page.text().contains("It is the old one again"), "{}", page.text());
                    page
                }
                _ => app.post(&path).token(&by_mail).json(&undo).send().await.expect(204),
            };
            let restored = way != "by whom the new mailbox let in";
            assert!(!lives(&app, &thief).await, "{way}");
            assert_eq!([lives(&app, &by_mail).await, lives(&app, &key).await], [!restored; 2], "{way}");
            let account = app.get("/auth/account").token(&owner).send().await.expect(200).json();
            assert_eq!(account["email"], json!(if restored { EMAIL } else { THIEF }), "{way}");
            app.deliver().await;
        }
    }

    /// A session that the owner's own let in is another device: what it made is not spared when the owner ends all others, nor what was
    /// made through it (invariants 61, 63).
    async fn what_the_owner_let_in(database) {
        for way in ["others", "page others", "everywhere"] {
            let app = TestApp::start(database).await;
            let owner = app.verified("ada", EMAIL).await;
            let own_key = make_key(&app, &owner, "owner's").await.field("access_key");
            let own_child = make_key(&app, &own_key, "owner's child").await.field("access_key");
            let asked = app.login("ada", EMAIL).await;
            app.empty_mailbox().await;
            let logins = app.get("/auth/logins").token(&owner).send().await.expect(200).json();
            let path = format!("/auth/logins/{}", logins["logins"][0]["login_id"].as_str().unwrap());
            let body = json!({"decision": "approve", "match_code": asked.field("match_code")});
            app.post(&path).token(&owner).json(&body).send().await.expect(204);
            let thief = app.poll(&asked.field("auth_id")).await.expect(200).field("session_token");
            let left = leave_behind(&app, &thief).await;
            let mut visitor = Visitor::new(&app, HERE);
            visitor.set_cookie("doorpost", &owner);
            match way {
                "others" => {
                    let path = "/auth/sessions?keys=revoke";
                    let ended = app.delete(path).token(&owner).send().await.expect(200).json();
                    assert_eq!(ended, json!({"ended": 1, "changes_withdrawn": 1, "keys_left": 0}));
                }
                "page others" => {
                    let page = visitor.get("/account").await.expect(200).text();
                    assert!(page.contains("Revoke 2 access keys that this device did not make"), "{page}");
                    visitor.post("/account/sessions", &[("end_keys", "yes")]).await.expect(303);
                }
                _ => {
                    visitor.post("/account/sign-out", &[("everywhere", "yes"), ("end_keys", "yes")]).await.expect(303);
                }
            }
            left.assert_keys_are(&app, false).await;
            app.open(&left.change, HERE).await.submit(&FOLLOW).await.expect(410);
            assert!(lives(&app, &own_key).await && lives(&app, &own_child).await, "{way}: what the owner made stays");
            app.deliver().await;
        }
    }

    /// A device that took the address and signed in by mail to it: the session that came of that has no maker, and ends all the same
    /// when the device's own login is undone by the old mailbox (invariant 62).
    async fn a_sign_in_through_the_address_in_between(database) {
        let app = TestApp::start(database).await;
        let owner = app.verified("ada", EMAIL).await;
        let thief = signed_in(&app).await;
        let left = leave_behind(&app, &thief.token).await;
        app.open(&left.change, HERE).await.submit(&FOLLOW).await.expect(200);
        app.empty_mailbox().await;
        let auth_id = app.login("ada", THIEF).await.field("auth_id");
        let link = app.login_mail(THIEF).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        let by_mail = app.poll(&auth_id).await.expect(200).field("session_token");
        let key = make_key(&app, &by_mail, "by mail").await.field("access_key");
        app.open(&thief.link, HERE).await.submit(&[("decision", "undo")]).await.expect(200);
        for credential in [&by_mail, &key] {
            assert!(!lives(&app, credential).await);
        }
        assert_eq!(app.get("/auth/account").token(&owner).send().await.expect(200).json()["email"], EMAIL);
        app.deliver().await;
    }

    /// Whatever is made while its maker is being thrown out, by another node too, goes with it (invariants 34, 61).
    async fn while_it_is_being_made(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let node = app.second_node().await;
        for round in 0..6 {
            let thief = signed_in(&app).await;
            let key = make_key(&app, &thief.token, &format!("first{round}")).await.field("access_key");
            let making = |number: usize| {
                let (app, by) = if number.is_multiple_of(2) { (&app, &thief.token) } else { (&node, &key) };
                let body = json!({"name": format!("k{round}-{number}"), "scopes": ["account:read"]});
                app.post("/auth/keys").token(by).json(&body)
            };
            let mut requests: Vec<_> = (0..10).map(making).collect();
            requests.insert(round, app.open(&thief.link, HERE).await.form(&[("decision", "undo")]));
            for reply in at_once(requests).await {
                if reply.status == 200 && reply.header("content-type").is_some_and(|kind| kind.contains("json")) {
                    assert!(!lives(&app, &reply.field("access_key")).await, "round {round}");
                }
            }
            assert!(!lives(&app, &key).await && !lives(&node, &key).await);
        }
        app.deliver().await;
    }
}

/// Every table of an account's things says what made them, or is named here with the reason why nothing can have; and what has a maker
/// is known to the one piece of code that ends it (invariant 61).
#[test]
fn every_table_has_its_maker() {
    let without = [
        ("event", "a record of what was done, which opens nothing"),
        ("resting_name", "a name that was left, which opens nothing"),
        ("idempotency_record", "a copy of a registration's answer, which nobody made before it"),
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("entity/src");
    let ending = include_str!("../../src/auth/revocation.rs");
    let mut tables = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        let name = file.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(file.path()).unwrap();
        if !text.contains("pub account_id:") {
            continue;
        }
        let has_maker = text.contains("pub made_by: Option<String>");
        let excused = without.iter().any(|(table, _)| *table == name);
        assert!(has_maker != excused, "{name} has to say what made it");
        assert!(excused || ending.contains(&format!("{name}::Entity::")), "{name} is ended with no maker");
        tables.insert(name);
    }
    assert!(tables.len() >= 6, "{tables:?}");
}
