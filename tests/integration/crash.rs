//! Killed without warning at every step of the flow, and started again on the same files: what was answered is there,
//! and nothing that was revoked comes back (invariants 34, 49, 50).

use axum::http::Method;
use serde_json::json;

use crate::support::{Ground, Process, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

/// The keyring secret is in the data directory, so that it survives as the database does.
async fn crash(process: &mut Process) {
    process.kill().await;
    process.start_again().await;
}

async fn is_alive(process: &Process, token: &str) -> bool {
    process.get_as(token, "/auth/whoami").await.status == 200
}

on_both! {
    /// After each answer of the flow in turn.
    async fn after_every_answer(database) {
        let mut process = Process::start(database).await;
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "first device"});
        let first = process.post("/auth/registration", &body).await.expect(200).field("session_token");
        crash(&mut process).await;
        assert!(is_alive(&process, &first).await, "killed after the registration");
        process.post("/auth/registration", &body).await.expect_error(409, "username_taken");
        // The worker may have had it when it was killed, or the mailbox, which is in memory: the outbox knows of it.
        let ground = Ground::of(&process).await;
        assert_eq!(ground.number("SELECT count(*) AS number FROM outbox").await, 1, "the mail is lost");
        ground.close().await;

        let decoy = process.login("nobody", EMAIL).await.field("auth_id");
        crash(&mut process).await;
        process.poll(&decoy).await.expect_error(400, "authorization_pending");
        let auth_id = process.login("ada", EMAIL).await.field("auth_id");
        let link = process.mail(EMAIL, "/auth/confirm/").await.link;
        crash(&mut process).await;
        process.poll(&auth_id).await.expect_error(400, "authorization_pending");

        process.submit(&link, &APPROVE).await.expect(200);
        crash(&mut process).await;
        let collected = process.poll(&auth_id).await.expect(200);
        crash(&mut process).await;
        assert_eq!(process.poll(&auth_id).await.expect(200).body, collected.body, "the lost answer comes again");
        let second = collected.field("session_token");
        assert!(is_alive(&process, &second).await);
        crash(&mut process).await;
        process.poll(&auth_id).await.expect_error(400, "expired_token");

        process.send(Method::POST, "/auth/logout", Some(&second), None).await.expect(204);
        crash(&mut process).await;
        assert!(!is_alive(&process, &second).await && is_alive(&process, &first).await);
        process.submit(&link, &[("decision", "undo")]).await.expect(200);
        crash(&mut process).await;
        process.poll(&auth_id).await.expect_error(400, "access_denied");
        process.send(Method::DELETE, "/auth/account", Some(&first), None).await.expect(204);
        crash(&mut process).await;
        assert!(!is_alive(&process, &first).await);
        process.post("/auth/registration", &body).await.expect_error(409, "username_taken");
    }

    /// A registration whose answer was lost in the crash can be asked for again with its key.
    async fn the_lost_registration(database) {
        let mut process = Process::start(database).await;
        let body = json!({"username": "ada", "session_platform": "x"});
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let register = async |process: &Process| {
            let url = format!("{}/auth/registration", process.url());
            let answer = client.post(url).json(&body).header("idempotency-key", "c4f1-lost").send().await.unwrap();
            answer.text().await.unwrap()
        };
        let first = register(&process).await;
        crash(&mut process).await;
        assert_eq!(register(&process).await, first);
        assert!(first.contains("session_token"));
    }

    /// In the middle of a burst of registrations: every name that was answered is taken and its token works; every
    /// other one is whole or absent.
    async fn in_the_middle_of_a_burst(database) {
        let mut process = Process::start(database).await;
        for round in 0..4_u64 {
            let process_ref = &process;
            let burst = (0..24).map(|number| async move {
                let body = json!({"username": format!("r{round}n{number}"), "session_platform": "x"});
                let reply = process_ref.try_send(Method::POST, "/auth/registration", None, Some(&body)).await;
                (body, reply.ok())
            });
            let burst = futures_util::future::join_all(burst);
            let kill = async {
                tokio::time::sleep(std::time::Duration::from_millis(3 + 7 * round)).await;
                process_ref.signal("KILL").await;
            };
            let (answers, ()) = tokio::join!(burst, kill);
            process.exit_code().await;
            process.start_again().await;
            for (body, reply) in answers {
                if let Some(reply) = reply {
                    let token = reply.expect(200).field("session_token");
                    assert!(is_alive(&process, &token).await, "an answered registration is lost");
                }
                // Taken or free, but never half: a second registration is answered one way or the other.
                let again = process.post("/auth/registration", &body).await;
                assert!([200, 409].contains(&again.status.as_u16()), "{}", again.text());
            }
        }
    }
}
