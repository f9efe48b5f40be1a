//! Devices that wait, on the account page: without JavaScript, in three languages, with errors at the field.

use axum::http::Method;
use serde_json::json;

use crate::support::{Reply, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";

/// A browser that is signed in as ada.
async fn ada(app: &TestApp) -> Visitor<'_> {
    app.verified("ada", EMAIL).await;
    let mut browser = Visitor::new(app, HERE);
    browser.sign_in(EMAIL).await;
    app.empty_mailbox().await;
    browser
}

async fn asked(app: &TestApp, platform: &str) -> Reply {
    app.advance(1);
    let body = json!({"username": "ada", "email": EMAIL, "session_platform": platform});
    app.post("/auth/login").json(&body).from("203.0.113.7").send().await.expect(200)
}

/// Where the first form of a waiting device leads.
fn action(page: &str) -> String {
    let rest = page.split("action=\"/account/logins/").nth(1).unwrap_or_else(|| panic!("nothing waits: {page}"));
    format!("/account/logins/{}", rest.split('"').next().unwrap())
}

/// What a form's answer says on the page that it leads to, and that page.
async fn told(browser: &mut Visitor<'_>, reply: Reply) -> (String, String) {
    assert_eq!(reply.expect(303).location(), "/account#notice");
    let page = browser.get("/account").await.expect(200).text();
    let notice = page.split("id=\"notice\" role=\"status\" tabindex=\"-1\">").nth(1).expect("a notice");
    (notice.split("</p>").next().unwrap().to_owned(), page)
}

