//! The mails as a person gets them.

use serde_json::json;

use crate::support::{Database, Mail, TestApp};

const EMAIL: &str = "ada@example.org";

/// The text, without what is drawn at random.
fn redacted(mail: &Mail) -> String {
    let text = mail.text.replace(&mail.link, "LINK");
    let text = if mail.is_login() { text.replace(&mail.code(), "CODE") } else { text };
    let subject = if mail.is_login() { mail.subject.replace(&mail.code(), "CODE") } else { mail.subject.clone() };
    format!("To: {}\nSubject: {subject}\n\n{text}", mail.to)
}

/// What holds for every mail: the same facts in both parts, nothing from elsewhere, and small.
fn check(mail: &Mail) {
    assert!(mail.html.contains(&mail.link) && mail.text.lines().any(|line| line == mail.link));
    assert!(mail.html.len() < 60_000);
    assert!(mail.link.len() < 120);
    for forbidden in ["<script", "<img", "http-equiv", "@import", "url(", "<link"] {
        assert!(!mail.html.contains(forbidden), "{forbidden}");
    }
    let elsewhere = mail.html.split("href=\"").skip(1).filter(|rest| !rest.starts_with("http://127.0.0.1:3000"));
    assert_eq!(elsewhere.count(), 0);
    for line in mail.text.lines().filter(|line| *line != mail.link) {
        assert!(line.chars().count() < 78, "{line}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mail_in_english() {
    let app = TestApp::start(Database::Sqlite).await;
    let token = app.registered("ada", Some(EMAIL)).await;
    let verification = app.address_mail(EMAIL).await;
    app.open(&verification.link, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
    app.login("ada", EMAIL).await;
    let login = app.login_mail(EMAIL).await;
    app.empty_mailbox().await;
    app.patch("/auth/account").token(&token).json(&json!({"email": "new@example.net"})).send().await.expect(200);
    let (proof, requested) = (app.address_mail("new@example.net").await, app.address_mail(EMAIL).await);
    app.empty_mailbox().await;
    app.open(&proof.link, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
    let changed = app.address_mail(EMAIL).await;
    for (name, mail) in [
        ("login", &login),
        ("verification", &verification),
        ("email_change", &proof),
        ("email_change_requested", &requested),
        ("email_changed", &changed),
    ] {
        check(mail);
        insta::assert_snapshot!(name, redacted(mail));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_login_mail_in_other_languages() {
    let app = TestApp::start(Database::Sqlite).await;
    app.registered("ada", Some(EMAIL)).await;
    for locale in ["de", "fr"] {
        app.empty_mailbox().await;
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "cURL", "locale": locale});
        app.post("/auth/login").json(&body).send().await.expect(200);
        let mail = app.login_mail(EMAIL).await;
        check(&mail);
        insta::assert_snapshot!(format!("login_{locale}"), redacted(&mail));
    }
}
