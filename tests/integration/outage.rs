//! The database out of reach: 503, never 401, nothing half done, and healing without a restart (invariant 52).

use std::time::Duration;

use serde_json::json;
use sqlx::{Connection, Executor};

use crate::support::{Database, Ground, TestApp};

/// What every route that needs the database answers meanwhile.
async fn assert_unavailable(app: &TestApp, token: &str) {
    for request in [
        app.get("/auth/whoami").token(token),
        app.get("/auth/sessions").token(token),
        app.post("/auth/login").json(&json!({"email": "ada@example.org", "session_platform": "x"})),
        app.post("/auth/registration").json(&json!({"username": "bob", "session_platform": "x"})),
        app.get("/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b"),
    ] {
        let reply = request.send().await.expect_error(503, "unavailable");
        assert!(reply.header("retry-after").is_some());
        assert!(reply.header("www-authenticate").is_none());
    }
    app.get("/readyz").send().await.expect(503);
    app.get("/livez").send().await.expect(200);
}

async fn assert_healed(app: &TestApp, token: &str) {
    // What is remembered would say nothing about the database.
    app.is_cut_off();
    for _ in 0..100 {
        if app.get("/auth/whoami").token(token).send().await.status == 200 {
            let body = json!({"username": "bob", "session_platform": "x"});
            app.post("/auth/registration").json(&body).send().await.expect(200);
            app.get("/readyz").send().await.expect(200);
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not heal");
}

/// PostgreSQL takes the database away, and gives it back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_gone_and_back() {
    let app = TestApp::start(Database::Postgres).await;
    let token = app.registered("ada", None).await;
    let url = app.database_url().expect("a URL").to_owned();
    let (server, name) = url.rsplit_once('/').unwrap();
    let mut admin = sqlx::PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let mut run = async |statement: String| {
        admin.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    };
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    assert_unavailable(&app, &token).await;
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    assert_healed(&app, &token).await;
    // Connections that are cut while idle, for 50 ms and more, are not handed to a request.
    tokio::time::sleep(Duration::from_millis(60)).await;
    run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    app.get("/auth/whoami").token(&token).send().await.expect(200);
}

/// Whether any connection of a database stands in a transaction, for longer than rolling back takes.
async fn stands_open(admin: &mut sqlx::PgConnection, name: &str) -> bool {
    let question = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND state LIKE 'idle in%'");
    for _ in 0..40 {
        let question = sqlx::AssertSqlSafe(question.clone());
        if sqlx::query_scalar::<_, i64>(question).fetch_one(&mut *admin).await.unwrap() == 0 {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    true
}

/// A client that leaves leaves no transaction open behind it. Each request is taken one step further than the last and
/// dropped there, one of them right between BEGIN and its answer; and looked after before anybody else's COMMIT on the
/// same connection could hide it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_early_leaves_nothing_open() {
    let app = TestApp::start(Database::Postgres).await;
    let url = app.database_url().expect("a URL");
    let (server, name) = url.rsplit_once('/').unwrap();
    let mut admin = sqlx::PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let mut answered = 0;
    for steps in 1..=24 {
        let body = json!({"username": format!("steps{steps}"), "session_platform": "x"});
        let mut request = Box::pin(app.post("/auth/registration").json(&body).send());
        for _ in 0..steps {
            if futures_util::poll!(&mut request).is_ready() {
                answered += 1;
                break;
            }
            // What the step waits for arrives meanwhile, so that the next one gets past it.
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        drop(request);
        assert!(!stands_open(&mut admin, name).await, "left after {steps} steps, a transaction stands open");
    }
    assert!((1..24).contains(&answered), "some were dropped and some got through: {answered}");
}

/// A SQLite file that has no room left: reading goes on, writing is refused, and works again when there is room.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_full_and_not() {
    let app = TestApp::start(Database::Sqlite).await;
    let token = app.registered("ada", None).await;
    app.get("/auth/whoami").token(&token).send().await.expect(200);
    let ground = Ground::under(&app);
    let limit = async |pages: &str| ground.execute(&format!("PRAGMA max_page_count = {pages}")).await;
    limit("1").await;
    let mut refused = 0;
    for number in 0..400 {
        let body = json!({"username": format!("n{number}"), "session_platform": "x"});
        let reply = app.post("/auth/registration").json(&body).send().await;
        if reply.status != 200 {
            reply.expect_error(503, "unavailable");
            refused += 1;
            // The limit belongs to the connection, and that one is not used again.
            limit("1").await;
        }
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        if refused == 5 {
            break;
        }
    }
    assert_eq!(refused, 5, "the limit was never reached");
    limit("1000000").await;
    assert_healed(&app, &token).await;
}