on_both! {
    /// A waiting device is shown as it calls itself, let in by its code, and can be signed out again from there; where it is listed,
    /// the device that approved it is named.
    async fn letting_a_device_in(database) {
        let app = TestApp::start(database).await;
        let mut browser = ada(&app).await;
        assert!(!browser.get("/account").await.text().contains("is waiting"), "only when there is one");
        let asked = asked(&app, "TV <b>").await;
        let page = browser.get("/account").await.expect(200).text();
        assert!(page.contains("A device is waiting") && page.contains("“TV &lt;b&gt;”"), "{page}");
        assert!(page.contains("203.0.113.7") && !page.contains(&asked.field("match_code")), "{page}");
        assert!(!page.contains(&asked.field("auth_id")), "{page}");
        let path = action(&page);
        let reply = browser.post(&path, &[("decision", "approve"), ("match_code", &asked.field("match_code"))]).await;
        let (notice, page) = told(&mut browser, reply).await;
        assert!(notice.contains("approved") && !page.contains("is waiting"), "{page}");
        assert!(page.contains("Approved just now") && page.contains("For 15 more minutes"), "{page}");
        let session = app.poll(&asked.field("auth_id")).await.expect(200).field("session_token");
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        let page = browser.get("/account").await.expect(200).text();
        assert!(page.contains("<dt>Approved by</dt><dd>“Firefox on Linux”</dd>"), "{page}");
        let reply = browser.post(&path, &[("decision", "undo")]).await;
        let (notice, page) = told(&mut browser, reply).await;
        assert!(notice.contains("signed out again") && !page.contains("Approved just now"), "{page}");
        app.get("/auth/whoami").token(&session).send().await.expect(401);
        let reply = browser.post(&path, &[("decision", "undo")]).await;
        assert!(told(&mut browser, reply).await.0.contains("decided already"));
        app.deliver().await;
    }

    /// Once the device that approved has signed out, there is no name to give.
    async fn an_approver_that_is_gone(database) {
        let app = TestApp::start(database).await;
        let mut browser = ada(&app).await;
        let asked = asked(&app, "laptop").await;
        let path = action(&browser.get("/account").await.text());
        browser.post(&path, &[("decision", "approve"), ("match_code", &asked.field("match_code"))]).await.expect(303);
        let session = app.poll(&asked.field("auth_id")).await.expect(200).field("session_token");
        browser.post("/sign-out", &[]).await.expect(303);
        let page = app.get("/account").token(&session).header("accept", "text/html").send().await.expect(200).text();
        assert!(page.contains("a device that is not signed in any more"), "{page}");
        app.deliver().await;
    }

    /// What is wrong with a code is said at the top, with the focus, and at the field, with what was typed; the third wrong one ends
    /// the sign-in.
    async fn wrong_codes(database) {
        let app = TestApp::start(database).await;
        let mut browser = ada(&app).await;
        let asked = asked(&app, "television").await;
        let path = action(&browser.get("/account").await.text());
        let wrong: Vec<String> =
            (0..9).map(|number| format!("00000{number}")).filter(|wrong| *wrong != asked.field("match_code")).collect();
        for (typed, sentence) in [
            ("", "Type the code that the waiting device shows."),
            ("K7QM-2XTD", "This did not count as a try."),
            (&wrong[0], "After the third wrong one this sign-in ends."),
            (&wrong[0], "After the third wrong one this sign-in ends."),
            (&wrong[1], "One more wrong code ends this sign-in."),
        ] {
            let page = browser.post(&path, &[("decision", "approve"), ("match_code", typed)]).await.expect(422).text();
            assert_eq!(page.matches(sentence).count(), 1, "{page}");
            let field = format!("match_code-{}", path.rsplit('/').next().unwrap());
            assert!(page.contains(&format!("id=\"{field}-error\" role=\"alert\"")), "{page}");
            assert!(page.contains(&format!("aria-describedby=\"{field}-error {field}-hint\" autofocus")), "{page}");
            assert!(page.contains(&format!("value=\"{typed}\"")), "{page}");
        }
        let reply = browser.post(&path, &[("decision", "approve"), ("match_code", &wrong[2])]).await;
        assert!(told(&mut browser, reply).await.0.contains("third wrong code"));
        app.poll(&asked.field("auth_id")).await.expect_error(400, "access_denied");
        app.deliver().await;
    }

    /// A refusal, a press of nothing, another's login, and a form that is not from our page.
    async fn refusing(database) {
        let app = TestApp::start(database).await;
        let mut browser = ada(&app).await;
        let asked = asked(&app, "television").await;
        let path = action(&browser.get("/account").await.text());
        let reply = browser.post(&path, &[("match_code", &asked.field("match_code"))]).await;
        assert!(told(&mut browser, reply).await.0.contains("Nothing was changed"));
        let foreign = app.post(&path).header("cookie", &format!("doorpost={}", browser.cookie("doorpost").unwrap()));
        foreign.header("sec-fetch-site", "cross-site").form(&[("decision", "deny")]).send().await.expect(403);
        app.registered("bob", None).await;
        let bob = app.registered("bob2", Some("bob@example.org")).await;
        let request = app.post(&path).header("cookie", &format!("doorpost={bob}"));
        let reply = request.header("sec-fetch-site", "same-origin").form(&[("decision", "deny")]).send().await;
        assert_eq!(reply.expect(303).location(), "/account#notice");
        app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");
        browser.post("/account/logins/x", &[("decision", "deny")]).await.expect(404);
        let reply = browser.post(&path, &[("decision", "deny")]).await;
        assert!(told(&mut browser, reply).await.0.contains("refused"));
        app.poll(&asked.field("auth_id")).await.expect_error(400, "access_denied");
        app.deliver().await;
    }

    /// In each language; a flood is bounded and said; and the waiting page says where else it can be approved.
    async fn in_each_language(database) {
        let app = TestApp::start(database).await;
        let browser = ada(&app).await;
        let mut stranger = Visitor::new(&app, HERE);
        let waiting = stranger.ask(EMAIL, &[]).await;
        for _ in 0..7 {
            asked(&app, "television").await;
        }
        for (language, title, hint) in [
            ("en", "Devices are waiting", "Signed in on another device already?"),
            ("de", "Geräte warten", "Auf einem anderen Gerät schon angemeldet?"),
            ("fr", "Des appareils attendent", "Déjà connecté sur un autre appareil"),
        ] {
            let account = browser.request(Method::GET, "/account").header("accept-language", language);
            let page = account.send().await.expect(200).text();
            assert!(page.contains(title), "{page}");
            assert_eq!(page.matches("action=\"/account/logins/").count(), 5);
            assert!(!page.contains("logins-more"), "{page}");
            let page = stranger.request(Method::GET, &waiting).header("accept-language", language);
            let page = page.send().await.expect(200).text();
            assert!(page.contains(hint), "{page}");
        }
        app.deliver().await;
    }
}
