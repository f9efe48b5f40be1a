//! No file descriptors left, and mistakes of our own: one request's or one run's, and never the process's (invariants 49,
//! 50, 52).

use std::time::Duration;

use serde_json::json;
use tokio::net::TcpStream;

use crate::support::{Database, Ground, MailServer, Manner, Process, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

fn descriptors(process: &Process) -> usize {
    std::fs::read_dir(format!("/proc/{}/fd", process.id())).unwrap().count()
}

/// CPU time that a process used, in hundredths of a second.
fn cpu(process: &Process) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.id())).unwrap();
    let after_name = stat.rsplit_once(')').unwrap().1;
    after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}

async fn limit(process: &Process, descriptors: usize) {
    let (id, limit) = (process.id().to_string(), format!("--nofile={descriptors}:1024"));
    let status = tokio::process::Command::new("prlimit").args(["--pid", &id, &limit]).status().await;
    assert!(status.expect("prlimit runs").success());
}

on_both! {
    /// Idle connections take every descriptor: the program lives, does not spin, does not fill the log, and goes on by
    /// itself as soon as there are some again, with its database and its mail.
    async fn no_descriptors(database) {
        let mail = MailServer::start(Manner::Polite).await;
        let mut process = Process::with(database, &[("MAIL__URL", &mail.url())]).await;
        let token = process.register("ada", Some(EMAIL)).await.field("session_token");
        process.get_as(&token, "/auth/sessions").await.expect(200);
        let address = process.url().strip_prefix("http://").unwrap().to_owned();
        limit(&process, descriptors(&process) + 4).await;
        let mut idle = Vec::new();
        for _ in 0..40 {
            idle.push(TcpStream::connect(&address).await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let (used, logged) = (cpu(&process), process.log().lines().count());
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert!(process.runs(), "{}", process.log());
        assert!(cpu(&process) - used < 60, "it spins: {} of 300 ticks", cpu(&process) - used);
        let lines = process.log().lines().count() - logged;
        assert!(lines < 10, "{lines} lines in three seconds");
        assert!(process.log().contains("cannot be accepted"), "nobody is told: {}", process.log());

        drop(idle);
        let body = json!({"username": "bob", "email": "bob@example.org", "session_platform": "x"});
        let healing = async {
            process.get("/livez").await.expect(200);
            process.get("/readyz").await.expect(200);
            process.get_as(&token, "/auth/whoami").await.expect(200);
            process.post("/auth/registration", &body).await.expect(200);
        };
        tokio::time::timeout(Duration::from_secs(20), healing).await.expect("it heals");
        limit(&process, 1024).await;
        for _ in 0..1000 {
            if mail.texts().iter().any(|text| text.header("To") == "bob@example.org") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("mail does not heal: {}", process.log());
    }

    /// A panic at any point of a registration is that request's 500, and never half a registration; the next request is
    /// served, on the same connections.
    async fn panic_in_a_request(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        // The first look is for the request's id, before all that can go wrong.
        for looks in 1..40 {
            let body = json!({"username": format!("n{looks}"), "session_platform": "x"});
            app.clock().break_after(looks);
            let sent = tokio::spawn(app.post("/auth/registration").json(&body).send()).await;
            app.clock().mend();
            let reply = sent.expect("no panic goes further than its request");
            if reply.status == 200 {
                assert!(looks > 3, "nobody looked at the clock");
                return;
            }
            reply.expect_error(500, "internal");
            // Before its COMMIT it is absent; after it, whole.
            let again = app.post("/auth/registration").json(&body).send().await;
            assert!([200, 409].contains(&again.status.as_u16()), "{}", again.text());
            app.get("/auth/whoami").token(&token).send().await.expect(200);
        }
        panic!("a registration looks at the clock without end");
    }
}

/// A panic in the mail worker costs that round: the next one delivers, and other work is not touched.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn panic_in_a_job() {
    let app = TestApp::start(Database::Sqlite).await;
    let ground = Ground::under(&app);
    let running = app.app.jobs.start().await.expect("it starts");
    let mails = async || app.get("/dev/mailbox/messages").send().await.expect(200).json().as_array().unwrap().len();
    for round in 1..=3 {
        app.clock().break_after(0);
        for _ in 0..1000 {
            // The worker looks at the clock within its tick.
            tokio::time::sleep(Duration::from_millis(10)).await;
            if !app.clock().is_to_break() {
                break;
            }
        }
        assert!(!app.clock().mend(), "nobody looked at the clock");
        app.register(&format!("n{round}"), Some(&format!("n{round}@example.org"))).await;
        for _ in 0..1000 {
            if mails().await == round {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(mails().await, round, "no mail goes out any more");
        // That it was handed over is noted a moment later, which the next round must not break.
        for _ in 0..1000 {
            if ground.number("SELECT COUNT(*) AS number FROM outbox WHERE state = 'queued'").await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    running.stop().await;
}
