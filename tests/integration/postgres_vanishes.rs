//! PostgreSQL that vanishes: what is sent to it and what it sends is lost, and the connections stay as they are. 503 with `Retry-After`
//! within some seconds, no connection's place taken for longer, and healing without a restart (invariants 34, 52).

use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

use crate::postgres_faults::{assert_all_unavailable, assert_healed, soon, within};
use crate::support::{Database, Fate, Process, Proxy, Reply, Side, TestApp};

const EMAIL: &str = "ada@example.org";
/// How many connections a node has.
const PLACES: i64 = 20;

/// Waits until so many of the program's connections wait for a lock.
async fn assert_waiting(url: &str, connections: i64) {
    let mut watcher = PgConnection::connect(url).await.unwrap();
    let question = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'doorpost' \
                    AND datname = current_database() AND wait_event_type = 'Lock'";
    let mut waiting = 0;
    for _ in 0..80 {
        waiting = sqlx::query_scalar(question).fetch_one(&mut watcher).await.unwrap();
        if waiting == connections {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{waiting} connections are in use instead of {connections}");
}

/// Every connection is at something, and of some of them the client has left; then whatever is sent to the server or comes from it
/// vanishes, and nobody is told. Who waits is unavailable in time, every place is free again, and the node goes on over new
/// connections as soon as these get through. Idle connections that vanish fail nobody.
async fn vanishes(new_ones: bool) {
    let url = Database::Postgres.url().await.expect("a URL");
    let (wire, through) = Proxy::before(&url).await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &through)]).await;
    let token = process.register("ada", Some(EMAIL)).await.field("session_token");
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    let mut other = PgConnection::connect(&url).await.unwrap();

    other.execute("BEGIN; LOCK TABLE account IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let register = async |name: String| {
        let body = json!({"username": name, "session_platform": "x"});
        process.try_send(Method::POST, "/auth/registration", None, Some(&body)).await.unwrap()
    };
    let stay = futures_util::future::join_all((0..PLACES).map(|number| register(format!("stays{number}"))));
    let leave = futures_util::future::join_all((0..8).map(|number| {
        let register = register(format!("leaves{number}"));
        async move { tokio::time::timeout(Duration::from_millis(700), register).await }
    }));
    let story = async {
        leave.await;
        assert_waiting(&url, PLACES).await;
        wire.vanish_all(new_ones);
        other.execute("ROLLBACK").await.unwrap();
    };
    let (replies, ()) = soon("an answer that vanished", Box::pin(async { tokio::join!(stay, story) })).await;
    replies.into_iter().for_each(Reply::expect_unavailable);
    if new_ones {
        assert_all_unavailable(&process, &token, &auth_id).await;
        wire.lets_new_ones_through();
    }
    soon("healing", assert_healed(&process)).await;
    if new_ones {
        // Whoever was at making a connection before they got through gives up after 5 s.
        tokio::time::sleep(Duration::from_secs(5)).await;
    }

    other.execute("BEGIN; LOCK TABLE account IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let all = futures_util::future::join_all((0..PLACES).map(|number| register(format!("again{number}"))));
    let story = async {
        assert_waiting(&url, PLACES).await;
        other.execute("ROLLBACK").await.unwrap();
    };
    let (replies, ()) = tokio::join!(all, story);
    for reply in replies {
        reply.expect(200);
    }

    // Not used lately, and so asked whether they are there.
    tokio::time::sleep(Duration::from_millis(100)).await;
    wire.vanish_all(false);
    let asked = async {
        for _ in 0..PLACES {
            process.get_as(&token, "/auth/sessions").await.expect(200);
        }
    };
    within(Duration::from_secs(5), "requests over idle connections", asked).await;
    let data = process.home().join("data");
    let settings = [("DATABASE_URL", url.as_str()), ("DATA_DIR", data.to_str().expect("a readable path"))];
    let second = Process::with(Database::Sqlite, &settings).await;
    for _ in 0..3 {
        process.get_as(&token, "/auth/whoami").await.expect(200);
    }
    second.send(Method::POST, "/auth/logout", Some(&token), None).await.expect(204);
    tokio::time::sleep(Duration::from_secs(1)).await;
    process.get_as(&token, "/auth/whoami").await.expect_error(401, "invalid_credentials");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_vanish() {
    Box::pin(vanishes(false)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_vanish_and_new_ones_too() {
    Box::pin(vanishes(true)).await;
}

/// The answer to COMMIT vanishes: unavailable, and since it may have been made, everything in memory is forgotten (invariant 34),
/// even if whoever asked has left by then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_to_commit_vanishes() {
    let url = Database::Postgres.url().await.expect("a URL");
    let (wire, through) = Proxy::before(&url).await;
    let app = TestApp::with(Database::Sqlite, &[("DATABASE_URL", &through)]).await;
    for leaves in [false, true] {
        let token = app.registered(if leaves { "ada" } else { "bob" }, None).await;
        for _ in 0..3 {
            app.get("/auth/whoami").token(&token).send().await.expect(200);
        }
        wire.expect(Side::Server, b"COMMIT\0", Fate::Vanish, 1);
        let log_out = app.post("/auth/logout").token(&token).send();
        if leaves {
            let left = tokio::time::timeout(Duration::from_millis(500), log_out).await;
            assert!(left.is_err(), "it was answered");
            let forgotten = async {
                while app.get("/auth/whoami").token(&token).send().await.status == 200 {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            };
            soon("forgetting", forgotten).await;
        } else {
            soon("a commit without an answer", log_out).await.expect_unavailable();
        }
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
    }
}
