//! PostgreSQL that ends, stands still, loses words, has no room, or says that others were in the way: 503 with
//! `Retry-After` within some seconds, one state whatever was heard of it, and healing without a restart (invariants 49,
//! 50, 52).

use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

use crate::support::{Cluster, Database, Fate, Process, Proxy, Side, TestApp, at_once};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];
/// Longer than waiting for a connection (5 s) and for an answer (8 s) together, and not by much.
const SOON: Duration = Duration::from_secs(15);

#[expect(clippy::disallowed_methods, reason = "how long an answer takes is what is tested")]
pub async fn within<T>(patience: Duration, what: &str, work: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let outcome = tokio::time::timeout(patience * 2, work).await;
    assert!(began.elapsed() < patience, "{what} took {:?}", began.elapsed());
    outcome.expect("an answer")
}

pub async fn soon<T>(what: &str, work: impl Future<Output = T>) -> T {
    within(SOON, what, work).await
}

/// Everything that needs the database is unavailable, and the program lives.
pub async fn assert_all_unavailable(process: &Process, token: &str, auth_id: &str) {
    let body = json!({"username": "bob", "session_platform": "x"});
    let login = json!({"username": "ada", "email": EMAIL, "session_platform": "x"});
    let path = format!("/auth/session/{auth_id}");
    // What is remembered may be told for a second.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let all = futures_util::future::join_all([
        process.try_send(Method::GET, "/auth/whoami", Some(token), None),
        process.try_send(Method::GET, "/auth/sessions", Some(token), None),
        process.try_send(Method::POST, "/auth/registration", None, Some(&body)),
        process.try_send(Method::POST, "/auth/login", None, Some(&login)),
        process.try_send(Method::GET, &path, None, None),
    ]);
    for reply in soon("an answer without the database", all).await {
        reply.unwrap().expect_unavailable();
    }
    soon("readiness", process.get("/readyz")).await.expect(503);
    process.get("/livez").await.expect(200);
}

pub async fn assert_healed(process: &Process) {
    for _ in 0..400 {
        if process.get("/readyz").await.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not heal: {}", process.log());
}

/// The server ends without a word to anybody, and comes back; then it stands still, and goes on. A login that was under
/// way goes on where it was, and the poll that waited is not told that it is over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ends_and_stands_still() {
    let cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    let token = process.register("ada", Some(EMAIL)).await.field("session_token");
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    let link = process.mail(EMAIL, "/auth/confirm/").await.link;
    let path = format!("/auth/session/{auth_id}?wait=60");
    let waiting = process.try_send(Method::GET, &path, None, None);
    let story = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        cluster.crash().await;
        assert_all_unavailable(&process, &token, &auth_id).await;
        cluster.launch().await;
        assert_healed(&process).await;
        process.get_as(&token, "/auth/whoami").await.expect(200);
        // A request that is at it: held up by somebody's lock, so that it stands there when the server stops.
        let mut other = PgConnection::connect(&url).await.unwrap();
        other.execute("BEGIN; LOCK TABLE account IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let body = json!({"username": "bob", "session_platform": "x"});
        let at_it = process.try_send(Method::POST, "/auth/registration", None, Some(&body));
        let pause = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            cluster.pause(true);
        };
        let (reply, ()) = soon("a request that was at it", async { tokio::join!(at_it, pause) }).await;
        reply.unwrap().expect_unavailable();
        drop(other);
        assert_all_unavailable(&process, &token, &auth_id).await;
        cluster.pause(false);
        assert_healed(&process).await;
        process.submit(&link, &APPROVE).await.expect(200);
    };
    let (waited, ()) = tokio::join!(waiting, story);
    let waited = waited.unwrap();
    if waited.status == 503 {
        waited.expect_unavailable();
    } else {
        waited.expect(200);
    }
    let collected = process.poll(&auth_id).await.expect(200).field("session_token");
    process.get_as(&collected, "/auth/whoami").await.expect(200);
    let body = json!({"username": "bob", "session_platform": "x"});
    process.post("/auth/registration", &body).await.expect(200);
}

