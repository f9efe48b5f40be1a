//! Reverse proxies of others, with the configurations of `docs/forward-auth/` and ports of a test.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use reqwest::header::HeaderMap;
use tempfile::TempDir;

use super::{PATIENCE, PAUSE, SITE, configuration, listens};
use crate::browser::programs::{Program, free_port};

/// What a configuration holds, and what a test puts there.
type Changes<'a> = [(&'a str, &'a str)];

/// A running proxy, on a port of its own.
pub struct Proxy {
    _program: Program,
    pub port: u16,
    site: String,
    _directory: TempDir,
}

impl Proxy {
    pub async fn nginx(path: &str, changes: &Changes<'_>) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let listen = format!("listen 127.0.0.1:{port};");
        let server = changed(
            path,
            &[("listen 443 ssl;", listen.as_str()), ("    ssl_certificate", "    # ssl_certificate")],
            changes,
        );
        Self::nginx_with(directory, port, &server).await
    }

    /// nginx that keeps its connections to the program open, as high loads want it.
    pub async fn kept_alive(upstream: &str) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let server = format!(
            "upstream doorpost {{ server {upstream}; keepalive 4; }}\n\
             server {{ listen 127.0.0.1:{port};\n\
             location / {{ proxy_pass http://doorpost; proxy_http_version 1.1; proxy_set_header Connection \"\"; }}\n}}\n"
        );
        Self::nginx_with(directory, port, &server).await
    }

    /// nginx that speaks TLS before the program, on this port, with `cert.pem` and `key.pem` of a folder.
    pub async fn tls(port: u16, certificates: &Path, upstream: &str) -> Self {
        let folder = certificates.display();
        let server = format!(
            "server {{ listen 127.0.0.1:{port} ssl;\n\
             ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;\n\
             location / {{ proxy_pass http://{upstream}; proxy_set_header Host $http_host;\n\
             proxy_set_header X-Forwarded-For $remote_addr; }}\n}}\n"
        );
        Self::nginx_with(TempDir::new().expect("a directory"), port, &server).await
    }

    async fn nginx_with(directory: TempDir, port: u16, server: &str) -> Self {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {name};"))
            .join("\n");
        let whole = format!(
            "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\n{server}}}\n"
        );
        std::fs::write(directory.path().join("nginx.conf"), whole).expect("it is written");
        let mut command = administrators("nginx");
        command.arg("-p").arg(directory.path()).args(["-c", "nginx.conf"]);
        Self::running(&mut command, directory, port, SITE).await
    }

    pub async fn caddy(path: &str, site: &str, changes: &Changes<'_>) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let (there, here) = (format!("\n{site} {{"), format!("\nhttp://127.0.0.1:{port}, http://{site}:{port} {{"));
        let whole = format!("{{\n\tadmin off\n\tauto_https off\n}}\n{}", changed(path, &[(&there, &here)], changes));
        let file = directory.path().join("Caddyfile");
        std::fs::write(&file, whole).expect("it is written");
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file).env("HOME", directory.path());
        Self::running(&mut command, directory, port, site).await
    }

    pub async fn traefik(path: &str, site: &str, changes: &Changes<'_>) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let file = directory.path().join("dynamic.yml");
        // Over plain HTTP, as the others.
        std::fs::write(&file, changed(path, &[("      tls: {}\n", "")], changes)).expect("it is written");
        let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("target/traefik/bin/traefik"));
        command
            .arg(format!("--entryPoints.websecure.address=127.0.0.1:{port}"))
            .arg(format!("--providers.file.filename={}", file.display()))
            .args(["--global.checkNewVersion=false", "--global.sendAnonymousUsage=false"])
            .current_dir(directory.path());
        let proxy = Self::running(&mut command, directory, port, site).await;
        // It listens before it has read its file.
        let ready = async {
            while proxy.send("GET", &[]).await.0 == 404 {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.expect("it reads its configuration");
        proxy
    }

    /// Its script is changed, too.
    pub async fn haproxy(application: &str, script: &Changes<'_>) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let (bind, lua) = (format!("bind 127.0.0.1:{port}"), directory.path().join("haproxy.lua"));
        std::fs::write(&lua, configuration("forward-auth/haproxy.lua", script)).expect("it is written");
        let changes = [
            ("bind :443 ssl crt /etc/ssl/localhost.pem", bind.as_str()),
            ("/etc/haproxy/haproxy.lua", lua.to_str().expect("a readable path")),
            ("127.0.0.1:8080", application),
        ];
        let file = directory.path().join("haproxy.cfg");
        std::fs::write(&file, configuration("forward-auth/haproxy.cfg", &changes)).expect("it is written");
        let mut command = administrators("haproxy");
        command.arg("-f").arg(&file);
        Self::running(&mut command, directory, port, SITE).await
    }

    /// As one process, so that none is left over. Its script is changed, too.
    pub async fn apache(application: &str, script: &Changes<'_>) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let (host, lua) = (format!("<VirtualHost 127.0.0.1:{port}>"), directory.path().join("apache.lua"));
        std::fs::write(&lua, configuration("forward-auth/apache.lua", script)).expect("it is written");
        let changes = [
            ("<VirtualHost *:443>", host.as_str()),
            ("    SSL", "    # SSL"),
            ("/etc/apache2/apache.lua", lua.to_str().expect("a readable path")),
            ("127.0.0.1:8080", application),
        ];
        let modules = ["mpm_event", "authz_core", "lua", "proxy", "proxy_http"]
            .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"))
            .join("\n");
        let whole = format!(
            "ServerName {SITE}\nListen 127.0.0.1:{port}\nPidFile apache.pid\nDefaultRuntimeDir .\nErrorLog /dev/null\n\
             User www-data\nGroup www-data\n{modules}\n{}",
            configuration("forward-auth/apache.conf", &changes)
        );
        let file = directory.path().join("apache.conf");
        std::fs::write(&file, whole).expect("it is written");
        // It gives up root's rights before it reads the script.
        let readable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(directory.path(), readable).expect("it is its owner's");
        let mut command = administrators("apache2");
        command.arg("-X").arg("-d").arg(directory.path()).arg("-f").arg(&file);
        Self::running(&mut command, directory, port, SITE).await
    }

    async fn running(command: &mut Command, directory: TempDir, port: u16, site: &str) -> Self {
        let program = Program::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        listens(port).await;
        Self { _program: program, port, site: site.to_owned(), _directory: directory }
    }

    pub async fn send(&self, method: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
        self.send_to("/page?a=b&c=d", method, headers).await
    }

    pub async fn send_to(&self, path: &str, method: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
        let answer = self.request(path, method, headers).send().await.expect("an answer");
        (answer.status().as_u16(), answer.headers().clone(), answer.text().await.expect("a text"))
    }

    pub fn request(&self, path: &str, method: &str, headers: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let redirects = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().no_proxy().redirect(redirects).build().expect("a client");
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let request = client.request(method.parse().expect("a method"), url).header("host", &self.site);
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
    }
}

/// A configuration, with the changes that each program takes and those of the test.
fn changed(path: &str, own: &Changes<'_>, changes: &Changes<'_>) -> String {
    configuration(path, &[own, changes].concat())
}

/// A program that Debian keeps where only root's path leads.
fn administrators(name: &str) -> Command {
    let mut command = Command::new(name);
    command.env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").expect("a path")));
    command
}
