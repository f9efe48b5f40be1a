//! What the routes that are used most take with few and with many sessions, over one connection to the program as it is shipped, on
//! SQLite. Every session is asked for once, so that no cache knows it, and once more. `cargo bench --bench growth` prints medians and
//! 99th percentiles, and both as multiples of the smallest; nothing passes or fails. `SIZES=1000,100000` for other numbers of
//! sessions. `KEEP=/var/tmp/growth` keeps what was filled in that folder, and takes what is there already.

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Child;

use doorpost::random::OsRandom;
use doorpost::secret::SessionToken;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use support::{Connection, Fallible, start};

const SIZES: &str = "1000,100000,5000000";
const KNOWN: usize = 900;
/// Of those that are known, every third is asked for before anything is measured: connections are opened, statements prepared and
/// page caches filled for the first time, which is done once in the life of a process, and takes the longer the more there is to read.
const WARM_UP: usize = 3;
const LOGINS: u64 = 600;
/// Seconds: ten years, so that nothing that is kept for another run is purged by it.
const LIFE: u64 = 315_360_000;
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
    let temporary = tempfile::tempdir()?;
    let directory = match std::env::var_os("KEEP") {
        Some(kept) => PathBuf::from(kept).join(sessions.to_string()),
        None => temporary.path().to_owned(),
    };
    std::fs::create_dir_all(&directory)?;
    // It makes the tables.
    stop(start(&directory)?.0);
    let file = directory.join("doorpost.db");
    let tokens = tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(fill(&file, sessions))?;
    let (server, address) = start(&directory)?;
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
    let filled: i64 =
        sqlx::query_scalar("SELECT coalesce(max(rowid), 0) FROM session").fetch_one(&mut connection).await?;
    connection.execute("BEGIN").await?;
    if filled == 0 {
        insert(&mut connection, sessions).await?;
    }
    // Of an earlier run: it would be purged in the middle of this one.
    connection.execute("DELETE FROM outbox; DELETE FROM pending_login").await?;
    let tokens = make_known(&mut connection, sessions).await?;
    connection.execute("COMMIT").await?;
    // On disk now, and not while the routes are measured.
    connection.execute("PRAGMA synchronous = FULL").await?;
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    connection.close().await?;
    Ok(tokens)
}

async fn insert(connection: &mut SqliteConnection, sessions: u64) -> Fallible<()> {
    let accounts = sessions / 3;
    let numbers =
        |count: u64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    // UUIDs v7, one a millisecond: each goes to the end of its index, as those of the program do.
    let id = "unhex(format('%012x7%03x', unixepoch() * 1000 - 100000000 + i, i % 4096) || '8' || substr(hex(randomblob(8)), 2))";
    for statement in [
        format!(
            "INSERT INTO account (id, username, username_key, email, email_key, email_verified, creation_date) {} \
             SELECT {id}, 'user' || i, 'user' || i, 'user' || i || '@example.org', 'user' || i || '@example.org', \
             1, unixepoch() FROM n",
            numbers(accounts)
        ),
        format!(
            "INSERT INTO session (id, account_id, token_hash, platform, creation_date, last_seen_date, expiration_date, \
             max_expiration_date, first_use_date) {} SELECT {id}, (SELECT id FROM account WHERE rowid = n.i % {accounts} + 1), \
             randomblob(32), 'a device', unixepoch() - 1, unixepoch(), unixepoch() + {LIFE}, unixepoch() + {LIFE} + 1, \
             unixepoch() FROM n",
            numbers(sessions)
        ),
    ] {
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    Ok(())
}

/// Gives sessions that are spread evenly tokens that are known here. They were used just now, so that asking notes nothing.
async fn make_known(connection: &mut SqliteConnection, sessions: u64) -> Fallible<Vec<SessionToken>> {
    let known = format!(
        "UPDATE session SET token_hash = ?, last_seen_date = unixepoch() \
         WHERE rowid = (SELECT max(rowid) FROM session) - ? * ({sessions} / {KNOWN})"
    );
    let mut tokens = Vec::new();
    for number in 0..i64::try_from(KNOWN)? {
        let token = SessionToken::generate(&OsRandom);
        sqlx::query(AssertSqlSafe(known.as_str()))
            .bind(token.hash().to_vec())
            .bind(number)
            .execute(&mut *connection)
            .await?;
        tokens.push(token);
    }
    Ok(tokens)
}

fn ask(address: &str, tokens: &[SessionToken], accounts: u64) -> Fallible<Vec<Vec<f64>>> {
    let mut connection = Connection::open(address)?;
    for token in tokens.iter().step_by(WARM_UP) {
        get(&mut connection, "/auth/whoami", token)?;
    }
    let measured: Vec<_> =
        tokens.iter().enumerate().filter_map(|(place, token)| (place % WARM_UP != 0).then_some(token)).collect();
    let mut millis = vec![Vec::new(); ROUTES.len()];
    for (place, path) in ["/auth/whoami", "/auth/whoami", "/auth/verify", "/auth/sessions"].into_iter().enumerate() {
        for token in &measured {
            millis[place].push(get(&mut connection, path, token)?);
        }
    }
    for number in 0..LOGINS {
        let name = format!("user{}", number * accounts / LOGINS + 1);
        let body = format!(r#"{{"username": "{name}", "email": "{name}@example.org", "session_platform": "x"}}"#);
        let (taken, answer) = connection.send("POST", "/auth/login", "", &body)?;
        millis[4].push(taken);
        let auth_id = answer.split("\"auth_id\":\"").nth(1).and_then(|rest| rest.get(..36)).ok_or("no auth id")?;
        millis[5].push(connection.send("GET", &format!("/auth/session/{auth_id}"), "", "")?.0);
    }
    Ok(millis)
}

fn get(connection: &mut Connection, path: &str, token: &SessionToken) -> Fallible<f64> {
    let (millis, answer) = connection.send("GET", path, token.expose(), "")?;
    if answer.contains("\"code\"") {
        return Err(answer.into());
    }
    Ok(millis)
}

fn percentiles(mut samples: Vec<f64>) -> [f64; 2] {
    samples.sort_by(f64::total_cmp);
    [samples[samples.len() / 2], samples[samples.len() * 99 / 100]]
}
