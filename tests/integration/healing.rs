//! What was under way when the database went, and is whole again when it is back (invariant 52).

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor, PgConnection};

use crate::support::{Database, TestApp, at_once};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

/// Takes a node's PostgreSQL database away by renaming it, and gives it back.
struct Keeper {
    connection: PgConnection,
    name: String,
}

impl Keeper {
    async fn of(app: &TestApp) -> Self {
        let (server, name) = app.database_url().expect("a URL").rsplit_once('/').expect("a database");
        let connection = PgConnection::connect(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
        Self { connection, name: name.to_owned() }
    }

    async fn run(&mut self, statement: String) {
        self.connection.execute(sqlx::AssertSqlSafe(statement)).await.expect("the statement runs");
    }

    /// Cuts every connection.
    async fn cut(&mut self) {
        let which = format!("datname IN ('{0}', '{0}_away')", self.name);
        self.run(format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {which}")).await;
    }

    async fn take(&mut self) {
        self.run(format!("ALTER DATABASE {} ALLOW_CONNECTIONS false", self.name)).await;
        self.cut().await;
        self.run(format!("ALTER DATABASE {0} RENAME TO {0}_away", self.name)).await;
    }

    async fn give_back(&mut self) {
        self.run(format!("ALTER DATABASE {0}_away RENAME TO {0}", self.name)).await;
        self.run(format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name)).await;
    }
}

async fn back(app: &TestApp) {
    for _ in 0..200 {
        if app.get("/readyz").send().await.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not heal");
}

/// A login of which everything was asked while the database was away: no answer decided anything, none called the
/// token or the auth id bad, and afterwards the mail, the link and the collection go on where they were (invariants
/// 21, 52).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn login_goes_on() {
    let app = TestApp::start(Database::Postgres).await;
    let token = app.verified("ada", EMAIL).await;
    let mut keeper = Keeper::of(&app).await;
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    app.is_cut_off();

    keeper.take().await;
    app.app.jobs.deliver_due().await.expect_err("there is no outbox");
    app.poll(&auth_id).await.expect_error(503, "unavailable");
    keeper.give_back().await;
    back(&app).await;
    app.poll(&auth_id).await.expect_error(400, "authorization_pending");
    let mail = app.login_mail(EMAIL).await;

    let page = app.open(&mail.link, "127.0.0.1").await;
    keeper.take().await;
    let refused = page.submit(&APPROVE).await.expect(503);
    assert!(refused.header("retry-after").is_some());
    assert!(refused.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "a browser gets a page");
    for word in ["postgres", "database", "sqlx", "away"] {
        assert!(!refused.text().to_lowercase().contains(word), "{word} in {}", refused.text());
    }
    app.post("/auth/logout").token(&token).send().await.expect_error(503, "unavailable");
    app.delete("/auth/account").token(&token).send().await.expect_error(503, "unavailable");
    keeper.give_back().await;
    back(&app).await;
    app.get("/auth/whoami").token(&token).send().await.expect(200);
    app.poll(&auth_id).await.expect_error(400, "authorization_pending");

    page.submit(&APPROVE).await.expect(200);
    keeper.take().await;
    app.poll(&auth_id).await.expect_error(503, "unavailable");
    keeper.give_back().await;
    back(&app).await;
    let collected = app.poll(&auth_id).await.expect(200).field("session_token");
    app.get("/auth/whoami").token(&collected).send().await.expect(200);
}

/// Connections are cut again and again under a hundred registrations: each is answered 200 or 503, what was answered
/// 200 is there, and the rest is whole or absent (invariants 49, 50, 52).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_under_load() {
    let app = TestApp::start(Database::Postgres).await;
    let mut keeper = Keeper::of(&app).await;
    let body = |number: usize| json!({"username": format!("ada{number}"), "session_platform": "a device"});
    let requests = (0..100).map(|number| app.post("/auth/registration").json(&body(number))).collect();
    let cutting = async {
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            keeper.cut().await;
        }
    };
    let (replies, ()) = tokio::join!(at_once(requests), cutting);
    back(&app).await;
    for (number, reply) in replies.into_iter().enumerate() {
        if reply.status == 200 {
            app.get("/auth/whoami").token(&reply.field("session_token")).send().await.expect(200);
            app.post("/auth/registration").json(&body(number)).send().await.expect_error(409, "username_taken");
        } else {
            reply.expect_error(503, "unavailable");
            let again = app.post("/auth/registration").json(&body(number)).send().await;
            assert!([200, 409].contains(&again.status.as_u16()), "{}", again.text());
        }
    }
}

/// A poll waits on one node while every connection is cut, that of the listener too; the approval on the other node
/// still reaches it at once (invariant 52).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiter_after_a_cut() {
    let app = TestApp::start(Database::Postgres).await;
    let other = app.second_node().await;
    app.verified("ada", EMAIL).await;
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    let mail = app.login_mail(EMAIL).await;
    let running = other.app.jobs.start().await.expect("it starts");
    let waiting = tokio::spawn(other.get(&format!("/auth/session/{auth_id}?wait=60")).send());
    while other.app.context.waiters.count() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Keeper::of(&app).await.cut().await;
    back(&app).await;
    back(&other).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!waiting.is_finished(), "a cut is no decision, and no reason to answer");
    app.open(&mail.link, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
    let answer = tokio::time::timeout(Duration::from_secs(3), waiting).await.expect("it is woken").expect("an answer");
    answer.expect(200);
    running.stop().await;
}

async fn lock(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the file opens");
    connection.execute("BEGIN EXCLUSIVE").await.expect("nobody else writes");
    connection
}

/// Another process keeps a SQLite file locked for longer than anybody waits: what has to be written is 503, what only
/// reads goes on at once, and a token's first use is answered although it cannot be noted.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(clippy::disallowed_methods, reason = "how long an answer takes is what is tested")]
async fn sqlite_locked() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("doorpost.db");
    let app = TestApp::with(Database::Sqlite, &[("DATABASE_URL", &format!("sqlite://{}", file.display()))]).await;
    let used = app.verified("ada", EMAIL).await;
    app.get("/auth/whoami").token(&used).send().await.expect(200);
    let fresh = app.registered("bob", None).await;
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    let mut locked = lock(&file).await;

    let began = Instant::now();
    app.get("/auth/sessions").token(&used).send().await.expect(200);
    app.poll(&auth_id).await.expect_error(400, "authorization_pending");
    assert!(began.elapsed() < Duration::from_secs(2), "reading does not wait for the lock");
    let body = json!({"username": "eve", "session_platform": "a device"});
    let login = json!({"username": "ada", "email": EMAIL, "session_platform": "a device"});
    let mut replies = at_once(vec![
        app.get("/auth/whoami").token(&fresh),
        app.post("/auth/registration").json(&body),
        app.post("/auth/login").json(&login),
        app.delete("/auth/sessions").token(&used),
    ])
    .await;
    replies.remove(0).expect(200);
    for reply in replies {
        let reply = reply.expect_error(503, "unavailable");
        assert!(reply.header("retry-after").is_some());
    }
    locked.execute("ROLLBACK").await.expect("it is let go");
    locked.close().await.expect("it closes");

    app.post("/auth/registration").json(&body).send().await.expect(200);
    app.get("/auth/whoami").token(&used).send().await.expect(200);
    app.poll(&auth_id).await.expect_error(400, "authorization_pending");
    app.login_mail(EMAIL).await;
}
