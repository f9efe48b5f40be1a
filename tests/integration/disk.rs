//! A disk that is full, read-only or broken, and a database file that is damaged: 503, never 401 or nonsense; what was
//! acknowledged is there, and it heals without a restart where it can (invariants 49, 50, 52).

use std::io::{Seek, SeekFrom, Write};
use std::time::Duration;

use axum::http::Method;
use serde_json::json;

use crate::support::{Database, Fault, Ground, Process, Reply};

const EMAIL: &str = "ada@example.org";
/// What SQLite writes with: to the file, the log, and the log's index.
const WRITING: &str = "pwrite64,write,fallocate,ftruncate";
/// How many writes are refused before the disk takes them again.
const REFUSED: u32 = 5;
const SYNC: &str = "fsync,fdatasync";

async fn is_alive(process: &Process, credential: &str) -> bool {
    process.get_as(credential, "/auth/whoami").await.expect(200).status == 200
}

async fn register(process: &Process, username: &str) -> Reply {
    process.post("/auth/registration", &json!({"username": username, "session_platform": "x"})).await
}

/// It writes again, and knows whom it knew.
async fn assert_writes(process: &mut Process, token: &str) {
    assert!(process.runs(), "it ended: {}", process.log());
    for _ in 0..200 {
        if register(process, "healed").await.status == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    register(process, "healed").await.expect_error(409, "username_taken");
    process.get("/readyz").await.expect(200);
    assert!(is_alive(process, token).await);
}

async fn assert_healed(process: &mut Process, token: &str) {
    assert_writes(process, token).await;
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    let link = process.mail(EMAIL, "/auth/confirm/").await.link;
    process.submit(&link, &[("decision", "approve")]).await.expect(200);
    process.poll(&auth_id).await.expect(200);
    let ground = Ground::of(process).await;
    ground.assert_sound().await;
    ground.close().await;
}

/// No room, no right to write, and a disk that does not take what was written: each is told as unavailable, reading goes
/// on, and when it is over the same process goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn does_not_take_what_is_written() {
    for (calls, error) in [(WRITING, "ENOSPC"), (WRITING, "EROFS"), (WRITING, "EIO"), (SYNC, "EIO")] {
        let mut process = Process::start(Database::Sqlite).await;
        let token = process.register("ada", Some(EMAIL)).await.field("session_token");
        process.mail(EMAIL, "/auth/email/").await;
        assert!(is_alive(&process, &token).await);
        let log = format!("{}-wal", process.database_file().display());
        let what = format!("error={error}");
        let struck = Fault { calls, path: Some(&log), what: &what }.strike(process.id()).await;
        for number in 0..REFUSED {
            register(&process, &format!("n{number}")).await.expect_unavailable();
            assert!(is_alive(&process, &token).await);
        }
        process.get("/livez").await.expect(200);
        struck.end().await;
        // Refused is refused: it may be there whole if only the sync failed, and never half.
        for number in 0..REFUSED {
            let again = register(&process, &format!("n{number}")).await;
            assert!(again.status == 200 || (calls == SYNC && again.status == 409), "{error}: {}", again.text());
        }
        assert_healed(&mut process, &token).await;
        // What was acknowledged while it healed is on the disk.
        process.kill().await;
        process.start_again().await;
        assert!(is_alive(&process, &token).await);
        register(&process, "healed").await.expect_error(409, "username_taken");
    }
}

/// A checkpoint that cannot write to the file harms nobody: everything stays in the log, and comes to the file later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn does_not_take_a_checkpoint() {
    let mut process = Process::start(Database::Sqlite).await;
    let token = process.register("ada", Some(EMAIL)).await.field("session_token");
    let file = process.database_file().to_string_lossy().into_owned();
    let struck = Fault { calls: "pwrite64", path: Some(&file), what: "error=EIO" }.strike(process.id()).await;
    let log = format!("{file}-wal");
    let size = || std::fs::metadata(&log).unwrap().len();
    let mut tokens = Vec::new();
    // Past the thousand pages at which a checkpoint begins.
    while size() < 5_000_000 {
        let reply = register(&process, &format!("n{}", tokens.len())).await;
        // SQLite may tell the failed checkpoint to whoever committed; the commit stands.
        if reply.status == 200 {
            tokens.push(reply.field("session_token"));
        } else {
            reply.expect_unavailable();
            tokens.push(token.clone());
        }
        assert!(tokens.len() < 2000, "the log does not grow");
    }
    struck.end().await;
    assert_healed(&mut process, &token).await;
    process.kill().await;
    process.start_again().await;
    for token in tokens.iter().step_by(10) {
        assert!(is_alive(&process, token).await);
    }
}

