//! Whom a mail server refuses: us, and then another one is asked and the mail is tried again, or the recipient.

use entity::outbox::{self, OutboxState};
use sea_orm::EntityTrait;

use crate::support::{Database, MailServer, Manner, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

async fn node(database: Database, servers: &[&MailServer]) -> TestApp {
    let urls: Vec<String> = servers.iter().map(|server| server.url()).collect();
    TestApp::with(database, &[("MAIL__URL", &urls.join(","))]).await
}

async fn newest(app: &TestApp) -> outbox::Model {
    let rows = outbox::Entity::find().all(app.app.context.db.read()).await.expect("the outbox is read");
    rows.into_iter().max_by_key(|row| row.id).expect("a row")
}

on_both! {
    /// Postfix says most of its refusals of a client, its name and its sender only when it hears the recipient: the next server gets the
    /// mail at once, and the first is asked again for the next mail.
    async fn of_us(database) {
        let refusals = [
            Manner::AtRecipient("554 5.7.1 <mail[192.0.2.1]>: Client host rejected: Access denied"),
            Manner::AtRecipient("553 5.7.1 <no-reply@localhost>: Sender address rejected: not owned by user"),
            Manner::AtRecipient("454 4.7.1 <ada@example.org>: Relay access denied"),
            Manner::AtRecipient("504 5.5.2 <no-reply@localhost>: Sender address rejected: need fully-qualified address"),
            Manner::AtRecipient("550 relay not permitted"),
            Manner::AtSender("450 4.1.8 <no-reply@localhost>: Sender address rejected: Domain not found"),
            Manner::AtText("554 5.7.1 message rejected by policy"),
            Manner::AtText("550 no"),
        ];
        for refusal in refusals {
            let [first, second] = [MailServer::start(refusal).await, MailServer::start(Manner::Polite).await];
            let app = node(database, &[&first, &second]).await;
            app.registered("ada", Some(EMAIL)).await;
            assert_eq!(app.deliver().await, 1, "{refusal:?}");
            assert_eq!((second.texts().len(), newest(&app).await.state), (1, OutboxState::Sent), "{refusal:?}");
            first.behave(Manner::Polite);
            app.registered("bob", Some("bob@example.org")).await;
            assert_eq!((app.deliver().await, second.texts().len()), (1, 1), "{refusal:?}: one answer puts nobody aside");
        }
    }

    /// Where nobody else takes it, the mail waits and is tried again.
    async fn of_us_alone(database) {
        let server = MailServer::start(Manner::AtRecipient("554 5.7.1 Relay access denied")).await;
        let app = node(database, &[&server]).await;
        app.registered("ada", Some(EMAIL)).await;
        assert_eq!(app.deliver().await, 0);
        let row = newest(&app).await;
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Queued, Some("refused_us")));
        server.behave(Manner::Polite);
        app.advance(5);
        assert_eq!(app.deliver().await, 1);
    }

    /// Only what is said of the recipient ends a mail, and no other server is asked.
    async fn of_the_recipient(database) {
        let refusals = [
            Manner::AtRecipient("550 5.1.1 <ada@example.org>: User unknown in relay recipient table"),
            Manner::AtRecipient("550 5.1.10 no such recipient"),
            Manner::AtRecipient("552 5.2.2 mailbox full"),
            Manner::AtRecipient("550 no such user"),
            Manner::AtText("550 5.1.1 nobody of that name"),
        ];
        for refusal in refusals {
            let [first, second] = [MailServer::start(refusal).await, MailServer::start(Manner::Polite).await];
            let app = node(database, &[&first, &second]).await;
            app.registered("ada", Some(EMAIL)).await;
            assert_eq!((app.deliver().await, second.connections()), (0, 0), "{refusal:?}");
            let row = newest(&app).await;
            assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Failed, Some("refused")), "{refusal:?}");
        }
    }

    /// Greylisting speaks of policy and means later: no other server is asked.
    async fn greylisting(database) {
        let greylisted = Manner::AtRecipient("451 4.7.1 Greylisting in action, please come back later");
        let [first, second] = [MailServer::start(greylisted).await, MailServer::start(Manner::Polite).await];
        let app = node(database, &[&first, &second]).await.leaving_mail();
        app.registered("ada", Some(EMAIL)).await;
        assert_eq!((app.deliver().await, second.connections()), (0, 0));
        assert_eq!(newest(&app).await.failure.as_deref(), Some("try_later"));
    }

    /// A mailbox that a server refuses again and again because of us, says it, puts nobody's server aside; three mailboxes do, and
    /// one mail that is taken between them counts.
    async fn three_mailboxes(database) {
        let refusal = Manner::AtRecipient("554 5.7.1 not you");
        let [first, second] = [MailServer::start(refusal).await, MailServer::start(Manner::Polite).await];
        let app = node(database, &[&first, &second]).await;
        let register = async |name: &str| {
            app.advance(1);
            app.registered(name, Some(&format!("{name}@example.org"))).await;
            assert_eq!(app.deliver().await, 1);
        };
        for name in ["a", "b"] {
            register(name).await;
        }
        app.login("b", "b@example.org").await;
        app.deliver().await;
        let asked = || first.said("RCPT TO:").len();
        assert_eq!(asked(), 3);
        first.behave(Manner::Polite);
        register("c").await;
        assert_eq!((asked(), first.texts().len()), (4, 1));
        first.behave(refusal);
        for name in ["d", "e", "f"] {
            register(name).await;
        }
        assert_eq!(asked(), 7);
        register("g").await;
        assert_eq!(asked(), 7, "put aside");
        first.behave(Manner::Polite);
        app.advance(30);
        register("h").await;
        assert_eq!((asked(), first.texts().len()), (8, 2), "tried again after 30 s");
    }

    /// A connection carries ten mails at most: Exim takes an eleventh and lets it lie.
    async fn ten_mails_a_connection(database) {
        let server = MailServer::start(Manner::Polite).await;
        let settings = [("MAIL__URL", server.url()), ("MAIL__PER_CONNECTION", "3".to_owned())];
        for (app, most) in [
            (node(database, &[&server]).await, 10),
            (TestApp::with(database, &settings.each_ref().map(|(key, value)| (*key, value.as_str()))).await, 3),
        ] {
            let before = server.texts().len();
            let connections = server.connections();
            for number in 0..25 {
                app.registered(&format!("ada{number}"), Some(&format!("ada{number}@example.org"))).await;
                assert_eq!(app.deliver().await, 1);
            }
            assert_eq!(server.texts().len() - before, 25);
            assert_eq!(server.connections() - connections, 25_usize.div_ceil(most));
        }
        assert_eq!(server.most_mails(), 10);
    }

    /// Greylisting ends after five minutes, or ten: the mail is there within half a minute. And once it is tried shortly before its
    /// link ends.
    async fn pauses(database) {
        for delay in [300, 600] {
            let server = MailServer::start(Manner::AtRecipient("450 4.2.0 Recipient address rejected: Greylisted")).await;
            let app = node(database, &[&server]).await;
            app.registered("ada", Some(EMAIL)).await;
            app.deliver().await;
            let begin = app.now();
            while app.now() - begin < delay {
                // The worker looks every two seconds, and not at the moment that it should.
                app.advance(2);
                app.deliver().await;
            }
            server.behave(Manner::Polite);
            while server.texts().is_empty() && app.now() - begin < delay + 60 {
                app.advance(2);
                app.deliver().await;
            }
            let took = app.now() - begin - delay;
            assert!(took <= 30, "{delay}: {took}");
        }
        let server = MailServer::start(Manner::Polite).await;
        let app = node(database, &[&server]).await;
        app.registered("ada", Some(EMAIL)).await;
        app.deliver().await;
        server.behave(Manner::AtRecipient("450 4.2.0 Recipient address rejected: Greylisted"));
        app.login("ada", EMAIL).await;
        let begin = app.now();
        let mut last = (0, server.said("RCPT TO:").len());
        while app.now() - begin < 900 {
            app.deliver().await;
            let asked = server.said("RCPT TO:").len();
            if asked > last.1 {
                last = (app.now() - begin, asked);
            }
            app.advance(2);
        }
        assert!((780..=870).contains(&last.0), "{last:?}");
    }
}
