//! Cookies of several domains in a real browser, over TLS.

use serde_json::json;

use super::programs::free_port;
use super::tls::certificates;
use super::webdriver::{Browser, Scripts};
use crate::counterparts::proxy::Proxy;
use crate::support::{Database, Process};

const COOKIE: &str = "__Secure-doorpost";

/// The domains that the browser has a cookie of ours for.
async fn domains(browser: &Browser) -> Vec<String> {
    let cookies = browser.driver.get_all_cookies().await.expect("cookies").into_iter();
    let ours = cookies.filter(|cookie| cookie.name == COOKIE);
    let mut domains: Vec<String> = ours.map(|cookie| cookie.domain.expect("a domain")).collect();
    domains.sort();
    domains
}

async fn keep(browser: &Browser, domain: &str, value: &str) {
    let cookie = json!({
        "name": COOKIE, "value": value, "domain": domain, "path": "/", "secure": true, "httpOnly": true, "sameSite": "Lax",
    });
    let kept = browser.command("Network.setCookie", cookie).await;
    assert_eq!(kept["success"], true, "{domain}");
}

/// `cookie.domain` was narrowed: what a browser kept of the former one does not lock it out, signing in leaves the new cookie alone, and
/// signing out none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn narrowed() {
    let (certificates, port) = (certificates(), free_port());
    let site = format!("https://id.eu.example.org:{port}");
    let settings = [
        ("PUBLIC_URL", site.as_str()),
        ("COOKIE__DOMAIN", "eu.example.org"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("RATE_LIMIT__MODE", "off"),
    ];
    let doorpost = Process::with(Database::Sqlite, &settings).await;
    let address = doorpost.url().trim_start_matches("http://").to_owned();
    let _proxy = Proxy::tls(port, certificates.path(), &address).await;
    let here = ["--host-resolver-rules=MAP * 127.0.0.1", "--ignore-certificate-errors"];
    let browser = Browser::with(Scripts::Allowed, &here).await;
    let register = async |name: &str| {
        browser.goto(&format!("{site}/register")).await;
        browser.fill("#username", name).await;
        browser.press("button.primary", &format!("Account of {name}")).await;
    };
    register("ada").await;
    assert_eq!(domains(&browser).await, [".eu.example.org"]);

    // Beside one that opens nothing all goes on; beside one that lives nobody knows who is who.
    keep(&browser, ".example.org", "x").await;
    browser.goto(&format!("{site}/account")).await;
    browser.arrive("Account of ada").await;
    keep(&browser, ".example.org", &doorpost.register("eve", None).await.field("session_token")).await;
    keep(&browser, "id.eu.example.org", "").await;
    assert_eq!(domains(&browser).await.len(), 3);
    browser.goto(&format!("{site}/account")).await;
    browser.arrive("Sign in to Doorpost").await;
    assert!(domains(&browser).await.is_empty(), "{:?}", domains(&browser).await);

    keep(&browser, ".example.org", &doorpost.register("carol", None).await.field("session_token")).await;
    keep(&browser, "id.eu.example.org", "x").await;
    register("dora").await;
    assert_eq!(domains(&browser).await, [".eu.example.org"]);
    keep(&browser, ".example.org", "x").await;
    keep(&browser, ".id.eu.example.org", "x").await;
    browser.goto(&format!("{site}/account")).await;
    browser.press("form[action='/sign-out'] button", "Sign in to Doorpost").await;
    assert!(domains(&browser).await.is_empty(), "{:?}", domains(&browser).await);
    browser.quit().await;
}