/// One of two processes on one file gets no room, and its connection is made anew each time; the other one has room, and ends a session
/// while the first has none. However little the numbers differ by which connections tell that others wrote, the first one accepts
/// the session no longer than a second (invariant 34).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn is_full_while_another_process_revokes() {
    let mut process = Process::start(Database::Sqlite).await;
    let data = process.home().join("data");
    let other = Process::with(Database::Sqlite, &[("DATA_DIR", data.to_str().expect("a readable path"))]).await;
    let kept = process.register("ada", Some(EMAIL)).await.field("session_token");
    process.mail(EMAIL, "/auth/email/").await;
    let log = format!("{}-wal", process.database_file().display());
    for round in 0..3 {
        let token = other.register(&format!("ends{round}"), None).await.field("session_token");
        for _ in 0..2 {
            assert!(is_alive(&process, &token).await);
            assert!(is_alive(&other, &token).await);
        }
        let struck = Fault { calls: WRITING, path: Some(&log), what: "error=ENOSPC" }.strike(process.id()).await;
        register(&process, "another").await.expect_unavailable();
        // Long enough to look with the new connection, which from now on sees nobody else write.
        tokio::time::sleep(Duration::from_millis(800)).await;
        register(&process, "another").await.expect_unavailable();
        for _ in 0..2 {
            assert!(is_alive(&process, &token).await);
        }
        other.send(Method::POST, "/auth/logout", Some(&token), None).await.expect(204);
        tokio::time::sleep(Duration::from_secs(1)).await;
        process.get_as(&token, "/auth/whoami").await.expect_error(401, "invalid_credentials");
        struck.end().await;
    }
    assert_writes(&mut process, &kept).await;
}

/// Overwrites a process's file from here to there, which has to have ended.
fn damage(process: &Process, from: u64, to: u64) {
    let mut file = std::fs::OpenOptions::new().write(true).open(process.database_file()).unwrap();
    file.seek(SeekFrom::Start(from)).unwrap();
    file.write_all(&vec![0xA5; usize::try_from(to - from).unwrap()]).unwrap();
}

/// Pages of tables are overwritten: who needs them hears that it is unavailable or failed, never that a good token is bad
/// and nothing made up; the log says why, and the program lives.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn has_bad_pages() {
    let mut process = Process::start(Database::Sqlite).await;
    let token = process.register("ada", None).await.field("session_token");
    for number in 0..40 {
        register(&process, &format!("n{number}")).await.expect(200);
    }
    let ground = Ground::of(&process).await;
    let page = "SELECT rootpage AS number FROM sqlite_schema WHERE name = 'session'";
    let (page, size) =
        (ground.number(page).await, ground.number("SELECT page_size AS number FROM pragma_page_size").await);
    ground.close().await;
    process.signal("TERM").await;
    assert_eq!(process.exit_code().await, Some(0));
    let (page, size) = (u64::try_from(page).unwrap(), u64::try_from(size).unwrap());
    damage(&process, (page - 1) * size, page * size);
    process.start_again().await;
    for path in ["/auth/whoami", "/auth/sessions", "/auth/account"] {
        process.get_as(&token, path).await.expect_unavailable();
    }
    register(&process, "bob").await.expect_unavailable();
    process.get("/livez").await.expect(200);
    assert!(process.log().contains("malformed"), "the log does not say why: {}", process.log());
    assert!(process.runs());
}

/// The file's first page is overwritten, and with it what it is: it does not start, and says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn is_no_database() {
    let mut process = Process::start(Database::Sqlite).await;
    process.register("ada", None).await;
    process.signal("TERM").await;
    assert_eq!(process.exit_code().await, Some(0));
    damage(&process, 0, 100);
    process.launch_again();
    assert_eq!(process.exit_code().await, Some(1));
    assert!(process.log().contains("not a database"), "{}", process.log());
}

/// What a torn write leaves at the end of the log is no part of it: what was acknowledged before is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn has_rubbish_in_the_log() {
    let mut process = Process::start(Database::Sqlite).await;
    for length in [1, 24, 4_119, 4_120, 9_000] {
        let name = format!("n{length}");
        let token = register(&process, &name).await.expect(200).field("session_token");
        process.kill().await;
        let log = format!("{}-wal", process.database_file().display());
        let mut file = std::fs::OpenOptions::new().append(true).open(log).unwrap();
        file.write_all(&vec![0xA5; length]).unwrap();
        drop(file);
        process.start_again().await;
        assert!(is_alive(&process, &token).await);
        register(&process, &name).await.expect_error(409, "username_taken");
    }
    let ground = Ground::of(&process).await;
    ground.assert_sound().await;
    ground.close().await;
}
