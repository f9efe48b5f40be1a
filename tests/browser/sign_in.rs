//! Signing in as people do it: a television with a telephone in hand, a keyboard and nothing else, a browser without
//! scripts, a device that sleeps.

use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use thirtyfour::prelude::*;

use super::mail_server::MailServer;
use super::webdriver::{Browser, Scripts};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";
/// A telephone network, as a proxy tells it.
const ELSEWHERE: &str = "203.0.113.9";

async fn start() -> Process {
    let doorpost = Process::with(Database::Sqlite, &[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    doorpost.register("ada", Some(EMAIL)).await;
    let link = doorpost.mail(EMAIL, "/auth/email/").await.link;
    doorpost.submit(&link, &crate::support::FOLLOW).await.expect(200);
    doorpost.empty_mailbox().await;
    doorpost
}

fn at(doorpost: &Process, path: &str) -> String {
    format!("{}{path}", doorpost.url())
}

/// Asks for a login on the sign-in page, and returns what the waiting page shows as its code.
async fn ask(browser: &Browser, doorpost: &Process) -> String {
    browser.goto(&at(doorpost, "/account")).await;
    browser.arrive("Sign in to Doorpost").await;
    browser.fill("#email", EMAIL).await;
    browser.press("button.primary", "Check your mail").await;
    let path = browser.path().await;
    assert!(path.starts_with("/sign-in/waiting/"), "{path}");
    browser.find(".match-code").await.text().await.unwrap().split_whitespace().collect()
}

/// A television that shows a code, a telephone on another network that reads the mail. Whoever never saw this program finds
/// the session afterwards, and ends it.
async fn television_and_telephone(scripts: Scripts) {
    let doorpost = start().await;
    let (television, telephone) = (Browser::start(scripts).await, Browser::start(scripts).await);
    television.appear("dark", 1280, 720).await;
    telephone.appear("light", 360, 740).await;
    telephone.seem_to_be_at(Some(ELSEWHERE)).await;
    television.command("Emulation.setTimezoneOverride", json!({"timezoneId": "Asia/Kolkata"})).await;
    let code = ask(&television, &doorpost).await;
    let mail = doorpost.mail(EMAIL, "/auth/confirm/").await;
    // By the clocks of the browser that waits, where its script can say which those are.
    assert_eq!(mail.text.contains("UTC+5:30"), scripts == Scripts::Allowed, "{}", mail.text);
    telephone.goto(&mail.link).await;
    telephone.arrive("Approve this sign-in?").await;
    let page = telephone.text().await;
    assert!(
        page.contains("“Chrome on Linux”") && page.contains("127.0.0.1") && page.contains("wants to sign in as ada"),
        "{page}"
    );
    // Without the code nothing is approved; the page says what is missing, with the focus on it.
    telephone.complain("button[value=approve]").await;
    let focused = telephone.driver.active_element().await.unwrap();
    assert_eq!(focused.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
    telephone.fill("#match_code", &code.to_lowercase()).await;
    telephone.press("button[value=approve]", "Sign-in approved").await;
    assert!(telephone.driver.get_all_cookies().await.unwrap().is_empty(), "the approver gets no session (invariant 2)");
    if scripts == Scripts::Blocked {
        television.press("button[value=continue]", "Account of ada").await;
    } else {
        television.arrive("Account of ada").await;
    }
    assert_eq!(television.path().await, "/account");
    // Its cookie cannot be read by scripts, and stays with this site.
    let cookie = television.driver.get_named_cookie("doorpost").await.unwrap();
    assert_eq!((cookie.http_only, cookie.value.len()), (Some(true), 344));
    // The other device of the account is found and ended.
    let page = television.text().await;
    assert!(page.contains("This device") && page.contains("first device"), "{page}");
    television.click("article:not(.this) .ask summary").await;
    television.click("article:not(.this) .ask button.danger").await;
    television.arrive("Account of ada").await;
    assert!(television.text().await.contains("signed in nowhere else"));
    television.click("header button").await;
    television.arrive("Sign in to Doorpost").await;
    assert!(television.text().await.contains("You are signed out"));
    television.quit().await;
    telephone.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_television_and_a_telephone() {
    television_and_telephone(Scripts::Allowed).await;
}

/// The same without scripts; and meanwhile, since that is slow, a page that looks again by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_javascript() {
    tokio::join!(television_and_telephone(Scripts::Blocked), looking_again());
}

/// Without a script the page on which nothing is typed looks again by itself, and then needs one press; the other one never does.
async fn looking_again() {
    let doorpost = start().await;
    let browser = Browser::start(Scripts::Blocked).await;
    ask(&browser, &doorpost).await;
    assert!(browser.driver.find_all(By::Css("meta[http-equiv=refresh]")).await.unwrap().is_empty());
    browser.click("a[href$='?quiet=1']").await;
    browser.find("meta[http-equiv=refresh]").await;
    assert!(browser.driver.find_all(By::Css("#code")).await.unwrap().is_empty());
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    doorpost.submit(&link, &[("decision", "approve")]).await.expect(200);
    let looked = async {
        while !browser.text().await.contains("Sign-in approved") {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(90), looked).await.expect("it looks again");
    browser.press("button.primary", "Account of ada").await;
    browser.quit().await;
}

/// The parts of an installation together: PostgreSQL, a mail server, a browser that asks and one that reads the mail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_postgresql_and_a_mail_server() {
    let mail = MailServer::start().await;
    let doorpost = Process::with(Database::Postgres, &[("MAIL__URL", &mail.url())]).await;
    let browser = Browser::start(Scripts::Allowed).await;
    browser.goto(&at(&doorpost, "/register")).await;
    browser.fill("#username", "ada").await;
    browser.fill("#email", EMAIL).await;
    browser.press("button.primary", "Account of ada").await;
    browser.goto(&mail.link(&at(&doorpost, "/auth/email/")).await).await;
    browser.complain("button[value=apply]").await;
    browser.click("#confirm_account").await;
    browser.press("button[value=apply]", "Address confirmed").await;
    browser.press("a.button", "Account of ada").await;
    browser.click("header button").await;
    browser.arrive("Sign in to Doorpost").await;
    browser.fill("#email", EMAIL).await;
    browser.press("button.primary", "Check your mail").await;
    assert!(!browser.text().await.contains("Development"), "there is no mailbox to be led to");
    let waiting = browser.driver.window().await.unwrap();
    // The mail program opens another tab of the same browser, which is led back.
    let tab = browser.driver.new_tab().await.unwrap();
    browser.driver.switch_to_window(tab).await.unwrap();
    browser.goto(&mail.link(&at(&doorpost, "/auth/confirm/")).await).await;
    browser.approve().await;
    assert!(browser.text().await.contains("This browser is the one that asked"));
    browser.driver.switch_to_window(waiting).await.unwrap();
    browser.arrive("Account of ada").await;
    browser.quit().await;
}

/// Tab, Enter and letters are enough, from the address to the end of a session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_keyboard_alone() {
    let doorpost = start().await;
    let browser = Browser::start(Scripts::Allowed).await;
    let press = |keys: String| {
        let driver = browser.driver.clone();
        async move { driver.action_chain().send_keys(keys).perform().await.expect("keys are pressed") }
    };
    browser.goto(&at(&doorpost, "/sign-in")).await;
    // The one field has the focus.
    press(format!("{EMAIL}{}", char::from(Key::Enter))).await;
    browser.arrive("Check your mail").await;
    let code = doorpost.mail(EMAIL, "/auth/confirm/").await.code();
    tab_to(&browser, "#code").await;
    press(format!("{code}{}", char::from(Key::Enter))).await;
    browser.arrive("Account of ada").await;
    tab_to(&browser, "article:not(.this) .ask summary").await;
    press(char::from(Key::Enter).to_string()).await;
    tab_to(&browser, "article:not(.this) .ask button.danger").await;
    press(char::from(Key::Enter).to_string()).await;
    let ended = async {
        while !browser.text().await.contains("signed in nowhere else") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ended).await.expect("the session ends");
    browser.quit().await;
}

/// Presses Tab until this has the focus, which has to be seen there.
async fn tab_to(browser: &Browser, selector: &str) {
    let wanted = browser.find(selector).await;
    for _ in 0..80 {
        browser.driver.action_chain().send_keys(Key::Tab).perform().await.expect("Tab is pressed");
        let focused = browser.driver.active_element().await.expect("an element");
        if focused == wanted {
            let outline = focused.css_value("outline-style").await.expect("a style");
            assert_ne!(outline, "none", "{selector} does not show its focus");
            return;
        }
    }
    panic!("{selector} cannot be reached with Tab");
}

/// The waiting page comes through a reload, a step away and back, a second tab, and a sleep without network.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_waiting_page_survives() {
    let doorpost = start().await;
    let browser = Browser::start(Scripts::Allowed).await;
    ask(&browser, &doorpost).await;
    let (first_tab, first) = (browser.driver.window().await.unwrap(), browser.path().await);
    let first_link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    browser.driver.refresh().await.unwrap();
    browser.arrive("Check your mail").await;
    browser.goto(&at(&doorpost, "/docs")).await;
    browser.driver.back().await.unwrap();
    browser.arrive("Check your mail").await;
    assert_eq!(browser.path().await, first);
    // Another tab waits for another login.
    let second_tab = browser.driver.new_tab().await.unwrap();
    browser.driver.switch_to_window(second_tab.clone()).await.unwrap();
    ask(&browser, &doorpost).await;
    assert_ne!(browser.path().await, first);
    // The first one sleeps: its timers stand still, and whatever was under way is lost.
    browser.driver.switch_to_window(first_tab.clone()).await.unwrap();
    browser.command("Network.enable", serde_json::json!({})).await;
    let network = |offline: bool| serde_json::json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    browser.command("Network.emulateNetworkConditions", network(true)).await;
    // The request under way is given up, and the next one finds no network.
    browser.driver.execute("window.dispatchEvent(new Event('online'))", vec![]).await.unwrap();
    browser.command("Page.setWebLifecycleState", serde_json::json!({"state": "frozen"})).await;
    doorpost.submit(&first_link, &[("decision", "approve")]).await.expect(200);
    browser.command("Page.setWebLifecycleState", serde_json::json!({"state": "active"})).await;
    assert!(browser.text().await.contains("Check your mail"));
    browser.command("Network.emulateNetworkConditions", network(false)).await;
    browser.arrive("Account of ada").await;
    browser.driver.switch_to_window(second_tab).await.unwrap();
    assert!(browser.text().await.contains("Check your mail"), "the other login is still to be decided");
    browser.quit().await;
}

/// A robot with scripts, on the network of the device that asks and on another one, that opens every kind of mailed link, waits,
/// presses every button and sends every form, ticking and typing nothing: it approves, denies, proves and undoes nothing (invariants
/// 7, 10, 67).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_robot_decides_nothing() {
    let doorpost = start().await;
    let token = doorpost.register("eve", Some("eve@example.org")).await.field("session_token");
    let verification = doorpost.mail("eve@example.org", "/auth/email/").await.link;
    let asked = doorpost.login("ada", EMAIL).await.field("auth_id");
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    let robot = Browser::start(Scripts::Allowed).await;
    for place in [Some(ELSEWHERE), None] {
        robot.seem_to_be_at(place).await;
        robot.goto(&link).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        doorpost.poll(&asked).await.expect_error(400, "authorization_pending");
        press_everything(&robot, &link).await;
        doorpost.poll(&asked).await.expect_error(400, "authorization_pending");
    }
    press_everything(&robot, &verification).await;
    assert_eq!(doorpost.get_as(&token, "/auth/account").await.expect(200).json()["email_verified"], false);
    // A person still can; and a robot does not take the approval back.
    doorpost.submit(&link, &[("decision", "approve")]).await.expect(200);
    let session = doorpost.poll(&asked).await.expect(200).field("session_token");
    press_everything(&robot, &link).await;
    doorpost.get_as(&session, "/auth/account").await.expect(200);
    // A change of the address: neither the new mailbox nor the old one has anything done for it.
    let change = json!({"email": "ada@example.net"});
    doorpost.send(Method::PATCH, "/auth/account", Some(&session), Some(&change)).await.expect(200);
    press_everything(&robot, &doorpost.mail("ada@example.net", "/auth/email/").await.link).await;
    press_everything(&robot, &doorpost.mail(EMAIL, "/auth/email/").await.link).await;
    let account = doorpost.get_as(&session, "/auth/account").await.expect(200).json();
    assert_eq!((&account["email"], &account["pending_email"]), (&json!(EMAIL), &json!("ada@example.net")));
    robot.quit().await;
}

/// Every button of every page that a button leads to, each from a page that was opened anew.
async fn press_everything(robot: &Browser, link: &str) {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    let mut pressed = 0;
    while let Some(way) = ways.pop() {
        robot.goto(link).await;
        for button in &way {
            robot.leave_by(*button).await;
        }
        let buttons = robot.driver.find_all(By::Css("main button")).await.unwrap().len();
        if way.len() < 2 {
            ways.extend((0..buttons).map(|button| [way.as_slice(), &[button]].concat()));
        }
        let forms = "document.querySelectorAll('main form').forEach((form) => form.requestSubmit())";
        robot.driver.execute(forms, vec![]).await.unwrap();
        pressed += buttons;
    }
    assert!(pressed > 1, "there were buttons to press");
}
