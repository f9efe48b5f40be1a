//! Labels that people choose: platforms, names of sessions and keys. They can be seen, and are no links.

use entity::pending_login;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::support::{Mail, TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
/// Invisible, misleading, or more than fits on a line.
const HIDDEN: [&str; 30] = [
    "\u{3164}",
    "\u{115f}",
    "\u{1160}",
    "\u{ffa0}",
    "\u{2800}",
    "\u{17b4}",
    "\u{180b}",
    "\u{fe0f}",
    "\u{34f}",
    "\u{2065}",
    "\u{ad}",
    "a\u{e000}",
    "a\u{fffe}",
    "a\u{378}",
    "a\u{e0001}",
    "a\u{e0100}b",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "a\u{202e}b",
    "a\u{2066}b",
    "a\u{61c}b",
    "a\u{200b}b",
    "a\u{200d}b",
    "a\u{200c}",
    "a\u{fe0f}",
    "a\nb",
    "a\u{2028}b",
    "a\0",
    "\u{301}",
    "a\u{301}\u{302}\u{303}",
    "Z\u{335}\u{335}\u{335}\u{335}\u{335}\u{335}algo",
];
const WRITTEN: [&str; 15] = [
    "Büro",
    "Bu\u{308}ro",
    "Vie\u{323}\u{302}t",
    "पढ\u{93c}ूँ क\u{94d}\u{200d}ष",
    "ที่บ้าน",
    "می\u{200c}خواهم",
    "שַׁבָּת",
    "မြို့",
    "한국어",
    "日本語　ノート",
    "👨\u{200d}👩\u{200d}👧",
    "🇩🇪",
    "1\u{fe0f}\u{20e3}",
    "❤\u{fe0f}",
    "x",
];

on_both! {
    /// What cannot be seen is no label, wherever one is chosen, and what people write is one (invariant 74).
    async fn labels_are_visible(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, "127.0.0.1");
        browser.sign_in(EMAIL).await;
        let sessions = app.get("/auth/sessions").token(&token).send().await.expect(200).json();
        let id = sessions["sessions"][0]["session_id"].as_str().unwrap().to_owned();
        let path = format!("/account/sessions/{id}");
        let long = "x".repeat(65);
        for label in HIDDEN.into_iter().chain([long.as_str(), "", " ", "\u{a0}\u{3000}"]) {
            let login = json!({"email": EMAIL, "session_platform": label});
            let refused = app.post("/auth/login").json(&login).send().await.expect_error(422, "invalid_session_platform");
            assert_eq!(refused.field("field"), "session_platform");
            let registration = json!({"username": "bob", "session_platform": label});
            app.post("/auth/registration").json(&registration).send().await.expect_error(422, "invalid_session_platform");
            let key = json!({"name": label, "scopes": ["account:read"]});
            let refused = app.post("/auth/keys").token(&token).json(&key).send().await.expect_error(422, "invalid_name");
            assert_eq!(refused.field("field"), "name");
        }
        for label in HIDDEN {
            let key = json!({"name": "k", "description": label, "scopes": ["account:read"]});
            app.post("/auth/keys").token(&token).json(&key).send().await.expect_error(422, "invalid_description");
            browser.post(&path, &[("decision", "rename"), ("name", label)]).await.expect(422);
        }
        assert_eq!(app.get("/auth/keys").token(&token).send().await.expect(200).json()["keys"], json!([]));
        for label in WRITTEN {
            let key = json!({"name": label, "description": label, "scopes": ["account:read"]});
            let made = app.post("/auth/keys").token(&token).json(&key).send().await.expect(200);
            assert_eq!(made.field("name"), label);
            browser.post(&path, &[("decision", "rename"), ("name", label)]).await.expect(303);
            let login = json!({"email": EMAIL, "session_platform": format!("  {label} ")});
            app.post("/auth/login").json(&login).send().await.expect(200);
            app.deliver().await;
        }
        let platforms = pending_login::Entity::find().all(app.app.context.db.read()).await.unwrap();
        assert!(WRITTEN.iter().all(|label| platforms.iter().any(|login| login.platform == *label)));
    }

    /// A login that was asked for before the rule was as it is now goes on, and its label is shown as one.
    async fn a_stored_label_that_breaks_the_rule(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let db = &app.app.context.db;
        db.write("set", |tx| {
            async move {
                pending_login::Entity::update_many()
                    .col_expr(pending_login::Column::Platform, "\u{3164}www.evil.example".into())
                    .filter(pending_login::Column::Platform.eq("second device"))
                    .exec(tx)
                    .await
            }
            .scope_boxed()
        })
        .await
        .unwrap();
        let mail = app.login_mail(EMAIL).await;
        assert!(mail.text.contains("“\u{fffd}www .evil .example”"), "{}", mail.text);
        app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        let sessions = app.get("/auth/sessions").token(&token).send().await.expect(200).json();
        let sessions = sessions["sessions"].as_array().unwrap();
        assert!(sessions.iter().any(|session| session["session_platform"] == "\u{fffd}www.evil.example"), "{sessions:?}");
    }

    /// Whatever a stranger writes, no mail holds a link or a number of his: names, platforms, user agents, names of keys (invariant
    /// 74). The links of a mail are its own.
    async fn strangers_words_are_no_links(database) {
        for (name, platform) in [
            ("www.evil.example", "https://evil.example/login?x=1"),
            ("evil.com", "mail me@evil.example or ftp://evil.example"),
            ("1-800-555-0199", "call +49 (89) 1234 5678, tel:110"),
            ("5550199123", "evil。example or evil．com or //evil.example"),
        ] {
            let app = TestApp::start(database).await;
            let mut mails = every_mail(&app, name, platform).await;
            mails.retain(|mail| !mail.subject.is_empty());
            assert!(mails.len() >= 8, "{}", mails.len());
            for mail in mails {
                for part in [&mail.subject, &mail.text, &mail.html] {
                    assert_inert(part, &mail.link);
                }
            }
        }
    }
}

