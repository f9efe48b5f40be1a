//! The first proof of an address: whatever is older may be somebody else's, and the person is asked about it.

use serde_json::{Value, json};

use crate::support::{FOLLOW, TestApp, Visitor, on_both};

const EMAIL: &str = "cleo@example.org";
const HERE: &str = "127.0.0.1";
const END: (&str, &str) = ("end_other_sessions", "yes");

/// Somebody registers with Cleo's address and makes himself at home.
struct Squatter {
    session: String,
    key: String,
    verification: String,
}

async fn squat(app: &TestApp, username: &str) -> Squatter {
    let session = app.registered(username, Some(EMAIL)).await;
    let verification = app.address_mail(EMAIL).await.link;
    let body = json!({"name": "k", "scopes": ["account:read", "account:write"]});
    let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
    app.empty_mailbox().await;
    Squatter { session, key, verification }
}

impl Squatter {
    async fn assert_alive(&self, app: &TestApp, alive: bool) {
        for credential in [&self.session, &self.key] {
            let status = app.get("/auth/whoami").token(credential).send().await.status;
            assert_eq!(status == 200, alive);
        }
    }
}

/// Asks for a login by the address alone: auth id, link and code.
async fn ask(app: &TestApp) -> (String, String, Option<String>) {
    let body = json!({"email": EMAIL, "session_platform": "Cleo's"});
    let auth_id = app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
    let mail = app.login_mail(EMAIL).await;
    let code = mail.subject.contains('-').then(|| mail.code());
    app.empty_mailbox().await;
    (auth_id, mail.link, code)
}

async fn account_id(app: &TestApp, token: &str) -> String {
    app.get("/auth/whoami").token(token).send().await.expect(200).field("account_id")
}

async fn account_page<'a>(app: &'a TestApp, token: &str) -> (String, Visitor<'a>) {
    let mut visitor = Visitor::new(app, HERE);
    visitor.set_cookie("doorpost", token);
    let page = visitor.get("/account").await.expect(200).text();
    (page, visitor)
}

