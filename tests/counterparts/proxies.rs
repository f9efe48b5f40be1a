//! nginx, Caddy and Traefik in front of an application, configured as `docs/forward-auth/` says.

use std::path::Path;
use std::process::{Command, Stdio};

use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::application::Application;
use super::{PATIENCE, PAUSE, access_key, address, configuration, listens};
use crate::browser::programs::{Program, free_port};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";

/// A running proxy, on a port of its own.
pub struct Proxy {
    _program: Program,
    pub port: u16,
    _directory: TempDir,
}

impl Proxy {
    pub async fn nginx(path: &str, changes: &[(&str, &str)]) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let listen = format!("listen 127.0.0.1:{port};");
        let changes: Vec<(&str, &str)> =
            [("listen 443 ssl;", listen.as_str()), ("    ssl_certificate", "    # ssl_certificate")]
                .into_iter()
                .chain(changes.iter().copied())
                .collect();
        Self::nginx_with(directory, port, &configuration(path, &changes)).await
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

    async fn nginx_with(directory: TempDir, port: u16, server: &str) -> Self {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {name};"))
            .join("\n");
        let whole = format!(
            "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\n{server}}}\n"
        );
        std::fs::write(directory.path().join("nginx.conf"), whole).expect("it is written");
        let mut command = Command::new("nginx");
        command.arg("-p").arg(directory.path()).args(["-c", "nginx.conf"]).stderr(Stdio::null());
        command.env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").expect("a path")));
        let program = Program::start(&mut command);
        listens(port).await;
        Self { _program: program, port, _directory: directory }
    }

    async fn caddy(path: &str, changes: &[(&str, &str)]) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        let site = format!("http://127.0.0.1:{port}, http://app.example.org:{port} {{");
        let changes: Vec<(&str, &str)> =
            [("app.example.org {", site.as_str())].into_iter().chain(changes.iter().copied()).collect();
        let whole = format!("{{\n\tadmin off\n\tauto_https off\n}}\n{}", configuration(path, &changes));
        let file = directory.path().join("Caddyfile");
        std::fs::write(&file, whole).expect("it is written");
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file);
        command.env("HOME", directory.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let program = Program::start(&mut command);
        listens(port).await;
        Self { _program: program, port, _directory: directory }
    }

    async fn traefik(path: &str, changes: &[(&str, &str)]) -> Self {
        let (directory, port) = (TempDir::new().expect("a directory"), free_port());
        // Over plain HTTP, as the others.
        let changes: Vec<(&str, &str)> = [("      tls: {}\n", "")].into_iter().chain(changes.iter().copied()).collect();
        let file = directory.path().join("dynamic.yml");
        std::fs::write(&file, configuration(path, &changes)).expect("it is written");
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/traefik/bin/traefik");
        let mut command = Command::new(program);
        command
            .arg(format!("--entryPoints.websecure.address=127.0.0.1:{port}"))
            .arg(format!("--providers.file.filename={}", file.display()))
            .args(["--global.checkNewVersion=false", "--global.sendAnonymousUsage=false"])
            .current_dir(directory.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let program = Program::start(&mut command);
        listens(port).await;
        let proxy = Self { _program: program, port, _directory: directory };
        // It listens before it has read its file.
        let ready = async {
            while proxy.send("GET", &[]).await.0 == 404 {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.expect("it reads its configuration");
        proxy
    }

    async fn send(&self, method: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
        let redirects = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().no_proxy().redirect(redirects).build().expect("a client");
        let url = format!("http://127.0.0.1:{}/page?a=b&c=d", self.port);
        let mut request = client.request(method.parse().expect("a method"), url).header("host", "app.example.org");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.headers().clone(), answer.text().await.expect("a text"))
    }
}

async fn doorpost() -> Process {
    let settings = [
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("REDIRECT__ORIGINS", "http://app.example.org"),
        ("SCOPES__EXTRA", "packages:read"),
    ];
    Process::with(Database::Sqlite, &settings).await
}

/// Whether a proxy can take one cookie out of a request, and drops headers with underscores.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeepsSecrets {
    Yes,
    No,
}

