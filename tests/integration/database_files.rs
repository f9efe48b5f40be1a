//! A SQLite file as people treat it: deleted, replaced, or held by a long reader.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};

use crate::support::{Database, Process, TestApp};

async fn register(process: &Process, username: &str) -> crate::support::Reply {
    process.post("/auth/registration", &json!({"username": username, "session_platform": "x"})).await
}

fn aside(file: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// SQLite is built with the flags of `.cargo/config.toml`, which a build from another folder would lose.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn is_built_with_its_flags() {
    let app = TestApp::start(Database::Sqlite).await;
    let lost = app.app.context.db.lost_build_options().await.expect("an answer");
    assert!(lost.is_empty(), "{lost:?}");
}

/// The file is deleted, moved aside, or another one is moved over it: nothing is acknowledged that would be gone with the process, one
/// line says why, and after a restart all goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn goes_under_the_server() {
    for way in ["deleted", "moved", "replaced"] {
        let mut process = Process::start(Database::Sqlite).await;
        let token = process.register("ada", None).await.field("session_token");
        let file = process.database_file();
        let other = process.home().join("other.db");
        assert!(process.run(&["backup", other.to_str().unwrap()]).await.status.success());
        match way {
            "deleted" => std::fs::remove_file(&file).unwrap(),
            "moved" => std::fs::rename(&file, aside(&file, ".old")).unwrap(),
            _ => std::fs::rename(&other, &file).unwrap(),
        }
        for number in 0..3 {
            register(&process, &format!("n{number}")).await.expect_unavailable();
        }
        process.get("/readyz").await.expect(503);
        process.get_as(&token, "/auth/whoami").await.expect(200);
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(
            process.log().matches("was deleted or replaced while it was in use").count(),
            1,
            "{way}: {}",
            process.log()
        );
        process.kill().await;
        for log in ["-wal", "-shm"] {
            std::fs::remove_file(aside(&file, log)).unwrap();
        }
        process.start_again().await;
        register(&process, "bob").await.expect(200);
        process.get("/readyz").await.expect(200);
    }
}

/// Somebody reads for long while others write: the log grows meanwhile, and is small again afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_log_shrinks_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("doorpost.db");
    let db = doorpost::db::Db::open_file(&file).await.unwrap();
    let write = async |sql: &str| {
        use scoped_futures::ScopedFutureExt;
        use sea_orm::ConnectionTrait;
        let written = db.write("fill", |tx| async move { tx.execute_unprepared(sql).await.map(drop) }.scope_boxed());
        let written: Result<(), sea_orm::DbErr> = written.await;
        written.unwrap();
    };
    write("CREATE TABLE filler (value BLOB)").await;
    let mut reader = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&file)).await.unwrap();
    reader.execute("BEGIN; SELECT count(*) FROM filler").await.unwrap();
    for _ in 0..40 {
        write("INSERT INTO filler SELECT randomblob(1000000)").await;
    }
    let size = || std::fs::metadata(aside(&file, "-wal")).unwrap().len();
    assert!(size() > 30_000_000, "nobody held it up");
    reader.execute("ROLLBACK").await.unwrap();
    for _ in 0..3 {
        write("INSERT INTO filler SELECT randomblob(10)").await;
    }
    assert!(size() <= 17_000_000, "{}", size());
    db.close().await;
}
