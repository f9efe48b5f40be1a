//! The program as it is started, stopped and asked from a shell.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use axum::http::Method;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::ChildStdout;

use crate::support::{Database, Process, on_both};

const EMAIL: &str = "ada@example.org";

/// Runs a command of the program with these settings and no others.
pub fn doorpost(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_doorpost"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

on_both! {
    /// SIGTERM: who waits is answered, and the program ends in order (invariant 55). SIGHUP ends nothing.
    async fn stopping(database) {
        for name in ["TERM", "INT"] {
            let mut process = Process::start(database).await;
            process.signal("HUP").await;
            let auth_id = process.login("nobody", EMAIL).await.field("auth_id");
            let path = format!("/auth/session/{auth_id}?wait=60");
            let waiting = process.get(&path);
            let stop = async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                process.signal(name).await;
            };
            let (reply, ()) = tokio::join!(waiting, stop);
            reply.expect_error(400, "authorization_pending");
            assert_eq!(process.exit_code().await, Some(0));
            assert!(process.log().contains("SIGHUP is ignored"), "{}", process.log());
        }
    }

    /// The other commands, beside a running server.
    async fn commands_beside_it(database) {
        let process = Process::start(database).await;
        let status = process.run(&["migrate", "--status"]).await;
        let text = String::from_utf8_lossy(&status.stdout).into_owned();
        assert!(status.status.success() && text.lines().all(|line| line.starts_with("applied ")), "{text}");
        assert!(process.run(&["migrate"]).await.status.success());
        let listen = process.url().trim_start_matches("http://").to_owned();
        assert!(process.run(&["healthcheck", "--listen", &listen]).await.status.success());
        assert!(process.run(&["--listen", &listen, "healthcheck"]).await.status.success());
        assert!(process.run(&["--listen", "127.0.0.1:1", "healthcheck", "--listen", &listen]).await.status.success());
        let unready = process.run(&["healthcheck", "--listen", "127.0.0.1:1"]).await;
        assert_eq!(unready.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&unready.stderr).contains("http://127.0.0.1:1/readyz"), "which one was asked");
    }

    /// A backup of a running server restores into an empty installation, of the same kind and of the other.
    async fn backup_and_restore(database) {
        let process = Process::start(database).await;
        let token = process.register("ada", Some(EMAIL)).await.field("session_token");
        let file = process.home().join("backup.db");
        let file = file.to_str().unwrap();
        let backup = process.run(&["backup", file]).await;
        assert!(backup.status.success(), "{}", String::from_utf8_lossy(&backup.stderr));
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(process.run(&["backup", file]).await.status.code(), Some(1), "it overwrites nothing");
        assert_eq!(process.run(&["restore", file]).await.status.code(), Some(1), "the installation is in use");
        let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).unwrap();
        for target in [Database::Sqlite, Database::Postgres] {
            let directory = tempfile::tempdir().unwrap();
            let data = directory.path().to_str().unwrap();
            let url = target.url().await;
            let mut settings = vec![("DOORPOST_DATA_DIR", data), ("DOORPOST_KEYRING__SECRET", secret.as_str())];
            settings.extend(url.as_deref().map(|url| ("DOORPOST_DATABASE_URL", url)));
            let (code, _, error) = doorpost(&["restore", file, "--keep-credentials"], &settings);
            assert_eq!(code, Some(0), "{error}");
            let settings: Vec<(&str, &str)> =
                settings.iter().map(|(key, value)| (key.trim_start_matches("DOORPOST_"), *value)).collect();
            let restored = Process::with(Database::Sqlite, &settings).await;
            let account = restored.get_as(&token, "/auth/account").await.expect(200);
            assert_eq!((account.field("username"), account.field("email")), ("ada".to_owned(), EMAIL.to_owned()));
        }
        let (code, _, error) = doorpost(&["restore", "/nowhere"], &[("DOORPOST_DATA_DIR", "/tmp")]);
        assert_eq!(code, Some(1));
        assert!(error.contains("there is no such file"), "{error}");
    }

    /// The operator reads the whole record as lines of JSON, their own actions among them, of one account if asked, and goes on
    /// reading as it grows.
    async fn events(database) {
        let process = Process::start(database).await;
        let token = process.register("ada", Some(EMAIL)).await.field("session_token");
        process.register("bob", None).await;
        let file = process.home().join("backup.db");
        assert!(process.run(&["backup", file.to_str().unwrap()]).await.status.success());
        let told = lines(&process.run(&["events"]).await);
        let kinds = |of_accounts: bool| -> Vec<&str> {
            let some = told.iter().filter(|event| event["account_id"].is_string() == of_accounts);
            some.map(|event| event["kind"].as_str().unwrap()).collect()
        };
        // The test's PostgreSQL database was migrated before the program came to it.
        let migrated: &[&str] = if database == Database::Sqlite { &["database_migrated"] } else { &[] };
        assert_eq!(kinds(false), [migrated, &["backup_made"]].concat());
        assert_eq!(kinds(true).iter().filter(|kind| **kind == "account_registered").count(), 2);
        assert_eq!(kinds(true).len(), 4);
        assert!(told.windows(2).all(|pair| pair[0]["creation_date"].as_i64() <= pair[1]["creation_date"].as_i64()));
        let ada = lines(&process.run(&["events", "--account", "ADA", "--since", "1h"]).await);
        assert!(ada.len() == 2 && ada[0]["request_id"].is_string() && ada[0]["ip"].is_string(), "{ada:?}");
        let id = ada[0]["account_id"].as_str().unwrap();
        assert_eq!(lines(&process.run(&["events", "--account", id]).await), ada);
        let nobody = process.run(&["events", "--account", "eve"]).await;
        assert_eq!(nobody.status.code(), Some(1));
        assert_eq!(String::from_utf8_lossy(&nobody.stderr), "doorpost: there is no account eve\n");
        assert_eq!(process.run(&["events", "--since", "yesterday"]).await.status.code(), Some(2));
        let mut following = process.command(&["events", "--follow", "--account", "ada"]).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut output = BufReader::new(following.stdout.take().unwrap()).lines();
        for event in &ada {
            assert_eq!(next_event(&mut output).await, *event);
        }
        let renamed = serde_json::json!({"username": "lovelace"});
        process.send(Method::PATCH, "/auth/account", Some(&token), Some(&renamed)).await.expect(200);
        assert_eq!(next_event(&mut output).await["kind"], "username_changed");
        following.kill().await.unwrap();
    }

    /// A node with another keyring secret than the database's refuses to start.
    async fn another_keyring_secret(database) {
        let process = Process::start(database).await;
        let directory = process.home().join("data");
        let other = "b3RoZXIgc2VjcmV0LCBvdGhlciBub2RlLCBvdGhlciE=";
        let mut settings = vec![
            ("DOORPOST_DATA_DIR", directory.to_str().unwrap()),
            ("DOORPOST_LISTEN", "127.0.0.1:0"),
            ("DOORPOST_KEYRING__SECRET", other),
        ];
        settings.extend(process.database_url().map(|url| ("DOORPOST_DATABASE_URL", url)));
        let (code, _, error) = doorpost(&[], &settings);
        assert_eq!(code, Some(1));
        assert!(error.contains("the keyring secret is not the one"), "{error}");
        assert!(!error.contains(other));
    }
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

