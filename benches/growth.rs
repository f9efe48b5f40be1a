//! What the routes that are used most take with few and with many sessions, on SQLite: a program as it is shipped for each number of
//! sessions, all of them at the same time, asked in turn, one request each. What the machine does meanwhile, it does to all.
//! Every session is asked for once, so that no cache knows it, and once more. `cargo bench --bench growth` prints medians, 99th
//! percentiles and the processor time of the server, each also as a multiple of the first; nothing passes or fails.
//! `SIZES=1000,100000` for other numbers of sessions, `ROUNDS` for how many times everything is started anew (5).
//! `KEEP=/var/tmp/growth` keeps what was filled in that folder, and takes what is there already.

mod support;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use doorpost::crypto::random::OsRandom;
use doorpost::crypto::secret::SessionToken;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use support::{Connection, Fallible, start};

const SIZES: &str = "1000,100000,5000000";
const KNOWN: usize = 900;
/// Of those that are known, every third is asked for before anything is measured: connections are opened, statements prepared and
/// page caches filled for the first time, which is done once in the life of a process, and takes the longer the more there is to read.
const WARM_UP: usize = 3;
const LOGINS: usize = 600;
const ROUNDS: usize = 5;
/// Seconds: ten years, so that nothing that is kept for another run is purged by it.
const LIFE: u64 = 315_360_000;
const ROUTES: [&str; 6] = ["whoami", "whoami, again", "verify, again", "sessions", "login", "pending poll"];

/// A program with so many sessions, while it runs.
struct Server {
    process: Child,
    connection: Connection,
    sessions: u64,
    tokens: Vec<SessionToken>,
    /// Of the logins that were asked for, the one to be polled.
    auth_id: String,
}

/// What one route took with one number of sessions.
#[derive(Clone, Default)]
struct Taken {
    millis: Vec<f64>,
    processor_nanos: u64,
}

fn main() -> Fallible<()> {
    let sizes = std::env::var("SIZES").unwrap_or_else(|_| SIZES.to_owned());
    let sizes = sizes.split(',').map(|size| size.trim().parse()).collect::<Result<Vec<u64>, _>>()?;
    let rounds = std::env::var("ROUNDS").map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let temporary = tempfile::tempdir()?;
    let folder = std::env::var_os("KEEP").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let mut taken = vec![vec![Taken::default(); ROUTES.len()]; sizes.len()];
    for _ in 0..rounds {
        let mut servers = Vec::new();
        for size in &sizes {
            servers.push(Server::start(&folder.join(size.to_string()), *size)?);
        }
        ask_all(&mut servers, &mut taken)?;
    }
    print(&sizes, &taken)
}

fn print(sizes: &[u64], taken: &[Vec<Taken>]) -> Fallible<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<16} {:>9} {:>10} {:>7} {:>10} {:>7} {:>7} {:>7}",
        "", "sessions", "median ms", "ratio", "p99 ms", "ratio", "CPU µs", "ratio"
    )?;
    for (place, route) in ROUTES.iter().enumerate() {
        let [base_median, base_p99, base_processor] = taken[0][place].figures();
        for (size, taken) in sizes.iter().zip(taken) {
            let [median, p99, processor] = taken[place].figures();
            writeln!(
                out,
                "{route:<16} {size:>9} {median:>10.3} {:>7.2} {p99:>10.3} {:>7.2} {processor:>7.1} {:>7.2}",
                median / base_median,
                p99 / base_p99,
                processor / base_processor
            )?;
        }
    }
    Ok(())
}

impl Taken {
    /// Median and 99th percentile in milliseconds, and processor time in microseconds.
    fn figures(&self) -> [f64; 3] {
        let mut sorted = self.millis.clone();
        sorted.sort_by(f64::total_cmp);
        let requests = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
        let each = Duration::from_nanos(self.processor_nanos) / requests;
        [sorted[sorted.len() / 2], sorted[sorted.len() * 99 / 100], each.as_secs_f64() * 1_000_000.0]
    }
}

impl Server {
    fn start(directory: &Path, sessions: u64) -> Fallible<Self> {
        std::fs::create_dir_all(directory)?;
        // It makes the tables.
        stop(&mut start(directory)?.0);
        let file = directory.join("doorpost.db");
        let tokens =
            tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(fill(&file, sessions))?;
        // From here on nothing is read from the disk: that is another measurement, and the disk's.
        std::io::copy(&mut File::open(&file)?, &mut std::io::sink())?;
        let (process, address) = start(directory)?;
        let connection = Connection::open(&address)?;
        Ok(Self { process, connection, sessions, tokens, auth_id: String::new() })
    }

    fn ask(&mut self, route: usize, place: usize) -> Fallible<f64> {
        let token = self.tokens.get(place).map_or("", |token| token.expose());
        let name = format!("user{}", place as u64 * (self.sessions / 3) / LOGINS as u64 + 1);
        let login = format!(r#"{{"username": "{name}", "email": "{name}@example.org", "session_platform": "x"}}"#);
        let (millis, answer) = match ROUTES[route] {
            "whoami" | "whoami, again" => self.connection.send("GET", "/auth/whoami", token, "")?,
            "verify, again" => self.connection.send("GET", "/auth/verify", token, "")?,
            "sessions" => self.connection.send("GET", "/auth/sessions", token, "")?,
            "login" => self.connection.send("POST", "/auth/login", "", &login)?,
            _ => self.connection.send("GET", &format!("/auth/session/{}", self.auth_id), "", "")?,
        };
        if let Some(auth_id) = answer.split("\"auth_id\":\"").nth(1).and_then(|rest| rest.get(..36)) {
            auth_id.clone_into(&mut self.auth_id);
        } else if answer.contains("\"code\"") && !answer.contains("authorization_pending") {
            return Err(answer.into());
        }
        Ok(millis)
    }

    /// Nanoseconds that its threads ran so far.
    fn processor_nanos(&self) -> Fallible<u64> {
        let mut nanos = 0;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let ran = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanos += ran.split_whitespace().next().ok_or("no time in schedstat")?.parse::<u64>()?;
        }
        Ok(nanos)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

fn stop(server: &mut Child) {
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

fn ask_all(servers: &mut [Server], taken: &mut [Vec<Taken>]) -> Fallible<()> {
    for place in (0..KNOWN).step_by(WARM_UP) {
        ask_in_turn(servers, taken, 0, place, false)?;
    }
    for route in 0..4 {
        for place in (0..KNOWN).filter(|place| place % WARM_UP != 0) {
            ask_in_turn(servers, taken, route, place, true)?;
        }
    }
    for place in 0..LOGINS {
        ask_in_turn(servers, taken, 4, place, true)?;
        ask_in_turn(servers, taken, 5, place, true)?;
    }
    Ok(())
}

/// Who is asked first changes, as whoever comes first finds the processors less awake.
fn ask_in_turn(
    servers: &mut [Server],
    taken: &mut [Vec<Taken>],
    route: usize,
    place: usize,
    counts: bool,
) -> Fallible<()> {
    for turn in 0..servers.len() {
        let which = (turn + place) % servers.len();
        let before = servers[which].processor_nanos()?;
        let millis = servers[which].ask(route, place)?;
        let ran = servers[which].processor_nanos()?.saturating_sub(before);
        if counts {
            taken[which][route].millis.push(millis);
            taken[which][route].processor_nanos += ran;
        }
    }
    Ok(())
}