/// What holds of every proxy.
async fn holds(proxy: &Proxy, doorpost: &Process, keeps_secrets: KeepsSecrets) {
    let registered = doorpost.register("ada", Some(EMAIL)).await;
    let session = registered.field("session_token");
    let key = access_key(doorpost, &session, &["account:read"]).await;
    let id = registered.field("account_id");
    let session_id = registered.field("session_id");
    let forged = [
        ("X-Auth-User", "root"),
        ("X-Auth-UserId", "root"),
        ("X-Auth-Email", "root@example.org"),
        ("X_Auth_User", "root"),
        ("X-Auth_User", "root"),
        ("X_Auth-User", "root"),
        ("X-Auth-Scopes", "everything"),
        ("X-Auth-Session", "forged"),
        ("x-auth-user", "root"),
    ];
    let bearer = format!("Bearer {session}");
    let cookie = format!("theme=dark; doorpost={session}; lang=en; __Host-doorpost=x; __Secure-doorpost=x");
    let credentials: [(&str, &str, &str, &str); 3] = [
        (
            "Authorization",
            &bearer,
            "account:read account:write sessions:read sessions:write keys:read keys:write tokens:issue packages:read",
            &session_id,
        ),
        (
            "Cookie",
            &cookie,
            "account:read account:write sessions:read sessions:write keys:read keys:write tokens:issue packages:read",
            &session_id,
        ),
        ("X-Auth-AccessKey", &key, "account:read", ""),
    ];
    for (name, value, scopes, session_id) in credentials {
        for method in ["GET", "POST"] {
            let headers: Vec<(&str, &str)> = forged.into_iter().chain([(name, value)]).collect();
            let (status, _, body) = proxy.send(method, &headers).await;
            assert_eq!(status, 200, "{body}");
            let arrived: Value = serde_json::from_str(&body).expect("the application answered");
            // An address that is not verified is nobody's; what is empty may also be absent.
            for (header, expected) in [
                ("x-auth-user", "ada"),
                ("x-auth-userid", id.as_str()),
                ("x-auth-email", ""),
                ("x-auth-scopes", scopes),
                ("x-auth-session", session_id),
            ] {
                let values = arrived.get(header).cloned().unwrap_or(json!([""]));
                assert_eq!(values, json!([expected]), "{header} with {name}");
            }
            if keeps_secrets == KeepsSecrets::Yes {
                for header in ["x_auth_user", "x-auth_user", "x_auth-user"] {
                    assert_eq!(arrived.get(header), None);
                }
                assert!(!body.contains(&session) && !body.contains(&key), "{body}");
                if name == "Cookie" {
                    let cookies = arrived["cookie"][0].as_str().expect("cookies").replace("doorpost=; ", "");
                    assert!(cookies.starts_with("theme=dark; lang=en"), "{cookies}");
                }
            }
            for header in ["authorization", "x-auth-token", "x-auth-accesskey"] {
                assert_eq!(arrived.get(header), None, "{header} reaches the application");
            }
        }
    }

    for credential in [None, Some("Bearer nonsense")] {
        let headers: Vec<(&str, &str)> =
            forged.into_iter().chain(credential.map(|value| ("Authorization", value))).collect();
        let (status, answered, body) = proxy.send("GET", &headers).await;
        assert_eq!(status, 401);
        let challenge = answered["www-authenticate"].to_str().expect("a challenge");
        assert!(challenge.contains("Bearer") && challenge.contains("Cargo login_url="), "{challenge}");
        let code = if credential.is_some() { "invalid_credentials" } else { "authentication_required" };
        assert!(body.contains(code), "{body}");
    }

    let (status, answered, _) = proxy.send("GET", &[("Accept", "text/html")]).await;
    assert!([302, 303].contains(&status), "{status}");
    let way = format!("{}/sign-in?return_to=http%3A%2F%2Fapp.example.org%2Fpage%3Fa%3Db%26c%3Dd", doorpost.url());
    assert_eq!(answered["location"].to_str().expect("an address"), way);
    for headers in [
        vec![("Accept", "text/html"), ("X-Forwarded-Host", "evil.example")],
        vec![("Accept", "text/html"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Uri", "/evil")],
    ] {
        let (_, answered, _) = proxy.send("GET", &headers).await;
        assert_eq!(answered["location"].to_str().expect("an address"), way, "the client's word does not count");
    }
    let (status, answered, _) = proxy.send("POST", &[("Accept", "text/html")]).await;
    assert_eq!((status, answered.get("location")), (401, None));

    let two = proxy.send("GET", &[("Authorization", &bearer), ("X-Auth-AccessKey", &key)]).await;
    assert_eq!(two.0, 400, "two credentials that differ");
    assert!(two.2.contains("ambiguous_credentials"), "{}", two.2);
    doorpost.send(axum::http::Method::POST, "/auth/logout", Some(&session), None).await.expect(204);
    assert_eq!(proxy.send("GET", &[("Authorization", &bearer)]).await.0, 401);
}

/// nginx with `auth_request`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let changes = [("127.0.0.1:3000", address.as_str()), ("127.0.0.1:8080", &application.address)];
    let proxy = Proxy::nginx("forward-auth/nginx.conf", &changes).await;
    holds(&proxy, &doorpost, KeepsSecrets::Yes).await;
    let inside = reqwest::get(format!("http://127.0.0.1:{}/.doorpost/verify", proxy.port)).await.expect("an answer");
    assert_eq!(inside.status(), 404, "nobody outside can ask");
}

/// Caddy with `forward_auth`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let changes = [("127.0.0.1:3000", address.as_str()), ("127.0.0.1:8080", &application.address)];
    let proxy = Proxy::caddy("forward-auth/Caddyfile", &changes).await;
    holds(&proxy, &doorpost, KeepsSecrets::Yes).await;
}

/// Traefik with `ForwardAuth`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traefik() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let changes = [("127.0.0.1:3000", address.as_str()), ("127.0.0.1:8080", &application.address)];
    let proxy = Proxy::traefik("forward-auth/traefik.yml", &changes).await;
    holds(&proxy, &doorpost, KeepsSecrets::No).await;
}
