//! Killed at points with a name: in the middle of a commit, of an answer, of a mail's hand-over, of a start and of an end
//! (invariants 34, 49, 50, 51). strace(1) or a wire between the program and its servers finds the point; the program
//! has no hook for it.

use axum::http::Method;

use crate::support::{Database, Fate, Fault, Ground, MailServer, Manner, Process, Proxy, Side};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];

/// What is asked for when the kill comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Register,
    Approve,
    Collect,
    SignOutEverywhere,
    Delete,
}

/// What must be there after the restart, before anybody asks again. Either way it is whole or absent, and asking again
/// ends in the same state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Absent,
    Whole,
    /// It stood in the log and was not yet known to be on the disk.
    Either,
}

use After::{Absent, Either, Whole};
use Deed::{Approve, Collect, Delete, Register, SignOutEverywhere};

const LOG: &str = "doorpost.db-wal";
const ANSWER: &str = "sendto,writev";
/// SQLite is built for one or the other.
const SYNC: &str = "fsync,fdatasync";

/// Name, deed, system calls, on which file, which time, what must be there.
type SystemCall = (&'static str, Deed, &'static str, Option<&'static str>, u32, After);

const SQLITE: [SystemCall; 9] = [
    ("the first page goes to the log", Register, "pwrite64", Some(LOG), 1, Absent),
    ("half of the pages are in the log", Register, "pwrite64", Some(LOG), 9, Absent),
    ("the log is to be synced", Register, SYNC, Some(LOG), 1, Either),
    ("the log is to be synced", Approve, SYNC, Some(LOG), 1, Either),
    ("the first page goes to the log", SignOutEverywhere, "pwrite64", Some(LOG), 1, Absent),
    ("the answer is to be sent", Register, ANSWER, None, 1, Whole),
    ("the answer is to be sent", Collect, ANSWER, None, 1, Whole),
    ("the answer is to be sent", SignOutEverywhere, ANSWER, None, 1, Whole),
    ("the answer is to be sent", Delete, ANSWER, None, 1, Whole),
];

/// Name, deed, who says it, the word, what must be there.
type Word = (&'static str, Deed, Side, &'static [u8], After);

const POSTGRES: [Word; 7] = [
    ("COMMIT is on its way", Register, Side::Program, b"COMMIT\0", Absent),
    ("COMMIT is on its way", Collect, Side::Program, b"COMMIT\0", Absent),
    ("COMMIT is on its way", Delete, Side::Program, b"COMMIT\0", Absent),
    ("COMMIT is answered", Register, Side::Server, b"COMMIT\0", Whole),
    ("COMMIT is answered", Approve, Side::Server, b"COMMIT\0", Whole),
    ("COMMIT is answered", Collect, Side::Server, b"COMMIT\0", Whole),
    ("COMMIT is answered", SignOutEverywhere, Side::Server, b"COMMIT\0", Whole),
];

/// Somebody with two sessions and a login whose mail has come.
struct Stage {
    process: Process,
    first: String,
    second: String,
    auth_id: String,
    link: String,
}

async fn stage(database: Database, settings: &[(&str, &str)], deed: Deed) -> Stage {
    let process = Process::with(database, settings).await;
    let first = process.register("ada", Some(EMAIL)).await.field("session_token");
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    process.submit(&process.mail(EMAIL, "/auth/confirm/").await.link, &APPROVE).await.expect(200);
    let second = process.poll(&auth_id).await.expect(200).field("session_token");
    // The first use of a session is a write of its own.
    assert!(is_alive(&process, &first).await && is_alive(&process, &second).await);
    process.empty_mailbox().await;
    let auth_id = process.login("ada", EMAIL).await.field("auth_id");
    let link = process.mail(EMAIL, "/auth/confirm/").await.link;
    if deed == Collect {
        process.submit(&link, &APPROVE).await.expect(200);
    }
    quiet(&process).await;
    Stage { process, first, second, auth_id, link }
}

/// Nothing is under way beside requests, so that the next thing that happens is what is asked for.
async fn quiet(process: &Process) {
    let ground = Ground::of(process).await;
    for _ in 0..1500 {
        let unfinished = ground.number("SELECT count(*) AS number FROM job_run WHERE finished_date IS NULL").await;
        if ground.queued().await == 0 && unfinished == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(ground.queued().await, 0);
    ground.close().await;
}

async fn is_alive(process: &Process, credential: &str) -> bool {
    let reply = process.get_as(credential, "/auth/whoami").await;
    assert!([200, 401].contains(&reply.status.as_u16()), "{}", reply.text());
    reply.status == 200
}

impl Stage {
    /// Asks, and is killed at it.
    async fn ask_in_vain(&mut self, name: &str, deed: Deed) {
        let process = &self.process;
        let lost = match deed {
            Register => process.try_register("a-key", "bob", None).await,
            Approve => process.try_submit(&self.link, &APPROVE).await,
            Collect => process.try_send(Method::GET, &format!("/auth/session/{}", self.auth_id), None, None).await,
            SignOutEverywhere => process.try_send(Method::DELETE, "/auth/sessions", Some(&self.first), None).await,
            Delete => process.try_send(Method::DELETE, "/auth/account", Some(&self.first), None).await,
        };
        assert!(lost.is_err(), "it was not killed when {name}: {deed:?} is answered {}", lost.unwrap().text());
        assert_eq!(self.process.exit_code().await, None);
    }

    /// Whether it was done: all of it, or nothing.
    async fn is_done(&self, ground: &Ground, deed: Deed) -> bool {
        let sessions = ground.number("SELECT count(*) AS number FROM session").await;
        let logins = "SELECT count(*) AS number FROM pending_login WHERE state = 'pending'";
        let events = |kind: &str| format!("SELECT count(*) AS number FROM event WHERE kind = '{kind}'");
        let (count, before, after) = match deed {
            Register => (vec![ground.number("SELECT count(*) AS number FROM account").await, sessions], [1, 2], [2, 3]),
            Approve => {
                (vec![ground.number(logins).await, ground.number(&events("login_approved")).await], [1, 1], [0, 2])
            }
            Collect => (vec![sessions, ground.number(&events("session_begun")).await], [2, 2], [3, 3]),
            SignOutEverywhere => (vec![sessions, ground.number(logins).await], [2, 1], [1, 0]),
            Delete => (vec![sessions, ground.number("SELECT count(*) AS number FROM account").await], [2, 1], [0, 0]),
        };
        assert!(count == before || count == after, "{deed:?} is half done: {count:?}");
        count == after
    }

    async fn ask_again(&self, deed: Deed) {
        let process = &self.process;
        match deed {
            Register => {
                let token =
                    process.try_register("a-key", "bob", None).await.unwrap().expect(200).field("session_token");
                assert!(is_alive(process, &token).await);
            }
            Approve => {
                let reply = process.submit(&self.link, &APPROVE).await;
                assert!([200, 410].contains(&reply.status.as_u16()), "{}", reply.text());
                let token = process.poll(&self.auth_id).await.expect(200).field("session_token");
                assert!(is_alive(process, &token).await);
            }
            Collect => {
                let collected = process.poll(&self.auth_id).await.expect(200);
                assert_eq!(process.poll(&self.auth_id).await.expect(200).body, collected.body);
                assert!(is_alive(process, &collected.field("session_token")).await);
            }
            SignOutEverywhere => {
                process.send(Method::DELETE, "/auth/sessions", Some(&self.first), None).await.expect(200);
                assert!(!is_alive(process, &self.second).await);
                process.poll(&self.auth_id).await.expect_error(400, "access_denied");
            }
            Delete => {
                let reply = process.send(Method::DELETE, "/auth/account", Some(&self.first), None).await;
                assert!([204, 401].contains(&reply.status.as_u16()), "{}", reply.text());
                assert!(!is_alive(process, &self.first).await && !is_alive(process, &self.second).await);
                return;
            }
        }
        assert!(is_alive(process, &self.first).await, "what was acknowledged is lost");
        assert_eq!(is_alive(process, &self.second).await, deed != SignOutEverywhere);
    }

    async fn expect(&mut self, name: &str, deed: Deed, after: After) {
        self.process.start_again().await;
        let ground = Ground::of(&self.process).await;
        ground.assert_sound().await;
        let done = self.is_done(&ground, deed).await;
        let right = match after {
            Absent => !done,
            Whole => done,
            Either => true,
        };
        assert!(right, "{deed:?}, killed when {name}: it is {}", if done { "there" } else { "not there" });
        ground.outlast_leases().await;
        self.ask_again(deed).await;
        quiet(&self.process).await;
        ground.assert_sound().await;
        ground.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_request_on_sqlite() {
    for (name, deed, calls, file, time, after) in SQLITE {
        let mut stage = stage(Database::Sqlite, &[], deed).await;
        let path = file.map(|file| stage.process.home().join("data").join(file).to_string_lossy().into_owned());
        let what = format!("signal=KILL:when={time}");
        let fault = Fault { calls, path: path.as_deref(), what: &what };
        let _struck = fault.strike(stage.process.id()).await;
        stage.ask_in_vain(name, deed).await;
        stage.expect(name, deed, after).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_request_on_postgres() {
    for (name, deed, side, word, after) in POSTGRES {
        let url = Database::Postgres.url().await.expect("a URL");
        let (wire, through) = Proxy::before(&url).await;
        let mut stage = stage(Database::Sqlite, &[("DATABASE_URL", &through)], deed).await;
        wire.expect(side, word, Fate::Kill(stage.process.id()), 1);
        stage.ask_in_vain(name, deed).await;
        stage.expect(name, deed, after).await;
    }
}

/// Registrations until the point is reached; returns the tokens that were acknowledged.
async fn register_until_killed(process: &Process, point: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for number in 0..2000 {
        match process.try_register(&format!("k{number}"), &format!("n{number}"), None).await {
            Ok(reply) => tokens.push(reply.expect(200).field("session_token")),
            Err(_) => return tokens,
        }
    }
    panic!("{point}: the point is never reached");
}

/// While pages go from the log into the file: under load, and at the end of an orderly stop; and when the log, which is
/// empty by then, is taken away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_checkpoint() {
    for (name, calls, file, time) in [
        ("the first page goes to the file", "pwrite64", "doorpost.db", 1),
        ("some pages are in the file", "pwrite64", "doorpost.db", 7),
        ("the file is to be synced", SYNC, "doorpost.db", 1),
    ] {
        let mut process = Process::start(Database::Sqlite).await;
        let path = process.home().join("data").join(file).to_string_lossy().into_owned();
        let what = format!("signal=KILL:when={time}");
        let _struck = Fault { calls, path: Some(&path), what: &what }.strike(process.id()).await;
        let tokens = register_until_killed(&process, name).await;
        process.exit_code().await;
        process.start_again().await;
        all_are_there(&process, &tokens).await;
    }
    for (name, calls, file) in [
        ("it stops, and the first page goes to the file", "pwrite64", "doorpost.db"),
        ("it stops, and the log is taken away", "unlink", LOG),
    ] {
        let mut process = Process::start(Database::Sqlite).await;
        let mut tokens = Vec::new();
        for number in 0..10 {
            tokens.push(process.register(&format!("n{number}"), None).await.field("session_token"));
        }
        let path = process.home().join("data").join(file).to_string_lossy().into_owned();
        let _struck = Fault { calls, path: Some(&path), what: "signal=KILL:when=1" }.strike(process.id()).await;
        process.signal("TERM").await;
        assert_eq!(process.exit_code().await, None, "killed when {name}");
        process.start_again().await;
        all_are_there(&process, &tokens).await;
    }
}

async fn all_are_there(process: &Process, tokens: &[String]) {
    for token in tokens {
        assert!(is_alive(process, token).await, "what was acknowledged is lost");
    }
    let ground = Ground::of(process).await;
    ground.assert_sound().await;
    ground.close().await;
}

/// The first start of all: the keyring's secret, which must never be half there, and the migrations.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_first_start_on_sqlite() {
    for (name, calls, what) in [
        ("the file is no database yet", SYNC, "signal=KILL:when=1"),
        ("the secret has no name yet", "link,linkat", "signal=KILL:when=1"),
        ("the first migrations are in the log", "pwrite64", "signal=KILL:when=30"),
        ("the migrations are to be synced", SYNC, "signal=KILL:when=7"),
    ] {
        let mut process = Process::under(&Fault { calls, path: None, what }.wrapper(), Database::Sqlite, &[]).await;
        // strace ends as what it traced did.
        assert_eq!(process.exit_code().await, None, "killed when {name}: {}", process.log());
        process.start_again().await;
        let token = process.register("ada", None).await.field("session_token");
        all_are_there(&process, &[token]).await;
    }
}

/// The same on PostgreSQL, in the middle of the tables and at their COMMIT.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_first_start_on_postgres() {
    for (side, word) in [(Side::Program, &b"CREATE TABLE"[..]), (Side::Program, b"outbox"), (Side::Server, b"COMMIT\0")]
    {
        let url = Database::empty_postgres().await;
        let (wire, through) = Proxy::before(&url).await;
        let mut process = Process::under(&[], Database::Sqlite, &[("DATABASE_URL", &through)]).await;
        wire.expect(side, word, Fate::Kill(process.id()), 1);
        assert_eq!(process.exit_code().await, None, "{}", process.log());
        process.start_again().await;
        let token = process.register("ada", None).await.field("session_token");
        all_are_there(&process, &[token]).await;
    }
}

/// A mail that is taken and has its link, one whose recipient is named, and one that the mail server has, of which the
/// program knows nothing: each comes once the lease ended, at worst twice, and every link of it works.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_hand_over() {
    for (name, side, word, known) in [
        ("nothing is said yet", Side::Server, &b"220 "[..], 0),
        ("the recipient is named", Side::Program, b"RCPT", 0),
        ("the text is to follow", Side::Program, b"DATA", 0),
        ("the mail server has it", Side::Server, b"250 taken", 1),
    ] {
        for database in [Database::Sqlite, Database::Postgres] {
            let server = MailServer::start(Manner::Polite).await;
            let (wire, through) = Proxy::before(&server.url()).await;
            let mut process = Process::with(database, &[("MAIL__URL", &through)]).await;
            wire.expect(side, word, Fate::Kill(process.id()), 1);
            // Its answer may come first or be lost.
            let _lost = process.try_register("a-key", "ada", Some(EMAIL)).await;
            wire.said().await;
            assert_eq!(process.exit_code().await, None, "killed when {name}");
            assert_eq!(server.texts().len(), known);
            process.start_again().await;
            let ground = Ground::of(&process).await;
            // On SQLite it may be on its way again by now.
            assert!(database == Database::Sqlite || ground.queued().await == 1, "{name}: the mail is in the outbox");
            ground.outlast_leases().await;
            quiet(&process).await;
            assert_eq!(server.texts().len(), known + 1, "{name}");
            let links: Vec<_> = server.texts().iter().map(crate::support::Text::link).collect();
            process.submit(&links[0], &crate::support::FOLLOW).await.expect(200);
            let token = process.try_register("a-key", "ada", Some(EMAIL)).await.unwrap().expect(200);
            let account = process.get_as(&token.field("session_token"), "/auth/account").await.expect(200).json();
            assert_eq!(account["email_verified"], true);
            ground.close().await;
        }
    }
}

/// A backup that is cut short harms neither the program nor the next backup, and leaves nothing under the backup's name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_backup() {
    let process = Process::start(Database::Sqlite).await;
    let token = process.register("ada", None).await.field("session_token");
    for (calls, what) in [
        ("pwrite64", "signal=KILL:when=40"),
        (SYNC, "signal=KILL:when=1"),
        ("rename,renameat,renameat2", "signal=KILL:when=1"),
    ] {
        let file = process.home().join("copy.db");
        let arguments = ["backup", file.to_str().expect("a readable path")];
        let cut =
            process.command_under(&Fault { calls, path: None, what }.wrapper(), &arguments).output().await.unwrap();
        assert_eq!(cut.status.code(), None, "killed at {calls}: {cut:?}");
        assert!(!file.exists());
        assert!(is_alive(&process, &token).await);
        let whole = process.run(&arguments).await;
        assert!(whole.status.success(), "{whole:?}");
        std::fs::remove_file(&file).unwrap();
    }
    all_are_there(&process, &[token]).await;
}

/// In the middle of a purge, which begins a minute after the start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_purge() {
    let mut process = Process::start(Database::Sqlite).await;
    let token = process.register("ada", None).await.field("session_token");
    for number in 0..20 {
        process.try_register(&format!("k{number}"), &format!("n{number}"), None).await.unwrap().expect(200);
    }
    let ground = Ground::of(&process).await;
    ground.execute("UPDATE idempotency_record SET expiration_date = 0").await;
    quiet(&process).await;
    let path = process.home().join("data").join(LOG).to_string_lossy().into_owned();
    // Past what notes that the job begins.
    let fault = Fault { calls: SYNC, path: Some(&path), what: "signal=KILL:when=2" };
    let _struck = fault.strike(process.id()).await;
    for _ in 0..900 {
        if !process.runs() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(process.exit_code().await, None, "the purge never comes");
    process.start_again().await;
    let unfinished = "SELECT count(*) AS number FROM job_run WHERE name = 'purge' AND finished_date IS NULL";
    assert_eq!(ground.number(unfinished).await, 1, "it was not killed in a purge");
    let left = ground.number("SELECT count(*) AS number FROM idempotency_record").await;
    assert!([0, 20].contains(&left), "half purged: {left}");
    ground.outlast_leases().await;
    ground.close().await;
    all_are_there(&process, &[token]).await;
}
