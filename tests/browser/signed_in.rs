//! Letting a device in from one that is signed in, while no mail arrives anywhere.

use serde_json::json;

use super::webdriver::{Browser, Scripts};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";

/// A telephone that is signed in, and a television whose mail is lost: the account page shows it, says what is wrong about the code,
/// lets it in, and signs it out again.
async fn let_in(scripts: Scripts) {
    let doorpost = Process::with(Database::Sqlite, &[("MAIL__URL", "smtp://127.0.0.1:9")]).await;
    let telephone = Browser::start(scripts).await;
    telephone.appear("light", 360, 740).await;
    telephone.goto(&format!("{}/register", doorpost.url())).await;
    telephone.fill("#username", "ada").await;
    telephone.fill("#email", EMAIL).await;
    telephone.press("button.primary", "Account of ada").await;
    assert!(!telephone.text().await.contains("A device is waiting"));

    let body = json!({"username": "ada", "email": EMAIL, "session_platform": "Living room TV"});
    let asked = doorpost.post("/auth/login", &body).await.expect(200);
    let (auth_id, code) = (asked.field("auth_id"), asked.field("match_code"));
    telephone.goto(&format!("{}/account", doorpost.url())).await;
    telephone.arrive("Account of ada").await;
    let page = telephone.text().await;
    assert!(page.contains("A device is waiting") && page.contains("“Living room TV”"), "{page}");
    assert!(page.contains("127.0.0.1") && !page.contains(&code), "{page}");
    telephone.complain("button[value=approve]").await;
    let focused = telephone.driver.active_element().await.unwrap();
    assert_eq!(focused.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
    doorpost.poll(&auth_id).await.expect_error(400, "authorization_pending");
    telephone.fill("input[name=match_code]", &code.to_lowercase()).await;
    telephone.press("button[value=approve]", "Account of ada").await;
    let page = telephone.text().await;
    assert!(page.contains("The device is approved") && page.contains("Approved just now"), "{page}");
    assert!(!page.contains("A device is waiting"), "{page}");
    let session = doorpost.poll(&auth_id).await.expect(200).field("session_token");
    assert_eq!(session.len(), 344);

    telephone.press("button[value=undo]", "Account of ada").await;
    assert!(telephone.text().await.contains("The device is signed out again"));
    doorpost.poll(&auth_id).await.expect_error(400, "access_denied");
    telephone.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letting_a_device_in() {
    let_in(Scripts::Allowed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letting_a_device_in_without_javascript() {
    let_in(Scripts::Blocked).await;
}
