//! What an administrator of PostgreSQL does beside a running node: alters columns, and ends connections. Nobody who asks hears of it
//! (invariant 52).

use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

use crate::support::{Database, Reply, TestApp, at_once};

const EMAIL: &str = "ada@example.org";

/// Reads on many connections at once.
async fn read(app: &TestApp, token: &str) {
    let questions = (0..12).map(|_| app.get("/auth/sessions").token(token)).collect();
    for reply in at_once(questions).await {
        reply.expect(200);
    }
}

/// Writes on many connections at once.
async fn write(app: &TestApp, prefix: &str) {
    let body = |number| json!({"username": format!("{prefix}{number}"), "session_platform": "x"});
    let questions = (0..12).map(|number| app.post("/auth/registration").json(&body(number))).collect();
    let replies: Vec<Reply> = at_once(questions).await;
    for reply in replies {
        reply.expect(200);
    }
}

/// PostgreSQL refuses to run what was prepared before a column had another type ("cached plan must not change result type").
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_of_another_type() {
    let app = TestApp::start(Database::Postgres).await;
    let token = app.registered("ada", Some(EMAIL)).await;
    let mut other = PgConnection::connect(app.database_url().unwrap()).await.unwrap();
    read(&app, &token).await;
    write(&app, "before").await;
    for (round, sort) in ["varchar(400)", "text", "varchar(500)"].into_iter().enumerate() {
        for (table, column) in [("account", "username"), ("session", "platform"), ("account", "email")] {
            let alter = format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE {sort}");
            other.execute(sqlx::AssertSqlSafe(alter)).await.unwrap();
        }
        if round == 1 {
            write(&app, "b").await;
        }
        read(&app, &token).await;
        write(&app, &format!("r{round}")).await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let page = app.open(&app.login_mail(EMAIL).await.link, "127.0.0.1").await;
        page.submit(&[("decision", "approve")]).await.expect(200);
        let second = app.poll(&auth_id).await.expect(200).field("session_token");
        app.get("/auth/whoami").token(&second).send().await.expect(200);
        app.get("/readyz").send().await.expect(200);
    }
}

/// Rights that an administrator took away are no mistake of ours: who asks may come again, and it heals when they are given back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_are_taken_away() {
    let app = TestApp::start(Database::Postgres).await;
    let token = app.registered("ada", None).await;
    let mut other = PgConnection::connect(app.database_url().unwrap()).await.unwrap();
    other.execute("ALTER TABLE session RENAME TO session_elsewhere").await.unwrap();
    app.get("/auth/sessions").token(&token).send().await.expect_unavailable();
    let body = json!({"username": "bob", "session_platform": "x"});
    app.post("/auth/registration").json(&body).send().await.expect_unavailable();
    other.execute("ALTER TABLE session_elsewhere RENAME TO session").await.unwrap();
    app.get("/auth/sessions").token(&token).send().await.expect(200);
    app.post("/auth/registration").json(&body).send().await.expect(200);
}

/// What lay idle for a moment only is not asked whether it is there, before it is used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_ended() {
    let app = TestApp::start(Database::Postgres).await;
    let token = app.registered("ada", Some(EMAIL)).await;
    let mut other = PgConnection::connect(app.database_url().unwrap()).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'";
    for round in 0..6 {
        read(&app, &token).await;
        other.execute(end).await.unwrap();
        if round % 2 == 0 {
            read(&app, &token).await;
        }
        write(&app, &format!("r{round}")).await;
    }
    app.deliver().await;
}
