//! What stands in front of PostgreSQL elsewhere: PgBouncer and HAProxy, from the machine's own packages.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;

use super::Cluster;
use super::postgres::{as_owner, command, free_port, home};

/// PgBouncer as it comes, but for the settings that it is given.
pub struct Pooler {
    server: Child,
    port: u16,
    behind: u16,
    configuration: PathBuf,
}

impl Pooler {
    pub async fn before(cluster: &Cluster, settings: &str) -> Self {
        let directory = home(&super::unique("pgbouncer"));
        let configuration = directory.join("pgbouncer.ini");
        std::fs::write(directory.join("users.txt"), "\"doorpost\" \"\"\n").expect("it is written");
        let (port, behind) = (free_port(), cluster.port);
        write(&configuration, port, behind, settings);
        let mut own_and_die = as_owner();
        own_and_die.extend(["--pdeathsig", "QUIT"]);
        let server = command(&own_and_die, "pgbouncer").arg(&configuration).stderr(Stdio::null()).spawn();
        listens(port).await;
        Self { server: server.expect("PgBouncer starts"), port, behind, configuration }
    }

    /// Has it go on with these settings instead.
    pub fn reload(&self, settings: &str) {
        write(&self.configuration, self.port, self.behind, settings);
        super::send_signal("HUP", &self.server.id().to_string());
    }

    /// A database of the cluster behind it, by its URL there.
    pub fn url(&self, url: &str) -> String {
        url.replace(&format!(":{}/", self.behind), &format!(":{}/", self.port))
    }
}

fn write(file: &std::path::Path, port: u16, behind: u16, settings: &str) {
    let users = file.with_file_name("users.txt");
    let text = format!(
        "[databases]\n* = host=127.0.0.1 port={behind}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = trust\nauth_file = {}\n{settings}\n",
        users.display()
    );
    std::fs::write(file, text).expect("it is written");
}

impl Drop for Pooler {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

/// HAProxy, which sends each connection to the first of these clusters that is there, and ends those to one that is not.
pub struct Balancer {
    server: Child,
    port: u16,
}

impl Balancer {
    pub async fn before(clusters: &[&Cluster]) -> Self {
        let directory = home(&super::unique("haproxy"));
        let port = free_port();
        let servers: Vec<String> = (clusters.iter().enumerate())
            .map(|(number, cluster)| {
                let backup = if number > 0 { "backup" } else { "" };
                let check = "check inter 200 fall 1 rise 1 on-marked-down shutdown-sessions";
                format!("  server s{number} 127.0.0.1:{} {check} {backup}\n", cluster.port)
            })
            .collect();
        let servers = servers.concat();
        let text = format!(
            "defaults\n  mode tcp\n  timeout connect 1s\n  timeout client 1h\n  timeout server 1h\nlisten postgres\n  \
             bind 127.0.0.1:{port}\n{servers}"
        );
        let configuration = directory.join("haproxy.cfg");
        std::fs::write(&configuration, text).expect("it is written");
        let mut own_and_die = as_owner();
        own_and_die.extend(["--pdeathsig", "KILL"]);
        let server = command(&own_and_die, "haproxy")
            .args(["-db", "-f"])
            .arg(&configuration)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        listens(port).await;
        Self { server: server.expect("HAProxy starts"), port }
    }

    /// A database of the clusters behind it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://doorpost@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

fn end(server: &mut Child) {
    let _gone = server.kill();
    server.wait().expect("a status");
}

async fn listens(port: u16) {
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing listens on {port}");
}
