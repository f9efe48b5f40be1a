//! Several mail servers: the first that works is used.

use std::collections::BTreeSet;

use entity::outbox::{self, OutboxState};
use sea_orm::EntityTrait;

use crate::support::{Database, MailServer, Manner, Process, TestApp, Text, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

/// A node with these mail servers, the first one first, and Ada; her verification mail is with one of them.
async fn ada(database: Database, urls: &[String]) -> TestApp {
    let app = node(database, urls).await;
    app.registered("ada", Some(EMAIL)).await;
    assert_eq!(app.deliver().await, 1, "{urls:?}");
    // Ids sort by time: what comes next is newer.
    app.advance(1);
    app
}

async fn node(database: Database, urls: &[String]) -> TestApp {
    TestApp::with(database, &[("MAIL__URL", &urls.join(", ")), ("MAIL__CONNECT_TIMEOUT", "1s")]).await
}

async fn rows(app: &TestApp) -> Vec<outbox::Model> {
    outbox::Entity::find().all(app.app.context.db.read()).await.expect("the outbox is read")
}

/// The outbox row of the newest mail.
async fn newest(app: &TestApp) -> outbox::Model {
    rows(app).await.into_iter().max_by_key(|row| row.id).expect("a row")
}

on_both! {
    /// As long as the first server works, nobody asks the second.
    async fn the_first_one(database) {
        let [first, second] = [MailServer::start(Manner::Polite).await, MailServer::start(Manner::Polite).await];
        let app = ada(database, &[first.url(), second.url()]).await;
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 1);
        assert_eq!((first.texts().len(), second.connections()), (2, 0));
    }

    /// A server that is down, says nothing, hangs up, breaks TLS, refuses us or is about to go: the same try of the same
    /// mail goes to the next one, and to nobody twice (invariant 21).
    async fn the_next_one_at_once(database) {
        let troubles = [
            Manner::Tarpit,
            Manner::Deaf,
            Manner::Busy,
            Manner::Closed,
            Manner::WrongPassword,
            Manner::RefuseSender,
            Manner::Leave,
        ];
        for manner in troubles {
            let [first, second] = [MailServer::start(manner).await, MailServer::start(Manner::Polite).await];
            let with_password = first.url().replace("smtp://", "smtp://door:hunter2@");
            let app = ada(database, &[with_password, second.url()]).await;
            assert_eq!((first.texts().len(), first.connections()), (0, 1), "{manner:?}");
            assert_eq!(second.recipients(), [EMAIL], "{manner:?}");
            let row = newest(&app).await;
            assert_eq!((row.state, row.attempts, row.failure), (OutboxState::Sent, 1, None), "{manner:?}");
        }
        let [first, second] = [MailServer::start(Manner::Polite).await, MailServer::start(Manner::Polite).await];
        ada(database, &[first.url().replace("smtp://", "smtps://"), second.url()]).await;
        assert_eq!((first.texts().len(), second.texts().len()), (0, 1), "TLS with a server that speaks none");
        ada(database, &[format!("{}?tls=required", first.url()), second.url()]).await;
        assert_eq!((first.texts().len(), second.texts().len()), (0, 2), "STARTTLS with a server that has none");
        let nowhere = format!("smtp://{}", MailServer::start(Manner::Deaf).await.stop().await);
        ada(database, &[nowhere, second.url()]).await;
        assert_eq!(second.texts().len(), 3, "nobody listens");
    }

    /// What a server says of a mail is said of the mail: a refusal is final, "come again" means later and begins with the
    /// first server again, and nobody else is asked.
    async fn answers_about_the_mail(database) {
        let [first, second] = [MailServer::start(Manner::Polite).await, MailServer::start(Manner::Polite).await];
        let app = ada(database, &[first.url(), second.url()]).await;
        first.behave(Manner::Refuse);
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 0);
        let row = newest(&app).await;
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Failed, Some("refused")));
        app.advance(1);
        first.behave(Manner::TryLater);
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 0);
        let row = newest(&app).await;
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Queued, Some("try_later")));
        first.behave(Manner::Polite);
        app.advance(5);
        assert_eq!(app.deliver().await, 1);
        assert_eq!((first.recipients().len(), second.connections()), (3, 0));
    }

    /// A server that was out of reach is passed over for 30 s; then one mail tries it, the others do not wait for that, and
    /// once it is back it is the first again.
    async fn passed_over_and_back(database) {
        let [first, second] = [MailServer::start(Manner::Busy).await, MailServer::start(Manner::Polite).await];
        let app = ada(database, &[first.url(), second.url()]).await;
        for number in 0..3 {
            app.advance(9);
            app.login("ada", EMAIL).await;
            assert_eq!(app.deliver().await, 1);
            assert_eq!((first.connections(), second.texts().len()), (1, 2 + number));
        }
        app.advance(2);
        for _ in 0..8 {
            app.login("ada", EMAIL).await;
        }
        assert_eq!(app.deliver().await, 8);
        assert_eq!((first.connections(), second.texts().len()), (2, 12), "one of them tries");
        first.behave(Manner::Polite);
        app.advance(29);
        app.login("ada", EMAIL).await;
        assert_eq!((app.deliver().await, first.texts().len()), (1, 0), "passed over again");
        app.advance(1);
        for number in 1..4 {
            app.login("ada", EMAIL).await;
            assert_eq!((app.deliver().await, first.texts().len()), (1, number));
        }
        assert_eq!(second.texts().len(), 13);
    }

    /// A server that answers is back, even if it refuses the mail that finds that out.
    async fn back_with_a_refusal(database) {
        let [first, second] = [MailServer::start(Manner::Busy).await, MailServer::start(Manner::Polite).await];
        let app = ada(database, &[first.url(), second.url()]).await;
        first.behave(Manner::Refuse);
        app.advance(30);
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 0);
        assert_eq!(newest(&app).await.state, OutboxState::Failed);
        first.behave(Manner::Polite);
        app.login("ada", EMAIL).await;
        assert_eq!((app.deliver().await, first.texts().len(), second.texts().len()), (1, 1, 1));
    }

    /// A server goes and another program takes its place: it is tried with the next mail, and an old connection to it
    /// costs no try.
    async fn connections_of_age(database) {
        let first = MailServer::start(Manner::Polite).await;
        let second = MailServer::start(Manner::Polite).await;
        let app = ada(database, &[first.url(), second.url()]).await;
        let first = MailServer::at(first.stop().await, Manner::OneEach).await;
        for number in 1..4 {
            app.login("ada", EMAIL).await;
            assert_eq!((app.deliver().await, first.texts().len()), (1, number));
        }
        assert_eq!(second.connections(), 0);
        assert!(rows(&app).await.iter().all(|row| (row.state, row.attempts) == (OutboxState::Sent, 1)));
        first.stop().await;
        app.login("ada", EMAIL).await;
        assert_eq!((app.deliver().await, second.texts().len()), (1, 1));
    }

    /// A server hangs up while it has the text. The next one gets it too: a mail twice is accepted, none is not, and both
    /// links are one login's (invariants 21, 23).
    async fn dropped_after_the_text(database) {
        let [first, second] = [MailServer::start(Manner::Polite).await, MailServer::start(Manner::Polite).await];
        let app = ada(database, &[first.url(), second.url()]).await;
        first.behave(Manner::HangUp);
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        assert_eq!(app.deliver().await, 1);
        assert_eq!((first.recipients().len(), second.recipients()), (2, vec![EMAIL.to_owned()]));
        assert_eq!(newest(&app).await.state, OutboxState::Sent);
        first.behave(Manner::Polite);
        let [once, again] = [&first.texts()[1], &second.texts()[0]].map(Text::link);
        assert_eq!(once, again);
        app.open(&once, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
        app.open(&again, "127.0.0.1").await.submit(&APPROVE).await.expect(410);
        app.poll(&auth_id).await.expect(200);
        app.login("ada", EMAIL).await;
        assert_eq!((app.deliver().await, first.texts().len()), (1, 3), "it hung up on one mail, not on us");
    }

    /// None works: the mail waits, and goes to whichever is back first, although all were out of reach lately.
    async fn none_works(database) {
        let [first, second] = [MailServer::start(Manner::Polite).await, MailServer::start(Manner::Deaf).await];
        let app = ada(database, &[first.url(), second.url()]).await;
        first.behave(Manner::Closed);
        app.advance(60);
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 0);
        assert_eq!(newest(&app).await.state, OutboxState::Queued);
        second.behave(Manner::Polite);
        app.advance(5);
        assert_eq!((app.deliver().await, second.texts().len()), (1, 1));
    }

    /// Whatever two servers do, each login that was acknowledged is handed over at least once, or its failure is recorded
    /// (invariant 21); one that is decided is not mailed any more (invariant 24); and all of it changes no answer (invariant 26).
    async fn every_pair_of_troubles(database) {
        let troubles = [
            Manner::Polite,
            Manner::Refuse,
            Manner::WrongPassword,
            Manner::TryLater,
            Manner::HangUp,
            Manner::Deaf,
            Manner::Busy,
            Manner::Leave,
        ];
        let [first, second] = [MailServer::start(Manner::Polite).await, MailServer::start(Manner::Polite).await];
        let urls = [&first, &second].map(|server| server.url().replace("smtp://", "smtp://door:hunter2@"));
        let app = ada(database, &urls).await;
        let mut asked = 0;
        for one in troubles {
            for other in troubles {
                first.behave(one);
                second.behave(other);
                app.login("ada", EMAIL).await;
                asked += 1;
                app.deliver().await;
                app.advance(3);
            }
        }
        // One of them is decided, by a link that a server had taken before it hung up: if its mail waits still, it is dropped.
        first.behave(Manner::HangUp);
        second.behave(Manner::HangUp);
        app.advance(60);
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 0);
        let link = second.texts().last().expect("a text").link();
        app.open(&link, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
        first.behave(Manner::Polite);
        second.behave(Manner::Polite);
        for _ in 0..4 {
            app.advance(100);
            app.deliver().await;
        }
        let rows = rows(&app).await;
        let logins: Vec<_> = rows.iter().filter(|row| row.pending_login_id.is_some()).collect();
        assert_eq!(logins.len(), asked + 1);
        let [sent, failed, dropped] = [OutboxState::Sent, OutboxState::Failed, OutboxState::Dropped]
            .map(|state| logins.iter().filter(|row| row.state == state).count());
        assert_eq!((sent + failed, dropped), (asked, 1));
        assert!(logins.iter().all(|row| row.state != OutboxState::Failed || row.failure.as_deref() == Some("refused")));
        let [(taken, refused), (also_taken, also_refused)] = [&first, &second].map(MailServer::taken_and_refused);
        assert_eq!((taken + also_taken, refused + also_refused), (1 + sent, failed));
        let links: BTreeSet<String> = first.texts().iter().chain(&second.texts()).map(Text::link).collect();
        assert!(links.len() > sent);
    }

    /// The log and the metrics name servers by host and port, and nothing else of the setting.
    async fn names(database) {
        let [first, second] = [MailServer::start(Manner::WrongPassword).await, MailServer::start(Manner::Polite).await];
        let with_password = first.url().replace("smtp://", "smtp://door:hunter2@");
        let urls = format!("{with_password},{}", second.url());
        let settings = [("MAIL__URL", urls.as_str()), ("OPS_LISTEN", "127.0.0.1:0")];
        let mut process = Process::with(database, &settings).await;
        let metrics = process.announced("metrics on ").await;
        process.register("ada", Some(EMAIL)).await;
        for _ in 0..500 {
            if process.log().contains("mail handed over") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let metrics = reqwest::get(metrics).await.expect("metrics").text().await.expect("a text");
        for (server, result) in [(&first, "refused_us"), (&second, "sent")] {
            let line = format!("doorpost_mail_servers_total{{server=\"{}\",result=\"{result}\"}} 1", server.name());
            assert!(metrics.contains(&line), "{metrics}");
            assert!(process.log().contains(&server.name()), "{}", process.log());
        }
        for secret in ["hunter2", "door:", "door@"] {
            assert!(!metrics.contains(secret) && !process.log().contains(secret), "{secret}");
        }
    }
}
