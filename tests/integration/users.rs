//! Commands as another user than the owner of the files, and questions, which make nothing.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{Database, Process, is_root};

/// Somebody without rights, and his number.
const SOMEBODY: &str = "65534";

/// The program with these arguments, as somebody without rights.
fn as_somebody(arguments: &[&str], data: &Path) -> Output {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", SOMEBODY, "--regid", SOMEBODY, "--clear-groups", env!("CARGO_BIN_EXE_doorpost")]);
        command
    } else {
        Command::new(env!("CARGO_BIN_EXE_doorpost"))
    };
    let environment = [("DOORPOST_DATA_DIR", data.to_str().unwrap()), ("DOORPOST_LISTEN", "127.0.0.1:0")];
    command.args(arguments).env_clear().envs(environment).current_dir("/").output().expect("it runs")
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[track_caller]
fn says(output: &Output, words: &[&str]) {
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    for word in words {
        assert!(error.contains(word), "{word}: {error}");
    }
    assert!(!error.contains("$("), "{error}");
}

/// A directory that is no directory, that is somebody else's, and whose mode is wrong: each with what it takes, and nothing that harms.
#[test]
fn a_directory_that_cannot_be_used() {
    let home = tempfile::tempdir().unwrap();
    mode(home.path(), 0o755);
    let file = home.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    for data in [file.clone(), file.join("data")] {
        says(&as_somebody(&[], &data), &["is not a directory", file.to_str().unwrap(), "DOORPOST_DATA_DIR"]);
    }
    let own = home.path().join("own");
    std::fs::create_dir(&own).unwrap();
    if is_root() {
        std::os::unix::fs::chown(&own, Some(65534), Some(65534)).unwrap();
    }
    mode(&own, 0o500);
    says(&as_somebody(&[], &own), &["its mode is 0500", &format!("chmod 700 {}", own.display())]);
    // Whoever runs the tests, this is root's.
    let error = as_somebody(&[], Path::new("/usr/doorpost-data"));
    says(&error, &["/usr belongs to user root (0), its mode is 0755", "this runs as user", "set data_dir"]);
    let words = String::from_utf8_lossy(&error.stderr).into_owned();
    assert!(!words.contains("chown") && !words.contains("-R"), "{words}");
}

/// Files that root left in somebody's directory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_another() {
    let mut process = Process::start(Database::Sqlite).await;
    process.signal("TERM").await;
    process.exit_code().await;
    let data = process.home().join("data");
    mode(process.home(), 0o755);
    let database = data.join("doorpost.db");
    if !is_root() {
        mode(&database, 0o400);
        says(&process.run(&["events"]).await, &["doorpost.db", "its mode is 0400", "chmod 600"]);
        return;
    }
    std::os::unix::fs::chown(&data, Some(65534), Some(65534)).unwrap();
    let chown = format!("sudo chown 65534:65534 {}", database.display());
    for command in ["events", "migrate", "serve"] {
        says(
            &as_somebody(&[command], &data),
            &["the database file", "belongs to user root (0), its mode is 0600", "user nobody (65534)", &chown],
        );
    }
}

/// Root leaves no files in a directory whose owner could not use them; unless that is asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn root_in_the_directory_of_another() {
    if !is_root() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    mode(home.path(), 0o755);
    let data = home.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::os::unix::fs::chown(&data, Some(65534), Some(65534)).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorpost"));
        command
            .args(arguments)
            .env_clear()
            .env("DOORPOST_DATA_DIR", &data)
            .env("DOORPOST_LISTEN", "127.0.0.1:0")
            .output()
            .unwrap()
    };
    for command in [
        &[][..],
        &["serve"],
        &["migrate"],
        &["migrate", "--status"],
        &["events"],
        &["backup", "x.db"],
        &["restore", "x.db"],
    ] {
        let refused = run(command);
        let error = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(4), "{command:?}: {error}");
        assert!(error.contains("run it as its owner: sudo -u nobody doorpost …"), "{error}");
    }
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0, "nothing is left");
    assert_eq!(run(&["config", "check"]).status.code(), Some(0), "what opens nothing harms nobody");
    assert_eq!(run(&["migrate", "--as-root"]).status.code(), Some(0));
}

/// Whoever asks makes nothing, and is told where it was looked and why there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_make_nothing() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path().canonicalize().unwrap();
    for command in
        [&["migrate", "--status"][..], &["events"], &["backup", "b.db"], &["backup", "-"], &["migrate", "--repair"]]
    {
        let program = || {
            let mut program = Command::new(env!("CARGO_BIN_EXE_doorpost"));
            program.args(command).env_clear().current_dir(&home);
            program
        };
        let absolute = home.join("data/doorpost.db");
        says(
            &program().output().unwrap(),
            &[
                &absolute.display().to_string(),
                "(data_dir, from: default)",
                "--data-dir DIRECTORY or DOORPOST_DATA_DIR",
            ],
        );
        let elsewhere = program().env("DOORPOST_DATABASE_URL", "sqlite:///nowhere/x.db").output().unwrap();
        says(
            &elsewhere,
            &[
                "at /nowhere/x.db (database_url, from: environment DOORPOST_DATABASE_URL)",
                "database_url in the file of --config",
            ],
        );
        assert_eq!(std::fs::read_dir(&home).unwrap().count(), 0, "{command:?} makes something");
    }
}

/// A secret is made for a database that never had one, and for no other; one that others can read is said to be.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_that_is_missing() {
    let mut process = Process::start(Database::Sqlite).await;
    process.signal("TERM").await;
    process.exit_code().await;
    let secret = process.home().join("data/keyring.secret");
    mode(&secret, 0o644);
    process.start_again().await;
    let warning = format!("chmod 600 {}", secret.display());
    assert!(process.log().contains(&warning) && process.log().contains("0644"), "{}", process.log());
    process.signal("TERM").await;
    process.exit_code().await;
    std::fs::remove_file(&secret).unwrap();
    process.launch_again();
    assert_eq!(process.exit_code().await, Some(1));
    let sentence = format!(
        "this database was used with a keyring secret, and none is here: put it into {}, or set DOORPOST_KEYRING__SECRET",
        secret.display()
    );
    assert!(process.log().contains(&sentence), "{}", process.log());
    assert!(!secret.exists(), "no other secret takes its place");
}
