//! Bare group commit: what a durable insert costs when one writer commits whatever has gathered.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Executor};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::Fallible;
use crate::count;
use crate::now;
use crate::options::Options;
use crate::table::{line, percentile};

/// In one transaction at most.
const GATHERED: usize = 64;

/// The columns and indexes of a login that is not yet decided, and of the mail that goes with it.
const TABLES: &str = "
    CREATE TABLE login (id BLOB PRIMARY KEY, auth_id_hash BLOB NOT NULL UNIQUE, state TEXT NOT NULL, username_key TEXT,
        email_key TEXT NOT NULL, platform TEXT NOT NULL, locale TEXT NOT NULL, ip TEXT, user_agent TEXT,
        match_code_hash BLOB NOT NULL, creation_date INTEGER NOT NULL, expiration_date INTEGER NOT NULL);
    CREATE INDEX login_expiration ON login (expiration_date);
    CREATE TABLE mail (id BLOB PRIMARY KEY, kind TEXT NOT NULL, subject_id BLOB NOT NULL, due_date INTEGER NOT NULL);
    CREATE INDEX mail_due ON mail (due_date);";
const LOGIN: &str = "
    INSERT INTO login VALUES (randomblob(16), randomblob(32), 'pending', 'ada', 'ada@example.org', 'wrk', 'en',
        '127.0.0.1', NULL, randomblob(32), ?, ?)";
const MAIL: &str = "INSERT INTO mail VALUES (randomblob(16), 'login', randomblob(16), ?)";

type Ask = oneshot::Sender<()>;

/// Inserts a second that were on disk when they were answered.
pub(crate) async fn measure(options: &Options) -> Fallible<f64> {
    let directory = tempfile::tempdir()?;
    let writer = open(&directory.path().join("bare.db")).await?;
    let (sender, receiver) = mpsc::channel(GATHERED * 2);
    let writing = tokio::spawn(write(writer, receiver));
    let end = now() + Duration::from_secs(options.seconds);
    let mut clients = JoinSet::new();
    for _ in 0..options.connections {
        let sender: mpsc::Sender<Ask> = sender.clone();
        clients.spawn(async move {
            let mut millis = Vec::new();
            while now() < end {
                let began = now();
                let (done, answer) = oneshot::channel();
                if sender.send(done).await.is_err() || answer.await.is_err() {
                    break;
                }
                millis.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            millis
        });
    }
    drop(sender);
    let began = now();
    let mut millis = clients.join_all().await.concat();
    let seconds = began.elapsed().as_secs_f64();
    let commits = writing.await?.map_err(|error| error.to_string())?;
    let rate = count(millis.len()) / seconds;
    line(&format!(
        "bare group commit: {rate:.0} durable inserts/s of {} clients in {:.0} transactions/s (SQLite, WAL, synchronous=FULL), p50 {:.2} ms, p99 {:.2} ms",
        options.connections,
        count(commits) / seconds,
        percentile(&mut millis, 0.5),
        percentile(&mut millis, 0.99)
    ))?;
    Ok(rate)
}

async fn open(file: &Path) -> Fallible<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut writer = options.connect().await?;
    writer.execute(TABLES).await?;
    Ok(writer)
}

/// Returns the number of transactions, once nobody asks any more.
async fn write(mut writer: SqliteConnection, mut asked: mpsc::Receiver<Ask>) -> Result<usize, sqlx::Error> {
    let (mut commits, mut gathered) = (0, Vec::with_capacity(GATHERED));
    while asked.recv_many(&mut gathered, GATHERED).await > 0 {
        writer.execute("BEGIN IMMEDIATE").await?;
        for _ in &gathered {
            sqlx::query(LOGIN).bind(1_771_877_304_i64).bind(1_771_878_204_i64).execute(&mut writer).await?;
            sqlx::query(MAIL).bind(1_771_877_304_i64).execute(&mut writer).await?;
        }
        writer.execute("COMMIT").await?;
        commits += 1;
        for done in gathered.drain(..) {
            let _gone = done.send(());
        }
    }
    Ok(commits)
}
