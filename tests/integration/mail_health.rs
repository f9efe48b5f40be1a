//! Mail as a whole: what `/readyz` says of it.

use doorpost::mail::Sign;
use doorpost::mail::health::{Health, Untaken, not_taken, taken};
use serde_json::json;

use crate::support::{Database, MailServer, Manner, Process, TestApp, on_both};

async fn node(database: Database, server: &MailServer) -> TestApp {
    TestApp::with(database, &[("MAIL__URL", &server.url()), ("MAIL__CONNECT_TIMEOUT", "1s")]).await
}

/// Status and mail's state; the status code is 200 whatever they are.
async fn health(app: &TestApp) -> (String, String) {
    let said = app.get("/readyz").send().await.expect(200).json();
    let text = |name: &str| said[name].as_str().expect("a text").to_owned();
    (text("status"), text("mail"))
}

fn is(status: &str, mail: &str) -> (String, String) {
    (status.to_owned(), mail.to_owned())
}

on_both! {
    /// Five mails in a row to three mailboxes, none taken: every node says so, and none once one is taken.
    async fn refused(database) {
        for refusal in ["554 5.7.1 Relay access denied", "550 5.1.1 nobody of that name"] {
            let server = MailServer::start(Manner::AtRecipient(refusal)).await;
            let app = node(database, &server).await.leaving_mail();
            let other = app.second_node().await.leaving_mail();
            app.registered("a", Some("a@example.org")).await;
            app.deliver().await;
            for _ in 0..5 {
                app.login("a", "a@example.org").await;
                app.deliver().await;
            }
            assert_eq!(health(&app).await, is("ready", "ok"), "one mailbox is one odd mailbox");
            for name in ["b", "c"] {
                app.advance(1);
                app.registered(name, Some(&format!("{name}@example.org"))).await;
                app.deliver().await;
            }
            for node in [&app, &other] {
                assert_eq!(health(node).await, is("degraded", "refused"), "{refusal}");
            }
            server.behave(Manner::Polite);
            other.registered("d", Some("d@example.org")).await;
            assert!(other.deliver().await > 0);
            for node in [&app, &other] {
                assert_eq!(health(node).await, is("ready", "ok"));
            }
        }
    }

    /// As soon as no server can be reached; one that says "later" can.
    async fn unreachable(database) {
        let server = MailServer::start(Manner::Deaf).await;
        let app = node(database, &server).await.leaving_mail();
        app.registered("ada", Some("ada@example.org")).await;
        app.deliver().await;
        assert_eq!(health(&app).await, is("degraded", "unreachable"));
        server.behave(Manner::Polite);
        app.advance(5);
        assert_eq!(app.deliver().await, 1);
        assert_eq!(health(&app).await, is("ready", "ok"));
        server.behave(Manner::TryLater);
        app.registered("bob", Some("bob@example.org")).await;
        app.deliver().await;
        assert_eq!(health(&app).await, is("ready", "ok"));
    }

    /// Mails that fail at the same time, on two nodes: one of them is the one that makes the difference.
    async fn at_the_same_time(database) {
        let server = MailServer::start(Manner::Polite).await;
        let nodes = [node(database, &server).await];
        let nodes = [&nodes[0], &nodes[0].second_node().await];
        for round in 0..20 {
            let untaken = |number: u128| {
                let context = nodes[usize::from(number % 2 == 1)].app.context.clone();
                async move {
                    let mail_id = uuid::Uuid::from_u128(round * 100 + number);
                    let mail = Untaken { mail_id, mailbox_hash: format!("mailbox {number}"), sign: Sign::Refused };
                    not_taken(&context.db, &*context.clock, &*context.random, &mail).await.unwrap()
                }
            };
            let all: Vec<_> = (0..8).map(|number| tokio::spawn(untaken(number))).collect();
            let mut news = Vec::new();
            for one in all {
                news.extend(one.await.unwrap());
            }
            assert_eq!(news, [Health::Refused], "{round}");
            assert!(taken(&nodes[0].app.context.db).await.unwrap());
        }
    }

    /// One line at level error names the server and its words, without the recipient; a metric says the same.
    async fn one_line_and_a_metric(database) {
        let server = MailServer::start(Manner::AtRecipient("554 5.7.1 <secret-name@example.org>: Relay access denied")).await;
        let settings = [("MAIL__URL", server.url()), ("OPS_LISTEN", "127.0.0.1:0".to_owned())];
        let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
        let mut process = Process::with(database, &settings).await;
        let metrics = process.announced("metrics on ").await;
        for number in 0..7 {
            let email = format!("secret-name{number}@example.org");
            process.post("/auth/registration", &json!({"username": format!("u{number}"), "email": email, "session_platform": "x"})).await.expect(200);
        }
        for _ in 0..3000 {
            if process.log().contains("refuse every mail") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let log = process.log();
        let lines: Vec<&str> = log.lines().filter(|line| line.contains("refuse every mail")).collect();
        assert_eq!(lines.len(), 1, "{log}");
        assert!(lines[0].contains("ERROR") && lines[0].contains(&server.name()), "{lines:?}");
        assert!(lines[0].contains("Relay access denied") && !log.contains("secret-name"), "{lines:?}");
        let metrics = reqwest::get(metrics).await.expect("metrics").text().await.expect("a text");
        assert!(metrics.contains("doorpost_mail_state{state=\"refused\"} 1"), "{metrics}");
        assert!(metrics.contains("doorpost_mail_state{state=\"ok\"} 0"), "{metrics}");
    }
}
