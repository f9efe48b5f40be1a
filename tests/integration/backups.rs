//! Backups: what is in them, what is not, and an installation that begins again from one.

use std::path::Path;
use std::process::Output;

use axum::http::Method;
use serde_json::json;

use crate::support::{Database, Process, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

fn text(path: &Path) -> &str {
    path.to_str().expect("a readable path")
}

#[track_caller]
fn succeeded(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Stops the program, and starts another installation with the backup in it and the same keyring secret.
async fn moved(mut process: Process, file: &Path, database: Database) -> Process {
    let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).expect("a secret");
    process.kill().await;
    let mut installation = Process::with(database, &[("KEYRING__SECRET", secret.trim())]).await;
    installation.signal("TERM").await;
    assert_eq!(installation.exit_code().await, Some(0));
    succeeded(&installation.run(&["restore", text(file)]).await);
    installation.start_again().await;
    installation
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("a directory");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

on_both! {
    /// A login goes on where it was when the backup was taken, into an installation that had been started once; what
    /// was revoked before stays so (invariant 34), and nothing in the backup opens anything (invariant 15).
    async fn login_goes_on(database) {
        for target in [Database::Sqlite, Database::Postgres] {
            let process = Process::start(database).await;
            let kept = process.register("ada", Some(EMAIL)).await.field("session_token");
            let revoked = process.register("bob", None).await.field("session_token");
            process.send(Method::POST, "/auth/logout", Some(&revoked), None).await.expect(204);
            let auth_id = process.login("ada", EMAIL).await.field("auth_id");
            let link = process.mail(EMAIL, "/auth/confirm/").await.link;
            let file = process.home().join("backup.db");
            succeeded(&process.run(&["backup", text(&file)]).await);
            assert_eq!(names(process.home()), ["backup.db", "data"], "nothing is left beside it");
            let content = std::fs::read(&file).expect("a backup");
            let keyring = std::fs::read_to_string(process.home().join("data/keyring.secret")).expect("a secret");
            for secret in [&kept, &revoked, &auth_id, link.rsplit('/').next().expect("a token"), keyring.trim()] {
                assert!(!content.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
            }

            let directory = tempfile::tempdir().expect("a directory");
            let kept_file = directory.path().join("backup.db");
            std::fs::copy(&file, &kept_file).expect("it is copied");
            let restored = moved(process, &kept_file, target).await;
            assert_eq!(names(directory.path()), ["backup.db"], "nothing is left beside it");
            assert_eq!(std::fs::read(&kept_file).expect("a backup"), content, "reading a backup changes it");
            restored.get_as(&kept, "/auth/whoami").await.expect(200);
            restored.get_as(&revoked, "/auth/whoami").await.expect_error(401, "invalid_credentials");
            restored.poll(&auth_id).await.expect_error(400, "authorization_pending");
            restored.submit(&link, &APPROVE).await.expect(200);
            let token = restored.poll(&auth_id).await.expect(200).field("session_token");
            restored.get_as(&token, "/auth/whoami").await.expect(200);
        }
    }

    /// Backups in the middle of registrations are consistent: every account in one has its session, and whoever was
    /// answered before is in it.
    async fn in_the_middle_of_registrations(database) {
        let process = Process::start(database).await;
        let before = process.register("before", None).await.field("session_token");
        let file = process.home().join("backup.db");
        let burst = (0..40).map(|number| {
            let body = json!({"username": format!("ada{number}"), "session_platform": "a device"});
            let process = &process;
            async move { process.post("/auth/registration", &body).await.expect(200).field("session_token") }
        });
        let arguments = ["backup", text(&file)];
        let (tokens, backup) = tokio::join!(futures_util::future::join_all(burst), process.run(&arguments));
        succeeded(&backup);
        let directory = tempfile::tempdir().expect("a directory");
        let kept = directory.path().join("backup.db");
        std::fs::copy(&file, &kept).expect("it is copied");
        let restored = moved(process, &kept, database).await;
        restored.get_as(&before, "/auth/whoami").await.expect(200);
        for (number, token) in tokens.iter().enumerate() {
            let alive = restored.get_as(token, "/auth/whoami").await.status == 200;
            let body = json!({"username": format!("ada{number}"), "session_platform": "a device"});
            let again = restored.post("/auth/registration", &body).await;
            assert_eq!(again.status, if alive { 409 } else { 200 }, "an account without its session, or the reverse");
        }
    }

    /// What is no backup is refused in words, and leaves the installation as empty as it was.
    async fn no_backup(database) {
        let mut process = Process::start(database).await;
        process.signal("TERM").await;
        assert_eq!(process.exit_code().await, Some(0));
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join("backup.db");
        std::fs::write(&file, "this was never a database, however long it may be".repeat(100)).expect("it is written");
        let refused = process.run(&["restore", text(&file)]).await;
        assert_eq!(refused.status.code(), Some(1));
        let words = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(words.contains("not a usable backup") && !words.contains("panicked"), "{words}");
        assert_eq!(names(directory.path()), ["backup.db"], "nothing is left beside it");
        process.start_again().await;
        process.register("ada", None).await;
    }
}

/// Where there is nothing to back up, nothing is made: neither a backup nor a database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_to_back_up() {
    let process = Process::start(Database::Sqlite).await;
    let file = process.home().join("backup.db");
    let empty = process.home().join("empty");
    let refused = process.run(&["backup", text(&file), "--data-dir", text(&empty)]).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(!file.exists() && !empty.join("doorpost.db").exists());
    let nowhere = process.home().join("nowhere/backup.db");
    assert_eq!(process.run(&["backup", text(&nowhere)]).await.status.code(), Some(1));
    assert_eq!(names(process.home()), ["data"]);
}
