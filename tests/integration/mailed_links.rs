//! What holds for every mailed link: how it lives, what its page asks for, and that a robot does nothing with it.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{FOLLOW, Reply, TestApp, Visitor, on_both};

const OLD: &str = "ada@example.org";
const NEW: &str = "lovelace@example.net";
const HERE: &str = "127.0.0.1";
const HOUR: i64 = 3600;

async fn ask_for(app: &TestApp, token: &str, email: Value) -> Reply {
    app.patch("/auth/account").token(token).json(&json!({"email": email})).send().await
}

async fn account(app: &TestApp, token: &str) -> Value {
    app.get("/auth/account").token(token).send().await.expect(200).json()
}

async fn follow(app: &TestApp, link: &str) -> Reply {
    app.open(link, HERE).await.submit(&FOLLOW).await
}

/// Presses every button that stands on the page of a link, ticking and typing nothing, as often as pages come of it.
async fn press_everything(app: &TestApp, link: &str) {
    let page = app.open(link, HERE).await;
    let mut seen = vec![page.reply.text()];
    for _ in 0..3 {
        let mut next = Vec::new();
        for html in &seen {
            for form in html.split("<form ").skip(1) {
                let form = form.split("</form>").next().unwrap();
                if !form.contains(&format!("action=\"{}\"", app.path_of(link))) {
                    continue;
                }
                let fields = |kind: &str| -> Vec<(String, String)> {
                    form.split(kind)
                        .skip(1)
                        .filter_map(|element| {
                            let element = element.split('>').next().unwrap();
                            let attribute = |name: &str| {
                                Some(element.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.to_owned())
                            };
                            let hidden = kind == "<button" || element.contains("type=\"hidden\"");
                            hidden.then(|| Some((attribute(" name")?, attribute(" value")?))).flatten()
                        })
                        .collect()
                };
                let hidden = fields("<input");
                let mut buttons: Vec<Vec<(String, String)>> =
                    fields("<button").into_iter().map(|button| vec![button]).collect();
                buttons.push(Vec::new());
                for button in buttons {
                    let sent: Vec<(&str, &str)> =
                        hidden.iter().chain(&button).map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    next.push(page.submit(&sent).await.text());
                }
            }
        }
        seen = next;
    }
}

