//! The code in `docs/examples/`, checking access tokens: `PyJWT`, jose and jsonwebtoken, also across a rotation of keys.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::docs;
use crate::support::{Database, TestApp};

const DAY: i64 = 86_400;
const AUDIENCE: &str = "https://api.example.org";

/// The program on a port, with a clock that the test moves: others check times by their own clocks.
struct Served {
    app: TestApp,
    url: String,
    task: JoinHandle<()>,
}

impl Served {
    async fn start(settings: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let settings: Vec<_> = settings.iter().copied().chain([("PUBLIC_URL", url.as_str())]).collect();
        let app = TestApp::with(Database::Sqlite, &settings).await;
        let site = app.app.site.clone();
        let router = Router::new().fallback(move |request| site.clone().answer(request));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move { axum::serve(listener, service).await.expect("it serves") });
        Self { app, url, task }
    }

    async fn token(&self, session: &str) -> String {
        let body = json!({"audience": AUDIENCE, "scopes": ["account:read"]});
        self.app.post("/auth/token").token(session).json(&body).send().await.expect(200).field("access_token")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Each of the examples, ready to run.
fn examples() -> Vec<(&'static str, Vec<PathBuf>)> {
    let node = docs("examples/node");
    let installed = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("node");
    std::fs::create_dir_all(&installed).expect("a directory");
    for file in ["package.json", "package-lock.json", "check_access_token.mjs"] {
        std::fs::copy(node.join(file), installed.join(file)).expect("it is copied");
    }
    run(Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&installed));
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rust");
    run(Command::new("cargo")
        .args(["build", "--locked", "--quiet", "--target-dir"])
        .arg(&target)
        .current_dir(docs("examples/rust")));
    vec![
        ("PyJWT", vec!["/usr/bin/python3".into(), docs("examples/check_access_token.py")]),
        ("jose", vec!["node".into(), installed.join("check_access_token.mjs")]),
        ("jsonwebtoken", vec![target.join("debug/check-access-token")]),
    ]
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What an example says of a token: whose it is, or why it is not valid.
async fn check(example: &[PathBuf], how: &str, issuer: &str, audience: &str, token: &str) -> Result<String, String> {
    let mut command = tokio::process::Command::new(&example[0]);
    command.args(&example[1..]).args([how, issuer, audience, token]);
    let output = command.output().await.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// Good tokens of the old and of the new key are taken; those for somebody else, altered, of a stranger or revoked are
/// not. One that is only revoked is found out by asking.
#[expect(clippy::disallowed_methods, reason = "the examples read the machine's clock, and the program's has to agree")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn checking_access_tokens() {
    let examples = tokio::task::spawn_blocking(examples).await.expect("they are built");
    let real = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let real = i64::try_from(real).expect("not yet");
    for algorithm in ["EdDSA", "ES256"] {
        let served = Served::start(&[("TOKEN__ALGORITHM", algorithm)]).await;
        let app = &served.app;
        app.advance(real - DAY - 15 - app.now());
        app.app.jobs.rotate_signing_keys().await;
        let registered = app.register("ada", None).await;
        let (session, account) = (registered.field("session_token"), registered.field("account_id"));
        app.advance(DAY - 65);
        let old = served.token(&session).await;
        app.advance(80);
        let (new, revoked) = (served.token(&session).await, served.token(&session).await);
        assert_ne!(old.split('.').next(), new.split('.').next(), "signed by different keys");
        let revoke = app.post("/auth/token/revoke").json(&json!({"token": revoked})).send().await;
        revoke.expect(200);
        let stranger = Served::start(&[("TOKEN__ALGORITHM", algorithm)]).await;
        stranger.app.advance(real - stranger.app.now());
        let strangers = stranger.token(&stranger.app.registered("ada", None).await).await;
        let (head, signature) = new.rsplit_once('.').expect("three parts");
        let swapped = if signature.starts_with('A') { "B" } else { "A" };
        let altered = format!("{head}.{swapped}{}", &signature[1..]);

        for (name, example) in &examples {
            for how in ["offline", "ask"] {
                let check = async |audience: &str, token: &str| check(example, how, &served.url, audience, token).await;
                for good in [&old, &new] {
                    assert_eq!(check(AUDIENCE, good).await, Ok(account.clone()), "{name}, {how}, {algorithm}");
                }
                for bad in [&strangers, &altered, &session] {
                    let refused = check(AUDIENCE, bad).await.expect_err(name);
                    assert!(!refused.contains("Traceback"), "{name}: {refused}");
                }
                check("https://other.example.org", &new).await.expect_err(name);
                assert_eq!(check(AUDIENCE, &revoked).await.is_ok(), how == "offline", "{name}");
            }
        }
    }
}
