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
    port: u16,
    template: OnceCell<String>,
    /// `CREATE DATABASE` needs its template to itself.
    creating: Mutex<()>,
}

/// The cluster, started by whoever asks first.
pub async fn cluster() -> &'static Cluster {
    static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
    CLUSTER.get_or_init(Cluster::start).await
}

impl Cluster {
    async fn start() -> Self {
        let directory = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        remove_leftovers();
        std::fs::create_dir_all(&directory).expect("a directory for the cluster");
        let own = if is_root() {
            run(Command::new("chown").arg("postgres").arg(&directory));
            vec!["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        } else {
            vec!["setpriv"]
        };
        let data = directory.join("data");
        let mut initdb = command(&own, "initdb");
        run(initdb
            .args(["--auth=trust", "--username=doorpost", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data));
        let port = free_port();
        // The child dies with the thread that made it, so that one never ends; and the thread dies with this process,
        // whichever way that goes.
        let mut own_and_die: Vec<&str> = own.clone();
        own_and_die.extend(["--pdeathsig", "QUIT"]);
        let mut server = command(&own_and_die, "postgres");
        server
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k", ""])
            .args(["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=500"])
            .args(["-c", "shared_buffers=64MB", "-c", "max_wal_size=256MB"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        std::thread::spawn(move || {
            let status = server.spawn().and_then(|mut child| child.wait());
            assert!(status.is_ok(), "PostgreSQL did not start: {status:?}");
        });
        let cluster = Self { port, template: OnceCell::new(), creating: Mutex::default() };
        cluster.wait_until_ready().await;
        cluster
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

    fn url(&self, database: &str) -> String {
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

    async fn execute(&self, statement: &str) {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.expect("PostgreSQL answers");
        connection.execute(sqlx::AssertSqlSafe(statement.to_owned())).await.expect("the statement runs");
        connection.close().await.expect("the connection closes");
    }
}

fn command(wrapper: &[&str], program: &str) -> Command {
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(find(program)).current_dir("/");
    command
}

/// In the path, or where Debian keeps it.
fn find(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    std::env::split_paths(&path)
        .chain(debian.map(|version| version.path().join("bin")))
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| panic!("{program} is not installed: `tests/run` installs what the tests need"))
}

fn run(command: &mut Command) {
    let output = command.output().expect("the command starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id runs");
    output.stdout.starts_with(b"0\n")
}

fn free_port() -> u16 {
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
