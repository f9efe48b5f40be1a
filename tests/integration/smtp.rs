//! Mail through a mail server, polite or rude.

use std::collections::BTreeSet;
use std::time::Duration;

use entity::outbox::{self, OutboxState};
use sea_orm::EntityTrait;

use crate::support::{Database, MailServer, Manner, TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

async fn app(database: Database, server: &MailServer) -> TestApp {
    TestApp::with(database, &[("MAIL__URL", &server.url()), ("MAIL__FROM", "Doorpost <door@login.example.org>")]).await
}

async fn rows(app: &TestApp) -> Vec<outbox::Model> {
    outbox::Entity::find().all(app.app.context.db.read()).await.unwrap()
}

/// Registers Ada and forgets the verification mail.
async fn ada(app: &TestApp) {
    app.registered("ada", Some(EMAIL)).await;
    app.deliver().await;
}

/// Words behind a code are optional (RFC 5321 section 4.2): a mail whose taking was said with a code alone is not sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_without_words() {
    let server = MailServer::start(Manner::Terse).await;
    let app = app(Database::Sqlite, &server).await;
    ada(&app).await;
    for _ in 0..3 {
        app.advance(120);
        app.deliver().await;
    }
    assert_eq!(server.texts().len(), 1);
    assert!(rows(&app).await.iter().all(|row| row.state == OutboxState::Sent && row.attempts == 1));
}

