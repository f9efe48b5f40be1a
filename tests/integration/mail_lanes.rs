//! Who waits for whom on the way to the mail server.

use std::collections::BTreeSet;
use std::time::Duration;

use entity::outbox::{self, OutboxState};
use sea_orm::EntityTrait;
use tokio::task::JoinHandle;

use crate::support::{Database, MailServer, Manner, TestApp, on_both};

/// A node with so many accounts, `u00` and so on, whose addresses' mails are with the server.
async fn accounts(database: Database, server: &MailServer, number: usize) -> TestApp {
    let app = TestApp::with(database, &[("MAIL__URL", &server.url())]).await.leaving_mail();
    for number in 0..number {
        app.registered(&name(number), Some(&email(number))).await;
    }
    assert_eq!(app.deliver().await, number);
    // Ids sort by time: what comes next is newer.
    app.advance(1);
    app
}

fn name(number: usize) -> String {
    format!("u{number:02}")
}

fn email(number: usize) -> String {
    format!("u{number:02}@example.org")
}

fn emails(numbers: impl IntoIterator<Item = usize>) -> BTreeSet<String> {
    numbers.into_iter().map(email).collect()
}

/// Asks for a login of each of them, a second apart.
async fn logins(app: &TestApp, numbers: impl IntoIterator<Item = usize>) {
    for number in numbers {
        app.login(&name(number), &email(number)).await;
        app.advance(1);
    }
}

fn deliver(app: &TestApp) -> JoinHandle<usize> {
    let jobs = app.app.jobs.clone();
    tokio::spawn(async move { jobs.deliver_due().await.expect("the outbox is read") })
}

/// Waits until the server has so many texts, and a while longer, so that one too many would come too.
async fn has(server: &MailServer, texts: usize) {
    server.has(texts).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.texts().len(), texts, "{:?}", server.recipients());
}

on_both! {
    /// A queue of logins with a server that takes none of them: the oldest are first, and still the newest have connections
    /// of their own.
    async fn past_the_queue(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = accounts(database, &server, 30).await;
        server.behave(Manner::Stall);
        logins(&app, 0..30).await;
        let delivery = deliver(&app);
        has(&server, 40).await;
        let got: BTreeSet<String> = server.recipients()[30..].iter().cloned().collect();
        assert_eq!(got, emails((0..8).chain(28..30)));
        delivery.abort();
    }

    /// However many tries that failed before hang, they leave connections to what was not tried yet; and what was not tried
    /// yet, however much of it hangs, leaves some to them.
    async fn retries_and_first_tries(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = accounts(database, &server, 30).await;
        server.behave(Manner::TryLater);
        logins(&app, 0..20).await;
        for number in 0..20 {
            app.registered(&format!("v{number:02}"), Some(&format!("v{number:02}@example.org"))).await;
        }
        assert_eq!(app.deliver().await, 0);
        app.advance(10);
        server.behave(Manner::Stall);
        let before = server.texts().len();
        let delivery = deliver(&app);
        has(&server, before + 10).await;
        let retried: BTreeSet<String> = server.recipients()[before..].iter().cloned().collect();
        assert!(retried.iter().filter(|to| to.starts_with('u')).count() == 8, "logins before notices: {retried:?}");
        // A fresh login, behind ten that hang and thirty that wait.
        server.behave(Manner::Polite);
        logins(&app, [25]).await;
        has(&server, before + 11).await;
        assert_eq!(server.recipients().last(), Some(&email(25)));
        // As many as there may be, all hanging: with those ten, sixteen.
        server.behave(Manner::Stall);
        logins(&app, (20..25).chain(26..30)).await;
        app.registered("w00", Some("w00@example.org")).await;
        app.registered("w01", Some("w01@example.org")).await;
        app.registered("w02", Some("w02@example.org")).await;
        has(&server, before + 11 + 6).await;
        let first: Vec<String> = server.recipients()[before + 11..].to_vec();
        assert_eq!(first.iter().filter(|to| to.starts_with('w')).count(), 2, "{first:?}");
        assert!(server.most_open() <= 16, "{}", server.most_open());
        delivery.abort();
    }

    /// A stream of logins that is more than the server takes: the one that failed before is among the first all the same.
    async fn no_retry_starves(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = accounts(database, &server, 40).await;
        server.behave(Manner::TryLater);
        logins(&app, [39]).await;
        assert_eq!(app.deliver().await, 0);
        app.advance(10);
        server.behave(Manner::Stall);
        logins(&app, 0..39).await;
        let delivery = deliver(&app);
        has(&server, 41 + 8 + 2 + 1).await;
        assert!(server.recipients()[41..].contains(&email(39)), "{:?}", server.recipients());
        delivery.abort();
    }

    /// Many mails, few connections: each mail comes once, on connections that are used again.
    async fn each_mail_once(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = accounts(database, &server, 60).await;
        logins(&app, 0..60).await;
        assert_eq!(app.deliver().await, 60);
        let got = server.recipients();
        assert_eq!((got.len(), got[60..].iter().cloned().collect::<BTreeSet<_>>()), (120, emails(0..60)));
        assert!(server.most_open() <= 16 && server.connections() <= 32, "{}", server.connections());
        assert_eq!(server.said("NOOP").len(), 0);
        let rows = outbox::Entity::find().all(app.app.context.db.read()).await.expect("the outbox is read");
        assert!(rows.iter().all(|row| (row.state, row.attempts) == (OutboxState::Sent, 1)));
    }

    /// The operator's number of connections is kept to.
    async fn few_connections(database) {
        let server = MailServer::start(Manner::Polite).await;
        let settings = [("MAIL__URL", server.url()), ("MAIL__CONNECTIONS", "5".to_owned())];
        let app = TestApp::with(database, &settings.each_ref().map(|(key, value)| (*key, value.as_str()))).await;
        for number in 0..30 {
            app.registered(&name(number), Some(&email(number))).await;
        }
        logins(&app, 0..30).await;
        assert_eq!(app.deliver().await, 60);
        assert!(server.most_open() <= 5, "{}", server.most_open());
    }
}
