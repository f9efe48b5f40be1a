//! Mail that a process had in hand when it was killed: it goes out soon after, and once.

use std::time::{Duration, Instant};

use crate::support::{Database, MailServer, Manner, Process, on_both};

const EMAIL: &str = "ada@example.org";

/// Killed while the mail server has its text and said nothing yet.
async fn killed(database: Database, server: &MailServer) -> Process {
    let mut process = Process::with(database, &[("MAIL__URL", &server.url())]).await;
    // Until its session shows that it lives.
    tokio::time::sleep(Duration::from_millis(500)).await;
    process.register("ada", Some(EMAIL)).await;
    assert!(server.has(1).await, "{}", process.log());
    process.kill().await;
    server.behave(Manner::Polite);
    process
}

on_both! {
    /// The same process again: within 5 seconds on SQLite, where nobody else can have it, and within 15 on PostgreSQL (invariant 21).
    #[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
    async fn after_a_restart(database) {
        let server = MailServer::start(Manner::Stall).await;
        let mut process = killed(database, &server).await;
        process.start_again().await;
        let restarted = Instant::now();
        while server.texts().len() < 2 && restarted.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let allowed = if database == Database::Sqlite { 5 } else { 15 };
        assert!(restarted.elapsed() < Duration::from_secs(allowed), "{:?}", restarted.elapsed());
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(server.texts().len(), 2, "once");
    }
}

/// Another node takes it up. Its own mail, which takes long, is left alone by everybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
async fn by_another_node() {
    let server = MailServer::start(Manner::Stall).await;
    let mut process = Process::with(Database::Postgres, &[("MAIL__URL", &server.url())]).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    process.register("ada", Some(EMAIL)).await;
    assert!(server.has(1).await, "{}", process.log());
    let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).expect("a secret");
    let url = process.database_url().expect("a database").to_owned();
    let settings = [("MAIL__URL", server.url()), ("DATABASE_URL", url), ("KEYRING__SECRET", secret.trim().to_owned())];
    let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
    let other = Process::with(Database::Sqlite, &settings).await;
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_eq!(server.texts().len(), 1, "its process lives: {}", other.log());
    process.kill().await;
    server.behave(Manner::Polite);
    let killed = Instant::now();
    while server.texts().len() < 2 && killed.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(killed.elapsed() < Duration::from_secs(15), "{:?}: {}", killed.elapsed(), other.log());
}

/// Two processes on one file are not what is meant to be, but the second must not take what the first has in hand.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_on_the_file() {
    let server = MailServer::start(Manner::Stall).await;
    let process = Process::with(Database::Sqlite, &[("MAIL__URL", &server.url())]).await;
    process.register("ada", Some(EMAIL)).await;
    assert!(server.has(1).await, "{}", process.log());
    let data = process.home().join("data");
    let settings = [("MAIL__URL", server.url()), ("DATA_DIR", data.to_str().expect("a path").to_owned())];
    let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
    let _second = Process::with(Database::Sqlite, &settings).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(server.texts().len(), 1);
}