async fn next_event(output: &mut Lines<BufReader<ChildStdout>>) -> Value {
    let line = tokio::time::timeout(Duration::from_secs(20), output.next_line()).await.expect("soon").unwrap();
    serde_json::from_str(&line.expect("a line")).expect("JSON")
}

/// Before there is anything, there is nothing to read; and reading makes nothing.
#[test]
fn events_of_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data");
    let (code, output, error) = doorpost(&["events"], &[("DOORPOST_DATA_DIR", data.to_str().unwrap())]);
    assert_eq!((code, output.as_str()), (Some(1), ""));
    let missing =
        format!("doorpost: there is no database yet at {} (data_dir, from: ", data.join("doorpost.db").display());
    assert!(error.starts_with(&missing), "{error}");
    assert!(!data.exists());
}

/// What is no backup is refused, and leaves nothing behind.
#[test]
fn restoring_nonsense() {
    let directory = tempfile::tempdir().unwrap();
    let (data, junk) = (directory.path().join("data"), directory.path().join("junk"));
    std::fs::write(&junk, "not a database").unwrap();
    let (code, _, error) =
        doorpost(&["restore", junk.to_str().unwrap()], &[("DOORPOST_DATA_DIR", data.to_str().unwrap())]);
    assert_eq!(code, Some(1));
    assert!(error.contains("not a usable backup"), "{error}");
    assert!(!data.exists());
}

