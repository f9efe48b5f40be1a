//! Programs of others that rely on this one, each from its package, with the configurations and the code in `docs/`:
//! nginx, Caddy, Traefik, `HAProxy`, Apache, skopeo, Cargo, `PyJWT`, jose and jsonwebtoken; fail2ban, which reads its log; and
//! one that attacks it by its description, Schemathesis.

mod application;
mod cargo_registry;
mod examples;
mod fail2ban;
mod http_clients;
mod proxies;
pub mod proxy;
mod registry;
mod schemathesis;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;

use crate::support::{Process, Reply};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// A file below `docs/`.
fn docs(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(path)
}

/// Where the configurations' application is here: over plain http browsers send the cookie to this machine alone.
const SITE: &str = "localhost";

/// A configuration from `docs/`, with addresses of this test in place of those in it. Each has to be there.
fn configuration(path: &str, changes: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(docs(path)).expect("a configuration").replace("app.example.org", SITE);
    for (there, here) in changes {
        assert!(text.contains(there), "{there} is not in {path}");
        text = text.replace(there, here);
    }
    text
}

async fn listens(port: u16) {
    let answers = async {
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, answers).await.expect("it starts");
}

/// Without the scheme.
fn address(process: &Process) -> String {
    process.url().trim_start_matches("http://").to_owned()
}

async fn access_key(process: &Process, session: &str, scopes: &[&str]) -> String {
    let body = json!({"name": scopes.join(" "), "scopes": scopes});
    let made: Reply = process.send(axum::http::Method::POST, "/auth/keys", Some(session), Some(&body)).await;
    made.expect(200).field("access_key")
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes everything");
        text
    })
}
