//! How long others wait for the single writer of SQLite while expired rows are purged: sessions, pending logins, links, mails, events
//! and answers, so many of each. `cargo bench --bench purge` prints a table; nothing passes or fails. `ROWS=1000000` for another
//! number.

use std::io::Write;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use doorpost::app::{App, Overrides, build};
use doorpost::config::{Config, Sources};
use doorpost::view::public_url::PublicUrl;
use scoped_futures::ScopedFutureExt;
use sea_orm::{ConnectionTrait, DbErr};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};

/// Between two writes of the one who waits.
const PAUSE: Duration = Duration::from_millis(1);
const KEYRING: &str = "dGhlIGJlbmNoZXMgaGF2ZSBhIGtleXJpbmcgdG9vISE=";

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let rows: u64 = std::env::var("ROWS").map_or(Ok(200_000), |rows| rows.parse())?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(measure(rows))
}

#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
async fn measure(rows: u64) -> Fallible<()> {
    let directory = tempfile::tempdir()?;
    let app = start(directory.path()).await?;
    fill(&directory.path().join("doorpost.db"), rows).await?;
    let alone = probe(&app, Duration::from_secs(2)).await?;
    let began = Instant::now();
    let purging = tokio::spawn({
        let jobs = app.jobs.clone();
        async move { jobs.purge().await }
    });
    let mut beside = Vec::new();
    while !purging.is_finished() {
        beside.extend(probe(&app, Duration::from_millis(50)).await?);
    }
    let purged = purging.await??;
    let taken = began.elapsed().as_secs_f64();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{purged} rows purged in {taken:.1} s")?;
    writeln!(
        out,
        "{:<24} {:>8} {:>10} {:>10} {:>10}",
        "a write of another", "writes", "median ms", "p99 ms", "max ms"
    )?;
    for (name, mut waits) in [("alone", alone), ("beside the purge", beside)] {
        waits.sort_by(f64::total_cmp);
        let [median, p99, max] = [waits.len() / 2, waits.len() * 99 / 100, waits.len() - 1].map(|index| waits[index]);
        writeln!(out, "{name:<24} {:>8} {median:>10.2} {p99:>10.2} {max:>10.2}", waits.len())?;
    }
    app.context.db.close().await;
    Ok(())
}

async fn start(directory: &Path) -> Fallible<App> {
    let data_dir = directory.as_os_str().to_owned();
    let environment = vec![("DOORPOST_DATA_DIR".into(), data_dir), ("DOORPOST_KEYRING__SECRET".into(), KEYRING.into())];
    let config = Config::load(Sources { environment, ..Sources::default() })?;
    Ok(build(&config, PublicUrl::parse("http://127.0.0.1:3000")?, Overrides::default()).await?)
}

/// Everything has ended a year ago.
async fn fill(file: &Path, rows: u64) -> Fallible<()> {
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", file.display()))?.foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})");
    let accounts = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} / 3)");
    let id = "randomblob(16)";
    let owner = format!("(SELECT id FROM account WHERE rowid = n.i % ({rows} / 3) + 1)");
    let date = "unixepoch() - 31536000 - n.i % 100000";
    for statement in [
        format!(
            "INSERT INTO account (id, username, username_key, email_verified, creation_date) \
             {accounts} SELECT {id}, 'user' || i, 'user' || i, 0, {date} FROM n"
        ),
        format!(
            "INSERT INTO session (id, account_id, token_hash, platform, creation_date, last_seen_date, expiration_date, \
             max_expiration_date) {numbers} SELECT {id}, {owner}, randomblob(32), 'a device', {date}, {date}, {date}, {date} FROM n"
        ),
        format!(
            "INSERT INTO event (id, account_id, kind, creation_date) \
             {numbers} SELECT {id}, {owner}, 'session_begun', {date} FROM n"
        ),
        format!(
            "INSERT INTO pending_login (id, auth_id_hash, state, account_id, email_key, mailbox, platform, locale, \
             match_code_hash, match_tries, mail_code_tries, creation_date, expiration_date, collection_date, sealed_token, \
             seal_salt) {numbers} SELECT {id}, randomblob(32), 'collected', {owner}, 'a@example.org', \
             CASE WHEN i % 2 THEN 'a@example.org' END, 'a device', 'en', randomblob(32), 0, 0, {date}, {date}, {date}, \
             CASE WHEN i % 2 THEN randomblob(300) END, CASE WHEN i % 2 THEN randomblob(16) END FROM n"
        ),
        format!(
            "INSERT INTO confirmation_token (token_hash, pending_login_id) \
             {numbers} SELECT randomblob(32), (SELECT id FROM pending_login WHERE rowid = n.i) FROM n"
        ),
        format!(
            "INSERT INTO outbox (id, kind, pending_login_id, state, attempts, next_attempt_date, creation_date, \
             expiration_date) {numbers} SELECT {id}, 'login', (SELECT id FROM pending_login WHERE rowid = n.i), 'sent', 1, \
             {date}, {date}, {date} FROM n"
        ),
        format!(
            "INSERT INTO idempotency_record (key_hash, body_hash, account_id, session_id, sealed_token, seal_salt, \
             session_expiration_date, expiration_date) {numbers} SELECT randomblob(32), randomblob(32), {owner}, {id}, \
             randomblob(300), randomblob(16), {date}, {date} FROM n"
        ),
    ] {
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    connection.close().await?;
    Ok(())
}

/// Milliseconds that small writes take, one after the other.
#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
async fn probe(app: &App, time: Duration) -> Result<Vec<f64>, DbErr> {
    let end = Instant::now() + time;
    let mut waits = Vec::new();
    while Instant::now() < end {
        let began = Instant::now();
        app.context
            .db
            .write("probe", |tx| {
                async move { tx.execute_unprepared("DELETE FROM job_run WHERE name = 'probe'").await.map(drop) }
                    .scope_boxed()
            })
            .await?;
        waits.push(began.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(PAUSE).await;
    }
    Ok(waits)
}