/// Has every mail sent that speaks of a stranger's words.
async fn every_mail(app: &TestApp, name: &str, label: &str) -> Vec<Mail> {
    let token = app.verified(name, EMAIL).await;
    let mut mails = Vec::new();
    let key = json!({"name": label, "description": label, "scopes": ["account:read"]});
    app.post("/auth/keys").token(&token).json(&key).send().await.expect(200);
    let login = json!({"username": name, "email": EMAIL, "session_platform": label});
    app.post("/auth/login").header("user-agent", label_in_ascii(label)).json(&login).send().await.expect(200);
    mails.extend(app.mails().await);
    app.empty_mailbox().await;
    for body in
        [json!({"email": "new@example.net"}), json!({"username": "9.9.9-other.example"}), json!({"username": name})]
    {
        app.patch("/auth/account").token(&token).json(&body).send().await.expect(200);
    }
    let change = app.address_mail("new@example.net").await;
    mails.extend(app.mails().await);
    app.empty_mailbox().await;
    app.open(&change.link, "127.0.0.1")
        .await
        .submit(&[("decision", "apply"), ("confirm_account", "yes")])
        .await
        .expect(200);
    app.registered("another.example", Some("another@example.net")).await;
    mails.extend(app.mails().await);
    app.empty_mailbox().await;
    app.advance(84 * 86_400);
    app.app.jobs.announce_key_ends().await.unwrap();
    mails.extend(app.mails().await);
    app.empty_mailbox().await;
    mails
}

fn label_in_ascii(label: &str) -> &str {
    if label.is_ascii() { label } else { "www.evil.example/1.0 (+https://evil.example)" }
}

/// Nothing in this that a mail program makes a link of, but for the mail's own link, the addresses that it speaks of, and the words
/// of the page's own head.
fn assert_inert(part: &str, link: &str) {
    let own =
        part.replace(link, "").replace(EMAIL, "").replace("new@example.net", "").replace("another@example.net", "");
    let body = own.split_once("<body").map_or(own.as_str(), |(_, body)| body);
    let words = without_tags(body).replace("127.0.0.1", "");
    for alive in ["://", "www.", "e@evil", "mailto:m", "tel:1"] {
        assert!(!words.contains(alive), "{alive}: {words}");
    }
    let letters: Vec<char> = words.chars().collect();
    for around in letters.windows(3).filter(|around| ['.', '\u{3002}', '\u{ff0e}'].contains(&around[1])) {
        assert!(around[0].is_whitespace() || !around[2].is_alphabetic(), "{around:?}: {words}");
    }
    let digits = words.split(|character: char| !character.is_ascii_digit() && !" -().+/".contains(character));
    for run in digits.filter(|run| !run.contains("2026") && !run.contains("2027")) {
        assert!(run.chars().filter(char::is_ascii_digit).count() < 7, "{run}: {words}");
    }
    assert_eq!(part.matches("href=").count(), part.matches(&format!("href=\"{link}\"")).count(), "{part}");
}

fn without_tags(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|character| {
            inside = *character == '<' || inside && *character != '>';
            !inside && *character != '>'
        })
        .collect()
}