on_both! {
    /// A robot that presses every button of every page, ticking and typing nothing, approves, denies, proves and undoes nothing,
    /// beside the device that asks as well (invariant 67).
    async fn a_robot_that_presses_everything(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(OLD)).await;
        let verification = app.address_mail(OLD).await.link;
        press_everything(&app, &verification).await;
        assert_eq!(account(&app, &token).await["email_verified"], false);
        follow(&app, &verification).await.expect(200);
        app.empty_mailbox().await;
        let auth_id = app.login("ada", OLD).await.field("auth_id");
        let login = app.login_mail(OLD).await.link;
        press_everything(&app, &login).await;
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        app.open(&login, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        press_everything(&app, &login).await;
        let session = app.poll(&auth_id).await.expect(200).field("session_token");
        press_everything(&app, &login).await;
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        ask_for(&app, &session, json!(NEW)).await.expect(200);
        let (change, way_back) = (app.address_mail(NEW).await.link, app.address_mail(OLD).await.link);
        press_everything(&app, &change).await;
        press_everything(&app, &way_back).await;
        let unchanged = account(&app, &session).await;
        assert_eq!((&unchanged["email"], &unchanged["pending_email"]), (&json!(OLD), &json!(NEW)));
        // What is on the pages is what a person needs.
        for (link, fields) in [
            (&change, vec!["name=\"confirm_account\"", "value=\"apply\""]),
            (&way_back, vec!["name=\"confirm_undo\"", "value=\"apply\""]),
            (&login, vec!["type=\"checkbox\" name=\"decision\" value=\"undo\""]),
        ] {
            let page = app.open(link, HERE).await.reply.text();
            assert!(fields.iter().all(|field| page.contains(field)), "{fields:?}: {page}");
        }
    }

    /// The box of one kind of link is none of the other's, and without it nothing happens (invariant 67).
    async fn each_link_has_its_box(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        ask_for(&app, &token, json!(NEW)).await.expect(200);
        let (change, way_back) = (app.address_mail(NEW).await.link, app.address_mail(OLD).await.link);
        for fields in [&[("decision", "apply")][..], &[("decision", "apply"), ("confirm_undo", "yes")], &[("confirm_account", "no")]] {
            let page = app.open(&change, HERE).await.submit(fields).await.expect(422).text();
            assert!(page.contains("Tick the box to confirm the new address"), "{page}");
        }
        for fields in [&[("decision", "apply")][..], &[("decision", "apply"), ("confirm_account", "yes")], &[]] {
            let page = app.open(&way_back, HERE).await.submit(fields).await.expect(422).text();
            assert!(page.contains("Tick the box to undo the change"), "{page}");
        }
        let unchanged = account(&app, &token).await;
        assert_eq!((&unchanged["email"], &unchanged["pending_email"]), (&json!(OLD), &json!(NEW)));
    }

    /// Whatever is sent again, and however often, a change dies 72 hours after it was asked for (invariant 65).
    async fn nothing_renews_a_change(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        ask_for(&app, &token, json!(NEW)).await.expect(200);
        let mut visitor = Visitor::new(&app, HERE);
        visitor.set_cookie("doorpost", &token);
        for _ in 0..3 {
            app.advance(22 * HOUR);
            visitor.post("/account/email", &[("decision", "resend")]).await.expect(303);
            app.deliver().await;
        }
        let last = app.address_mail(NEW).await.link;
        app.advance(6 * HOUR - 1);
        assert_eq!(account(&app, &token).await["pending_email"], NEW);
        app.open(&last, HERE).await.reply.expect(200);
        app.advance(1);
        assert_eq!(account(&app, &token).await["pending_email"], Value::Null);
        visitor.post("/account/email", &[("decision", "resend")]).await.expect(303);
        follow(&app, &last).await.expect(410);
        assert_eq!(account(&app, &token).await["email"], OLD);
    }

    /// A change that is applied late is told anew, with a way back of 72 hours from that moment, whatever became of the first one
    /// (invariants 64, 65).
    async fn an_applied_change_is_told_anew(database) {
        for purged in [false, true] {
            let app = TestApp::start(database).await;
            let token = app.verified("ada", OLD).await;
            ask_for(&app, &token, json!(NEW)).await.expect(200);
            let change = app.address_mail(NEW).await.link;
            app.deliver().await;
            if purged {
                forget_ways_back(&app).await;
            }
            app.advance(71 * HOUR);
            app.empty_mailbox().await;
            follow(&app, &change).await.expect(200);
            let told = app.address_mail(OLD).await;
            assert!(told.text.contains(NEW) || told.text.contains("lovelace"), "{}", told.text);
            app.advance(72 * HOUR - 1);
            follow(&app, &told.link).await.expect(200);
            app.get("/auth/whoami").token(&token).send().await.expect(401);
        }
    }

    /// Of two ways back the earlier change wins, whichever node's clock is ahead, and in whichever order they are followed
    /// (invariant 66).
    async fn the_earlier_change_wins(database) {
        for (off, owner_first) in [(-30, true), (30, true), (-30, false), (30, false)] {
            let app = TestApp::start(database).await;
            let node = app.second_node_off_by(off).await;
            let thief = app.verified("ada", OLD).await;
            ask_for(&app, &thief, json!(NEW)).await.expect(200);
            let owners = app.address_mail(OLD).await.link;
            follow(&app, &app.address_mail(NEW).await.link).await.expect(200);
            app.deliver().await;
            ask_for(&node, &thief, json!("third@example.net")).await.expect(200);
            node.deliver().await;
            app.deliver().await;
            let mut thiefs = node.mails().await;
            thiefs.extend(app.mails().await);
            let thiefs = thiefs.into_iter().find(|mail| mail.to == NEW && mail.subject.contains("about to change")).expect("a mail").link;
            if !owner_first {
                follow(&node, &thiefs).await.expect(200);
            }
            follow(&app, &owners).await.expect(200);
            follow(&node, &thiefs).await.expect(410);
            let auth_id = app.login("ada", OLD).await.field("auth_id");
            let link = app.login_mail_of_either(&node, OLD).await.link;
            app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            let token = app.poll(&auth_id).await.expect(200).field("session_token");
            assert_eq!(account(&app, &token).await["email"], OLD, "off by {off}, owner first: {owner_first}");
            app.deliver().await;
        }
    }

    /// The mail that came with the account was never opened, and the address is proven by a sign-in: the page says so, and speaks of no change
    /// that nobody made.
    async fn confirmed_by_another_way(database) {
        let app = TestApp::start(database).await;
        for (name, by_code) in [("ada", false), ("eve", true)] {
            let address = format!("{name}@example.org");
            app.registered(name, Some(&address)).await;
            let verification = app.address_mail(&address).await.link;
            let asked = app.login(name, &address).await;
            let mail = app.login_mail(&address).await;
            if by_code {
                app.post(&format!("/auth/session/{}", asked.field("auth_id"))).json(&json!({"code": mail.code()})).send().await.expect(200);
            } else {
                app.open(&mail.link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            }
            for reply in [app.get(&app.path_of(&verification)).send().await, follow(&app, &verification).await] {
                let page = reply.expect(410).text();
                assert!(page.contains("Already confirmed") && page.contains(&address), "{page}");
            }
        }
    }

    /// What a mail program or a person stuck to the end of a link is dropped, on every mailed link and for every method.
    async fn stuck_to_the_end(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", OLD).await;
        ask_for(&app, &token, json!(NEW)).await.expect(200);
        let (change, way_back) = (app.address_mail(NEW).await.link, app.address_mail(OLD).await.link);
        let login = {
            app.login("ada", OLD).await;
            app.login_mail(OLD).await.link
        };
        for link in [&change, &way_back, &login] {
            for stuck in [".", ")", "/", "%3E", "%E2%80%8B", "%20", "&utm_source=newsletter", "?utm_source=x", ".?fbclid=1"] {
                let stuck_link = format!("{link}{stuck}");
                let page = app.open(&stuck_link, HERE).await.reply.expect(200).text();
                assert!(page.contains(&format!("action=\"{}\"", app.path_of(link))), "{stuck}: {page}");
                app.request(Method::HEAD, &app.path_of(&stuck_link)).send().await.expect(200);
            }
            app.open(&format!("{link}x"), HERE).await.reply.expect(404);
        }
        follow(&app, &format!("{change}.")).await.expect(200);
        app.deliver().await;
    }
}

/// As a purge does long after their end.
async fn forget_ways_back(app: &TestApp) {
    let ground = crate::support::Ground::under(app);
    ground.execute("UPDATE email_link SET state = 'replaced' WHERE kind = 'undo'").await;
}