/// Several that start at once on a new directory all start, with one secret and one schema.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starting_at_once() {
    for _ in 0..5 {
        let directory = tempfile::tempdir().unwrap();
        let settings = [("DATA_DIR", directory.path().join("data"))];
        let settings = settings.each_ref().map(|(key, path)| (*key, path.to_str().unwrap()));
        let starts = (0..6).map(|_| Process::with(Database::Sqlite, &settings));
        let processes = futures_util::future::join_all(starts).await;
        let token = processes[0].register("ada", None).await.field("session_token");
        for process in &processes {
            process.get_as(&token, "/auth/whoami").await.expect(200);
        }
    }
}

/// Files are their owner's alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_owner_only() {
    let process = Process::start(Database::Sqlite).await;
    process.register("ada", None).await;
    let data = process.home().join("data");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let files: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

/// Bad settings end it at once, all of them named, none of their secrets told (invariant 56).
#[test]
fn bad_settings() {
    let environment = [
        ("DOORPOST_LISTEN", "0.0.0.0:3000"),
        ("DOORPOST_LOGIN__TTL", "forever"),
        ("DOORPOST_MAIL__URL", "http://user:hunter2@mail.example.org"),
        ("DOORPOST_UNKNOWN", "x"),
    ];
    let (code, out, error) = doorpost(&[], &environment);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    for name in ["DOORPOST_LISTEN", "DOORPOST_LOGIN__TTL", "DOORPOST_MAIL__URL", "DOORPOST_UNKNOWN"] {
        assert!(error.contains(name), "{error}");
    }
    assert!(!error.contains("hunter2"));
    let (code, out, _) =
        doorpost(&["config", "show"], &[("DOORPOST_MAIL__URL", "smtps://user:hunter2@mail.example.org")]);
    assert_eq!(code, Some(0));
    assert!(out.contains("mail.url = \"…\"") && !out.contains("hunter2"), "{out}");
    assert_eq!(doorpost(&["--no-such-flag"], &[]).0, Some(2));
    assert_eq!(doorpost(&["--help"], &[]).0, Some(0));
    assert_eq!(doorpost(&["config", "check"], &[]).1, "the settings are fine\n");
}

/// Where browsers would not send the cookie, nothing starts; what was compared with which list is said.
#[test]
fn where_the_cookie_goes() {
    let check = |host: &str, domain: &str, origin: &str| {
        let url = format!("https://id.{host}");
        let settings = [
            ("DOORPOST_PUBLIC_URL", url.as_str()),
            ("DOORPOST_TRUSTED_PROXIES", "127.0.0.1"),
            ("DOORPOST_COOKIE__DOMAIN", domain),
            ("DOORPOST_REDIRECT__ORIGINS", origin),
        ];
        let checked = doorpost(&["config", "check"], &settings);
        assert_eq!(checked.0, Some(2), "{host}");
        assert_eq!(doorpost(&["serve"], &settings).0, Some(2), "{host}");
        checked.2
    };
    for (host, domain, origin, words) in [
        (
            "home.arpa",
            "home.arpa",
            "https://app.home.arpa",
            "DOORPOST_COOKIE__DOMAIN: browsers keep no cookie for home.arpa",
        ),
        ("home.arpa", "home.arpa", "https://app.home.arpa", "choose house.home.arpa"),
        ("ada.duckdns.org", "duckdns.org", "https://app.ada.duckdns.org", "choose ada.duckdns.org as the domain above"),
        (
            "example.org",
            "",
            "https://app.example.org",
            "DOORPOST_REDIRECT__ORIGINS: https://app.example.org never gets",
        ),
        ("example.org", "", "https://app.example.org", "set cookie.domain to example.org"),
        ("example.org", "example.org", "http://app.example.org", "name it with https://"),
    ] {
        let error = check(host, domain, origin);
        assert!(error.contains(words), "{host}: {error}");
    }
    let settings = [
        ("DOORPOST_PUBLIC_URL", "https://id.house.home.arpa"),
        ("DOORPOST_COOKIE__DOMAIN", "house.home.arpa"),
        ("DOORPOST_REDIRECT__ORIGINS", "https://app.house.home.arpa,https://house.home.arpa:8443"),
    ];
    let (code, said, _) = doorpost(&["config", "check"], &settings);
    assert!(code == Some(0) && said.contains("no public suffix by the list of psl 2."), "{said}");
}

