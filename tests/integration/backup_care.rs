//! Backups and restores that go wrong say so, and those that do not say what they left out (invariant 34).

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::support::{Database, Fault, Process, on_both};

const EMAIL: &str = "ada@example.org";
const FROM_THE_FUTURE: &str =
    "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000000_from_the_future', 0)";

fn text(path: &Path) -> &str {
    path.to_str().expect("a readable path")
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn refused(output: &Output, sentence: &str) {
    let words = words(output);
    assert!(output.status.code() == Some(1) && words.contains(sentence), "{sentence}: {words}");
    for never in ["Migration", "Error", "error returned", "restored"] {
        assert!(!words.contains(never), "{never}: {words}");
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("a directory");
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// As SQLite's shell does it, with foreign keys off.
async fn shell(file: &Path, statement: &str) {
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("it opens");
    connection.execute(AssertSqlSafe(statement.to_owned())).await.expect("it runs");
    connection.close().await.expect("it closes");
}

async fn stopped(process: &mut Process) {
    process.signal("TERM").await;
    assert_eq!(process.exit_code().await, Some(0));
}

/// A backup of a program with one account, and that program, stopped.
async fn backed_up() -> (Process, tempfile::TempDir, PathBuf) {
    let mut process = Process::start(Database::Sqlite).await;
    process.register("ada", Some(EMAIL)).await;
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("backup.db");
    let made = process.run(&["backup", text(&file)]).await;
    assert!(made.status.success(), "{}", words(&made));
    stopped(&mut process).await;
    (process, directory, file)
}

async fn kinds(process: &Process) -> Vec<String> {
    let told = process.run(&["events"]).await;
    let lines = String::from_utf8_lossy(&told.stdout).into_owned();
    let kind =
        |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["kind"].as_str().expect("a kind").to_owned();
    lines.lines().map(kind).collect()
}

/// Accounts that somebody deleted in SQLite's shell leave rows behind: the backup is made without them and says so, and the command that
/// it names deletes them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_belong_to_nothing() {
    let process = Process::start(Database::Sqlite).await;
    let kept = process.register("ada", Some(EMAIL)).await.field("session_token");
    process.register("bob", Some("bob@example.org")).await;
    process.login("bob", "bob@example.org").await;
    process.mail("bob@example.org", "/auth/confirm/").await;
    shell(&process.database_file(), "DELETE FROM account WHERE username = 'bob'").await;
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("backup.db");
    let made = process.run(&["backup", text(&file)]).await;
    let said = words(&made);
    assert!(made.status.success(), "{said}");
    for part in
        ["left out", "1 of session", "1 of pending_login", "1 of confirmation_token", "migrate --repair", "written to"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let looked = process.run(&["restore", "--dry-run", text(&file), "--data-dir", text(directory.path())]).await;
    refused(&looked, "its keyring secret is not here");
    let repaired = words(&process.run(&["migrate", "--repair"]).await);
    assert!(repaired.contains("deleted:") && repaired.contains("1 of session"), "{repaired}");
    assert_eq!(words(&process.run(&["migrate", "--repair"]).await), "nothing to repair\n");
    process.get_as(&kept, "/auth/whoami").await.expect(200);
    let again = process.run(&["backup", text(&directory.path().join("again.db"))]).await;
    assert!(again.status.success() && !words(&again).contains("left out"), "{}", words(&again));
}

on_both! {
    /// A program that is older than the database does nothing with it, whatever it is asked.
    async fn a_newer_schema(database) {
        let mut process = Process::start(database).await;
        let backup = process.home().join("before.db");
        assert!(process.run(&["backup", text(&backup)]).await.status.success());
        stopped(&mut process).await;
        let ground = crate::support::Ground::of(&process).await;
        ground.execute(FROM_THE_FUTURE).await;
        ground.close().await;
        let sentence = "this database was last changed by a newer Doorpost (its newest change is m29991231_000000_from_the_future; this \
                        program knows up to m2";
        let file = process.home().join("backup.db");
        for command in [
            &["backup", text(&file)][..],
            &["backup", "-"],
            &["events"],
            &["migrate"],
            &["migrate", "--status"],
            &["migrate", "--repair"],
            &["serve"],
            &["restore", text(&backup)],
        ] {
            refused(&process.run(command).await, sentence);
        }
        assert_eq!(names(process.home()), ["before.db", "data"]);
    }

    /// A backup goes to whoever reads standard output, whole and with nothing else in it.
    async fn to_standard_output(database) {
        let process = Process::start(database).await;
        process.register("ada", Some(EMAIL)).await;
        let output = process.command(&["backup", "-"]).current_dir(process.home()).output().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "written to standard output\n");
        assert!(output.status.success() && output.stdout.starts_with(b"SQLite format 3\0"));
        assert_eq!(names(process.home()), ["data"]);
        let file = process.home().join("piped.db");
        std::fs::write(&file, &output.stdout).unwrap();
        let target = tempfile::tempdir().unwrap();
        let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).unwrap();
        let mut restore = process.command(&["restore", text(&file), "--data-dir", text(target.path())]);
        let restore = restore.env("DOORPOST_KEYRING__SECRET", secret.trim()).env_remove("DOORPOST_DATABASE_URL");
        let restored = restore.output().await.unwrap();
        assert!(words(&restored).contains(": 1 account\n"), "{}", words(&restored));
    }
}

/// A database that an older program left is not copied by halves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_schema() {
    let mut process = Process::start(Database::Sqlite).await;
    stopped(&mut process).await;
    let last = "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)";
    shell(&process.database_file(), last).await;
    for command in [&["backup", "-"][..], &["events"]] {
        refused(&process.run(command).await, "run `doorpost migrate` first");
    }
    let status = words(&process.run(&["migrate", "--status"]).await);
    assert_eq!(status.lines().filter(|line| line.starts_with("pending ")).count(), 1, "{status}");
}