/// Every connection that the server allows is taken by others: who gets none is unavailable in time, and all goes on when
/// they leave.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn has_no_connection_left() {
    let cluster = Cluster::own(&["max_connections=16"]).await;
    let url = cluster.create_database("doorpost").await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    let token = process.register("ada", None).await.field("session_token");
    let mut others = Vec::new();
    while let Ok(other) = PgConnection::connect(&url).await {
        others.push(other);
        assert!(others.len() <= 16);
    }
    // What the program has is taken from it, and others are faster.
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doorpost'";
    // One would be enough for all.
    while others[0].execute(end).await.unwrap().rows_affected() > 0 {
        while let Ok(other) = PgConnection::connect(&url).await {
            others.push(other);
        }
    }
    let replies = futures_util::future::join_all((0..6).map(|number| {
        let body = json!({"username": format!("n{number}"), "session_platform": "x"});
        let process = &process;
        async move { process.try_send(Method::POST, "/auth/registration", None, Some(&body)).await.unwrap() }
    }));
    let mut refused = 0;
    for reply in soon("an answer without a connection", replies).await {
        if reply.status != 200 {
            reply.expect_unavailable();
            refused += 1;
        }
    }
    assert!(refused > 0, "there was a connection for everybody");
    process.get("/livez").await.expect(200);
    drop(others);
    assert_healed(&process).await;
    process.get_as(&token, "/auth/whoami").await.expect(200);
    process.register("bob", None).await;
}

/// Somebody else holds the table: the whole pool waits, everybody is unavailable in time, and nothing is left over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_held() {
    let app = TestApp::start(Database::Postgres).await;
    let token = app.registered("ada", None).await;
    let mut other = PgConnection::connect(app.database_url().unwrap()).await.unwrap();
    other.execute("BEGIN; LOCK TABLE account IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let body = |number: usize| json!({"username": format!("n{number}"), "session_platform": "x"});
    let requests = (0..60).map(|number| app.post("/auth/registration").json(&body(number))).collect();
    for reply in soon("an answer while a table is held", at_once(requests)).await {
        reply.expect_unavailable();
    }
    app.get("/livez").send().await.expect(200);
    other.execute("ROLLBACK").await.unwrap();
    app.get("/auth/whoami").token(&token).send().await.expect(200);
    for number in 0..3 {
        app.post("/auth/registration").json(&body(number)).send().await.expect(200);
    }
}

/// The wire ends at COMMIT, before the server heard it or before we heard the answer: unavailable both times, and asking
/// again ends in the same state.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_at_commit() {
    for side in [Side::Program, Side::Server] {
        let url = Database::Postgres.url().await.expect("a URL");
        let (wire, through) = Proxy::before(&url).await;
        let app = TestApp::with(Database::Sqlite, &[("DATABASE_URL", &through)]).await;
        let cut = || wire.expect(side, b"COMMIT\0", Fate::Cut, 1);
        let done = side == Side::Server;

        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "x"});
        let register = || app.post("/auth/registration").json(&body).header("idempotency-key", "a-key").send();
        cut();
        register().await.expect_unavailable();
        let without_key = json!({"username": "ada", "session_platform": "x"});
        if done {
            app.post("/auth/registration").json(&without_key).send().await.expect_error(409, "username_taken");
        }
        let registered = register().await.expect(200);
        assert_eq!(register().await.expect(200).body, registered.body);
        let token = registered.field("session_token");
        app.get("/auth/whoami").token(&token).send().await.expect(200);

        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let page = app.open(&app.login_mail(EMAIL).await.link, "127.0.0.1").await;
        cut();
        page.submit(&APPROVE).await.expect(503);
        let again = page.submit(&APPROVE).await;
        assert_eq!(again.status.as_u16(), if done { 410 } else { 200 }, "{}", again.text());
        cut();
        app.poll(&auth_id).await.expect_unavailable();
        let collected = app.poll(&auth_id).await.expect(200);
        assert_eq!(app.poll(&auth_id).await.expect(200).body, collected.body);
        let second = collected.field("session_token");
        app.get("/auth/whoami").token(&second).send().await.expect(200);

        cut();
        app.post("/auth/logout").token(&second).send().await.expect_unavailable();
        if done {
            app.get("/auth/whoami").token(&second).send().await.expect_error(401, "invalid_credentials");
        }
        app.post("/auth/logout").token(&second).send().await.expect(204);
        app.get("/auth/whoami").token(&second).send().await.expect_error(401, "invalid_credentials");
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        app.deliver().await;
    }
}

