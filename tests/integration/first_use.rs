//! The first use of a session token ends what would hand it out once more.

use entity::idempotency_record;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{Reply, TestApp, on_both};

fn ada() -> Value {
    json!({"username": "ada", "session_platform": "cURL"})
}

async fn register(app: &TestApp, body: &Value) -> Reply {
    app.post("/auth/registration").header("idempotency-key", "5f0c-key").json(body).send().await
}

on_both! {
    /// A registration is repeated until its token is used: then the same key and body get it no more, on no node, and nothing is kept
    /// that opens with them.
    async fn of_a_registration(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = register(&app, &ada()).await.expect(200).field("session_token");
        assert_eq!(register(&other, &ada()).await.expect(200).field("session_token"), token);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        for node in [&app, &other] {
            register(node, &ada()).await.expect_error(409, "username_taken");
        }
        let kept = idempotency_record::Entity::find().all(app.app.context.db.read()).await.expect("records");
        assert!(kept.iter().all(|record| record.sealed_token.is_empty() && record.seal_salt.is_empty()), "{kept:?}");
        // The key is still used, for its minute.
        let another = json!({"username": "bob", "session_platform": "cURL"});
        register(&app, &another).await.expect_error(422, "idempotency_key_reused");
        app.advance(60);
        register(&app, &another).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// Another's first use wipes nothing of it.
    async fn of_another_one(database) {
        let app = TestApp::start(database).await;
        let bob = app.registered("bob", None).await;
        let token = register(&app, &ada()).await.expect(200).field("session_token");
        app.get("/auth/whoami").token(&bob).send().await.expect(200);
        assert_eq!(register(&app, &ada()).await.expect(200).field("session_token"), token);
    }
}