/// The disk is full: nothing stays behind, and the record says that a backup was not made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_room() {
    let process = Process::start(Database::Sqlite).await;
    process.register("ada", None).await;
    let file = process.home().join("backup.db");
    for (number, beside) in ["", "-wal"].iter().enumerate() {
        let path = format!("{}.partial{beside}", file.display());
        let fault =
            Fault { calls: "pwrite64,write,fallocate,ftruncate", path: Some(&path), what: "error=ENOSPC:when=5+" };
        let failed = process.command_under(&fault.wrapper(), &["backup", text(&file)]).output().await.unwrap();
        assert_eq!(failed.status.code(), Some(1), "{}", words(&failed));
        assert!(words(&failed).contains("full"), "{}", words(&failed));
        assert_eq!(names(process.home()), ["data"], "nothing is left");
        assert_eq!(kinds(&process).await.iter().filter(|kind| *kind == "backup_failed").count(), number + 1);
    }
    let nowhere = process.home().join("nowhere/backup.db");
    assert_eq!(process.run(&["backup", text(&nowhere)]).await.status.code(), Some(1));
}

/// What is no backup of ours, or of a newer program, or has another keyring secret or none, is refused before anything is made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_restored() {
    let (process, directory, file) = backed_up().await;
    let target = directory.path().join("target");
    let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).unwrap();
    let restore = async |file: &Path, secret: Option<&str>| {
        let mut command = process.command(&["restore", text(file), "--data-dir", text(&target)]);
        if let Some(secret) = secret {
            command.env("DOORPOST_KEYRING__SECRET", secret);
        }
        command.output().await.unwrap()
    };
    let copy = async |name: &str, statement: &str| {
        let copy = directory.path().join(name);
        std::fs::copy(&file, &copy).unwrap();
        shell(&copy, statement).await;
        copy
    };
    let foreign = directory.path().join("foreign.db");
    std::fs::write(&foreign, b"").unwrap();
    shell(&foreign, "CREATE TABLE account (id INTEGER)").await;
    let signed = copy("signed.db", "PRAGMA application_id = 252006674").await;
    for foreign in [&foreign, &signed] {
        refused(
            &restore(foreign, Some(secret.trim())).await,
            "not a usable backup: it is a database of another program",
        );
    }
    let newer = copy("newer.db", FROM_THE_FUTURE).await;
    refused(
        &restore(&newer, Some(secret.trim())).await,
        "this backup was made by a newer Doorpost (its newest change is m29991231",
    );
    refused(
        &restore(&file, None).await,
        &format!("its keyring secret is not here: put it into {}", target.join("keyring.secret").display()),
    );
    refused(
        &restore(&file, Some("b3RoZXIgc2VjcmV0LCBvdGhlciBub2RlLCBvdGhlciE=")).await,
        "is not the one that belongs to it",
    );
    assert!(!target.exists(), "something was made");
    // An earlier program's backups say nothing of themselves.
    let earlier = copy("earlier.db", "PRAGMA application_id = 0").await;
    let restored = restore(&earlier, Some(secret.trim())).await;
    assert!(words(&restored).contains(": 1 account\n"), "{}", words(&restored));
    assert!(!target.join("keyring.secret").exists(), "a restore makes no secret");
}

/// It is said beforehand what would come back, and nothing comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run() {
    let (process, directory, file) = backed_up().await;
    let content = std::fs::read(&file).unwrap();
    let target = directory.path().join("target");
    let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).unwrap();
    let mut command = process.command(&["restore", "--dry-run", text(&file), "--data-dir", text(&target)]);
    let looked = command.env("DOORPOST_KEYRING__SECRET", secret.trim()).output().await.unwrap();
    let said = words(&looked);
    assert!(looked.status.success(), "{said}");
    assert!(said.contains("nothing was changed; would be restored from") && said.contains(": 1 account\n"), "{said}");
    assert!(said.contains("1 session"), "{said}");
    assert_eq!(names(directory.path()), ["backup.db"]);
    assert_eq!(std::fs::read(&file).unwrap(), content);
    refused(&process.run(&["restore", "--dry-run", text(&file)]).await, "the installation is not empty");
}
