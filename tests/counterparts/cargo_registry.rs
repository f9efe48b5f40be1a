//! Cargo, fetching a crate from a private registry that nginx serves and Doorpost guards.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::proxy::Proxy;
use super::{access_key, address, sha256};
use crate::support::{Database, Process};

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// A package with one constant, as a `.crate` file, and its checksum.
fn crate_file(directory: &Path) -> String {
    let package = directory.join("greeting");
    std::fs::create_dir_all(package.join("src")).expect("a directory");
    let manifest = "[package]\nname = \"greeting\"\nversion = \"1.0.0\"\nedition = \"2024\"\ndescription = \"d\"\nlicense = \"MIT\"\n[workspace]\n";
    std::fs::write(package.join("Cargo.toml"), manifest).expect("it is written");
    std::fs::write(package.join("src/lib.rs"), "pub const GREETING: &str = \"hello\";\n").expect("it is written");
    let packed = run(Command::new("cargo")
        .args(["package", "--offline", "--allow-dirty", "--no-verify", "--quiet", "--target-dir", "target"])
        .current_dir(&package));
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let file = directory.join("registry/crates/greeting");
    std::fs::create_dir_all(&file).expect("a directory");
    let content = std::fs::read(package.join("target/package/greeting-1.0.0.crate")).expect("a crate");
    std::fs::write(file.join("1.0.0.crate"), &content).expect("it is written");
    sha256(&content)
}

/// Cargo in a package that depends on it, with this token.
fn cargo(directory: &Path, port: u16, arguments: &[&str], token: Option<&str>) -> Output {
    let client = TempDir::new_in(directory).expect("a directory");
    std::fs::create_dir_all(client.path().join("src")).expect("a directory");
    std::fs::write(client.path().join("src/lib.rs"), "").expect("it is written");
    let manifest = "[package]\nname = \"client\"\nversion = \"1.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\ngreeting = { version = \"1\", registry = \"doorpost\" }\n";
    std::fs::write(client.path().join("Cargo.toml"), manifest).expect("it is written");
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .current_dir(client.path())
        .stdin(Stdio::null())
        .env("CARGO_HOME", client.path().join("home"))
        .env("CARGO_REGISTRIES_DOORPOST_INDEX", format!("sparse+http://127.0.0.1:{port}/index/"))
        .env("CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS", "cargo:token")
        .env("CARGO_NET_RETRY", "0")
        .env_remove("CARGO_REGISTRIES_DOORPOST_TOKEN");
    if let Some(token) = token {
        command.env("CARGO_REGISTRIES_DOORPOST_TOKEN", token);
    }
    run(&mut command)
}

/// The right key fetches the crate; without one, with a wrong, a narrow or a revoked one Cargo says why not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fetching_a_crate() {
    let doorpost =
        Process::with(Database::Sqlite, &[("SCOPES__EXTRA", "packages:read"), ("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let session = doorpost.register("ada", None).await.field("session_token");
    let right = access_key(&doorpost, &session, &["packages:read"]).await;
    let narrow = access_key(&doorpost, &session, &["account:read"]).await;

    let directory = TempDir::new().expect("a directory");
    let checksum = crate_file(directory.path());
    let index = directory.path().join("registry/index");
    std::fs::create_dir_all(index.join("gr/ee")).expect("a directory");
    let entry = serde_json::json!({"name": "greeting", "vers": "1.0.0", "deps": [], "cksum": checksum, "features": {}, "yanked": false});
    std::fs::write(index.join("gr/ee/greeting"), format!("{entry}\n")).expect("it is written");
    let address = address(&doorpost);
    let root = format!("root {};", directory.path().join("registry").display());
    let changes = [("127.0.0.1:3000", address.as_str()), ("root /srv/registry;", &root)];
    let proxy = Proxy::nginx("forward-auth/cargo-registry.nginx.conf", &changes).await;
    let download = format!("http://127.0.0.1:{}/crates/{{crate}}/{{version}}.crate", proxy.port);
    let config = serde_json::json!({"dl": download, "auth-required": true});
    std::fs::write(index.join("config.json"), config.to_string()).expect("it is written");
    let fetch = |token: Option<&str>| {
        let output = cargo(directory.path(), proxy.port, &["fetch"], token);
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };

    let (fetched, told) = fetch(Some(&right));
    assert!(fetched && told.contains("Downloaded greeting v1.0.0"), "{told}");
    let mistyped = right.replace("dpk_", "dpk-");
    for wrong in [mistyped.as_str(), &format!("dpk_{}", "A".repeat(49))] {
        let (fetched, told) = fetch(Some(wrong));
        assert!(!fetched && told.contains("token rejected for `doorpost`"), "{told}");
        assert!(told.contains("The credential is invalid, expired, or revoked"), "{told}");
    }
    let (fetched, told) = fetch(None);
    assert!(!fetched && told.contains("no token found for `doorpost`"), "{told}");
    let login = cargo(directory.path(), proxy.port, &["login", "--registry", "doorpost"], None);
    let told = String::from_utf8_lossy(&[login.stdout, login.stderr].concat()).into_owned();
    assert!(told.contains(&format!("{}/me", doorpost.url())), "where to get a key: {told}");
    let (fetched, told) = fetch(Some(&narrow));
    assert!(!fetched && told.contains("The credential has not got the scope that is needed"), "{told}");
    doorpost.send(axum::http::Method::DELETE, "/auth/keys/self", Some(&right), None).await.expect(204);
    let (fetched, told) = fetch(Some(&right));
    assert!(!fetched && told.contains("token rejected for `doorpost`"), "{told}");
}
