//! Changing the address: the new one proves itself, the old one is told and has a way back.

use serde_json::{Value, json};

use crate::support::{Reply, TestApp, on_both};

const OLD: &str = "ada@example.org";
const NEW: &str = "lovelace@example.net";
const HERE: &str = "127.0.0.1";
const APPLY: [(&str, &str); 4] = crate::support::FOLLOW;

async fn change_email(app: &TestApp, token: &str, email: Value) -> Value {
    app.patch("/auth/account").token(token).json(&json!({"email": email})).send().await.expect(200).json()
}

async fn account(app: &TestApp, token: &str) -> Value {
    app.get("/auth/account").token(token).send().await.expect(200).json()
}

async fn follow(app: &TestApp, link: &str) -> Reply {
    app.open(link, HERE).await.submit(&APPLY).await
}

on_both! {
    /// It stays pending until the link mailed to it is followed; the old address is told before and after.
    async fn a_new_address_proves_itself(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        let asked = change_email(&app, &token, json!(NEW)).await;
        assert_eq!((&asked["email"], &asked["pending_email"]), (&json!(OLD), &json!(NEW)));
        let (proof, notice) = (app.address_mail(NEW).await, app.address_mail(OLD).await);
        assert_eq!(app.mails().await.len(), 2);
        assert!(notice.text.contains("lovelace"), "{}", notice.text);
        app.open(&proof.link, HERE).await.reply.expect(200);
        assert_eq!(account(&app, &token).await["email"], OLD);
        follow(&app, &proof.link).await.expect(200);
        let changed = account(&app, &token).await;
        assert_eq!(changed["email"], NEW);
        assert_eq!((&changed["email_verified"], &changed["pending_email"]), (&json!(true), &Value::Null));
        let mails = app.mails().await;
        assert_eq!(mails.iter().filter(|mail| mail.to == OLD).count(), 2);
        follow(&app, &proof.link).await.expect(410);
    }

    /// Two changes asked for one after the other: only the newer link counts, and only for its own address.
    async fn the_newest_wish_counts(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        change_email(&app, &token, json!("first@example.org")).await;
        let first = app.address_mail("first@example.org").await;
        change_email(&app, &token, json!("second@example.org")).await;
        let second = app.address_mail("second@example.org").await;
        follow(&app, &first.link).await.expect(410);
        assert_eq!(account(&app, &token).await["email"], OLD);
        follow(&app, &second.link).await.expect(200);
        assert_eq!(account(&app, &token).await["email"], "second@example.org");
        app.deliver().await;
    }

    /// What one account asks for, withdraws or gets back touches no wish of another.
    async fn wishes_of_two_accounts(database) {
        let app = TestApp::start(database).await;
        let (ada, bob) = (app.verified("ada", OLD).await, app.verified("bob", "bob@example.org").await);
        change_email(&app, &bob, json!("bobs-new@example.org")).await;
        let bobs = app.address_mail("bobs-new@example.org").await.link;
        assert_eq!(account(&app, &ada).await["pending_email"], Value::Null);
        change_email(&app, &ada, json!(NEW)).await;
        change_email(&app, &ada, json!(OLD)).await;
        assert_eq!(account(&app, &bob).await["pending_email"], "bobs-new@example.org");
        follow(&app, &bobs).await.expect(200);
        assert_eq!((&account(&app, &bob).await["email"], &account(&app, &ada).await["email"]), (&json!("bobs-new@example.org"), &json!(OLD)));
        app.empty_mailbox().await;
    }

    /// A proof that comes too late changes nothing.
    async fn proofs_expire(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        change_email(&app, &token, json!(NEW)).await;
        let proof = app.address_mail(NEW).await;
        app.advance(72 * 3600 - 1);
        app.open(&proof.link, "127.0.0.1").await.reply.expect(200);
        app.advance(1);
        // Whoever only looks is told as well.
        let page = app.get(&app.path_of(&proof.link)).header("accept", "text/html").send().await.expect(410).text();
        assert!(!page.contains("<form method=\"post\" action=\"/auth/email"), "{page}");
        follow(&app, &proof.link).await.expect(410);
        let unchanged = account(&app, &token).await;
        assert_eq!((&unchanged["email"], &unchanged["pending_email"]), (&json!(OLD), &Value::Null));
    }

    /// The old address brings itself back, also after the change, and every session ends with it.
    async fn the_old_address_has_a_way_back(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        change_email(&app, &token, json!(NEW)).await;
        let early = app.address_mail(OLD).await;
        app.advance(3600);
        follow(&app, &app.address_mail(NEW).await.link).await.expect(200);
        let late = app.address_mail(OLD).await;
        assert_ne!(early.link, late.link);
        let waiting = app.login("ada", NEW).await.field("auth_id");
        app.deliver().await;
        // 72 hours from the change on, by either link.
        app.advance(72 * 3600 - 1);
        let page = app.open(&early.link, HERE).await.reply.expect(200).text();
        assert!(page.contains(OLD) && page.contains(NEW));
        follow(&app, &late.link).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
        app.poll(&waiting).await.expect(400);
        follow(&app, &early.link).await.expect(410);
        let auth_id = app.login("ada", OLD).await.field("auth_id");
        let link = app.login_mail(OLD).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        app.poll(&auth_id).await.expect(200);
    }

    /// The way back closes after 72 hours.
    async fn the_way_back_closes(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        change_email(&app, &token, json!(NEW)).await;
        let notice = app.address_mail(OLD).await;
        follow(&app, &app.address_mail(NEW).await.link).await.expect(200);
        app.deliver().await;
        app.advance(72 * 3600);
        follow(&app, &notice.link).await.expect(410);
        assert_eq!(account(&app, &token).await["email"], NEW);
    }

    /// Withdrawn before the new address proved itself, the change never comes.
    async fn undoing_a_change_that_was_only_asked_for(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        change_email(&app, &token, json!(NEW)).await;
        let (proof, notice) = (app.address_mail(NEW).await, app.address_mail(OLD).await);
        follow(&app, &notice.link).await.expect(200);
        follow(&app, &proof.link).await.expect(410);
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
    }

    /// An intruder's later way back cannot undo the owner's.
    async fn the_owners_way_back_outlives_an_intruders(database) {
        let app = TestApp::start(database).await;
        let intruder = app.verified("ada", OLD).await;
        change_email(&app, &intruder, json!(NEW)).await;
        let owner = app.address_mail(OLD).await;
        follow(&app, &app.address_mail(NEW).await.link).await.expect(200);
        app.empty_mailbox().await;
        app.advance(1);
        change_email(&app, &intruder, json!("third@example.org")).await;
        let intruders = app.address_mail(NEW).await;
        follow(&app, &owner.link).await.expect(200);
        follow(&app, &intruders.link).await.expect(410);
        follow(&app, &app.address_mail("third@example.org").await.link).await.expect(410);
        app.deliver().await;
    }

    /// Removing it takes effect at once, ends logins under way, and the old address has its way back (invariant 14).
    async fn removing_it(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        let waiting = app.login("ada", OLD).await.field("auth_id");
        app.deliver().await;
        let removed = change_email(&app, &token, Value::Null).await;
        assert_eq!((&removed["email"], &removed["email_verified"]), (&Value::Null, &json!(false)));
        app.poll(&waiting).await.expect_error(400, "access_denied");
        let notice = app.address_mail(OLD).await;
        app.login("ada", OLD).await;
        assert_eq!(app.mails().await.iter().filter(|mail| mail.is_login()).count(), 1);
        follow(&app, &notice.link).await.expect(200);
        app.login("ada", OLD).await;
        assert_eq!(app.mails().await.iter().filter(|mail| mail.is_login()).count(), 2);
    }

    /// An address that never proved itself is told nothing: it may be a stranger's.
    async fn an_unverified_address_is_not_told(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(OLD)).await;
        app.empty_mailbox().await;
        change_email(&app, &token, json!(NEW)).await;
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, NEW);
        change_email(&app, &token, Value::Null).await;
        assert_eq!(app.mails().await.len(), 1);
    }

    /// Who registered with another's address and asked to change it gets nothing by it once the owner has proven the
    /// address: the wish made before is withdrawn, however the owner proves it (invariant 48).
    async fn a_squatters_wish_dies_with_the_first_proof(database) {
        for way in ["link", "code"] {
            let app = TestApp::start(database).await;
            let squatter = app.registered("ada", Some(OLD)).await;
            change_email(&app, &squatter, json!(NEW)).await;
            let wish = app.address_mail(NEW).await;
            let auth_id = app.login("ada", OLD).await.field("auth_id");
            let mail = app.login_mail(OLD).await;
            if way == "link" {
                let approve = [("decision", "approve"), ("end_other_sessions", "yes")];
                app.open(&mail.link, HERE).await.submit(&approve).await.expect(200);
                app.get("/auth/whoami").token(&squatter).send().await.expect(401);
            } else {
                let typed = app.post(&format!("/auth/session/{auth_id}")).json(&json!({"code": mail.code()}));
                typed.send().await.expect(200);
            }
            let token = app.poll(&auth_id).await.expect(200).field("session_token");
            assert_eq!(account(&app, &token).await["pending_email"], Value::Null);
            follow(&app, &wish.link).await.expect(410);
            let kept = account(&app, &token).await;
            assert_eq!((&kept["email"], &kept["email_verified"]), (&json!(OLD), &json!(true)));
        }
    }

    /// Following a link is a POST with a ticked box; one that says something else is refused.
    async fn following_takes_a_box(database) {
        let app = TestApp::start(database).await;
        app.registered("ada", Some(OLD)).await;
        let path = app.path_of(&app.address_mail(OLD).await.link);
        let page = || app.post(&path).header("sec-fetch-site", "same-origin");
        page().form(&[("decision", "deny"), ("confirm_account", "yes")]).send().await.expect(422);
        page().send().await.expect(422);
        page().form(&[("confirm_account", "yes")]).send().await.expect(200);
    }

    /// The address of registration can ask for its mail again; links are only followed from our own page
    /// (invariant 58).
    async fn verification_again(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(OLD)).await;
        let first = app.address_mail(OLD).await;
        app.empty_mailbox().await;
        change_email(&app, &token, json!(OLD)).await;
        let second = app.address_mail(OLD).await;
        follow(&app, &first.link).await.expect(410);
        let form = app.post(&app.path_of(&second.link)).form(&APPLY).header("sec-fetch-site", "cross-site");
        form.send().await.expect_error(403, "cross_origin");
        follow(&app, &second.link).await.expect(200);
        assert_eq!(account(&app, &token).await["email_verified"], true);
        app.empty_mailbox().await;
        change_email(&app, &token, json!(OLD)).await;
        assert!(app.mails().await.is_empty(), "what is proven needs no mail");
    }
}