/// Commits wait for a standby that is not there: who writes is unavailable in time, readiness says so, reading goes on, nothing is
/// told as done that is not on the standby, and the server keeps its connections for others. When it need not be waited for any
/// more all goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_standby_is_missing() {
    let cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    let token = process.register("ada", None).await.field("session_token");
    process.get_as(&token, "/auth/sessions").await.expect(200);
    cluster.wait_for_standby(Some("missing")).await;
    let mut watcher = PgConnection::connect(&url).await.unwrap();
    let question =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'doorpost' AND wait_event = 'SyncRep'";

    let replies = futures_util::future::join_all((0..6).map(|number| {
        let (process, key, name) = (&process, format!("key{number}"), format!("n{number}"));
        async move { process.try_register(&key, &name, None).await.unwrap() }
    }));
    for reply in soon("an answer without a standby", replies).await {
        reply.expect_unavailable();
    }
    process.get("/readyz").await.expect(503);
    let waiting: i64 = sqlx::query_scalar(question).fetch_one(&mut watcher).await.unwrap();
    for number in 0..30 {
        let (key, name) = (format!("key{number}"), format!("n{number}"));
        let again = process.try_register(&key, &name, None);
        within(Duration::from_secs(2), "an answer that is known", again).await.unwrap().expect_unavailable();
    }
    let login = json!({"username": "ada", "email": EMAIL, "session_platform": "x"});
    process.post("/auth/login", &login).await.expect_unavailable();
    process.get_as(&token, "/auth/sessions").await.expect(200);
    process.get_as(&token, "/auth/whoami").await.expect(200);
    let still: i64 = sqlx::query_scalar(question).fetch_one(&mut watcher).await.unwrap();
    assert_eq!(still, waiting, "more connections of the server wait");

    cluster.wait_for_standby(None).await;
    assert_healed(&process).await;
    for number in 0..8 {
        process.try_register(&format!("key{number}"), &format!("n{number}"), None).await.unwrap().expect(200);
    }
    process.get_as(&token, "/auth/whoami").await.expect(200);
}

/// A trigger that raises `code` the first `times` times; `at_commit` lets it wait until then.
async fn raise(app: &TestApp, code: &str, times: u32, at_commit: bool) {
    let mut other = PgConnection::connect(app.database_url().unwrap()).await.unwrap();
    let (kind, when) = if at_commit {
        ("CONSTRAINT TRIGGER", "AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED")
    } else {
        ("TRIGGER", "BEFORE INSERT ON account")
    };
    // A sequence counts on whatever is rolled back.
    let statement = format!(
        "DROP TRIGGER IF EXISTS in_the_way ON account; DROP SEQUENCE IF EXISTS tries; CREATE SEQUENCE tries; \
         CREATE OR REPLACE FUNCTION in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '{code}'; END IF; \
         RETURN NEW; END $$; \
         CREATE {kind} in_the_way {when} FOR EACH ROW EXECUTE FUNCTION in_the_way()"
    );
    other.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
}

/// A write that was in another's way is tried again, five times in all; who was in the way more often is unavailable, and
/// nothing of it is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_are_in_the_way() {
    let app = TestApp::start(Database::Postgres).await;
    let mut number = 0;
    for code in ["40001", "40P01"] {
        for at_commit in [false, true] {
            number += 1;
            let body = json!({"username": format!("n{number}"), "session_platform": "x"});
            raise(&app, code, 5, at_commit).await;
            app.post("/auth/registration").json(&body).send().await.expect_unavailable();
            raise(&app, code, 4, at_commit).await;
            let token = app.post("/auth/registration").json(&body).send().await.expect(200).field("session_token");
            app.get("/auth/whoami").token(&token).send().await.expect(200);
        }
    }
}
