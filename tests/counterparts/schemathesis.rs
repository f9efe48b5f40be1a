//! Schemathesis against the API's own description: no server error, no status that is not described, answers as described, and bad
//! data refused (invariant 60).

use std::path::Path;

use tokio::process::Command;

use crate::support::{Database, Process};

/// What it does not know: cursors that a page has to have given out, ids that have to be there, addresses that have to be one.
const NOT_CHECKED: &str = "positive_data_acceptance";
/// These would end the very session that asks.
const ENDING: [&str; 4] = ["delete_account", "end_session", "log_out", "revoke_token"];

async fn ask(process: &Process, arguments: &[&str]) {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/schemathesis");
    let output = Command::new("/usr/bin/python3")
        .arg(installed.join("bin/schemathesis"))
        .args(["run", &format!("{}/openapi.json", process.url())])
        .args(["--max-examples", "25", "--seed", "1", "--no-color", "--exclude-checks", NOT_CHECKED])
        .args(arguments)
        .env("PYTHONPATH", &installed)
        .current_dir(process.home())
        .output()
        .await
        .expect("Schemathesis runs; `tests/run` installs it");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains(" generated, "), "it asked nothing: {text}");
    assert!(!process.log().contains("\"status\":5"), "{}", process.log());
}

/// As anybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_credential() {
    let process = Process::start(Database::Sqlite).await;
    ask(&process, &[]).await;
}

/// As somebody with a session, on the other database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_session() {
    let process = Process::start(Database::Postgres).await;
    let token = process.register("ada", Some("ada@example.org")).await.field("session_token");
    let header = format!("Authorization: Bearer {token}");
    let mut arguments = vec!["--header", header.as_str()];
    arguments.extend(ENDING.iter().flat_map(|operation| ["--exclude-operation-id", operation]));
    ask(&process, &arguments).await;
    process.get_as(&token, "/auth/account").await.expect(200);
}
