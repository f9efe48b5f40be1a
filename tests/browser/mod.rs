//! The real parts together: the built program, curl as the client, a mail server in between, Chromium on the link.

mod back;
mod comfort;
mod cookie_domain;
mod every_language;
mod gallery;
mod mail_server;
mod no_cookies;
mod other_origin;
pub mod programs;
mod script;
mod sign_in;
mod signed_in;
mod tls;
mod webdriver;

use mail_server::MailServer;
use programs::curl;
use thirtyfour::prelude::*;
use webdriver::{Browser, Scripts};

use crate::support::{Database, Process};

const JSON: &str = "Content-Type: application/json";

fn url(doorpost: &Process, path: &str) -> String {
    format!("{}{path}", doorpost.url())
}

/// Registers, asks for a login, and returns the auth id and the link from the mail that the mail server took.
async fn ask(doorpost: &Process, mail: &MailServer) -> (String, String) {
    let registration = r#"{"username": "ada", "email": "ada@example.org", "session_platform": "cURL"}"#;
    let registered = curl(&["-H", JSON, "-X", "POST", &url(doorpost, "/auth/registration"), "-d", registration]);
    assert_eq!(registered["session_token"].as_str().map(str::len), Some(344), "{registered}");
    let asked = curl(&[&url(doorpost, "/auth/login"), "-H", JSON, "-d", registration]);
    let link = mail.link(&url(doorpost, "/auth/confirm/")).await;
    (asked["auth_id"].as_str().expect("an auth id").to_owned(), link)
}

fn poll(doorpost: &Process, auth_id: &str) -> serde_json::Value {
    curl(&[&url(doorpost, &format!("/auth/session/{auth_id}"))])
}

async fn approve_in_a_browser(scripts: Scripts) {
    let mail = MailServer::start().await;
    let doorpost = Process::with(Database::Sqlite, &[("MAIL__URL", &mail.url())]).await;
    let (auth_id, link) = ask(&doorpost, &mail).await;
    assert_eq!(poll(&doorpost, &auth_id)["code"], "authorization_pending");

    let browser = Browser::start(scripts).await;
    browser.driver.goto(&link).await.unwrap();
    let page = browser.driver.find(By::Css("main")).await.unwrap().text().await.unwrap();
    assert!(page.contains("ada") && page.contains("cURL") && page.contains("127.0.0.1"), "{page}");
    // Opening it, and leaving it open, decides nothing (invariant 7).
    browser.driver.refresh().await.unwrap();
    assert_eq!(poll(&doorpost, &auth_id)["code"], "authorization_pending");

    // Beside the device that asks there is no code, and a box to be ticked instead (invariant 67).
    browser.complain("button.primary").await;
    assert_eq!(poll(&doorpost, &auth_id)["code"], "authorization_pending");
    browser.approve().await;
    assert!(browser.driver.get_all_cookies().await.unwrap().is_empty(), "the approver gets no session (invariant 2)");
    let collected = poll(&doorpost, &auth_id);
    assert_eq!(collected["session_token"].as_str().map(str::len), Some(344), "{collected}");
    browser.quit().await;
}

/// The walk-through with a mail server and a browser (invariant 21).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn approving_in_a_browser() {
    approve_in_a_browser(Scripts::Allowed).await;
}

/// The same page and button with JavaScript off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn approving_without_javascript() {
    approve_in_a_browser(Scripts::Blocked).await;
}

/// "This wasn't me" asks once more; the box decides. The form passes the origin check of a real browser under the
/// strictest referrer policy (invariant 58).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn denying_in_a_browser() {
    let mail = MailServer::start().await;
    let doorpost = Process::with(Database::Sqlite, &[("MAIL__URL", &mail.url())]).await;
    let (auth_id, link) = ask(&doorpost, &mail).await;
    let browser = Browser::start(Scripts::Allowed).await;
    browser.driver.goto(&link).await.unwrap();
    browser.press("button[value=deny]", "Refuse this sign-in?").await;
    assert_eq!(poll(&doorpost, &auth_id)["code"], "authorization_pending");
    browser.driver.find(By::Css("input[name=confirm_deny]")).await.unwrap().click().await.unwrap();
    browser.press("button[value=deny]", "Sign-in refused").await;
    assert_eq!(poll(&doorpost, &auth_id)["code"], "access_denied");
    browser.quit().await;
}
