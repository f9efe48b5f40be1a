//! The record of what was done with an account: written with the change, seen by its owner alone, forgotten in time.

use entity::event::{self, EventKind};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, Iterable, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";

async fn events(app: &TestApp, token: &str) -> Vec<Value> {
    let reply = app.get("/auth/account/events?limit=100").token(token).send().await.expect(200).json();
    assert_eq!(reply["next_cursor"], Value::Null);
    reply["events"].as_array().unwrap().clone()
}

/// The kinds, the oldest first.
async fn kinds(app: &TestApp, token: &str) -> Vec<String> {
    events(app, token).await.iter().rev().map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    /// Everything that is done with an account is there, in its order, with where it came from and which request did it; and no
    /// secret is.
    async fn everything_that_is_done(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        app.advance(1);
        let asked = app.login("ada", EMAIL).await;
        let link = app.login_mail(EMAIL).await.link;
        app.advance(1);
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        app.advance(1);
        let second = app.poll(&asked.field("auth_id")).await.expect(200).field("session_token");
        app.advance(1);
        app.open(&link, HERE).await.submit(&[("decision", "undo")]).await.expect(200);
        app.empty_mailbox().await;
        app.advance(1);
        app.login("ada", EMAIL).await;
        let link = app.login_mail(EMAIL).await.link;
        app.advance(1);
        app.open(&link, HERE).await.submit(&[("decision", "deny"), ("confirm_deny", "yes")]).await.expect(200);
        app.advance(1);
        let body = json!({"name": "backup", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        app.advance(1);
        app.delete(&format!("/auth/keys/{}", key.field("key_id"))).token(&token).send().await.expect(204);
        app.advance(1);
        app.patch("/auth/account").token(&token).json(&json!({"username": "lovelace"})).send().await.expect(200);
        app.advance(1);
        let renaming = app.patch("/auth/account").token(&token).header("x-request-id", "my-request");
        renaming.json(&json!({"email": "new@example.org"})).send().await.expect(200);
        let change = app.address_mail("new@example.org").await.link;
        let undo = app.address_mail(EMAIL).await.link;
        app.advance(1);
        app.open(&change, HERE).await.submit(&crate::support::FOLLOW).await.expect(200);
        app.advance(1);
        let mut told = events(&app, &token).await;
        told.reverse();
        let kinds: Vec<&str> = told.iter().map(|event| event["kind"].as_str().unwrap()).collect();
        // What happened within one second has no order that a test could know.
        assert_eq!(kinds.len(), 14, "{kinds:?}");
        assert_eq!(kinds[3..], [
            "login_asked",
            "login_approved",
            "session_begun",
            "login_undone",
            "login_asked",
            "login_denied",
            "access_key_created",
            "access_key_revoked",
            "username_changed",
            "email_change_asked",
            "email_changed",
        ]);
        for first in ["account_registered", "session_begun", "email_verified"] {
            assert!(kinds[..3].contains(&first), "{kinds:?}");
        }
        let asked_for = &told[3];
        assert_eq!((&asked_for["session_platform"], &asked_for["ip"]), (&json!("second device"), &json!(HERE)));
        assert_eq!(told[9]["session_platform"], "backup");
        assert_eq!(told[12]["request_id"], "my-request");
        let text = Value::from(told.clone()).to_string();
        for secret in [&token, &second, &key.field("access_key"), &asked.field("auth_id"), EMAIL] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        app.open(&undo, HERE).await.submit(&crate::support::FOLLOW).await.expect(200);
        app.empty_mailbox().await;
    }

    /// Page by page, one's own alone, with the scope for it.
    async fn listing_them(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        let bob = app.registered("bob", None).await;
        for number in 0..5 {
            app.advance(1);
            let body = json!({"username": format!("ada{number}")});
            app.patch("/auth/account").token(&token).json(&body).send().await.expect(200);
        }
        assert_eq!(kinds(&app, &bob).await.len(), 2);
        let (mut all, mut path) = (Vec::new(), "/auth/account/events?limit=3".to_owned());
        loop {
            let page = app.get(&path).token(&token).send().await.expect(200).json();
            all.extend(page["events"].as_array().unwrap().iter().map(|event| event["event_id"].clone()));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/auth/account/events?limit=3&cursor={cursor}");
        }
        assert_eq!(all.len(), 7);
        assert_eq!(all, events(&app, &token).await.iter().map(|event| event["event_id"].clone()).collect::<Vec<_>>());
        app.get("/auth/account/events?cursor=x").token(&token).send().await.expect_error(422, "invalid_cursor");
        let body = json!({"name": "k", "scopes": ["sessions:read"]});
        let key = app.post("/auth/keys").token(&token).json(&body).send().await.expect(200).field("access_key");
        app.get("/auth/account/events").token(&key).send().await.expect_error(403, "insufficient_scope");
    }

    /// What did not come to pass is not told; what changes nothing, neither.
    async fn nothing_that_did_not_happen(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        app.registered("bob", None).await;
        let before = kinds(&app, &token).await;
        app.patch("/auth/account").token(&token).json(&json!({"username": "bob"})).send().await.expect(409);
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        app.delete(&format!("/auth/sessions/{}", uuid::Uuid::nil())).token(&token).send().await.expect(404);
        app.delete(&format!("/auth/keys/{}", uuid::Uuid::nil())).token(&token).send().await.expect(404);
        app.post("/auth/logout").json(&json!({"token": "x".repeat(344)})).send().await.expect(204);
        assert_eq!(kinds(&app, &token).await, before);
        app.login("eve", "eve@example.org").await;
        app.deliver().await;
        let of_accounts = event::Entity::find().filter(event::Column::AccountId.is_not_null());
        assert_eq!(of_accounts.count(app.app.context.db.read()).await.unwrap(), 4, "nobody asked for a login of an account that there is not");
    }

    /// Who registered with Ada's address, and never proved it, reads nothing of her logins, nor of how much mail she gets (invariants
    /// 28, 32).
    async fn nothing_of_somebody_else(database) {
        let settings = [("RATE_LIMIT__MODE", "on"), ("LOGIN__PER_ADDRESS", "1000 then 100 per 1s")];
        let app = TestApp::with(database, &settings).await;
        let ada = app.verified("ada", EMAIL).await;
        let eve = app.registered("eve", Some(EMAIL)).await;
        let before = kinds(&app, &eve).await;
        app.empty_mailbox().await;
        let body = json!({"email": EMAIL, "session_platform": "Ada's telephone"});
        for _ in 0..3 {
            app.post("/auth/login").from("192.0.2.77").json(&body).send().await.expect(200);
        }
        app.deliver().await;
        app.login("eve", EMAIL).await;
        app.deliver().await;
        assert_eq!(kinds(&app, &eve).await, before);
        assert!(kinds(&app, &ada).await.contains(&"login_asked".to_owned()));
        // A refusal of a login that could have entered either is told to her who has the mailbox.
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "deny"), ("confirm_deny", "yes")]).await.expect(200);
        assert!(kinds(&app, &ada).await.contains(&"login_denied".to_owned()));
        assert_eq!(kinds(&app, &eve).await, before);
        app.empty_mailbox().await;
    }

    /// The first proof of an address, and what is ended along with it, is told.
    async fn the_first_proof(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        let body = json!({"name": "k", "scopes": ["account:read"]});
        app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        app.empty_mailbox().await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        let approve = [("decision", "approve"), ("end_other_sessions", "yes")];
        app.open(&link, HERE).await.submit(&approve).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        let told = kinds(&app, &token).await;
        for kind in ["email_verified", "login_approved", "sessions_ended", "access_keys_revoked"] {
            assert_eq!(told.iter().filter(|told| *told == kind).count(), 1, "{kind} in {told:?}");
        }
    }

    /// A device that signs itself out is told; so is signing out everywhere where it ended a login only, and not where it ended
    /// nothing.
    async fn every_end(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        let second = app.poll(&auth_id).await.expect(200).field("session_token");
        let count = async |kind: &str| kinds(&app, &token).await.iter().filter(|told| *told == kind).count();
        app.post("/auth/logout").token(&second).send().await.expect(204);
        app.post("/auth/logout").json(&json!({"token": second})).send().await.expect(204);
        assert_eq!((count("session_ended").await, count("sessions_ended").await), (1, 0));
        app.login("ada", EMAIL).await;
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        assert_eq!(count("sessions_ended").await, 1);
        app.empty_mailbox().await;
        // Nobody else is there to be ended by the first proof of another account.
        let bob = app.registered("bob", Some("bob@example.org")).await;
        app.post("/auth/logout").token(&bob).send().await.expect(204);
        app.empty_mailbox().await;
        let auth_id = app.login("bob", "bob@example.org").await.field("auth_id");
        let link = app.login_mail("bob@example.org").await.link;
        let approve = [("decision", "approve"), ("end_other_sessions", "yes")];
        app.open(&link, HERE).await.submit(&approve).await.expect(200);
        let bob = app.poll(&auth_id).await.expect(200).field("session_token");
        let told = kinds(&app, &bob).await;
        assert!(!told.iter().any(|kind| kind == "sessions_ended" || kind == "access_keys_revoked"), "{told:?}");
    }

    /// A login mail that was held back is told, but not each one of a flood.
    async fn mail_that_was_held_back(database) {
        let settings = [("RATE_LIMIT__MODE", "on"), ("LOGIN__PER_ADDRESS", "1000 then 100 per 1s")];
        let app = TestApp::with(database, &settings).await;
        let token = app.verified("ada", EMAIL).await;
        for _ in 0..8 {
            app.login("ada", EMAIL).await;
            app.deliver().await;
        }
        let count = async || {
            kinds(&app, &token).await.iter().filter(|kind| *kind == "login_mail_withheld").count()
        };
        assert_eq!(count().await, 1);
        app.advance(3600);
        for _ in 0..8 {
            app.login("ada", EMAIL).await;
            app.deliver().await;
        }
        assert_eq!(count().await, 2);
        app.empty_mailbox().await;
    }

    /// A session that ended by itself is told once it is taken away, and only then.
    async fn sessions_that_end_by_themselves(database) {
        let app = TestApp::start(database).await;
        let old = app.verified("ada", EMAIL).await;
        app.advance(20 * 86_400);
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        let before = kinds(&app, &token).await;
        app.advance(10 * 86_400);
        app.get("/auth/account").token(&old).send().await.expect(401);
        assert_eq!(kinds(&app, &token).await, before);
        app.app.jobs.purge().await.unwrap();
        app.app.jobs.purge().await.unwrap();
        let told = events(&app, &token).await;
        assert_eq!(told.len(), before.len() + 1);
        assert_eq!((&told[0]["kind"], &told[0]["session_platform"]), (&json!("session_expired"), &json!("first device")));
        app.empty_mailbox().await;
    }

    /// The page says it in words, to its owner; and it is forgotten when its time is over.
    async fn the_page_and_the_end(database) {
        let app = TestApp::with(database, &[("AUDIT__RETENTION", "10d")]).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        browser.sign_in(EMAIL).await;
        let page = browser.get("/account/activity").await.expect(200).text();
        for words in ["Account created", "Sign-in approved for", "“Firefox on Linux”", "Address confirmed", "last 10 days"] {
            assert!(page.contains(words), "{words} in {page}");
        }
        assert!(browser.get("/account").await.text().contains("/account/activity"));
        browser.get("/account/activity?after=nonsense").await.expect(200);
        app.advance(10 * 86_400 - 1);
        app.app.jobs.purge().await.unwrap();
        assert!(browser.get("/account/activity").await.expect(200).text().contains("Account created"));
        app.advance(1);
        app.app.jobs.purge().await.unwrap();
        assert!(browser.get("/account/activity").await.expect(200).text().contains("Nothing yet"));
    }
}

/// The description names every kind that an owner may read.
#[test]
fn every_kind_is_described() {
    let description = include_str!("../../docs/api.md");
    for kind in EventKind::iter().filter(|kind| kind.is_of_an_account()) {
        assert!(description.contains(&format!("`{}`", kind.to_value())), "{kind:?}");
    }
}
