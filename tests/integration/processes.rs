//! Processes that end with work in hand, and two processes on the same files.

use std::time::{Duration, Instant};

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::support::{Database, MailServer, Manner, Process, Reply, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

/// Another process on the same data directory and database.
async fn beside(process: &Process) -> Process {
    let data = process.home().join("data");
    let mut settings = vec![("DATA_DIR", data.to_str().expect("a readable path"))];
    settings.extend(process.database_url().map(|url| ("DATABASE_URL", url)));
    Process::with(Database::Sqlite, &settings).await
}

/// This request until it is answered so, for at most a second: what one node revokes, another refuses by then.
async fn within_a_second(process: &Process, token: &str, status: u16) -> Reply {
    for _ in 0..50 {
        let reply = process.get_as(token, "/auth/whoami").await;
        if reply.status == status {
            return reply;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("another node does not answer {status} within a second");
}

on_both! {
    /// Many waiting polls and a mail server that never answers: everybody gets the pending answer at once, and the
    /// program ends in order and in time all the same; the mail is still in the outbox (invariants 21, 55).
    #[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
    async fn stopping_with_work_in_hand(database) {
        let server = MailServer::start(Manner::Stall).await;
        let mut process = Process::with(database, &[("MAIL__URL", &server.url())]).await;
        process.register("ada", Some(EMAIL)).await;
        let auth_id = process.login("ada", EMAIL).await.field("auth_id");
        for _ in 0..500 {
            if !server.texts().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(!server.texts().is_empty(), "the mail server was never asked");
        let path = format!("/auth/session/{auth_id}?wait=60");
        let polls = futures_util::future::join_all((0..20).map(|_| process.get(&path)));
        let stop = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            process.signal("TERM").await;
            Instant::now()
        };
        let (replies, stopped) = tokio::join!(polls, stop);
        assert!(stopped.elapsed() < Duration::from_secs(3), "waiters are answered at once");
        for reply in replies {
            reply.expect_error(400, "authorization_pending");
        }
        process.try_send(Method::GET, "/livez", None, None).await.expect_err("nobody is let in any more");
        assert_eq!(process.exit_code().await, Some(0));
        assert!(stopped.elapsed() < Duration::from_secs(30));
        process.start_again().await;
        process.poll(&auth_id).await.expect_error(400, "authorization_pending");
    }

    /// A second process on the same files, with the same keyring: both are one. What either ends, the other refuses
    /// within a second (invariant 34), and an approval in one wakes a poll in the other.
    async fn two_on_the_same_files(database) {
        let mut first = Process::start(database).await;
        let token = first.register("ada", Some(EMAIL)).await.field("session_token");
        let second = beside(&first).await;
        second.get_as(&token, "/auth/whoami").await.expect(200);

        let auth_id = first.login("ada", EMAIL).await.field("auth_id");
        let mail = tokio::select! {
            mail = first.mail(EMAIL, "/auth/confirm/") => mail,
            mail = second.mail(EMAIL, "/auth/confirm/") => mail,
        };
        let path = format!("/auth/session/{auth_id}?wait=60");
        let press = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            second.submit(&mail.link, &APPROVE).await.expect(200);
        };
        let both = async { tokio::join!(first.get(&path), press) };
        let (collected, ()) = tokio::time::timeout(Duration::from_secs(5), both).await.expect("the poll is woken");
        let collected = collected.expect(200).field("session_token");
        for _ in 0..3 {
            // Both have it in memory.
            second.get_as(&collected, "/auth/whoami").await.expect(200);
            first.get_as(&collected, "/auth/whoami").await.expect(200);
        }

        second.send(Method::POST, "/auth/logout", Some(&collected), None).await.expect(204);
        within_a_second(&first, &collected, 401).await.expect_error(401, "invalid_credentials");
        first.kill().await;
        second.get_as(&token, "/auth/whoami").await.expect(200);
        first.start_again().await;
        first.get_as(&collected, "/auth/whoami").await.expect_error(401, "invalid_credentials");
        first.get_as(&token, "/auth/whoami").await.expect(200);
    }

    /// Nothing that opens a door is told when mail fails, however loud the log: not the mail server's password, not the
    /// database's, not the link (invariants 15, 17).
    async fn password_in_no_log(database) {
        let server = MailServer::start(Manner::WrongPassword).await;
        let url = server.url().replace("smtp://", "smtp://door:hunter2%21planted@");
        let process = Process::with(database, &[("MAIL__URL", &url), ("LOG__FILTER", "trace")]).await;
        process.register("ada", Some(EMAIL)).await;
        for _ in 0..500 {
            if process.log().contains("mail not handed over") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let log = process.log();
        assert!(log.contains("mail not handed over") && log.contains("refused_us"), "{log}");
        let plain = STANDARD.encode("\0door\0hunter2!planted");
        assert!(server.said("AUTH PLAIN ").contains(&plain), "{:?}", server.commands());
        for secret in ["hunter2", plain.as_str(), &STANDARD.encode("hunter2!planted")] {
            assert!(!log.contains(secret), "{secret}");
        }
        let shown = process.run(&["config", "show"]).await;
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert!(shown.contains("mail.url") && !shown.contains("hunter2"), "{shown}");
        assert!(process.database_url().is_none_or(|url| !shown.contains(url)), "{shown}");
    }
}