on_both! {
    /// One recipient, the stored address; text first, HTML second, and headers that keep robots quiet (invariants 21,
    /// 22).
    async fn a_mail_as_the_server_gets_it(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = app(database, &server).await;
        ada(&app).await;
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 1);
        assert_eq!(server.said("RCPT TO:"), [format!("<{EMAIL}>"), format!("<{EMAIL}>")]);
        assert!(server.said("MAIL FROM:").iter().all(|from| from.starts_with("<door@login.example.org>")));
        let texts = server.texts();
        let mail = texts.last().unwrap();
        assert_eq!(mail.header("to"), EMAIL);
        assert!(mail.header("from").contains("door@login.example.org"));
        assert_eq!(mail.header("auto-submitted"), "auto-generated");
        assert_eq!(mail.header("x-auto-response-suppress"), "OOF, AutoReply");
        assert_eq!(mail.header("content-language"), "en");
        assert!(mail.header("content-type").starts_with("multipart/alternative"));
        assert!(mail.header("message-id").ends_with("@login.example.org>"));
        for absent in ["list-unsubscribe", "precedence", "references", "in-reply-to", "bcc", "cc"] {
            assert!(mail.all(absent).is_empty(), "{absent}");
        }
        assert_eq!(mail.parts.len(), 2);
        assert!(mail.parts[0].0.starts_with("text/plain") && mail.parts[1].0.starts_with("text/html"));
        assert!(mail.parts[1].1.contains(&mail.link()));
        for line in mail.parts[0].1.lines().filter(|line| !line.contains("/auth/")) {
            assert!(line.chars().count() < 78, "{line}");
        }
        let ids: BTreeSet<&str> = texts.iter().map(|text| text.header("message-id")).collect();
        let references: BTreeSet<&str> = texts.iter().map(|text| text.header("x-entity-ref-id")).collect();
        assert_eq!((ids.len(), references.len()), (texts.len(), texts.len()));
        assert!(rows(&app).await.iter().all(|row| row.state == OutboxState::Sent));
    }

    /// However odd an accepted address is, the server hears exactly one recipient: that one (invariant 22).
    async fn odd_addresses(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = app(database, &server).await;
        let odd = ["o'hara@example.org", "a+b=c@example.org", "{x}|`~!#$%&*/?^_@example.org", "Ada@EXAMPLE.org"];
        for (number, email) in odd.iter().enumerate() {
            app.registered(&format!("odd{number}"), Some(email)).await;
            app.deliver().await;
            assert_eq!(server.said("RCPT TO:").last().map(String::as_str), Some(format!("<{email}>").as_str()));
            assert_eq!(server.said("RCPT TO:").len(), number + 1);
        }
        app.registered("idn", Some("ada@b\u{fc}cher.example")).await;
        app.deliver().await;
        assert_eq!(server.said("RCPT TO:").last().unwrap(), "<ada@xn--bcher-kva.example>");
    }

    /// "Come again" is heeded: after a pause that grows, with another link, and every link works (invariants 21, 23).
    async fn trying_again(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = app(database, &server).await;
        ada(&app).await;
        server.behave(Manner::TryLater);
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        assert_eq!(app.deliver().await, 0);
        app.advance(4);
        app.deliver().await;
        assert_eq!(server.texts().len(), 2, "not before its time");
        app.advance(1);
        app.deliver().await;
        assert_eq!(server.texts().len(), 3);
        server.behave(Manner::HangUp);
        app.advance(10);
        app.deliver().await;
        server.behave(Manner::Polite);
        app.advance(20);
        assert_eq!(app.deliver().await, 1);
        let links: Vec<String> = server.texts()[1..].iter().map(crate::support::Text::link).collect();
        assert_eq!(links.iter().collect::<BTreeSet<_>>().len(), 4);
        for link in &links {
            app.open(link, "127.0.0.1").await.reply.expect(200);
        }
        // A mail that the server took although it hung up carries a link like any other.
        app.open(&links[2], "127.0.0.1").await.submit(&APPROVE).await.expect(200);
        app.open(&links[3], "127.0.0.1").await.submit(&APPROVE).await.expect(410);
        app.poll(&auth_id).await.expect(200);
    }

    /// A final refusal is one; a refusal of ourselves is the operator's to mend, and the mail waits for that.
    async fn refusals(database) {
        let server = MailServer::start(Manner::Refuse).await;
        let app = app(database, &server).await;
        app.registered("ada", Some(EMAIL)).await;
        app.deliver().await;
        let row = &rows(&app).await[0];
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Failed, Some("refused")));
        app.advance(3600);
        app.deliver().await;
        assert_eq!(server.said("RCPT TO:").len(), 1);

        let strict = MailServer::start(Manner::WrongPassword).await;
        let url = strict.url().replace("smtp://", "smtp://user:hunter2@");
        let app = TestApp::with(database, &[("MAIL__URL", &url)]).await;
        app.registered("ada", Some(EMAIL)).await;
        app.deliver().await;
        let row = &rows(&app).await[0];
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Queued, Some("refused_us")));
        strict.behave(Manner::Polite);
        app.advance(60);
        assert_eq!(app.deliver().await, 1);
    }

    /// A mail that would come when its login is over, or nearly so, is not sent (invariant 24); after its tries a mail
    /// is given up, and that is recorded (invariant 21).
    async fn too_late(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = app(database, &server).await;
        ada(&app).await;
        app.login("ada", EMAIL).await;
        app.advance(900 - 29);
        assert_eq!(app.deliver().await, 0);
        server.behave(Manner::TryLater);
        app.login("ada", EMAIL).await;
        for _ in 0..20 {
            app.deliver().await;
            app.advance(120);
        }
        let rows = rows(&app).await;
        let mut states: Vec<OutboxState> = rows.iter().map(|row| row.state).collect();
        states.sort_by_key(|state| format!("{state:?}"));
        assert_eq!(states, [OutboxState::Dropped, OutboxState::Failed, OutboxState::Sent]);
    }

    /// As long as its link lives, a mail outlasts the mail server's trouble (invariant 21).
    async fn long_trouble(database) {
        let server = MailServer::start(Manner::TryLater).await;
        let app = app(database, &server).await;
        app.registered("ada", Some(EMAIL)).await;
        for _ in 0..40 {
            app.deliver().await;
            app.advance(1800);
        }
        server.behave(Manner::Polite);
        assert_eq!(app.deliver().await, 1);
    }

    /// Where a login's whole life is short, half of it is time enough for a mail.
    async fn short_lives(database) {
        let server = MailServer::start(Manner::Polite).await;
        let settings = [("MAIL__URL", server.url()), ("LOGIN__TTL", "20s".to_owned())];
        let app = TestApp::with(database, &settings.each_ref().map(|(key, value)| (*key, value.as_str()))).await;
        ada(&app).await;
        app.login("ada", EMAIL).await;
        assert_eq!(app.deliver().await, 1);
        app.login("ada", EMAIL).await;
        app.advance(11);
        assert_eq!(app.deliver().await, 0);
    }

    /// A server that is down, slow or rude changes no answer (invariant 26).
    async fn no_answer_depends_on_it(database) {
        let server = MailServer::start(Manner::Stall).await;
        let app = app(database, &server).await;
        app.registered("ada", Some(EMAIL)).await;
        let asked = app.login("ada", EMAIL).await;
        let context = app.app.jobs.clone();
        let hanging = tokio::spawn(async move { context.deliver_due().await });
        while server.texts().len() < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let meanwhile = async {
            let decoy = app.login("nobody", EMAIL).await;
            assert_eq!(decoy.headers.keys().count(), asked.headers.keys().count());
            app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");
            app.registered("bob", Some("bob@example.org")).await;
            app.get("/readyz").send().await.expect(200);
        };
        tokio::time::timeout(Duration::from_secs(5), meanwhile).await.expect("nobody waits for the mail server");
        server.behave(Manner::TryLater);
        server.release();
        hanging.await.unwrap().unwrap();
        drop(server);
        app.login("ada", EMAIL).await;
        app.deliver().await;
        app.get("/readyz").send().await.expect(200);
    }

    /// A worker that died is succeeded after its lease; one that was only slow changes nothing any more (invariants 21,
    /// 51).
    async fn leases(database) {
        use doorpost::mail::outbox::{LEASE, Lane, claim};
        let server = MailServer::start(Manner::Polite).await;
        let app = app(database, &server).await;
        app.registered("ada", Some(EMAIL)).await;
        let context = &app.app.context;
        let slow = claim(&context.db, &*context.clock, &*context.random, Lane::Notices, 10, &[]).await.unwrap();
        assert_eq!(slow.len(), 1);
        assert_eq!(app.deliver().await, 0, "somebody has it");
        app.advance(LEASE);
        assert_eq!(app.deliver().await, 1);
        slow[0].failed(&context.db, app.now(), "late", true).await.unwrap();
        assert_eq!(rows(&app).await[0].state, OutboxState::Sent);
        assert_eq!(server.texts().len(), 1);
    }

    /// Two workers on two nodes send each mail once.
    async fn two_workers(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = app(database, &server).await;
        let other = app.second_node().await;
        for number in 0..20 {
            app.registered(&format!("ada{number}"), Some(&format!("ada{number}@example.org"))).await;
        }
        let (here, there) = tokio::join!(app.deliver(), other.deliver());
        let rest = app.deliver().await;
        assert_eq!(here + there + rest, 20);
        let recipients: BTreeSet<String> = server.said("RCPT TO:").into_iter().collect();
        assert_eq!((recipients.len(), server.texts().len()), (20, 20));
    }
}
