//! A database that cannot be written to: a standby, behind a balancer or not, and one that somebody set to read only. Nothing is served
//! from the first, which knows revocations later; neither is ready; and both heal without a restart (invariants 34, 52).

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use crate::binary::doorpost;
use crate::postgres_faults::{assert_healed, soon};
use crate::support::{Balancer, Cluster, Database, Process};

/// The primary ends, and for a while the balancer leads to a standby alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_takes_over() {
    let primary = Cluster::own(&[]).await;
    primary.create_database("doorpost").await;
    let standby = primary.standby().await;
    let balancer = Balancer::before(&[&primary, &standby]).await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &balancer.url("doorpost"))]).await;
    let token = process.register("ada", None).await.field("session_token");
    process.get_as(&token, "/auth/whoami").await.expect(200);
    let direct = standby.url("doorpost");
    let (code, _, error) = doorpost(&["migrate"], &[("DOORPOST_DATABASE_URL", &direct)]);
    assert!(code == Some(1) && error.contains("PostgreSQL is a standby"), "{error}");

    // What was acknowledged is on both: it is what a failover in order waits for.
    wait_until(&standby, "SELECT count(*) > 0 FROM account").await;
    primary.crash().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let body = json!({"username": "bob", "session_platform": "x"});
    soon("a write on a standby", process.post("/auth/registration", &body)).await.expect_unavailable();
    soon("a read on a standby", process.get_as(&token, "/auth/whoami")).await.expect_unavailable();
    soon("readiness on a standby", process.get("/readyz")).await.expect(503);
    assert!(process.log().contains("PostgreSQL is a standby"), "{}", process.log());
    standby.promote().await;
    assert_healed(&process).await;
    process.post("/auth/registration", &body).await.expect(200);
    process.get_as(&token, "/auth/whoami").await.expect(200);
}

async fn wait_until(cluster: &Cluster, question: &'static str) {
    use sqlx::{Connection, PgConnection};
    for _ in 0..200 {
        let mut connection = PgConnection::connect(&cluster.url("doorpost")).await.expect("it answers");
        if sqlx::query_scalar::<_, bool>(question).fetch_one(&mut connection).await.expect("an answer") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not come");
}

/// As hosters do when a disk is full: reading goes on, writing and readiness do not, and it ends as it began.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_set_to_read_only() {
    let cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    let token = process.register("ada", None).await.field("session_token");
    process.get_as(&token, "/auth/sessions").await.expect(200);
    cluster.execute("ALTER DATABASE doorpost SET default_transaction_read_only = on").await;
    cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'doorpost'").await;
    // Each connection that was ended is met once, at the latest.
    let mut tries = 0;
    while process.get_as(&token, "/auth/sessions").await.status != 200 {
        tries += 1;
        assert!(tries < 1000, "{}", process.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let body = json!({"username": "bob", "session_platform": "x"});
    process.post("/auth/registration", &body).await.expect_unavailable();
    process.get("/readyz").await.expect(503);
    let read = process.get_as(&token, "/auth/sessions").await;
    assert_eq!(read.status, 200, "{}", process.log());
    assert!(process.log().contains("the database is read-only"), "{}", process.log());
    let refused = process.run(&["migrate"]).await;
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the database is read-only"), "{refused:?}");
    cluster.execute("ALTER DATABASE doorpost RESET default_transaction_read_only").await;
    assert_healed(&process).await;
    process.post("/auth/registration", &body).await.expect(200);
}

/// Connections that were made while it was read only stay so for their lives: once one that can write has come beside them, none of them is
/// used any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_from_before_it_could_be_written() {
    let cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    let token = process.register("ada", None).await.field("session_token");
    for round in 0..5 {
        cluster.execute("ALTER DATABASE doorpost SET default_transaction_read_only = on").await;
        cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'doorpost'").await;
        // Several connections, none of which can write.
        let questions = (0..12).map(|_| process.get_as(&token, "/auth/sessions"));
        join_all(questions).await;
        cluster.execute("ALTER DATABASE doorpost RESET default_transaction_read_only").await;
        // One more than there are idle makes one that can.
        while !join_all((0..20).map(|_| process.get("/readyz"))).await.iter().any(|answer| answer.status == 200) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let bodies: Vec<_> = (0..20)
            .map(|number| json!({"username": format!("bob{round}x{number}"), "session_platform": "x"}))
            .collect();
        for answer in join_all(bodies.iter().map(|body| process.post("/auth/registration", body))).await {
            assert_eq!(answer.status, 200, "{}", process.log());
        }
    }
}
