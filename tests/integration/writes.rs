//! What signed-in callers may change: limits per account, in the database, for the API and the pages together; and nothing that ends
//! something is ever refused.

use entity::event::{self, EventKind};
use entity::{access_key, email_link, outbox, revoked_access_token, session};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{Reply, TestApp, Visitor, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const LIMITED: [(&str, &str); 1] = [("RATE_LIMIT__MODE", "on")];
const BURST: usize = 10;

async fn change(app: &TestApp, token: &str, body: Value) -> Reply {
    app.patch("/auth/account").token(token).json(&body).send().await
}

async fn make_key(app: &TestApp, token: &str, name: &str) -> Reply {
    let body = json!({"name": name, "scopes": ["account:read", "keys:write", "tokens:issue"]});
    app.post("/auth/keys").token(token).json(&body).send().await
}

#[track_caller]
fn refused(reply: Reply) -> i64 {
    let reply = reply.expect_error(429, "too_many_requests");
    assert!(!reply.text().contains("network"), "the limit is the account's: {}", reply.text());
    reply.header("retry-after").expect("Retry-After").parse().expect("seconds")
}

async fn events(app: &TestApp, kind: EventKind) -> u64 {
    let of_kind = event::Entity::find().filter(event::Column::Kind.eq(kind));
    of_kind.count(app.app.context.db.read()).await.expect("events")
}

async fn name_of(app: &TestApp, token: &str) -> String {
    app.get("/auth/account").token(token).send().await.expect(200).field("username")
}

/// A browser that is signed in.
fn browser<'a>(app: &'a TestApp, token: &str) -> Visitor<'a> {
    let mut browser = Visitor::new(app, "203.0.113.9");
    browser.set_cookie("doorpost", token);
    browser
}

