//! skopeo, with a container registry of Debian that Doorpost guards.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::application::Application;
use super::proxy::Proxy;
use super::{access_key, address, listens, sha256};
use crate::browser::programs::{Program, free_port};
use crate::support::{Database, Process};

/// The registry itself, which asks nobody for anything.
struct Registry {
    _program: Program,
    address: String,
}

impl Registry {
    async fn start(directory: &Path) -> Self {
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let storage = json!({"filesystem": {"rootdirectory": directory.join("storage")}});
        let configuration = json!({"version": "0.1", "storage": storage, "http": {"addr": address}});
        let file = directory.join("registry.yml");
        // JSON is YAML.
        std::fs::write(&file, configuration.to_string().replace("\"0.1\"", "0.1")).expect("it is written");
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(file).stdout(Stdio::null()).stderr(Stdio::null());
        let program = Program::start(&mut command);
        listens(port).await;
        Self { _program: program, address }
    }
}

/// An image of one empty layer, as an OCI layout.
fn image(directory: &Path) -> PathBuf {
    let image = directory.join("image");
    let blobs = image.join("blobs/sha256");
    std::fs::create_dir_all(&blobs).expect("a directory");
    let store = |kind: &str, content: &[u8]| {
        let digest = sha256(content);
        std::fs::write(blobs.join(&digest), content).expect("it is written");
        json!({"mediaType": format!("application/vnd.oci.image.{kind}"), "digest": format!("sha256:{digest}"), "size": content.len()})
    };
    // The end of a tar file, and nothing before it.
    let layer = store("layer.v1.tar", &[0; 1024]);
    let root = json!({"type": "layers", "diff_ids": [layer["digest"]]});
    let config = json!({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": root}).to_string();
    let config = store("config.v1+json", config.as_bytes());
    let kind = "application/vnd.oci.image.manifest.v1+json";
    let manifest = json!({"schemaVersion": 2, "mediaType": kind, "config": config, "layers": [layer]}).to_string();
    let mut manifest = store("manifest.v1+json", manifest.as_bytes());
    manifest["annotations"] = json!({"org.opencontainers.image.ref.name": "1.0"});
    let index = json!({"schemaVersion": 2, "manifests": [manifest]});
    std::fs::write(image.join("index.json"), index.to_string()).expect("it is written");
    std::fs::write(image.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).expect("it is written");
    image
}

/// What skopeo prints, or what it complains of.
fn skopeo(directory: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("skopeo");
    command.arg("--insecure-policy").args(arguments).stdin(Stdio::null());
    command.env("HOME", directory).env("XDG_RUNTIME_DIR", directory);
    let output =
        command.output().unwrap_or_else(|error| panic!("skopeo: {error}; `tests/run` installs what is missing"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// One key pushes and pulls, another only pulls, and everything else is told why not.
async fn holds(proxy: &Proxy, doorpost: &Process) {
    let session = doorpost.register("ada", None).await.field("session_token");
    let writes = access_key(doorpost, &session, &["packages:read", "packages:write"]).await;
    let reads = access_key(doorpost, &session, &["packages:read"]).await;
    let narrow = access_key(doorpost, &session, &["account:read"]).await;
    let directory = TempDir::new().expect("a directory");
    let image = format!("oci:{}:1.0", image(directory.path()).display());
    let repository = format!("docker://127.0.0.1:{}/team/app", proxy.port);
    let there = format!("{repository}:1.0");
    let push = |key: &str| {
        let credentials = format!("ada:{key}");
        let arguments = ["copy", "--dest-tls-verify=false", "--dest-creds", &credentials, &image, &there];
        skopeo(directory.path(), &arguments)
    };
    let list = |credentials: &str| {
        skopeo(directory.path(), &["list-tags", "--tls-verify=false", "--creds", credentials, &repository])
    };

    let told = push(&reads).expect_err("no scope to push with");
    assert!(told.contains("has not got the scope"), "{told}");
    push(&writes).expect("it is pushed");
    for key in [&writes, &reads] {
        let tags: Value = serde_json::from_str(&list(&format!("ada:{key}")).expect("it is listed")).expect("JSON");
        assert_eq!(tags["Tags"], json!(["1.0"]));
    }
    let back = format!("oci:{}:1.0", directory.path().join("back").display());
    let credentials = format!("ada:{reads}");
    let pull = ["copy", "--src-tls-verify=false", "--src-creds", &credentials, &there, &back];
    skopeo(directory.path(), &pull).expect("it is pulled");

    let wrong = format!("ada:dpk_{}", "A".repeat(49));
    for credentials in [wrong.as_str(), &format!("bob:{reads}"), "ada:"] {
        let told = list(credentials).expect_err("no such key");
        assert!(told.contains("invalid username/password"), "{credentials}: {told}");
    }
    let told = list(&format!("ada:{narrow}")).expect_err("no scope at all");
    assert!(told.contains("403 (Forbidden)"), "{told}");
    let (status, answered, _) = proxy.send_to("/v2/", "GET", &[]).await;
    assert_eq!((status, &answered["www-authenticate"]), (401, &"Basic realm=\"doorpost\"".parse().expect("a value")));
    doorpost.send(axum::http::Method::DELETE, "/auth/keys/self", Some(&reads), None).await.expect(204);
    list(&format!("ada:{reads}")).expect_err("the key is revoked");
}

async fn doorpost() -> Process {
    let settings = [("SCOPES__EXTRA", "packages:read,packages:write"), ("TRUSTED_PROXIES", "127.0.0.1")];
    Process::with(Database::Sqlite, &settings).await
}

/// Behind nginx.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx() {
    let directory = TempDir::new().expect("a directory");
    let (doorpost, registry) = (doorpost().await, Registry::start(directory.path()).await);
    let changes = [("127.0.0.1:3000", &*address(&doorpost)), ("127.0.0.1:5000", &registry.address)];
    holds(&Proxy::nginx("forward-auth/registry.nginx.conf", &changes).await, &doorpost).await;
}

/// Behind Caddy.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy() {
    let directory = TempDir::new().expect("a directory");
    let (doorpost, registry) = (doorpost().await, Registry::start(directory.path()).await);
    let changes = [("127.0.0.1:3000", &*address(&doorpost)), ("127.0.0.1:5000", &registry.address)];
    holds(&Proxy::caddy("forward-auth/registry.Caddyfile", "registry.example.org", &changes).await, &doorpost).await;
}

/// Behind Traefik.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traefik() {
    let directory = TempDir::new().expect("a directory");
    let (doorpost, registry) = (doorpost().await, Registry::start(directory.path()).await);
    let changes = [
        ("127.0.0.1:3000", &*address(&doorpost)),
        ("127.0.0.1:5000", &registry.address),
        ("registry.example.org", "127.0.0.1"),
    ];
    holds(&Proxy::traefik("forward-auth/registry.traefik.yml", "127.0.0.1", &changes).await, &doorpost).await;
}

/// An application in the registry's place never sees the key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_key_reaches_it() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let session = doorpost.register("ada", None).await.field("session_token");
    let key = access_key(&doorpost, &session, &["packages:read"]).await;
    let changes = [("127.0.0.1:3000", &*address(&doorpost)), ("127.0.0.1:5000", &application.address)];
    let site = "registry.example.org";
    for proxy in [
        Proxy::nginx("forward-auth/registry.nginx.conf", &changes).await,
        Proxy::caddy("forward-auth/registry.Caddyfile", site, &changes).await,
        Proxy::traefik("forward-auth/registry.traefik.yml", site, &changes).await,
    ] {
        for request in [
            proxy.request("/v2/", "GET", &[]).basic_auth("ada", Some(&key)),
            proxy.request("/v2/", "GET", &[("X-Auth-AccessKey", &key)]),
            proxy.request("/v2/", "GET", &[("X-Auth-Token", &session), ("X-Auth-UserId", "ada")]),
            proxy.request("/v2/", "GET", &[("Cookie", &format!("doorpost={session}"))]),
        ] {
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status(), 200);
            let arrived: Value = serde_json::from_str(&answer.text().await.expect("a text")).expect("JSON");
            for header in ["authorization", "x-auth-accesskey", "x-auth-token", "cookie"] {
                assert_eq!(arrived.get(header), None, "{header}");
            }
        }
    }
}
