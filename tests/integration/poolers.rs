//! PostgreSQL behind a pooler, and with fewer connections than were asked for: what works does so with the pooler's own defaults, and
//! where one node would not hear another it is said (invariants 34, 52).

use std::process::Output;
use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

use crate::postgres_faults::{assert_healed, soon};
use crate::support::{Cluster, Database, Pooler, Process};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];
const SENTENCE: &str = "pooler in transaction mode";

async fn at(url: &str) -> Process {
    Process::with(Database::Sqlite, &[("DATABASE_URL", url)]).await
}

/// Another node on the same database, perhaps by another way.
async fn beside(process: &Process, url: &str) -> Process {
    let data = process.home().join("data");
    let data = data.to_str().expect("a readable path");
    Process::with(Database::Sqlite, &[("DATABASE_URL", url), ("DATA_DIR", data)]).await
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// In session mode all goes on as without a pooler: what one node does the other hears, and a statement that waits for a lock ends,
/// which takes a setting that the pooler does not drop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn session_mode_as_it_comes() {
    let cluster = Cluster::own(&["max_connections=60"]).await;
    let direct = cluster.create_database("doorpost").await;
    let pooler = Pooler::before(&cluster, "default_pool_size = 50").await;
    let process = at(&pooler.url(&direct)).await;
    let other = beside(&process, &pooler.url(&direct)).await;
    let token = process.register("ada", Some(EMAIL)).await.field("session_token");
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    let link = process.mail(EMAIL, "/auth/confirm/").await.link;
    let path = format!("/auth/session/{auth_id}?wait=60");
    let press = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        other.submit(&link, &APPROVE).await.expect(200);
    };
    let both = async { tokio::join!(process.get(&path), press) };
    let (collected, ()) = tokio::time::timeout(Duration::from_secs(5), both).await.expect("the poll is woken");
    let collected = collected.expect(200).field("session_token");
    for _ in 0..3 {
        process.get_as(&collected, "/auth/whoami").await.expect(200);
    }
    other.send(Method::POST, "/auth/logout", Some(&collected), None).await.expect(204);
    tokio::time::sleep(Duration::from_secs(1)).await;
    process.get_as(&collected, "/auth/whoami").await.expect_error(401, "invalid_credentials");

    let mut holder = PgConnection::connect(&direct).await.unwrap();
    holder.execute("BEGIN; LOCK TABLE account IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let body = json!({"username": "bob", "session_platform": "x"});
    let waiting = process.try_send(Method::POST, "/auth/registration", None, Some(&body));
    let began = tokio::time::timeout(Duration::from_secs(7), waiting).await;
    began.expect("a statement ends by itself").unwrap().expect_unavailable();
    holder.execute("ROLLBACK").await.unwrap();
    process.get_as(&token, "/auth/whoami").await.expect(200);
    assert!(!process.log().contains(SENTENCE), "{}", process.log());
}

/// In transaction mode nothing is begun.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transaction_mode_is_refused() {
    let cluster = Cluster::own(&[]).await;
    let direct = cluster.create_database("doorpost").await;
    for settings in
        ["pool_mode = transaction", "pool_mode = transaction\nserver_round_robin = 1", "pool_mode = statement"]
    {
        let pooler = Pooler::before(&cluster, settings).await;
        let mut process = Process::under(&[], Database::Sqlite, &[("DATABASE_URL", &pooler.url(&direct))]).await;
        assert_eq!(process.exit_code().await, Some(1), "{settings}");
        assert!(process.log().contains(SENTENCE), "{settings}: {}", process.log());
        let refused = process.run(&["migrate"]).await;
        assert!(refused.status.code() == Some(1) && words(&refused).contains(SENTENCE), "{}", words(&refused));
    }
}