/// A data directory that cannot be used is named, with what would mend it.
#[test]
fn an_unusable_data_directory() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let below = file.path().join("data");
    let (code, _, error) =
        doorpost(&[], &[("DOORPOST_DATA_DIR", below.to_str().unwrap()), ("DOORPOST_LISTEN", "127.0.0.1:0")]);
    assert_eq!(code, Some(1));
    assert!(error.contains("data directory") && error.contains(below.to_str().unwrap()), "{error}");
}

/// Metrics have a listener of their own, with no secret on it (invariant 17).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics() {
    let mut process = Process::with(Database::Sqlite, &[("OPS_LISTEN", "127.0.0.1:0")]).await;
    let token = process.register("ada", Some(EMAIL)).await.field("session_token");
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    process.poll(&auth_id).await.expect(400);
    let url = process.announced("metrics on ").await;
    let text = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(text.contains("doorpost_registrations_total 1"), "{text}");
    assert!(text.contains("doorpost_requests_total{route=\"/auth/session/{auth_id}\",status=\"400\"}"), "{text}");
    assert!(!text.contains(&auth_id) && !text.contains(&token) && !text.contains(EMAIL));
    process.send(Method::GET, "/metrics", None, None).await.expect(404);
}

/// Where the server is concerns the commands that run it, ask it, or look at its settings. The others neither offer these flags nor take
/// them without a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flags_of_the_place() {
    let process = Process::start(Database::Sqlite).await;
    for command in
        [&["migrate", "--status"][..], &["backup", "x"], &["restore", "x"], &["events"], &["templates", "check"]]
    {
        for flag in [["--listen", "127.0.0.1:0"], ["--public-url", "https://id.example.org"]] {
            let before = process.run(&[&flag[..], command].concat()).await;
            let behind = process.run(&[command, &flag[..]].concat()).await;
            assert_eq!((before.status.code(), behind.status.code()), (Some(2), Some(2)), "{command:?} {flag:?}");
            assert!(String::from_utf8_lossy(&before.stderr).contains(flag[0]), "{before:?}");
        }
        let help = process.run(&[&command[..1], &["--help"]].concat()).await;
        assert!(help.status.success() && !String::from_utf8_lossy(&help.stdout).contains("--listen"), "{command:?}");
    }
    for command in ["serve", "healthcheck"] {
        let help = process.run(&[command, "--help"]).await;
        assert!(String::from_utf8_lossy(&help.stdout).contains("--listen"), "{command}");
    }
    let shown = process.run(&["--public-url", "https://id.example.org", "config", "show"]).await;
    assert!(String::from_utf8_lossy(&shown.stdout).contains("https://id.example.org"), "{shown:?}");
}

/// The first start in an empty folder, as a terminal shows both streams: six lines at most, of which the last two say where it is and
/// where its mail is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_of_the_first_start() {
    use tokio::io::{AsyncBufReadExt, BufReader};
    for started in 0..3 {
        let home = tempfile::tempdir().unwrap();
        let mut program = tokio::process::Command::new("/bin/sh")
            .args(["-c", "exec \"$0\" 2>&1", env!("CARGO_BIN_EXE_doorpost")])
            .env_clear()
            .env("DOORPOST_LISTEN", "127.0.0.1:0")
            .current_dir(home.path())
            .stdout(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut output = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut lines = Vec::new();
        while !lines.iter().any(|line: &String| line.starts_with("development mode")) {
            lines.push(output.next_line().await.unwrap().expect("it goes on"));
        }
        // Whatever comes late would come now.
        let late = tokio::time::timeout(std::time::Duration::from_millis(300), output.next_line()).await;
        assert!(late.is_err(), "{late:?} after {lines:?}");
        assert!(lines.len() <= 6, "{started}: {lines:#?}");
        assert!(lines[lines.len() - 2].starts_with("listening on http://127.0.0.1:"), "{lines:#?}");
        assert!(lines[lines.len() - 1].contains("/dev/mailbox"), "{lines:#?}");
        program.kill().await.unwrap();
    }
}
