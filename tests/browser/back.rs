//! Back after signing out, over TLS, where browsers keep whole pages and bring them back without asking: nothing of the account is seen.

use axum::http::Method;

use super::programs::free_port;
use super::tls::certificates;
use super::webdriver::{Browser, Scripts};
use crate::counterparts::proxy::Proxy;
use crate::support::{Database, Process};

const ROUNDS: usize = 3;

/// Notes in the page at hand that it is this one, for when it is brought back.
const MARK: &str = "sessionStorage.removeItem('seen'); window.addEventListener('pageshow', (event) => {
    if (event.persisted) sessionStorage.setItem('seen', document.body.hidden ? 'hidden' : document.body.innerText);
});";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shows_nothing() {
    let (certificates, port) = (certificates(), free_port());
    let site = format!("https://id.example.org:{port}");
    let settings = [("PUBLIC_URL", site.as_str()), ("TRUSTED_PROXIES", "127.0.0.1"), ("RATE_LIMIT__MODE", "off")];
    let doorpost = Process::with(Database::Sqlite, &settings).await;
    let address = doorpost.url().trim_start_matches("http://").to_owned();
    let _proxy = Proxy::tls(port, certificates.path(), &address).await;
    let here = ["--host-resolver-rules=MAP * 127.0.0.1", "--ignore-certificate-errors"];
    let browser = Browser::with(Scripts::Allowed, &here).await;
    let mut brought_back = 0;
    let pages = ["/account", "/account/activity", "/account/keys", "/account/delete", "/sign-in"];
    for (number, page) in pages.into_iter().enumerate() {
        for round in 0..ROUNDS {
            let name = format!("ada{number}-{round}");
            browser.goto(&format!("{site}/register")).await;
            browser.fill("#username", &name).await;
            browser.press("button.primary", &format!("Account of {name}")).await;
            browser.goto(&format!("{site}{page}")).await;
            browser.driver.execute(MARK, vec![]).await.expect("a script");
            browser.goto(&format!("{site}/docs")).await;
            if round == 0 {
                // Signing out in this browser: Chromium itself forgets the page then, in most versions.
                browser.goto(&format!("{site}/account")).await;
                browser.click("header button").await;
                browser.arrive("Sign in to Doorpost").await;
                browser.driver.execute("history.go(-3)", vec![]).await.expect("a script");
            } else {
                // And from elsewhere, of which it knows nothing.
                let cookie = browser.driver.get_named_cookie("__Host-doorpost").await.expect("a session");
                doorpost.send(Method::POST, "/auth/logout", Some(&cookie.value), None).await.expect(204);
                browser.driver.execute("history.back()", vec![]).await.expect("a script");
            }
            browser.arrive("Sign in to Doorpost").await;
            assert!(!browser.text().await.contains(&name), "{page}");
            let seen = browser.driver.execute("return sessionStorage.getItem('seen')", vec![]).await.expect("a script");
            let seen = seen.json().as_str().map(str::to_owned);
            assert!(seen.as_deref().is_none_or(|seen| seen == "hidden"), "{page}: {seen:?}");
            brought_back += usize::from(seen.is_some());
        }
    }
    assert!(brought_back > 0, "no page was ever brought back, so that nothing was tried");
    browser.quit().await;
}
