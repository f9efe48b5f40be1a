//! A throw-away PostgreSQL cluster for the whole run, from the machine's own binaries.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use tokio::sync::{Mutex, OnceCell};

const PREFIX: &str = "doorpost-test-postgres-";

pub struct Cluster {
    pub port: u16,
    directory: PathBuf,
    /// Settings beyond the usual ones.
    options: Vec<String>,
    /// The server's process.
    server: std::sync::Mutex<Option<u32>>,
    template: OnceCell<String>,
    /// `CREATE DATABASE` needs its template to itself.
    creating: Mutex<()>,
}

/// The cluster, started by whoever asks first.
pub async fn cluster() -> &'static Cluster {
    static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
    CLUSTER.get_or_init(|| Cluster::start("shared", &["max_connections=500"])).await
}

impl Cluster {
    /// One for a single test, which may do to it what it likes.
    pub async fn own(options: &[&str]) -> Self {
        Self::start(&super::unique("own"), options).await
    }

    async fn start(name: &str, options: &[&str]) -> Self {
        remove_leftovers();
        let directory = home(name);
        let data = directory.join("data");
        let mut initdb = command(&as_owner(), "initdb");
        run(initdb
            .args(["--auth=trust", "--username=doorpost", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data));
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        let server = std::sync::Mutex::default();
        let creating = Mutex::default();
        let cluster = Self { port: free_port(), directory, options, server, template: OnceCell::new(), creating };
        cluster.launch().await;
        cluster
    }

    /// Starts the server, and waits until it answers.
    pub async fn launch(&self) {
        // The child dies with the thread that made it, so that one never ends; and the thread dies with this process,
        // whichever way that goes.
        let mut own_and_die = as_owner();
        own_and_die.extend(["--pdeathsig", "QUIT"]);
        let mut server = command(&own_and_die, "postgres");
        server
            .arg("-D")
            .arg(self.directory.join("data"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-k", ""])
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "shared_buffers=64MB", "-c", "max_wal_size=256MB"])
            .args(self.options.iter().flat_map(|option| ["-c", option]))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let (tell, told) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut child = server.spawn().expect("PostgreSQL starts");
            let _gone = tell.send(child.id());
            child.wait().expect("a status");
        });
        *self.server.lock().expect("nobody panicked") = Some(told.await.expect("a process"));
        self.wait_until_ready().await;
    }

    /// Ends the server at once, as `pg_ctl stop -m immediate` does: no connection is ended in order, and what was
    /// committed has to be recovered.
    pub async fn crash(&self) {
        let id = self.server.lock().expect("nobody panicked").take().expect("it runs").to_string();
        super::send_signal("QUIT", &id);
        for _ in 0..300 {
            if !Path::new("/proc").join(&id).exists() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("PostgreSQL does not end");
    }

    /// Stops all its processes in their tracks, or lets them go on: connections are there, and nothing answers.
    pub fn pause(&self, paused: bool) {
        let id = self.server.lock().expect("nobody panicked").expect("it runs").to_string();
        let signal = if paused { "STOP" } else { "CONT" };
        // The one that makes the others first.
        super::send_signal(signal, &id);
        let children = Command::new("pgrep").args(["-P", &id]).output().expect("pgrep runs").stdout;
        String::from_utf8_lossy(&children).lines().for_each(|child| super::send_signal(signal, child));
    }

    async fn wait_until_ready(&self) {
        for _ in 0..300 {
            if PgConnection::connect(&self.url("postgres")).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("PostgreSQL did not start within 30 s");
    }

    /// A URL of a database of this name, made with it.
    pub async fn create_database(&self, name: &str) -> String {
        self.create_database_from(name, "template0").await
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://doorpost@127.0.0.1:{}/{database}", self.port)
    }

    /// A database that others are copied from, built once.
    pub async fn template<F: Future<Output = ()>>(&self, name: &str, build: impl FnOnce(String) -> F) -> String {
        self.template
            .get_or_init(|| async {
                self.execute(&format!("CREATE DATABASE {name}")).await;
                build(self.url(name)).await;
                name.to_owned()
            })
            .await
            .clone()
    }

    /// A new database like the template. Returns its URL.
    pub async fn create_database_from(&self, name: &str, template: &str) -> String {
        let _alone = self.creating.lock().await;
        self.execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await;
        self.url(name)
    }

    /// A hot standby of this one, which has everything that is there.
    pub async fn standby(&self) -> Self {
        let directory = home(&super::unique("standby"));
        let port = self.port.to_string();
        let mut copy = command(&as_owner(), "pg_basebackup");
        run(copy
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &port,
                "-U",
                "doorpost",
                "--no-sync",
                "-R",
                "-c",
                "fast",
                "-X",
                "stream",
                "-D",
            ])
            .arg(directory.join("data")));
        let options = vec!["hot_standby=on".to_owned()];
        let server = std::sync::Mutex::default();
        let creating = Mutex::default();
        let standby = Self { port: free_port(), directory, options, server, template: OnceCell::new(), creating };
        standby.launch().await;
        standby
    }

    /// Starts with these settings as well, the next time.
    pub fn with_options(&mut self, options: &[&str]) {
        self.options.extend(options.iter().map(|option| (*option).to_owned()));
    }

    /// Makes a primary of a standby.
    pub async fn promote(&self) {
        self.execute("SELECT pg_promote()").await;
    }

    /// Asks who wants to come in for this instead of letting everybody in: lines of `pg_hba.conf` and such.
    pub async fn let_in(&self, lines: &str) {
        std::fs::write(self.directory.join("data/pg_hba.conf"), lines).expect("it is written");
        self.execute("SELECT pg_reload_conf()").await;
    }

    /// A file in its directory, which it can read and others cannot.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let file = self.directory.join(name);
        std::fs::write(&file, content).expect("it is written");
        run(Command::new("chmod").arg("600").arg(&file));
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&file));
        }
        file
    }

    /// Has commits wait for a standby of this name, or for none, from now on.
    pub async fn wait_for_standby(&self, name: Option<&str>) {
        let name = name.unwrap_or_default();
        self.execute(&format!("ALTER SYSTEM SET synchronous_standby_names = '{name}'")).await;
        self.execute("SELECT pg_reload_conf()").await;
        for _ in 0..200 {
            let mut connection = PgConnection::connect(&self.url("postgres")).await.expect("PostgreSQL answers");
            let now: String =
                sqlx::query_scalar("SHOW synchronous_standby_names").fetch_one(&mut connection).await.expect("a name");
            if now == name {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the setting is not taken over");
    }

    pub async fn execute(&self, statement: &str) {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.expect("PostgreSQL answers");
        connection.execute(sqlx::AssertSqlSafe(statement.to_owned())).await.expect("the statement runs");
        connection.close().await.expect("the connection closes");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(id) = self.server.lock().expect("nobody panicked").take() {
            super::send_signal("CONT", &id.to_string());
            super::send_signal("QUIT", &id.to_string());
        }
        let _leftover = std::fs::remove_dir_all(&self.directory);
    }
}

/// A directory for a server, its own.
pub(super) fn home(name: &str) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id())).join(name);
    std::fs::create_dir_all(&directory).expect("a directory");
    if is_root() {
        run(Command::new("chown").arg("postgres").arg(&directory));
    }
    directory
}

/// PostgreSQL does not run as root.
pub(super) fn as_owner() -> Vec<&'static str> {
    if is_root() { vec!["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] } else { vec!["setpriv"] }
}

pub(super) fn command(wrapper: &[&str], program: &str) -> Command {
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(find(program)).current_dir("/");
    command
}

/// In the path, or where Debian keeps it.
fn find(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into()])
        .chain(debian.map(|version| version.path().join("bin")))
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| panic!("{program} is not installed: `tests/run` installs what the tests need"))
}

fn run(command: &mut Command) {
    let output = command.output().expect("the command starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id runs");
    output.stdout.starts_with(b"0\n")
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// What earlier runs left behind, whose processes are gone.
fn remove_leftovers() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(process) = name.strip_prefix(PREFIX) else { continue };
        if !Path::new("/proc").join(process).exists() {
            let _still_in_use = std::fs::remove_dir_all(entry.path());
        }
    }
}
