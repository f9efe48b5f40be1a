//! Requests that meet: whatever their order, what they leave behind makes sense, on one node and on two.

use serde_json::json;

use crate::support::{Mail, TestApp, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const ROUNDS: usize = 8;
const DENY: [(&str, &str); 2] = [("decision", "deny"), ("confirm_deny", "yes")];

/// A login of Ada's that waits for its decision, and its mail.
async fn asked(app: &TestApp) -> (String, Mail) {
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    (auth_id, app.login_mail(EMAIL).await)
}

/// A login of Ada's that waits to be collected, and its link.
async fn approved(app: &TestApp) -> (String, String) {
    let (auth_id, mail) = asked(app).await;
    app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
    (auth_id, mail.link)
}

async fn session_ids(app: &TestApp, token: &str) -> Vec<String> {
    let list = app.get("/auth/sessions").token(token).send().await.expect(200).json();
    let sessions = list["sessions"].as_array().expect("a list");
    sessions.iter().map(|session| session["session_id"].as_str().expect("an id").to_owned()).collect()
}

async fn is_alive(app: &TestApp, token: &str) -> bool {
    match app.get("/auth/whoami").token(token).send().await {
        reply if reply.status == 200 => true,
        reply => {
            reply.expect_error(401, "invalid_credentials");
            false
        }
    }
}

on_both! {
    /// 200 polls at once, on two nodes: one session, and the same bytes for everybody (invariants 4, 5).
    async fn polls_make_one_session(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let (auth_id, _) = approved(&app).await;

        let path = format!("/auth/session/{auth_id}");
        let polls = (0..200).map(|number| if number % 2 == 0 { app.get(&path) } else { other.get(&path) });
        let replies = at_once(polls.collect()).await;
        let first = replies[0].clone().expect(200);
        for reply in replies {
            assert_eq!(reply.expect(200).body, first.body);
        }
        let sessions = session_ids(&app, &token).await;
        assert_eq!(sessions.len(), 2);
        assert!(sessions.contains(&first.field("session_id")));
        assert!(is_alive(&other, &first.field("session_token")).await);
        for node in [&app, &other] {
            node.poll(&auth_id).await.expect_error(400, "expired_token");
        }
    }

    /// Polls that begin before the approval and go on past it, on two nodes: some find it pending, all others get the
    /// one session (invariants 3, 4, 5).
    async fn polls_during_the_approval_make_one_session(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let (auth_id, mail) = asked(&app).await;

        let path = format!("/auth/session/{auth_id}");
        let page = app.open(&mail.link, "127.0.0.1").await;
        let mut requests = vec![page.form(&[("decision", "approve")])];
        requests.extend((0..60).map(|number| if number % 2 == 0 { app.get(&path) } else { other.get(&path) }));
        let mut replies = at_once(requests).await;
        replies.remove(0).expect(200);
        let collected = app.poll(&auth_id).await.expect(200);
        for reply in replies {
            if reply.status == 200 {
                assert_eq!(reply.body, collected.body);
            } else {
                reply.expect_error(400, "authorization_pending");
            }
        }
        assert_eq!(session_ids(&app, &token).await.len(), 2);
    }

    /// Approve against deny, on one node and on two: one of them decides, the other hears so, and the poll agrees with
    /// both (invariant 9).
    async fn approval_against_denial(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let mut collected = 0;
        for round in 0..ROUNDS {
            let (auth_id, mail) = asked(&app).await;
            let denier = if round % 2 == 0 { &app } else { &other };
            let approve = app.open(&mail.link, "127.0.0.1").await.form(&[("decision", "approve")]);
            let deny = denier.open(&mail.link, "127.0.0.1").await.form(&DENY);
            let both = if round % 4 < 2 { vec![approve, deny] } else { vec![deny, approve] };
            let mut replies = at_once(both).await;
            if round % 4 >= 2 {
                replies.reverse();
            }
            let statuses = (replies[0].status.as_u16(), replies[1].status.as_u16());
            match statuses {
                (200, 410) => {
                    app.poll(&auth_id).await.expect(200);
                    collected += 1;
                }
                (410, 200) => {
                    app.poll(&auth_id).await.expect_error(400, "access_denied");
                    other.poll(&auth_id).await.expect_error(400, "access_denied");
                }
                _ => panic!("approve and deny answered {statuses:?}"),
            }
            app.open(&mail.link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(410);
            app.open(&mail.link, "127.0.0.1").await.submit(&DENY).await.expect(410);
        }
        assert_eq!(session_ids(&app, &token).await.len(), 1 + collected);
    }

    /// Many presses of the button: one decides, and one session comes of it (invariants 4, 8).
    async fn approvals_of_one_link(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let (auth_id, mail) = asked(&app).await;
        let mut requests = Vec::new();
        for number in 0..20 {
            let node = if number % 2 == 0 { &app } else { &other };
            requests.push(node.open(&mail.link, "127.0.0.1").await.form(&[("decision", "approve")]));
        }
        let replies = at_once(requests).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        assert_eq!(replies.iter().filter(|reply| reply.status == 410).count(), 19);
        app.poll(&auth_id).await.expect(200);
        assert_eq!(session_ids(&app, &token).await.len(), 2);
    }

    /// The button and the mail code at once: one session, whichever was first (invariants 4, 5).
    async fn link_against_mail_code(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        for round in 1..=ROUNDS {
            let (auth_id, mail) = asked(&app).await;
            let press = app.open(&mail.link, "127.0.0.1").await.form(&[("decision", "approve")]);
            let path = format!("/auth/session/{auth_id}");
            let code = other.post(&path).json(&json!({"code": mail.code()}));
            let replies = at_once(vec![press, code]).await;
            assert!(matches!(replies[0].status.as_u16(), 200 | 410), "{}", replies[0].status);
            let typed = replies[1].clone().expect(200);
            assert_eq!(app.poll(&auth_id).await.expect(200).body, typed.body);
            assert_eq!(session_ids(&app, &token).await.len(), 1 + round);
        }
    }

    /// 100 registrations of one name, in many spellings, on two nodes: one account.
    async fn registrations_of_one_name(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let requests = (0..100).map(|number| {
            let node = if number % 2 == 0 { &app } else { &other };
            let name = ["ada", "Ada", "ADA", "aDa"][number % 4];
            let body = json!({"username": name, "email": EMAIL, "session_platform": "a device"});
            node.post("/auth/registration").json(&body)
        });
        let replies = at_once(requests.collect()).await;
        let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!((won.len(), lost.len()), (1, 99));
        for reply in lost {
            reply.expect_error(409, "username_taken");
        }
        assert_eq!(session_ids(&app, &won[0].field("session_token")).await, [won[0].field("session_id")]);
        assert_eq!(app.mails().await.len() + other.mails().await.len(), 1, "who lost is mailed nothing");
    }

    /// The same registration many times at once with one idempotency key, on two nodes: one account, and the same bytes
    /// for everybody.
    async fn repeated_registrations(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "a device"});
        let requests = (0..50).map(|number| {
            let node = if number % 2 == 0 { &app } else { &other };
            node.post("/auth/registration").header("idempotency-key", "6d1f0c1e-once").json(&body)
        });
        let replies = at_once(requests.collect()).await;
        let first = replies[0].clone().expect(200);
        for reply in replies {
            assert_eq!(reply.expect(200).body, first.body);
        }
        assert_eq!(session_ids(&app, &first.field("session_token")).await, [first.field("session_id")]);
        assert_eq!(app.mails().await.len() + other.mails().await.len(), 1);
    }

    /// Undo against collection: the session does not outlive the undo, whichever was first (invariants 4, 8).
    async fn undo_against_collection(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        for round in 0..ROUNDS {
            let (auth_id, link) = approved(&app).await;
            let undo = app.open(&link, "127.0.0.1").await.form(&[("decision", "undo")]);
            let poll = other.get(&format!("/auth/session/{auth_id}"));
            let both = if round % 2 == 0 { vec![undo, poll] } else { vec![poll, undo] };
            let mut replies = at_once(both).await;
            if round % 2 == 1 {
                replies.reverse();
            }
            let poll = replies.remove(1);
            replies.remove(0).expect(200);
            if poll.status == 200 {
                assert!(!is_alive(&app, &poll.field("session_token")).await);
                assert!(!is_alive(&other, &poll.field("session_token")).await);
            } else {
                poll.expect_error(400, "access_denied");
            }
            app.poll(&auth_id).await.expect_error(400, "access_denied");
            assert_eq!(session_ids(&app, &token).await.len(), 1);
        }
    }

    /// Signing out everywhere against collection: no session survives, so none that the list does not show
    /// (invariants 14, 34).
    async fn sign_out_everywhere_against_collection(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let own = session_ids(&app, &token).await;
        for round in 0..ROUNDS {
            let (auth_id, _) = approved(&app).await;
            let sign_out = app.delete("/auth/sessions").token(&token);
            let poll = other.get(&format!("/auth/session/{auth_id}"));
            let both = if round % 2 == 0 { vec![sign_out, poll] } else { vec![poll, sign_out] };
            let mut replies = at_once(both).await;
            if round % 2 == 1 {
                replies.reverse();
            }
            let poll = replies.remove(1);
            let ended = replies.remove(0).expect(200).field("ended");
            if poll.status == 200 {
                assert_eq!(ended, "1");
                assert!(!is_alive(&other, &poll.field("session_token")).await);
                other.poll(&auth_id).await.expect_error(400, "expired_token");
            } else {
                assert_eq!(ended, "0");
                poll.expect_error(400, "access_denied");
                other.poll(&auth_id).await.expect_error(400, "access_denied");
            }
            assert_eq!(session_ids(&app, &token).await, own);
        }
    }

    /// Deleting the account against collection: nothing of the account is left, and nobody gets a 5xx (invariants 14,
    /// 60).
    async fn deletion_against_collection(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        for round in 0..ROUNDS {
            let token = app.verified("ada", EMAIL).await;
            let (auth_id, _) = approved(&app).await;
            let delete = app.delete("/auth/account").token(&token);
            let poll = other.get(&format!("/auth/session/{auth_id}"));
            let both = if round % 2 == 0 { vec![delete, poll] } else { vec![poll, delete] };
            let mut replies = at_once(both).await;
            if round % 2 == 1 {
                replies.reverse();
            }
            let poll = replies.remove(1);
            replies.remove(0).expect(204);
            if poll.status == 200 {
                assert!(!is_alive(&other, &poll.field("session_token")).await);
            } else {
                assert_eq!(poll.clone().expect(400).json()["error"], app.poll("none").await.json()["error"]);
            }
            assert!(!is_alive(&app, &token).await);
            app.poll(&auth_id).await.expect(400);
            app.empty_mailbox().await;
            // Until the name has rested.
            app.advance(30 * 24 * 60 * 60);
        }
    }

    /// A change of the address against an approval that was mailed to the old one: once the change was answered, nothing comes of the
    /// login, and another login that was approved meanwhile is left alone (invariants 14, 48).
    async fn change_of_address_against_approval(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        for round in 0..ROUNDS {
            let (username, email) = (format!("ada{round}"), format!("ada{round}@example.org"));
            let token = app.verified(&username, &email).await;
            let bystander = format!("bob{round}");
            app.verified(&bystander, "bob@example.org").await;
            let bystander = app.login(&bystander, "bob@example.org").await.field("auth_id");
            let link = app.login_mail("bob@example.org").await.link;
            app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
            let auth_id = app.login(&username, &email).await.field("auth_id");
            let link = app.login_mail(&email).await.link;
            let new = json!({"email": format!("new{round}@example.org")});
            app.patch("/auth/account").token(&token).json(&new).send().await.expect(200);
            let change = app.address_mail(&format!("new{round}@example.org")).await.link;
            let approve = other.open(&link, "127.0.0.1").await.form(&[("decision", "approve")]);
            let apply = app.open(&change, "127.0.0.1").await.form(&crate::support::FOLLOW);
            let mut replies = at_once(if round % 2 == 0 { vec![approve, apply] } else { vec![apply, approve] }).await;
            if round % 2 == 1 {
                replies.reverse();
            }
            replies.remove(1).expect(200);
            assert!([200, 410].contains(&replies[0].status.as_u16()), "{}", replies[0].text());
            app.poll(&auth_id).await.expect_error(400, "access_denied");
            let bob = app.poll(&bystander).await.expect(200).field("session_token");
            app.delete("/auth/account").token(&bob).send().await.expect(204);
            app.empty_mailbox().await;
        }
    }

    /// Logging out against using the token, on two nodes: no request that begins after the answer is let in
    /// (invariant 34).
    async fn log_out_against_use(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        for round in 0..ROUNDS {
            let token = app.registered(&format!("ada{round}"), None).await;
            let mut requests = vec![app.post("/auth/logout").token(&token)];
            requests.extend((0..10).map(|_| other.get("/auth/whoami").token(&token)));
            let mut replies = at_once(requests).await;
            replies.remove(0).expect(204);
            for reply in replies {
                assert!(matches!(reply.status.as_u16(), 200 | 401), "{}", reply.text());
            }
            assert!(!is_alive(&app, &token).await);
            assert!(!is_alive(&other, &token).await);
        }
    }
}
