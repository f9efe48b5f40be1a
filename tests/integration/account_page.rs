//! The account page: what a person sees of their sessions, keys, address and name, and what they can do about it.

use entity::deletion_notice;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use crate::support::{Reply, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";
const COOKIE: &str = "doorpost";

/// A browser that is signed in as ada, whose address is verified.
async fn ada(app: &TestApp) -> (Visitor<'_>, String) {
    let token = app.verified("ada", EMAIL).await;
    let mut browser = Visitor::new(app, HERE);
    browser.sign_in(EMAIL).await;
    app.empty_mailbox().await;
    (browser, token)
}

async fn sessions(app: &TestApp, token: &str) -> Vec<Value> {
    let reply = app.get("/auth/sessions").token(token).send().await.expect(200).json();
    reply["sessions"].as_array().unwrap().clone()
}

fn id_of(sessions: &[Value], platform: &str) -> String {
    let found = sessions.iter().find(|session| session["session_platform"] == platform).expect("such a session");
    found["session_id"].as_str().unwrap().to_owned()
}

/// What a form's answer says on the page that it leads to.
async fn told(browser: &mut Visitor<'_>, reply: Reply) -> String {
    let location = reply.expect(303).location();
    assert!(!location.contains('?'), "an address that says what was done could say anything: {location}");
    let page = browser.get(location.split('#').next().unwrap()).await.expect(200).text();
    assert!(!browser.get("/account").await.text().contains("id=\"notice\""), "it is said once");
    let notice = page.split("id=\"notice\" role=\"status\" tabindex=\"-1\">").nth(1).expect("a notice");
    notice.split("</p>").next().unwrap().to_owned()
}

on_both! {
    /// Where somebody is signed in, by kind of device, this one first; and ending one of them ends it at once (invariants
    /// 34, 35).
    async fn seeing_and_ending_sessions(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        for platform in ["Living room TV", "cURL", "Pixel 9"] {
            app.advance(1);
            let body = json!({"username": "ada", "email": EMAIL, "session_platform": platform});
            let asked = app.post("/auth/login").json(&body).send().await.expect(200);
            let link = app.login_mail(EMAIL).await.link;
            app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            app.poll(&asked.field("auth_id")).await.expect(200);
        }
        let page = browser.get("/account").await.expect(200).text();
        let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is not in {page}"));
        assert!(place("This device") < place("Mobile apps") && place("Mobile apps") < place("Command line"));
        assert!(place("Command line") < place("TVs and devices"));
        assert!(page.contains("probably Firefox on Linux") && page.contains("just now"));
        assert!(!page.contains(&token) && !page.contains(browser.cookie(COOKIE).unwrap()));
        let before = sessions(&app, &token).await;
        let television = id_of(&before, "Living room TV");
        let path = format!("/account/sessions/{television}");
        let reply = browser.post(&path, &[]).await;
        assert!(told(&mut browser, reply).await.contains("Nothing"));
        let reply = browser.post(&path, &[("decision", "end")]).await;
        assert!(told(&mut browser, reply).await.contains("signed out"));
        let reply = browser.post(&path, &[("decision", "end")]).await;
        assert!(told(&mut browser, reply).await.contains("already been removed"));
        let after = sessions(&app, &token).await;
        assert_eq!(after.len() + 1, before.len());
        assert!(after.iter().all(|session| session["session_platform"] != "Living room TV"));
        let reply = browser.post("/account/sessions", &[]).await;
        assert!(told(&mut browser, reply).await.contains("All other devices"));
        app.get("/auth/account").token(&token).send().await.expect_error(401, "invalid_credentials");
        assert!(browser.get("/account").await.expect(200).text().contains("signed in nowhere else"));
    }

    /// A name for a device, which is not the client's own label; an empty one takes it away.
    async fn renaming_a_session(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        let path = format!("/account/sessions/{}", id_of(&sessions(&app, &token).await, "first device"));
        let reply = browser.post(&path, &[("decision", "rename"), ("name", " Kitchen <b> ")]).await;
        assert!(told(&mut browser, reply).await.contains("name is changed"));
        let page = browser.get("/account").await.text();
        assert!(page.contains("Kitchen &lt;b&gt;") && page.contains("first device"), "{page}");
        let listed = sessions(&app, &token).await;
        assert!(listed.iter().any(|session| session["session_platform"] == "first device"));
        let bad = browser.post(&path, &[("decision", "rename"), ("name", &"x".repeat(65))]).await.expect(422).text();
        assert!(bad.contains("1 to 64 visible characters") && bad.contains("<details open>"), "{bad}");
        let id = path.rsplit('/').next().unwrap();
        assert!(bad.contains(&format!("aria-describedby=\"name-{id}-error name-{id}-hint\" autofocus")) && bad.contains(&"x".repeat(65)), "{bad}");
        browser.post(&path, &[("decision", "rename"), ("name", "a\u{202e}b")]).await.expect(422);
        browser.post(&path, &[("decision", "rename"), ("name", "")]).await.expect(303);
        assert!(!browser.get("/account").await.text().contains("Kitchen"));
    }

    /// Another's sessions and keys are as good as not there (invariant 35).
    async fn nobody_elses(database) {
        let app = TestApp::start(database).await;
        let (mut browser, _) = ada(&app).await;
        let bob = app.registered("bob", None).await;
        let session = id_of(&sessions(&app, &bob).await, "first device");
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&bob).json(&body).send().await.expect(200).field("key_id");
        for (path, fields) in [
            (format!("/account/sessions/{session}"), vec![("decision", "end")]),
            (format!("/account/sessions/{session}"), vec![("decision", "rename"), ("name", "mine")]),
            (format!("/account/keys/{key}"), vec![("decision", "revoke")]),
        ] {
            let reply = browser.post(&path, &fields).await;
            assert!(told(&mut browser, reply).await.contains("already been removed"), "{path}");
        }
        app.get("/auth/account").token(&bob).send().await.expect(200);
        assert_eq!(app.get("/auth/keys").token(&bob).send().await.json()["keys"][0]["name"], "k");
        for path in ["/account/sessions/x", "/account/keys/x"] {
            browser.post(path, &[("decision", "end")]).await.expect(404);
        }
    }

    /// A key is made with a name, scopes and a life, shown once, and works; then it is revoked, and does not.
    async fn making_and_revoking_a_key(database) {
        let app = TestApp::with(database, &[("SCOPES__EXTRA", "packages:publish"), ("KEYS__MAX_TTL", "100d")]).await;
        let (mut browser, _) = ada(&app).await;
        let form = browser.get("/account/keys").await.expect(200).text();
        assert!(form.contains("packages:publish") && form.contains("See where you are signed in"), "{form}");
        assert!(form.contains("value=\"90\" checked") && !form.contains("value=\"365\""), "{form}");
        let fields =
            [("name", "backup"), ("scope:sessions:read", "yes"), ("scope:packages:publish", "yes"), ("days", "30")];
        let page = browser.post("/account/keys", &fields).await.expect(200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let page = page.text();
        let key = page.split("autocomplete=\"off\" data-1p-ignore data-lpignore=\"true\">").nth(1).unwrap().split('<').next().unwrap();
        assert!(key.starts_with("dpk_") && page.contains(&format!("Bearer {key}")), "{page}");
        let whoami = app.get("/auth/whoami").token(key).send().await.expect(200).json();
        assert_eq!(whoami["scopes"], json!(["sessions:read", "packages:publish"]));
        let shown = browser.get("/account").await.expect(200).text();
        assert!(shown.contains("backup") && !shown.contains(key), "it is shown once");
        browser.post("/account/keys", &fields).await.expect(409);
        for (fields, words) in [
            (vec![("days", "30"), ("scope:account:read", "yes")], "Give the key a name"),
            (vec![("name", "x"), ("days", "30")], "at least one thing"),
            (vec![("name", "x"), ("scope:account:read", "yes")], "how long the key"),
            (vec![("name", "x"), ("scope:account:read", "yes"), ("days", "365")], "how long the key"),
            (vec![("name", "x"), ("scope:nonsense", "yes"), ("days", "30")], "at least one thing"),
            (vec![("name", "a\u{200b}b"), ("scope:account:read", "yes"), ("days", "30")], "visible characters"),
        ] {
            let page = browser.post("/account/keys", &fields).await.expect(422).text();
            assert!(page.contains(words), "{fields:?}: {page}");
        }
        let told_of = app.mails().await.remove(0);
        assert!(told_of.text.contains("backup") && told_of.link.ends_with("/me"));
        let id = shown.split("/account/keys/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let reply = browser.post(&format!("/account/keys/{id}"), &[("decision", "revoke")]).await;
        assert!(told(&mut browser, reply).await.contains("revoked"));
        app.get("/auth/whoami").token(key).send().await.expect_error(401, "invalid_credentials");
    }

    /// A new address waits for its proof; it can be sent for again, or be dropped; the present one can be removed.
    async fn changing_the_address(database) {
        let app = TestApp::start(database).await;
        let (mut browser, _) = ada(&app).await;
        for (typed, words) in [("", "Type an e-mail"), ("nonsense", "not an e-mail")] {
            let page = browser.post("/account/email", &[("decision", "change"), ("email", typed)]).await.expect(422).text();
            assert!(page.contains(words) && page.contains(&format!("value=\"{typed}\"")), "{page}");
        }
        let reply = browser.post("/account/email", &[("decision", "change"), ("email", EMAIL)]).await;
        assert!(told(&mut browser, reply).await.contains("already"));
        let reply = browser.post("/account/email", &[("decision", "change"), ("email", "new@example.org")]).await;
        assert!(told(&mut browser, reply).await.contains("on its way"));
        let page = browser.get("/account").await.text();
        assert!(page.contains("new@example.org") && page.contains("Cancel the change"), "{page}");
        let first = app.address_mail("new@example.org").await.link;
        app.address_mail(EMAIL).await;
        let reply = browser.post("/account/email", &[("decision", "resend")]).await;
        assert!(told(&mut browser, reply).await.contains("again"));
        let second = app.address_mail("new@example.org").await.link;
        let old = app.mails().await.iter().filter(|mail| mail.to == EMAIL).count();
        assert_eq!(old, 1, "the old address is told once");
        app.open(&first, HERE).await.reply.expect(410);
        let reply = browser.post("/account/email", &[("decision", "cancel")]).await;
        assert!(told(&mut browser, reply).await.contains("cancelled"));
        app.open(&second, HERE).await.reply.expect(410);
        browser.post("/account/email", &[("decision", "change"), ("email", "new@example.org")]).await.expect(303);
        let third = app.address_mail("new@example.org").await.link;
        app.open(&third, HERE).await.submit(&crate::support::FOLLOW).await.expect(200);
        assert!(browser.get("/account").await.text().contains("new@example.org <span class=\"badge active\">confirmed"));
        let reply = browser.post("/account/email", &[("decision", "remove")]).await;
        assert!(told(&mut browser, reply).await.contains("removed"));
        assert!(browser.get("/account").await.text().contains("cannot sign in on other devices"));
        let reply = browser.post("/account/email", &[("decision", "resend")]).await;
        assert!(told(&mut browser, reply).await.contains("Nothing was changed"));
        app.empty_mailbox().await;
    }

    /// A new name, unless somebody has it.
    async fn changing_the_name(database) {
        let app = TestApp::start(database).await;
        let (mut browser, _) = ada(&app).await;
        app.registered("bob", None).await;
        for (typed, status, words) in
            [("bob", 409, "Somebody has that name"), ("", 422, "Type a user name"), ("root", 422, "reserved"), ("a b", 422, "1 to 32")]
        {
            let page = browser.post("/account/username", &[("username", typed)]).await.expect(status).text();
            assert!(page.contains(words), "{typed}: {page}");
        }
        let reply = browser.post("/account/username", &[("username", "Lovelace")]).await;
        assert!(told(&mut browser, reply).await.contains("changed"));
        assert!(browser.get("/account").await.text().contains("Account of Lovelace"));
        app.deliver().await;
    }

    /// Signing out ends the session and takes the cookie; everywhere means everywhere, and ends what is under way (invariant
    /// 14).
    async fn signing_out(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        let mine = browser.cookie(COOKIE).unwrap().to_owned();
        let reply = browser.post("/sign-out", &[]).await.expect(303);
        assert!(browser.cookie(COOKIE).is_none());
        assert!(browser.get(&reply.location()).await.expect(200).text().contains("You are signed out"));
        app.get("/auth/account").token(&mine).send().await.expect_error(401, "invalid_credentials");
        app.get("/auth/account").token(&token).send().await.expect(200);
        browser.sign_in(EMAIL).await;
        let under_way = app.login("ada", EMAIL).await.field("auth_id");
        app.deliver().await;
        browser.post("/account/sign-out", &[("everywhere", "yes")]).await.expect(303);
        app.get("/auth/account").token(&token).send().await.expect_error(401, "invalid_credentials");
        app.poll(&under_way).await.expect_error(400, "access_denied");
    }

    /// Whoever is not signed in is sent to sign in, and back; whoever was signed out elsewhere is told so.
    async fn without_a_session(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        let mut stranger = Visitor::new(&app, HERE);
        assert_eq!(stranger.get("/account/keys?a=b").await.expect(303).location(), "/sign-in?return_to=%2Faccount%2Fkeys%3Fa%3Db");
        assert_eq!(stranger.get("/").await.expect(303).location(), "/account");
        let reply = stranger.post("/account/delete", &[("username", "ada")]).await.expect(303);
        assert_eq!(reply.location(), "/sign-in?return_to=%2Faccount");
        app.delete("/auth/sessions").token(&token).send().await.expect(200);
        let reply = browser.get("/account").await.expect(303);
        assert_eq!(reply.location(), "/sign-in?return_to=%2Faccount&reason=ended");
        assert!(browser.cookie(COOKIE).is_none(), "a dead cookie is taken away");
        assert!(browser.get(&reply.location()).await.expect(200).text().contains("signed out, perhaps from another"));
        app.get("/account").send().await.expect_error(401, "authentication_required");
        // A key is nobody who looks at pages.
        let body = json!({"name": "k", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&token).json(&body).send().await.expect(200).field("access_key");
        app.get("/account").token(&key).send().await.expect_error(403, "insufficient_scope");
        app.empty_mailbox().await;
    }

    /// A session that has ended by itself is not there to be named, although its row still is.
    async fn naming_the_dead(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        app.advance(20 * 86_400);
        let mut browser = Visitor::new(&app, HERE);
        browser.sign_in(EMAIL).await;
        let rows = async || entity::session::Entity::find().all(app.app.context.db.read()).await.unwrap();
        let old = rows().await.into_iter().find(|session| session.platform == "first device").expect("ada's first");
        app.advance(10 * 86_400);
        let path = format!("/account/sessions/{}", old.id);
        browser.post(&path, &[("decision", "rename"), ("name", "Kitchen")]).await.expect(303);
        assert!(rows().await.iter().all(|session| session.name.is_none()));
        app.empty_mailbox().await;
    }

    /// Whoever registered with an address has its proof sent again; the newer link counts. Who has proven it has nothing to send.
    async fn proof_of_the_first_address(database) {
        let app = TestApp::start(database).await;
        let mut browser = Visitor::new(&app, HERE);
        browser.post("/register", &[("username", "bob"), ("email", "bob@example.org")]).await.expect(303);
        let first = app.address_mail("bob@example.org").await.link;
        app.empty_mailbox().await;
        let reply = browser.post("/account/email", &[("decision", "resend")]).await;
        assert!(told(&mut browser, reply).await.contains("again"));
        let second = app.address_mail("bob@example.org").await.link;
        app.open(&first, HERE).await.reply.expect(410);
        app.open(&second, HERE).await.submit(&crate::support::FOLLOW).await.expect(200);
        app.empty_mailbox().await;
        let reply = browser.post("/account/email", &[("decision", "resend")]).await;
        assert!(!told(&mut browser, reply).await.contains("sent again"));
        assert!(app.mails().await.is_empty());
    }

    /// No form of the account does anything unless it comes from its own page (invariant 58).
    async fn forms_from_elsewhere(database) {
        let app = TestApp::start(database).await;
        let (browser, token) = ada(&app).await;
        let cookie = format!("{COOKIE}={}", browser.cookie(COOKIE).unwrap());
        for path in ["/account/sessions", "/account/sign-out", "/account/keys", "/account/email", "/account/username", "/account/delete"] {
            for site in ["cross-site", "same-site", "none"] {
                let form = app.post(path).header("cookie", &cookie).header("sec-fetch-site", site);
                form.form(&[("username", "ada"), ("decision", "remove")]).send().await.expect_error(403, "cross_origin");
            }
            let bare = app.post(path).header("cookie", &cookie).form(&[("username", "ada")]).send().await;
            bare.expect_error(403, "cross_origin");
            let with_token = app.post(path).token(&token).form(&[("username", "ada")]).send().await;
            with_token.expect_error(403, "cross_origin");
        }
        app.get("/auth/account").token(&token).send().await.expect(200);
    }

    /// Everything that is kept about somebody, and no secret.
    async fn exporting(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        for number in 0..3 {
            let body = json!({"name": format!("k{number}"), "scopes": ["account:read"]});
            app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        }
        let reply = browser.get("/account/export").await.expect(200);
        assert_eq!(reply.header("content-disposition"), Some("attachment; filename=\"account.json\""));
        let export = reply.json();
        assert_eq!((&export["account"]["username"], &export["account"]["email"]), (&json!("ada"), &json!(EMAIL)));
        assert_eq!(export["export_date"], app.now());
        assert_eq!(export["sessions"].as_array().unwrap().len(), 2);
        assert_eq!(export["access_keys"].as_array().unwrap().len(), 3);
        assert!(!reply.text().contains(&token) && !reply.text().contains("hash"));
        app.empty_mailbox().await;
    }

    /// Deleting asks for the name, deletes at once, tells the address, and forgets it.
    async fn deleting(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        assert!(browser.get("/account/delete").await.expect(200).text().contains("cannot be taken back"));
        for (typed, words) in [("", "Type your user name"), ("bob", "not your user name")] {
            let page = browser.post("/account/delete", &[("username", typed)]).await.expect(422).text();
            assert!(page.contains(words), "{page}");
        }
        app.get("/auth/account").token(&token).send().await.expect(200);
        let page = browser.post("/account/delete", &[("username", "ADA")]).await.expect(200).text();
        assert!(page.contains("The account is deleted"), "{page}");
        assert!(browser.cookie(COOKIE).is_none());
        app.get("/auth/account").token(&token).send().await.expect_error(401, "invalid_credentials");
        let mail = app.mails().await.remove(0);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), (EMAIL, "Your account on 127.0.0.1 was deleted"));
        assert!(mail.text.contains("“ada”"), "{}", mail.text);
        let left = deletion_notice::Entity::find().count(app.app.context.db.read()).await.unwrap();
        assert_eq!(left, 0, "the address is forgotten with its mail");
    }

    /// An address that never proved itself may be a stranger's, who is not bothered; and a notice that cannot be sent is
    /// forgotten after three days.
    async fn deleting_without_a_mail(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        app.empty_mailbox().await;
        app.delete("/auth/account").token(&token).send().await.expect(204);
        assert!(app.mails().await.is_empty());
        let token = app.verified("lovelace", EMAIL).await;
        app.delete("/auth/account").token(&token).send().await.expect(204);
        app.advance(3 * 86_400);
        app.app.jobs.purge().await.unwrap();
        let left = deletion_notice::Entity::find().count(app.app.context.db.read()).await.unwrap();
        assert_eq!(left, 0);
        assert_eq!(app.deliver().await, 0);
    }

    /// Neither a flood of other notices nor a fresh change of address keeps the owner from hearing of it; and a mail that is given
    /// up is forgotten as well (invariant 21).
    async fn deleting_in_a_hurry(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        let (mut browser, token) = ada(&app).await;
        for number in 0..12 {
            if number >= 10 {
                // Ten at once, and then one a minute.
                app.advance(60);
            }
            let body = json!({"name": format!("k{number}"), "scopes": ["account:read"]});
            app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        }
        browser.post("/account/email", &[("decision", "change"), ("email", "thief@example.org")]).await.expect(303);
        let link = app.address_mail("thief@example.org").await.link;
        app.open(&link, HERE).await.submit(&crate::support::FOLLOW).await.expect(200);
        app.empty_mailbox().await;
        browser.post("/account/delete", &[("username", "ada")]).await.expect(200);
        let mut told: Vec<String> =
            app.mails().await.into_iter().filter(|mail| mail.subject.contains("was deleted")).map(|mail| mail.to).collect();
        told.sort();
        assert_eq!(told, [EMAIL, "thief@example.org"]);
        assert_eq!(deletion_notice::Entity::find().count(app.app.context.db.read()).await.unwrap(), 0);
    }

    /// A browser that is given several cookies with sessions is not locked out: all of them are taken away.
    async fn several_cookies(database) {
        let app = TestApp::start(database).await;
        let (browser, _) = ada(&app).await;
        let planted = app.registered("eve", None).await;
        let cookie = format!("{COOKIE}={planted}; {COOKIE}={}", browser.cookie(COOKIE).unwrap());
        let page = app.get("/account/keys").header("cookie", &cookie).header("accept", "text/html").send().await.expect(303);
        assert!(page.location().contains("reason=ended"));
        let taken: Vec<&str> = page.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(taken.iter().all(|cookie| cookie.starts_with("doorpost=;") && cookie.contains("Max-Age=0")), "{taken:?}");
        assert!(taken.iter().any(|cookie| cookie.contains("Path=/;")), "{taken:?}");
        assert!(taken.iter().any(|cookie| cookie.contains("Path=/account/keys;")), "{taken:?}");
        app.get("/auth/whoami").header("cookie", &cookie).send().await.expect_error(400, "ambiguous_credentials");
    }

    /// Long lists are cut into pages that lead on and back.
    async fn long_lists(database) {
        let app = TestApp::start(database).await;
        let (mut browser, token) = ada(&app).await;
        for number in 0..10 {
            app.advance(1);
            let body = json!({"name": format!("key {number:02}"), "scopes": ["account:read"]});
            app.post("/auth/keys").token(&token).json(&body).send().await.expect(200);
        }
        let first = browser.get("/account").await.expect(200).text();
        assert!(first.contains("key 09") && !first.contains("key 01"));
        let next = first.split("/account?keys=").nth(1).unwrap().split('#').next().unwrap().to_owned();
        let second = browser.get(&format!("/account?keys={next}")).await.expect(200).text();
        assert!(second.contains("key 01") && !second.contains("key 09") && second.contains("First page"));
        for nonsense in ["?keys=x", "?sessions=x", "?sessions=1.x&keys=%00"] {
            browser.get(&format!("/account{nonsense}")).await.expect(200);
        }
        app.empty_mailbox().await;
    }
}
