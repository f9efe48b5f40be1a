//! A browser that was told to keep no cookies.

use super::webdriver::Browser;
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";
const NONE_KEPT: &str = "Your browser keeps no cookies";

/// It is told what is the matter, after signing in and after registering, and again when it tries again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_keeps_no_cookies() {
    let doorpost = Process::start(Database::Sqlite).await;
    doorpost.register("ada", Some(EMAIL)).await;
    let browser = Browser::without_cookies().await;
    for _ in 0..2 {
        browser.goto(&format!("{}/sign-in", doorpost.url())).await;
        browser.fill("#email", EMAIL).await;
        browser.press("button.primary", NONE_KEPT).await;
        let page = browser.text().await;
        assert!(page.contains("The mail that is on its way") && page.contains("Allow cookies for 127.0.0.1"), "{page}");
    }
    browser.driver.refresh().await.unwrap();
    browser.arrive(NONE_KEPT).await;
    browser.press("a.button", "Sign in to Doorpost").await;
    browser.goto(&format!("{}/register", doorpost.url())).await;
    browser.fill("#username", "bob").await;
    browser.press("button.primary", NONE_KEPT).await;
    assert!(browser.text().await.contains("The account was made"));
    // By a link nobody is told so.
    browser.goto(&format!("{}/sign-in/done", doorpost.url())).await;
    browser.arrive("Sign in to Doorpost").await;
    assert!(browser.driver.get_all_cookies().await.unwrap().is_empty());
    browser.quit().await;
}
