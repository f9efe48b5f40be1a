//! Backups: what is in them, what is not, and an installation that begins again from one.

use std::path::{Path, PathBuf};
use std::process::Output;

use axum::http::Method;
use serde_json::{Value, json};

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

/// Stops the program, and starts another installation with the backup in it, the same keyring secret, and what opened
/// something before.
async fn moved(process: Process, file: &Path, database: Database) -> Process {
    restored(process, file, database, &["--keep-credentials"]).await.0
}

/// The same with these flags. Returns what was printed as well.
async fn restored(mut process: Process, file: &Path, database: Database, flags: &[&str]) -> (Process, String) {
    let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).expect("a secret");
    process.kill().await;
    let mut installation = Process::with(database, &[("KEYRING__SECRET", secret.trim())]).await;
    installation.signal("TERM").await;
    assert_eq!(installation.exit_code().await, Some(0));
    let output = installation.run(&[&["restore", text(file)], flags].concat()).await;
    succeeded(&output);
    installation.start_again().await;
    (installation, String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A backup that outlives the installation that it was taken from.
async fn backup_apart(process: &Process) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("backup.db");
    succeeded(&process.run(&["backup", text(&file)]).await);
    (directory, file)
}

async fn restorations(process: &Process) -> Vec<Value> {
    let output = process.run(&["events"]).await;
    succeeded(&output);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let events = told.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    events.filter(|event| event["kind"] == "backup_restored").collect()
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

    /// A backup does not know what was revoked after it was taken. So nothing that opened something before a restore does so
    /// after it (invariant 34): neither what was revoked nor what was not. People sign in again by mail, and owners find
    /// in their record what happened.
    async fn nothing_of_before_opens_anything(database) {
        for target in [Database::Sqlite, Database::Postgres] {
            let process = Process::start(database).await;
            let session = process.register("ada", Some(EMAIL)).await.field("session_token");
            let proof = process.mail(EMAIL, "/auth/email/").await.link;
            process.submit(&proof, &crate::support::FOLLOW).await.expect(200);
            let revoked = process.register("bob", Some("bob@example.org")).await.field("session_token");
            let bobs_proof = process.mail("bob@example.org", "/auth/email/").await.link;
            let key = json!({"name": "ci", "scopes": ["account:read"]});
            let key = process.send(Method::POST, "/auth/keys", Some(&session), Some(&key)).await.expect(200).field("access_key");
            let access_token = process.send(Method::POST, "/auth/token", Some(&session), None).await.expect(200);
            let access_token = access_token.field("access_token");
            let change = json!({"email": "lovelace@example.org"});
            process.send(Method::PATCH, "/auth/account", Some(&session), Some(&change)).await.expect(200);
            let change = process.mail("lovelace@example.org", "/auth/email/").await.link;
            let undo = process.mail(EMAIL, "/auth/email/").await.link;
            process.empty_mailbox().await;
            let mut logins = Vec::new();
            for _ in 0..2 {
                logins.push(process.login("ada", EMAIL).await.field("auth_id"));
                process.submit(&process.mail(EMAIL, "/auth/confirm/").await.link, &APPROVE).await.expect(200);
                process.empty_mailbox().await;
            }
            let [approved, collected] = [&logins[0], &logins[1]];
            process.poll(collected).await.expect(200);
            let undecided = process.login("bob", "bob@example.org").await.field("auth_id");
            let link = process.mail("bob@example.org", "/auth/confirm/").await.link;
            for token in [&session, &revoked, &key, &access_token] {
                process.get_as(token, "/auth/whoami").await.expect(200);
            }
            let (_directory, file) = backup_apart(&process).await;
            process.send(Method::POST, "/auth/logout", Some(&revoked), None).await.expect(204);

            let (restored, told) = restored(process, &file, target, &[]).await;
            assert!(told.contains(": 2 accounts\n") && told.contains("ended: 3 sessions, 1 access key, all"), "{told}");
            for token in [&session, &revoked, &key, &access_token] {
                restored.get_as(token, "/auth/whoami").await.expect_error(401, "invalid_credentials");
            }
            for auth_id in [approved, collected, &undecided] {
                restored.poll(auth_id).await.expect_error(400, "expired_token");
            }
            assert_ne!(restored.submit(&link, &APPROVE).await.status, 200);
            restored.poll(&undecided).await.expect_error(400, "expired_token");
            for link in [&bobs_proof, &change, &undo] {
                assert_ne!(restored.submit(link, &crate::support::FOLLOW).await.status, 200);
            }
            let events = restorations(&restored).await;
            assert_eq!(events.len(), 1);
            assert_eq!(events[0]["session_platform"], "credentials ended");

            let auth_id = restored.login("ada", EMAIL).await.field("auth_id");
            restored.submit(&restored.mail(EMAIL, "/auth/confirm/").await.link, &APPROVE).await.expect(200);
            let token = restored.poll(&auth_id).await.expect(200).field("session_token");
            let account = restored.get_as(&token, "/auth/account").await.expect(200);
            assert_eq!((account.field("username"), account.field("email")), ("ada".to_owned(), EMAIL.to_owned()));
            let sessions = restored.get_as(&token, "/auth/sessions").await.expect(200).json();
            assert_eq!(sessions["sessions"].as_array().map(Vec::len), Some(1), "{sessions}");
            let events = restored.get_as(&token, "/auth/account/events").await.expect(200).text();
            assert!(events.contains("sessions_ended") && events.contains("access_keys_revoked"), "{events}");
            restored.send(Method::POST, "/auth/token", Some(&token), None).await.expect(200);
        }
    }

    /// The one who moves an installation keeps what opens something, access keys and access tokens included, and the record
    /// says so.
    async fn kept_on_demand(database) {
        for target in [Database::Sqlite, Database::Postgres] {
            let process = Process::start(database).await;
            let session = process.register("ada", None).await.field("session_token");
            let key = json!({"name": "ci", "scopes": ["account:read"]});
            let key = process.send(Method::POST, "/auth/keys", Some(&session), Some(&key)).await.expect(200).field("access_key");
            let (_directory, file) = backup_apart(&process).await;
            let (restored, told) = restored(process, &file, target, &["--keep-credentials"]).await;
            assert!(told.contains("kept: 1 session, 1 access key, all"), "{told}");
            for token in [&session, &key] {
                restored.get_as(token, "/auth/whoami").await.expect(200);
            }
            let events = restorations(&restored).await;
            assert_eq!(events.len(), 1);
            assert_eq!(events[0]["session_platform"], "credentials kept");
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

    /// The database of a server, some of which is in the log beside it, is no backup: half of it would come back.
    async fn database_with_its_log(database) {
        let process = Process::start(Database::Sqlite).await;
        process.register("ada", None).await;
        let live = process.home().join("data/doorpost.db");
        let target = tempfile::tempdir().expect("a directory");
        let url = database.url().await;
        let mut command = process.command(&["restore", text(&live), "--data-dir", text(target.path())]);
        if let Some(url) = url {
            command.env("DOORPOST_DATABASE_URL", url);
        }
        let refused = command.output().await.expect("it runs");
        assert_eq!(refused.status.code(), Some(1));
        let words = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(words.contains("write-ahead log"), "{words}");
        assert!(names(target.path()).is_empty(), "nothing was begun");
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
    let missing = format!(
        "doorpost: there is no database yet at {} (data_dir, from: flag --data-dir); name another place with --data-dir DIRECTORY or \
         DOORPOST_DATA_DIR\n",
        text(&empty.join("doorpost.db"))
    );
    assert_eq!(String::from_utf8_lossy(&refused.stderr), missing);
    assert!(!file.exists() && !empty.join("doorpost.db").exists());
    let nowhere = process.home().join("nowhere/backup.db");
    assert_eq!(process.run(&["backup", text(&nowhere)]).await.status.code(), Some(1));
    assert_eq!(names(process.home()), ["data"]);
}