on_both! {
    /// Every page that proves an address names what is older and offers to end it: sessions, and keys whose maker is long gone
    /// (invariant 70).
    async fn every_page_offers_to_end_it(database) {
        for way in ["link", "choice", "verification", "change"] {
            let app = TestApp::start(database).await;
            let squatter = squat(&app, "cleo").await;
            let mut proof = Vec::from(FOLLOW);
            let link = match way {
                "link" => {
                    proof = vec![("decision", "approve"), ("older_named", "yes")];
                    ask(&app).await.1
                }
                "choice" => {
                    squat(&app, "other").await;
                    proof = vec![("decision", "approve"), ("older_named", "yes")];
                    ask(&app).await.1
                }
                "verification" => squatter.verification.clone(),
                _ => {
                    // Another address, which is proven for the first time by the link of the change.
                    let body = json!({"email": "new@example.org"});
                    app.patch("/auth/account").token(&squatter.session).json(&body).send().await.expect(200);
                    app.address_mail("new@example.org").await.link
                }
            };
            app.post("/auth/logout").token(&squatter.session).send().await.expect(204);
            let id = account_id(&app, &squatter.key).await;
            if way == "choice" {
                proof.push(("account_id", &id));
            }
            let page = app.open(&link, HERE).await.reply.expect(200).text();
            assert!(page.contains("name=\"end_other_sessions\""), "{way}: {page}");
            if way != "choice" {
                assert!(page.contains("one access key"), "{way}: {page}");
            }
            proof.push(END);
            app.open(&link, HERE).await.submit(&proof).await.expect(200);
            squatter.assert_alive(&app, false).await;
            app.deliver().await;
        }
    }

    /// Where the box is left as it was, what was named stays, and nobody is asked again.
    async fn what_is_kept(database) {
        let app = TestApp::start(database).await;
        let squatter = squat(&app, "cleo").await;
        let (auth_id, link, _) = ask(&app).await;
        app.open(&link, HERE).await.submit(&[("decision", "approve"), ("older_named", "yes")]).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        squatter.assert_alive(&app, true).await;
        assert!(!account_page(&app, &token).await.0.contains("/account/first-proof"));
    }

    /// Where the page could not ask, the account page does until it is answered; and only by a session that a mail let in: not by the
    /// one that is older (invariant 70).
    async fn the_account_page_asks(database) {
        for (way, decision) in [("code", "end"), ("code", "keep"), ("plain form", "end"), ("verification", "end")] {
            let app = TestApp::start(database).await;
            let squatter = squat(&app, "cleo").await;
            let body = json!({"email": "squatter@example.net"});
            let token = match way {
                "code" => {
                    app.advance(1);
                    let (auth_id, _, code) = ask(&app).await;
                    let code = json!({"code": code.expect("one account, so that there is a code")});
                    let typed = app.post(&format!("/auth/session/{auth_id}")).json(&code).send().await;
                    typed.expect(200).field("session_token")
                }
                "plain form" => {
                    let (auth_id, link, _) = ask(&app).await;
                    app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
                    app.poll(&auth_id).await.expect(200).field("session_token")
                }
                _ => {
                    let fields = [("decision", "apply"), ("confirm_account", "yes")];
                    app.open(&squatter.verification, HERE).await.submit(&fields).await.expect(200);
                    app.advance(1);
                    let (auth_id, link, _) = ask(&app).await;
                    app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
                    app.poll(&auth_id).await.expect(200).field("session_token")
                }
            };
            // The squatter is not asked, and cannot answer.
            let (page, mut theirs) = account_page(&app, &squatter.session).await;
            assert!(!page.contains("/account/first-proof"), "{page}");
            theirs.post("/account/first-proof", &[("decision", "keep")]).await.expect(303);
            // Nor does what he makes meanwhile escape.
            app.advance(60);
            let made = json!({"name": "later", "scopes": ["account:read"]});
            let later = app.post("/auth/keys").token(&squatter.session).json(&made).send().await.expect(200).field("access_key");
            app.patch("/auth/account").token(&squatter.session).json(&body).send().await.expect(200);
            for _ in 0..2 {
                let (page, _) = account_page(&app, &token).await;
                assert!(page.contains("/account/first-proof") && page.contains("one signed-in device"), "{way}: {page}");
            }
            let (_, mut own) = account_page(&app, &token).await;
            own.post("/account/first-proof", &[("decision", "something")]).await.expect(303);
            squatter.assert_alive(&app, true).await;
            own.post("/account/first-proof", &[("decision", decision)]).await.expect(303);
            squatter.assert_alive(&app, decision == "keep").await;
            let account = app.get("/auth/account").token(&token).send().await.expect(200).json();
            if decision == "end" {
                app.get("/auth/whoami").token(&later).send().await.expect(401);
                assert_eq!(account["pending_email"], Value::Null);
            }
            let (page, _) = account_page(&app, &token).await;
            assert!(!page.contains("/account/first-proof"), "it is answered");
            app.deliver().await;
        }
    }

    /// Whoever is older may change the address before its owner answers, and be let in by mail to his own: that is not the address that
    /// was proven. He is not asked, answers nothing, and ends with everything older; a proof of his own takes the question from nobody
    /// (invariant 70).
    async fn an_address_that_was_changed_meanwhile(database) {
        let app = TestApp::start(database).await;
        let squatter = squat(&app, "cleo").await;
        app.advance(1);
        let (auth_id, _, code) = ask(&app).await;
        let code = json!({"code": code.expect("one account, so that there is a code")});
        let token = app.post(&format!("/auth/session/{auth_id}")).json(&code).send().await.expect(200).field("session_token");
        let own = "squatter@example.net";
        let body = json!({"email": own});
        app.patch("/auth/account").token(&squatter.session).json(&body).send().await.expect(200);
        let (change, way_back) = (app.address_mail(own).await.link, app.address_mail(EMAIL).await.link);
        app.open(&change, HERE).await.submit(&FOLLOW).await.expect(200);
        app.empty_mailbox().await;
        let auth_id = app.login("cleo", own).await.field("auth_id");
        let link = app.login_mail(own).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "approve"), ("older_named", "yes")]).await.expect(200);
        let by_mail = app.poll(&auth_id).await.expect(200).field("session_token");
        let (page, mut theirs) = account_page(&app, &by_mail).await;
        assert!(!page.contains("/account/first-proof"), "{page}");
        theirs.post("/account/first-proof", &[("decision", "keep")]).await.expect(303);
        let (page, mut hers) = account_page(&app, &token).await;
        assert!(page.contains("/account/first-proof"), "{page}");
        hers.post("/account/first-proof", &[("decision", "end")]).await.expect(303);
        squatter.assert_alive(&app, false).await;
        app.get("/auth/whoami").token(&by_mail).send().await.expect(401);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        app.open(&way_back, HERE).await.submit(&FOLLOW).await.expect(200);
        app.deliver().await;
    }

    /// A box that was ticked stays ticked when something else was missing; and where nothing could be named, the account page asks
    /// (invariant 70).
    async fn nothing_said_is_lost(database) {
        let app = TestApp::start(database).await;
        let squatter = squat(&app, "cleo").await;
        let missing = [("decision", "apply"), ("older_named", "yes"), END];
        let page = app.open(&squatter.verification, HERE).await.submit(&missing).await.expect(422).text();
        assert!(page.contains("name=\"end_other_sessions\" value=\"yes\" checked"), "{page}");
        let other = squat(&app, "other").await;
        let (auth_id, link, _) = ask(&app).await;
        let id = account_id(&app, &other.session).await;
        let page = app.open(&link, HERE).await;
        assert!(!page.reply.text().contains("older_named"), "nothing is named");
        let page = page.submit(&[("decision", "approve"), END]).await.expect(422).text();
        assert!(page.contains("name=\"end_other_sessions\" value=\"yes\" checked"), "{page}");
        app.open(&link, HERE).await.submit(&[("decision", "approve"), ("account_id", &id)]).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        assert!(account_page(&app, &token).await.0.contains("/account/first-proof"));
        app.deliver().await;
    }

    /// Who proves an address a second time is not asked, and loses nothing.
    async fn a_second_proof(database) {
        let app = TestApp::start(database).await;
        let session = app.verified("cleo", EMAIL).await;
        let (auth_id, link, _) = ask(&app).await;
        let page = app.open(&link, HERE).await;
        assert!(!page.reply.text().contains("end_other_sessions"));
        page.submit(&[("decision", "approve"), END]).await.expect(200);
        app.poll(&auth_id).await.expect(200);
        app.get("/auth/whoami").token(&session).send().await.expect(200);
    }
}