/// A pooler that is set to transaction mode under a node that runs: the node says so, and takes nothing from memory, so that what
/// another one revokes is revoked here. Set back, it hears again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transaction_mode_comes_later() {
    let cluster = Cluster::own(&[]).await;
    let direct = cluster.create_database("doorpost").await;
    let pooler = Pooler::before(&cluster, "default_pool_size = 50").await;
    let process = at(&pooler.url(&direct)).await;
    let other = beside(&process, &direct).await;
    let tokens = ["ada", "bob", "eve"].map(|name| process.register(name, None));
    let tokens = futures_util::future::join_all(tokens).await;
    let tokens: Vec<String> = tokens.iter().map(|reply| reply.field("session_token")).collect();
    pooler.reload("default_pool_size = 50\npool_mode = transaction");
    for _ in 0..100 {
        if process.log().contains(SENTENCE) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(process.log().contains(SENTENCE), "nobody notices: {}", process.log());
    for token in &tokens {
        for _ in 0..3 {
            process.get_as(token, "/auth/whoami").await;
        }
        other.send(Method::POST, "/auth/logout", Some(token), None).await.expect(204);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_ne!(process.get_as(token, "/auth/whoami").await.status, 200, "revoked, and taken from memory");
    }
    assert_eq!(process.log().matches(SENTENCE).count(), 1, "it is said once: {}", process.log());
    pooler.reload("default_pool_size = 50");
    for _ in 0..200 {
        if process.log().contains("a session of its own again") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(process.log().contains("a session of its own again"), "{}", process.log());
    assert_healed(&process).await;
}

/// All at once, more than there are connections: nobody is unavailable.
async fn assert_serves_all(process: &Process) {
    let token = process.register("ada", None).await.field("session_token");
    for round in 0..2 {
        let asked = futures_util::future::join_all((0..60).map(|_| process.get_as(&token, "/auth/whoami")));
        for reply in soon("whoami", asked).await {
            reply.expect(200);
        }
        let asked = futures_util::future::join_all((0..30).map(|number| {
            let body = json!({"username": format!("n{round}x{number}"), "session_platform": "x"});
            async move { process.post("/auth/registration", &body).await }
        }));
        for reply in soon("registrations", asked).await {
            reply.expect(200);
        }
        process.get("/readyz").await.expect(200);
    }
    // A pooler lets whoever is too much wait, so that it takes a while to be known.
    for _ in 0..100 {
        if process.log().contains("grants fewer connections") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(process.log().contains("grants fewer connections"), "{}", process.log());
}

/// A role, or a pooler, that grants five connections: those are used, a warning says how many they are, and nobody is refused beside idle ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fewer_are_granted() {
    let cluster = Cluster::own(&[]).await;
    let direct = cluster.create_database("doorpost").await;
    cluster.execute("CREATE ROLE few LOGIN CONNECTION LIMIT 5; ALTER DATABASE doorpost OWNER TO few").await;
    assert_serves_all(&at(&direct.replace("doorpost@", "few@")).await).await;

    let second = cluster.create_database("second").await;
    let pooler = Pooler::before(&cluster, "default_pool_size = 5").await;
    assert_serves_all(&at(&pooler.url(&second)).await).await;
}

/// As many as the setting says, and one that listens.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_as_are_set() {
    let url = Database::Postgres.url().await.expect("a URL");
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url), ("DATABASE__CONNECTIONS", "3")]).await;
    let token = process.register("ada", None).await.field("session_token");
    let asked = (0..40).map(|_| process.get_as(&token, "/auth/sessions"));
    for reply in futures_util::future::join_all(asked).await {
        reply.expect(200);
    }
    let mut watcher = PgConnection::connect(&url).await.unwrap();
    let question =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'doorpost' AND datname = current_database()";
    let mut connections = 0_i64;
    for _ in 0..100 {
        connections = sqlx::query_scalar(question).fetch_one(&mut watcher).await.unwrap();
        // One for migrations goes after a second.
        if connections == 4 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(connections, 4);
    assert!(!process.log().contains("grants fewer"), "{}", process.log());
}
