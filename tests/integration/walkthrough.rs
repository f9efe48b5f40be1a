//! The walk-through that existing clients were written from.

use crate::support::{TestApp, on_both};

on_both! {
    /// Register, ask, poll, approve, poll.
    async fn from_the_first_device_to_the_second(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("ada", Some("ada@example.org")).await;
        assert_eq!(registered.field("session_token").len(), 344);

        let asked = app.login("ada", "ada@example.org").await;
        let auth_id = asked.field("auth_id");
        assert_eq!(asked.field("expiration_date"), (app.now() + 900).to_string());
        let pending = app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        assert_eq!(pending.field("error"), "The auth id is invalid, expired, or not yet authorized");

        let mail = app.login_mail("ada@example.org").await;
        let page = app.open(&mail.link, "127.0.0.1").await;
        page.submit(&[("decision", "approve")]).await.expect(200);

        let collected = app.poll(&auth_id).await.expect(200);
        assert_eq!(collected.field("session_token").len(), 344);
        assert_ne!(collected.field("session_token"), registered.field("session_token"));
        assert_eq!(collected.field("account_id"), registered.field("account_id"));
    }
}
