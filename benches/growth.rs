//! What the routes that are used most take with few and with many sessions, over one connection to the program as it is shipped, on
//! SQLite. Every session is asked for once, so that no cache knows it, and once more. `cargo bench --bench growth` prints medians and
//! 99th percentiles, and both as multiples of the smallest; nothing passes or fails. `SIZES=1000,100000` for other numbers of
//! sessions.

mod support;

use std::io::Write;
use std::path::Path;
use std::process::Child;

use doorpost::random::OsRandom;
use doorpost::secret::SessionToken;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use support::{Connection, Fallible, start};

const SIZES: &str = "1000,100000,5000000";
const SAMPLES: usize = 900;
const ROUTES: [&str; 6] = ["whoami", "whoami, again", "verify, again", "sessions", "login", "pending poll"];

fn main() -> Fallible<()> {
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| SIZES.to_owned());
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<16} {:>9} {:>10} {:>7} {:>10} {:>7}", "", "sessions", "median ms", "ratio", "p99 ms", "ratio")?;
    let mut smallest: Option<Vec<[f64; 2]>> = None;
    for size in sizes.split(',') {
        let measured = measure(size.trim().parse()?)?;
        let base = smallest.get_or_insert_with(|| measured.clone());
        for ((route, [median, p99]), [base_median, base_p99]) in ROUTES.iter().zip(&measured).zip(base.iter()) {
            let (times_median, times_p99) = (median / base_median, p99 / base_p99);
            writeln!(out, "{route:<16} {size:>9} {median:>10.3} {times_median:>7.2} {p99:>10.3} {times_p99:>7.2}")?;
        }
    }
    Ok(())
}

/// Median and 99th percentile of each route, in milliseconds.
fn measure(sessions: u64) -> Fallible<Vec<[f64; 2]>> {
    let directory = tempfile::tempdir()?;
    // It makes the tables.
    stop(start(directory.path())?.0);
    let file = directory.path().join("doorpost.db");
    let tokens = tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(fill(&file, sessions))?;
    let (server, address) = start(directory.path())?;
    let measured = ask(&address, &tokens, sessions / 3);
    stop(server);
    Ok(measured?.into_iter().map(percentiles).collect())
}

fn stop(mut server: Child) {
    let _gone = server.kill();
    let _reaped = server.wait();
}

/// Three sessions for an account, of which some have tokens that are known here.
async fn fill(file: &Path, sessions: u64) -> Fallible<Vec<SessionToken>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(false)
        .pragma("cache_size", "-1000000");
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let accounts = sessions / 3;
    let numbers =
        |count: u64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    let insert_sessions = "INSERT INTO session (id, account_id, token_hash, platform, creation_date, last_seen_date, \
                           expiration_date, max_expiration_date, first_use_date)";
    let dates = "unixepoch() - 1, unixepoch(), unixepoch() + 2592000, unixepoch() + 15552000, unixepoch()";
    connection.execute("BEGIN").await?;
    for statement in [
        format!(
            "INSERT INTO account (id, username, username_key, email, email_key, email_verified, creation_date) {} \
             SELECT randomblob(16), 'user' || i, 'user' || i, 'user' || i || '@example.org', 'user' || i || '@example.org', \
             1, unixepoch() FROM n",
            numbers(accounts)
        ),
        format!(
            "{insert_sessions} {} SELECT randomblob(16), (SELECT id FROM account WHERE rowid = n.i % {accounts} + 1), \
             randomblob(32), 'a device', {dates} FROM n",
            numbers(sessions)
        ),
    ] {
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    let known = format!(
        "UPDATE session SET token_hash = ? WHERE rowid = (SELECT max(rowid) FROM session) - ? * ({sessions} / {SAMPLES})"
    );
    let mut tokens = Vec::new();
    for number in 0..i64::try_from(SAMPLES)? {
        let token = SessionToken::generate(&OsRandom);
        sqlx::query(AssertSqlSafe(known.as_str()))
            .bind(token.hash().to_vec())
            .bind(number)
            .execute(&mut connection)
            .await?;
        tokens.push(token);
    }
    connection.execute("COMMIT").await?;
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    connection.close().await?;
    Ok(tokens)
}

fn ask(address: &str, tokens: &[SessionToken], accounts: u64) -> Fallible<Vec<Vec<f64>>> {
    let mut connection = Connection::open(address)?;
    let mut millis = vec![Vec::new(); ROUTES.len()];
    for (place, path) in ["/auth/whoami", "/auth/whoami", "/auth/verify", "/auth/sessions"].into_iter().enumerate() {
        for token in tokens {
            let (taken, answer) = connection.send("GET", path, token.expose(), "")?;
            if answer.contains("\"code\"") {
                return Err(answer.into());
            }
            millis[place].push(taken);
        }
    }
    for number in 0..u64::try_from(SAMPLES)? {
        let name = format!("user{}", number * accounts / u64::try_from(SAMPLES)? + 1);
        let body = format!(r#"{{"username": "{name}", "email": "{name}@example.org", "session_platform": "x"}}"#);
        let (taken, answer) = connection.send("POST", "/auth/login", "", &body)?;
        millis[4].push(taken);
        let auth_id = answer.split("\"auth_id\":\"").nth(1).and_then(|rest| rest.get(..36)).ok_or("no auth id")?;
        millis[5].push(connection.send("GET", &format!("/auth/session/{auth_id}"), "", "")?.0);
    }
    Ok(millis)
}

fn percentiles(mut samples: Vec<f64>) -> [f64; 2] {
    samples.sort_by(f64::total_cmp);
    [samples[samples.len() / 2], samples[samples.len() * 99 / 100]]
}
