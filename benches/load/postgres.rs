//! A throw-away PostgreSQL cluster, from the machine's own binaries and with its defaults: what was committed is on disk.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use tempfile::TempDir;

use crate::Fallible;

/// Ended when dropped.
pub(crate) struct Cluster {
    server: Child,
    port: u16,
    databases: usize,
    _directory: TempDir,
}

impl Cluster {
    pub(crate) async fn start() -> Fallible<Self> {
        let directory = tempfile::Builder::new().prefix("doorpost-load-postgres-").tempdir()?;
        // PostgreSQL refuses to run as root.
        let mut own = vec!["setpriv", "--pdeathsig", "QUIT"];
        if Command::new("id").arg("-u").output()?.stdout.starts_with(b"0\n") {
            run(Command::new("chown").arg("postgres").arg(directory.path()))?;
            own.extend(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        let data = directory.path().join("data");
        let initdb = ["--auth=trust", "--username=doorpost", "--encoding=UTF8", "--locale=C", "-D"];
        run(command(&own, "initdb")?.args(initdb).arg(&data))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = command(&own, "postgres")?
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k", ""])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let cluster = Self { server, port, databases: 0, _directory: directory };
        for _ in 0..300 {
            if PgConnection::connect(&cluster.url("postgres")).await.is_ok() {
                return Ok(cluster);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err("PostgreSQL did not start within 30 s".into())
    }

    /// The URL of a new and empty database.
    pub(crate) async fn create_database(&mut self) -> Fallible<String> {
        self.databases += 1;
        let name = format!("load_{}", self.databases);
        let mut connection = PgConnection::connect(&self.url("postgres")).await?;
        connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        connection.close().await?;
        Ok(self.url(&name))
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://doorpost@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Cluster {
    /// Its children end with it only if it is asked.
    fn drop(&mut self) {
        let _asked = Command::new("kill").args(["-s", "INT", &self.server.id().to_string()]).status();
        let _reaped = self.server.wait();
    }
}

fn command(wrapper: &[&str], program: &str) -> Fallible<Command> {
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(find(program)?).current_dir("/");
    Ok(command)
}

/// In the path, or where Debian keeps it.
fn find(program: &str) -> Fallible<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    std::env::split_paths(&path)
        .chain(debian.map(|version| version.path().join("bin")))
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| {
            format!("{program} is not installed: `apt-get install postgresql`, or LOAD_DATABASES=sqlite").into()
        })
}

fn run(command: &mut Command) -> Fallible<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
