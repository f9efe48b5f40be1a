//! What the question about everything older counts: whatever was there at the first proof, and what that has made since.

use serde_json::json;

use crate::support::{FOLLOW, TestApp, Visitor, on_both};

const EMAIL: &str = "cleo@example.org";
const HERE: &str = "127.0.0.1";
const DAY: i64 = 24 * 60 * 60;

async fn make_key(app: &TestApp, token: &str, name: &str) -> String {
    let body = json!({"name": name, "scopes": ["account:read", "keys:write"]});
    let key = app.post("/auth/keys").token(token).json(&body).send().await.expect(200).field("access_key");
    app.empty_mailbox().await;
    key
}

/// Signs in with the code of the mail, where no page can ask.
async fn sign_in_by_code(app: &TestApp) -> String {
    let auth_id = app.login("cleo", EMAIL).await.field("auth_id");
    let code = json!({"code": app.login_mail(EMAIL).await.code()});
    app.post(&format!("/auth/session/{auth_id}")).json(&code).send().await.expect(200).field("session_token")
}

async fn lives(app: &TestApp, credential: &str) -> bool {
    app.get("/auth/whoami").token(credential).send().await.status == 200
}

fn browser<'a>(app: &'a TestApp, token: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(app, HERE);
    visitor.set_cookie("doorpost", token);
    visitor
}

on_both! {
    /// A clock that is set back, or that stands behind another node's, hides nothing that was there before the proof: neither from the
    /// pages that ask at once nor from the account page (invariants 54, 70).
    async fn whatever_the_clock_says(database) {
        for seconds in [-1, -DAY, DAY] {
            let app = TestApp::start(database).await;
            let squatter = app.registered("cleo", Some(EMAIL)).await;
            let verification = app.address_mail(EMAIL).await.link;
            let key = make_key(&app, &squatter, "first").await;
            app.advance(seconds);
            app.login("cleo", EMAIL).await;
            let login = app.login_mail(EMAIL).await.link;
            // A verification lives for a day.
            for link in [Some(login), Some(verification).filter(|_| seconds < 0)].into_iter().flatten() {
                let page = app.open(&link, HERE).await.reply.expect(200).text();
                assert!(page.contains("name=\"end_other_sessions\""), "{seconds}: {page}");
                assert!(page.contains("one signed-in device") && page.contains("one access key"), "{seconds}: {page}");
            }
            let token = sign_in_by_code(&app).await;
            let mut visitor = browser(&app, &token);
            let page = visitor.get("/account").await.expect(200).text();
            assert!(page.contains("/account/first-proof"), "{seconds}: {page}");
            visitor.post("/account/first-proof", &[("decision", "end")]).await.expect(303);
            assert!(!lives(&app, &squatter).await && !lives(&app, &key).await && lives(&app, &token).await);
        }
    }

    /// Who was there before makes a key after the proof and leaves: the key is asked about all the same. What the person who proved the
    /// address makes is not (invariants 61, 70).
    async fn what_is_older_made_since(database) {
        let app = TestApp::start(database).await;
        let squatter = app.registered("cleo", Some(EMAIL)).await;
        app.empty_mailbox().await;
        let token = sign_in_by_code(&app).await;
        app.advance(60);
        let (later, own) = (make_key(&app, &squatter, "later").await, make_key(&app, &token, "own").await);
        let deepest = make_key(&app, &later, "deepest").await;
        app.delete("/auth/keys/self?children=keep").token(&later).send().await.expect(204);
        app.post("/auth/logout").token(&squatter).send().await.expect(204);
        let mut visitor = browser(&app, &token);
        let page = visitor.get("/account").await.expect(200).text();
        let question = page.split("/account/first-proof").next().unwrap();
        assert!(page.contains("/account/first-proof") && question.contains("one access key"), "{page}");
        assert!(!question.contains("signed-in device"), "{question}");
        visitor.post("/account/first-proof", &[("decision", "end")]).await.expect(303);
        assert!(!lives(&app, &deepest).await && lives(&app, &own).await && lives(&app, &token).await);
        // Nothing is left to be asked about.
        assert!(!visitor.get("/account").await.expect(200).text().contains("/account/first-proof"));
    }

    /// Who was there before changes the address after the proof, whatever the clock is set to meanwhile: the person who proved the former
    /// one is still asked, and whom a mail to the new one lets in is not (invariants 54, 70).
    async fn whatever_becomes_of_the_address(database) {
        for seconds in [0, -DAY, DAY] {
            let app = TestApp::start(database).await;
            let squatter = app.registered("cleo", Some(EMAIL)).await;
            app.empty_mailbox().await;
            let owner = sign_in_by_code(&app).await;
            app.advance(seconds);
            for address in ["first@example.net", "second@example.net"] {
                let change = json!({"email": address});
                app.patch("/auth/account").token(&squatter).json(&change).send().await.expect(200);
                let link = app.address_mail(address).await.link;
                app.open(&link, HERE).await.submit(&FOLLOW).await.expect(200);
            }
            let auth_id = app.login("cleo", "second@example.net").await.field("auth_id");
            let link = app.login_mail("second@example.net").await.link;
            app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            let theirs = app.poll(&auth_id).await.expect(200).field("session_token");
            let mut page = browser(&app, &theirs);
            assert!(!page.get("/account").await.expect(200).text().contains("/account/first-proof"), "{seconds}");
            let mut page = browser(&app, &owner);
            assert!(page.get("/account").await.expect(200).text().contains("/account/first-proof"), "{seconds}");
            page.post("/account/first-proof", &[("decision", "end")]).await.expect(303);
            assert!(!lives(&app, &squatter).await && !lives(&app, &theirs).await && lives(&app, &owner).await, "{seconds}");
        }
    }
}
