//! Nodes whose clocks differ, and a clock that is set a day forward and back (invariants 51, 54).

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use doorpost::clock::{Clock, SystemClock};
use doorpost::jobs::run_once;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::{Database, MailServer, Manner, Process, TestApp, Visitor, WallClock, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];
const DAY: i64 = 86_400;

/// An account whose address's mail is with the server.
async fn ada(database: Database, server: &MailServer) -> TestApp {
    let app = TestApp::with(database, &[("MAIL__URL", &server.url())]).await;
    app.registered("ada", Some(EMAIL)).await;
    assert_eq!(app.deliver().await, 1);
    app.advance(1);
    app
}

/// When the session was used last, as its account is told.
async fn last_seen(app: &TestApp, token: &str) -> i64 {
    let sessions = app.get("/auth/sessions").token(token).send().await.expect(200).json();
    let sessions = sessions["sessions"].as_array().expect("a list");
    let current = sessions.iter().find(|session| session["current"] == true).expect("it is there");
    current["last_seen_date"].as_i64().expect("a date")
}

on_both! {
    /// Two nodes a minute and a half apart, either way: a login that one began is mailed, approved and collected on the
    /// other, what one ends has ended on the other, and what is over where it is asked is not approved there.
    async fn nodes_apart(database) {
        for apart in [90, -90] {
            let here = TestApp::start(database).await;
            let there = here.second_node_off_by(apart).await;
            let token = here.verified("ada", EMAIL).await;
            there.get("/auth/whoami").token(&token).send().await.expect(200);
            here.advance(100);
            there.advance(100);
            let auth_id = here.login("ada", EMAIL).await.field("auth_id");
            let mail = here.login_mail_of_either(&there, EMAIL).await;
            there.poll(&auth_id).await.expect_error(400, "authorization_pending");
            there.open(&mail.link, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
            let second = here.poll(&auth_id).await.expect(200).field("session_token");
            there.get("/auth/whoami").token(&second).send().await.expect(200);
            there.post("/auth/logout").token(&second).send().await.expect(204);
            here.get("/auth/whoami").token(&second).send().await.expect_error(401, "invalid_credentials");

            // Over on the node that is ahead, and for the other one from then on, too.
            for node in [&here, &there] {
                node.empty_mailbox().await;
            }
            let auth_id = here.login("ada", EMAIL).await.field("auth_id");
            let mail = here.login_mail_of_either(&there, EMAIL).await;
            let (ahead, behind) = if apart > 0 { (&there, &here) } else { (&here, &there) };
            let left = 900 + if apart > 0 { -30 } else { 30 };
            here.advance(left);
            there.advance(left);
            ahead.open(&mail.link, "127.0.0.1").await.submit(&APPROVE).await.expect(410);
            behind.open(&mail.link, "127.0.0.1").await.submit(&APPROVE).await.expect(410);
            for node in [&here, &there] {
                node.poll(&auth_id).await.expect_error(400, "expired_token");
            }
            here.get("/auth/whoami").token(&token).send().await.expect(200);
        }
    }

    /// One of two nodes works for a while with its clock a day ahead, and is set back: sessions live, no login that was
    /// seen as over is approved, jobs run, and whoever asks afterwards gets mail, in time.
    async fn a_day_forward_and_back(database) {
        let here = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        let there = here.second_node_off_by(0).await;
        let token = here.verified("ada", EMAIL).await;
        let before = here.login("ada", EMAIL).await.field("auth_id");
        let link = here.login_mail_of_either(&there, EMAIL).await.link;
        for node in [&here, &there] {
            node.empty_mailbox().await;
        }

        there.advance(DAY);
        there.get("/auth/whoami").token(&token).send().await.expect(200);
        there.open(&link, "127.0.0.1").await.submit(&APPROVE).await.expect(410);
        there.app.jobs.purge().await.unwrap();
        there.app.jobs.rotate_signing_keys().await;
        there.app.jobs.announce_key_ends().await.unwrap();
        there.app.jobs.write_last_seen().await.unwrap();
        there.login("ada", EMAIL).await;
        there.login_mail_of_either(&there, EMAIL).await;
        there.empty_mailbox().await;
        there.advance(-DAY);

        for node in [&here, &there] {
            let link = node.open(&link, "127.0.0.1").await;
            assert!([404, 410].contains(&link.submit(&APPROVE).await.status.as_u16()), "what was over is back");
            node.poll(&before).await.expect_error(400, "expired_token");
            node.get("/auth/whoami").token(&token).send().await.expect(200);
            let auth_id = node.login("ada", EMAIL).await.field("auth_id");
            let link = here.login_mail_of_either(&there, EMAIL).await.link;
            node.open(&link, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
            let second = node.poll(&auth_id).await.expect(200).field("session_token");
            node.get("/auth/whoami").token(&second).send().await.expect(200);
            node.app.jobs.purge().await.unwrap();
            let key = node.post("/auth/token").token(&second).json(&serde_json::json!({})).send().await.expect(200);
            here.get("/auth/whoami").token(&key.field("access_token")).send().await.expect(200);
            for node in [&here, &there] {
                node.empty_mailbox().await;
            }
        }
        // Nothing waits for tomorrow.
        let rows = entity::outbox::Entity::find().all(here.app.context.db.read()).await.unwrap();
        for row in rows.into_iter().filter(|row| row.finished_date.is_none()) {
            assert!(row.next_attempt_date <= here.now() + 300, "a mail waits for a day: {row:?}");
            assert!(row.lease_expiration_date.is_none_or(|date| date <= here.now() + 120), "a lease lasts for a day");
        }
    }

    /// Mail that was accepted while the clock stood a day ahead, tried or not, goes out once it is set back, once, and its link
    /// works. What waits for a genuine pause goes on waiting, also where the clock is behind by what is allowed.
    async fn mail_of_tomorrow(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = ada(database, &server).await;
        app.advance(DAY);
        server.behave(Manner::TryLater);
        let tried = app.login("ada", EMAIL).await.field("auth_id");
        assert_eq!(app.deliver().await, 0);
        let not_tried = app.login("ada", EMAIL).await.field("auth_id");
        app.advance(-DAY);
        server.behave(Manner::Polite);
        assert_eq!((app.app.jobs.bring_mail_forward().await.unwrap(), app.deliver().await), (2, 2));
        assert_eq!((app.app.jobs.bring_mail_forward().await.unwrap(), app.deliver().await), (0, 0));
        let texts = server.texts();
        assert_eq!(texts.len(), 4);
        for text in &texts[2..] {
            app.open(&text.link(), "127.0.0.1").await.submit(&APPROVE).await.expect(200);
        }
        for auth_id in [tried, not_tried] {
            let token = app.poll(&auth_id).await.expect(200).field("session_token");
            app.get("/auth/whoami").token(&token).send().await.expect(200);
        }

        server.behave(Manner::TryLater);
        app.registered("bob", Some("bob@example.org")).await;
        for pause in [5, 10, 20, 40, 80, 160, 300, 300] {
            assert_eq!(app.deliver().await, 0);
            let behind = app.second_node_off_by(-300).await;
            assert_eq!(behind.app.jobs.bring_mail_forward().await.unwrap(), 0, "{pause}");
            assert_eq!(behind.deliver().await, 0);
            app.advance(pause);
        }
        assert_eq!(server.texts().len(), 4 + 8);
        server.behave(Manner::Polite);
        assert_eq!(app.deliver().await, 1);
    }

    /// A delivery that began while the clock stood a day ahead, and perhaps died: another worker leaves it the time of a lease from
    /// when the clock was set back, and then takes over.
    async fn lease_of_tomorrow(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = ada(database, &server).await;
        let other = app.second_node().await;
        app.advance(DAY);
        server.behave(Manner::Stall);
        app.login("ada", EMAIL).await;
        let jobs = app.app.jobs.clone();
        let delivery = tokio::spawn(async move { jobs.deliver_due().await });
        assert!(server.has(2).await, "{:?}", server.recipients());
        app.advance(-DAY);
        app.app.jobs.bring_mail_forward().await.unwrap();
        server.behave(Manner::Polite);
        for wait in [0, 119] {
            app.advance(wait);
            assert_eq!(other.deliver().await, 0, "whoever has it may be at it");
        }
        app.advance(1);
        assert_eq!(other.deliver().await, 1);
        server.release();
        assert_eq!(delivery.await.unwrap().unwrap(), 0);
        app.advance(300);
        assert_eq!(app.deliver().await + other.deliver().await, 0);
        assert_eq!(server.texts().len(), 3);
    }

    /// A clock that is set forward or back while a mail is under way does not make the same worker send it twice.
    async fn steps_while_under_way(database) {
        let server = MailServer::start(Manner::Stall).await;
        let app = TestApp::with(database, &[("MAIL__URL", &server.url())]).await.leaving_mail();
        let jobs = app.app.jobs.clone();
        app.registered("ada", Some(EMAIL)).await;
        let delivery = tokio::spawn(async move { jobs.deliver_due().await });
        assert!(server.has(1).await, "{:?}", server.recipients());
        server.behave(Manner::Polite);
        for (step, name) in [(200, "bob"), (DAY - 200, "cyd"), (-DAY, "dan")] {
            app.advance(step);
            let texts = server.texts().len();
            app.registered(name, Some(&format!("{name}@example.org"))).await;
            assert!(server.has(texts + 1).await, "{:?}", server.recipients());
        }
        assert_eq!(server.recipients().iter().filter(|to| *to == EMAIL).count(), 1, "{:?}", server.recipients());
        server.release();
        assert_eq!(delivery.await.unwrap().unwrap(), 3);
    }

    /// Work that is done once a period goes on when periods come for the second time.
    async fn periods_that_come_again(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let (runs, period) = (AtomicU32::new(0), Duration::from_hours(1));
        let run = async |node: &TestApp| {
            let work = async {
                runs.fetch_add(1, Ordering::SeqCst);
                Ok(())
            };
            run_once(&node.app.context, "job", period, work).await.unwrap();
            runs.load(Ordering::SeqCst)
        };
        for _ in 0..24 {
            run(&app).await;
            app.advance(3600);
        }
        assert_eq!(run(&app).await, 25);
        app.advance(-DAY);
        assert_eq!((run(&app).await, run(&other).await), (26, 26));
        app.advance(3600);
        assert_eq!((run(&other).await, run(&app).await), (27, 27));
    }

    /// Further mails, caps on live logins, and notes of uses do not wait for the day to come.
    async fn what_was_noted_tomorrow(database) {
        let limits = [("RATE_LIMIT__MODE", "on"), ("LOGIN__PER_ADDRESS", "1000 then 100 per 1s"), ("LOGIN__TTL", "1h")];
        let app = TestApp::with(database, &limits).await;
        let token = app.verified("ada", EMAIL).await;
        let key = json!({"name": "ci", "scopes": ["account:read"]});
        let key = app.post("/auth/keys").token(&token).json(&key).send().await.expect(200).json();
        let key_path = format!("/auth/keys/{}", key["key_id"].as_str().unwrap());
        let key = key["access_key"].as_str().unwrap();
        app.empty_mailbox().await;

        app.advance(DAY);
        for credential in [&*token, key] {
            app.get("/auth/whoami").token(credential).send().await.expect(200);
        }
        app.app.jobs.write_last_seen().await.unwrap();
        let mut browser = Visitor::new(&app, "127.0.0.1");
        let waiting = browser.ask(EMAIL, &[]).await;
        // With this one as many as may be live.
        for pause in [0, 0, 600, 600] {
            app.advance(pause);
            app.login("ada", EMAIL).await;
            app.deliver().await;
        }
        assert_eq!(app.mails().await.len(), 5);
        app.empty_mailbox().await;
        app.advance(-DAY);

        for credential in [&*token, key] {
            app.get("/auth/whoami").token(credential).send().await.expect(200);
        }
        app.app.jobs.write_last_seen().await.unwrap();
        assert_eq!(last_seen(&app, &token).await, app.now());
        let used = app.get(&key_path).token(&token).send().await.expect(200).json();
        assert_eq!(used["last_used_date"], app.now());
        browser.post(&waiting, &[("decision", "resend")]).await.expect(303);
        assert_eq!(app.mails().await.len(), 1);
        app.empty_mailbox().await;
        app.login("ada", EMAIL).await;
        assert_eq!(app.mails().await.len(), 1, "logins of tomorrow keep today's out");
    }

    /// A token that was revoked does not live again when what a clock a day ahead took for dead was purged.
    async fn revoked_tokens_stay_revoked(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        let issued = app.post("/auth/token").token(&session).json(&json!({})).send().await.expect(200);
        let token = issued.field("access_token");
        app.post("/auth/token/revoke").json(&json!({"token": token})).send().await.expect(200);
        app.advance(DAY);
        app.app.jobs.purge().await.unwrap();
        app.advance(-DAY);
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
        app.advance(3 * DAY);
        app.app.jobs.purge().await.unwrap();
        let kept = entity::revoked_access_token::Entity::find().all(app.app.context.db.read()).await.unwrap();
        assert!(kept.is_empty());
    }

    /// The program as it is shipped, with a clock that is set a day forward and back beneath it: mail and jobs go on.
    async fn jobs_go_on(database) {
        let clock = WallClock::new();
        let process = Process::beneath(&clock.wrapper(), database).await;
        let token = process.register("ada", Some(EMAIL)).await.field("session_token");
        process.mail(EMAIL, "/auth/email/").await;
        let is_noted = async |ahead: i64| {
            let mut seen = None;
            for _ in 0..300 {
                let sessions = process.get_as(&token, "/auth/sessions").await.expect(200).json();
                seen = sessions["sessions"][0]["last_seen_date"].as_i64();
                if seen.is_some_and(|seen| (SystemClock.now() + ahead - seen).abs() < 60) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            panic!("no use is written down any more, since {seen:?}: {}", process.log());
        };
        for ahead in [70, DAY, 0, -DAY, 70] {
            process.empty_mailbox().await;
            clock.set(ahead);
            is_noted(ahead).await;
            process.login("ada", EMAIL).await;
            process.mail(EMAIL, "/auth/confirm/").await;
        }
    }
}