on_both! {
    /// Ten changes of the name at once and then one a minute, on all nodes and on the page together; tries that fail because the name
    /// is taken count, so that nobody walks through all names; what is refused changes nothing (invariant 72).
    async fn names(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.registered("ada", None).await;
        app.registered("bob", None).await;
        let other = app.second_node().await;
        for number in 0..BURST {
            let node = if number.is_multiple_of(2) { &app } else { &other };
            change(node, &token, json!({"username": "BOB"})).await.expect_error(409, "username_taken");
        }
        for (node, name) in [(&app, "BOB"), (&other, "free"), (&app, "ada")] {
            assert_eq!(refused(change(node, &token, json!({"username": name})).await), 60);
        }
        let page = browser(&app, &token).post("/account/username", &[("username", "free")]).await.expect(429);
        assert_eq!(page.header("retry-after"), Some("60"));
        assert_eq!((name_of(&app, &token).await.as_str(), events(&app, EventKind::UsernameChanged).await), ("ada", 0));
        // What breaks a rule is no change, and no other kind of change is touched.
        change(&app, &token, json!({"username": "-"})).await.expect_error(422, "invalid_username");
        change(&app, &token, json!({"email": EMAIL})).await.expect(200);
        make_key(&app, &token, "k").await.expect(200);
        app.advance(59);
        assert_eq!(refused(change(&other, &token, json!({"username": "free"})).await), 1);
        app.advance(1);
        change(&other, &token, json!({"username": "free"})).await.expect(200);
        assert_eq!(refused(change(&app, &token, json!({"username": "free"})).await), 60);
        assert_eq!(name_of(&app, &token).await, "free");
        app.empty_mailbox().await;
    }

    /// Many at once get through no more than one after the other, on two nodes (invariants 29, 72).
    async fn many_at_once(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.registered("ada", None).await;
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        let other = app.second_node().await;
        let rename = |number: usize| {
            let node = if number.is_multiple_of(2) { &app } else { &other };
            node.patch("/auth/account").token(&token).json(&json!({"username": format!("ada{number}")}))
        };
        let replies = at_once((0..BURST + 20).map(rename).collect()).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), BURST);
        assert_eq!(replies.iter().filter(|reply| reply.status == 429).count(), 20);
        assert_eq!(events(&app, EventKind::UsernameChanged).await, BURST as u64);
    }

    /// Ten changes of the address, sent proofs and removals included; what was made before can still be withdrawn (invariant 72).
    async fn addresses(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.verified("ada", EMAIL).await;
        let mut browser = browser(&app, &token);
        for number in 0..BURST - 1 {
            change(&app, &token, json!({"email": format!("x{number}@example.org")})).await.expect(200);
            app.empty_mailbox().await;
            app.advance(1);
        }
        browser.post("/account/email", &[("decision", "resend")]).await.expect(303);
        app.empty_mailbox().await;
        let links = async || email_link::Entity::find().count(app.app.context.db.read()).await.expect("links");
        let before = links().await;
        refused(change(&app, &token, json!({"email": "y@example.org"})).await);
        refused(change(&app, &token, json!({"email": null})).await);
        browser.post("/account/email", &[("decision", "change"), ("email", "y@example.org")]).await.expect(429);
        browser.post("/account/email", &[("decision", "remove")]).await.expect(429);
        browser.post("/account/email", &[("decision", "resend")]).await.expect(429);
        let account = app.get("/auth/account").token(&token).send().await.expect(200);
        assert_eq!((account.field("email").as_str(), account.field("pending_email").as_str()), (EMAIL, "x8@example.org"));
        assert_eq!(links().await, before);
        // To withdraw a change secures the account, and is no new one.
        browser.post("/account/email", &[("decision", "cancel")]).await.expect(303);
        let account = app.get("/auth/account").token(&token).send().await.expect(200);
        assert_eq!((account.field("email").as_str(), account.field("pending_email").as_str()), (EMAIL, "null"));
        change(&app, &token, json!({"email": EMAIL})).await.expect(200);
        app.empty_mailbox().await;
    }

    /// Ten keys made or changed; revoking one is never refused (invariant 72).
    async fn keys(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.registered("ada", None).await;
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        let mut made = Vec::new();
        for number in 0..BURST - 2 {
            made.push(make_key(&app, &token, &format!("k{number}")).await.expect(200));
        }
        make_key(&app, &token, "k0").await.expect_error(409, "name_taken");
        let path = format!("/auth/keys/{}", made[0].field("key_id"));
        app.patch(&path).token(&token).json(&json!({"name": "other"})).send().await.expect(200);
        refused(make_key(&app, &token, "one more").await);
        // A key counts with its account.
        refused(make_key(&app, &made[1].field("access_key"), "one more").await);
        refused(app.patch(&path).token(&token).json(&json!({"name": "third"})).send().await);
        let own = app.patch("/auth/keys/self").token(&made[0].field("access_key")).json(&json!({"name": "third"}));
        refused(own.send().await);
        let fields = [("name", "page"), ("days", "7"), ("scope:account:read", "yes")];
        browser(&app, &token).post("/account/keys", &fields).await.expect(429);
        assert_eq!(app.get(&path).token(&token).send().await.expect(200).field("name"), "other");
        // What is refused for itself is no change.
        let wide = json!({"name": "wide", "scopes": ["sessions:write"]});
        let widened = app.post("/auth/keys").token(&made[1].field("access_key")).json(&wide).send().await;
        widened.expect_error(403, "insufficient_scope");
        for key in &made[2..] {
            app.delete(&format!("/auth/keys/{}", key.field("key_id"))).token(&token).send().await.expect(204);
        }
        app.delete("/auth/keys/self").token(&made[0].field("access_key")).send().await.expect(204);
        app.post("/auth/token/revoke").json(&json!({"token": made[1].field("access_key")})).send().await.expect(200);
        let left = access_key::Entity::find().count(app.app.context.db.read()).await.expect("keys");
        assert_eq!(left, 0);
        app.advance(60);
        make_key(&app, &token, "one more").await.expect(200);
        app.empty_mailbox().await;
    }

    /// Access tokens that are revoked: each ends at once, whatever was revoked before; but the account gets no new ones until it is
    /// within its limit again, so that rows do not pile up. Tokens that are only issued are not counted (invariant 72).
    async fn tokens(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let session = app.registered("ada", None).await;
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        let issue = async || app.post("/auth/token").token(&session).send().await;
        let revoke = async |token: &str| app.post("/auth/token/revoke").json(&json!({"token": token})).send().await.expect(200);
        let mut issued = Vec::new();
        for _ in 0..3 * BURST {
            issued.push(issue().await.expect(200).field("access_token"));
        }
        for (number, token) in issued.iter().enumerate().take(BURST + 5) {
            revoke(token).await;
            app.get("/auth/whoami").token(token).send().await.expect(401);
            let next = issue().await;
            if number + 1 < BURST { drop(next.expect(200)) } else { assert!(refused(next) > 0) }
        }
        let last = issued.last().expect("a token");
        refused(app.post("/auth/token/refresh").token(last).send().await);
        app.get("/auth/whoami").token(last).send().await.expect(200);
        app.advance(60);
        issue().await.expect(200);
        // Another account's limit is its own.
        let other = app.registered("bob", None).await;
        app.post("/auth/token").token(&other).send().await.expect(200);
    }

    /// Where very many tokens are revoked, a row says it of all that were issued for one session so far: they end, those of another
    /// session live, and later ones do as well (invariants 34, 72).
    async fn very_many_tokens(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let session = app.registered("ada", None).await;
        let key = make_key(&app, &session, "ci").await.expect(200).field("access_key");
        let other = app.second_node().await;
        let issue = async |credential: &str| app.post("/auth/token").token(credential).send().await.expect(200).field("access_token");
        let mut issued = Vec::new();
        for _ in 0..120 {
            issued.push(issue(&session).await);
        }
        let of_key = issue(&key).await;
        for token in &issued[..110] {
            app.post("/auth/token/revoke").json(&json!({"token": token})).send().await.expect(200);
        }
        for token in issued.iter().step_by(9) {
            for node in [&app, &other] {
                node.get("/auth/whoami").token(token).send().await.expect(401);
                node.post("/auth/token/verify").json(&json!({"token": token})).send().await.expect(401);
            }
        }
        app.get("/auth/whoami").token(&of_key).send().await.expect(200);
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        let rows = revoked_access_token::Entity::find().count(app.app.context.db.read()).await.expect("rows");
        assert_eq!(rows, 101);
        app.advance(60);
        let later = issue(&session).await;
        app.get("/auth/whoami").token(&later).send().await.expect(200);
        app.empty_mailbox().await;
    }

    /// Names of sessions have room for many devices, and an end.
    async fn session_names(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let reply = app.register("ada", None).await;
        let (token, path) = (reply.field("session_token"), format!("/account/sessions/{}", reply.field("session_id")));
        let mut browser = browser(&app, &token);
        for number in 0..30 {
            browser.post(&path, &[("decision", "rename"), ("name", &format!("n{number}"))]).await.expect(303);
        }
        browser.post(&path, &[("decision", "rename"), ("name", "late")]).await.expect(429);
        let named = session::Entity::find().one(app.app.context.db.read()).await.expect("a read").expect("a session");
        assert_eq!(named.name.as_deref(), Some("n29"));
        browser.post(&path, &[("decision", "end")]).await.expect(303);
        app.get("/auth/whoami").token(&token).send().await.expect(401);
    }

    /// With limits off there are none.
    async fn off(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "off")]).await;
        let token = app.registered("ada", None).await;
        for number in 0..2 * BURST {
            change(&app, &token, json!({"username": format!("ada{number}")})).await.expect(200);
            let issued = app.post("/auth/token").token(&token).send().await.expect(200).field("access_token");
            app.post("/auth/token/revoke").json(&json!({"token": issued})).send().await.expect(200);
        }
    }

    /// Mails that were held back are gone within the hour, and those that were handed over stay known (invariant 72).
    async fn held_back_mails_are_purged(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.registered("ada", Some(EMAIL)).await;
        app.deliver().await;
        for number in 0..4 {
            app.login(&format!("unknown{number}"), "unknown@example.org").await;
            app.deliver().await;
        }
        let with_state = async |state: outbox::OutboxState| {
            let found = outbox::Entity::find().filter(outbox::Column::State.eq(state));
            found.count(app.app.context.db.read()).await.expect("rows")
        };
        let (sent, dropped) = (with_state(outbox::OutboxState::Sent).await, with_state(outbox::OutboxState::Dropped).await);
        assert!(sent > 0 && dropped > 0, "{sent} {dropped}");
        app.app.jobs.purge().await.expect("it purges");
        assert_eq!(with_state(outbox::OutboxState::Dropped).await, dropped, "what just happened can be looked at");
        app.advance(3600);
        app.app.jobs.purge().await.expect("it purges");
        assert_eq!(with_state(outbox::OutboxState::Dropped).await, 0);
        assert_eq!(with_state(outbox::OutboxState::Sent).await, sent);
    }
}
