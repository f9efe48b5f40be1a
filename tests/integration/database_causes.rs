//! What a database cannot be used for is said within two seconds, in words that name the place and the remedy, and neither user nor
//! password.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::binary::doorpost;
use crate::postgres_faults::assert_healed;
use crate::support::{Cluster, Database, Process};

#[track_caller]
#[expect(clippy::disallowed_methods, reason = "how long an answer takes is what is tested")]
fn says(command: &[&str], url: &str, words: &str) {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data");
    let settings = [
        ("DOORPOST_DATABASE_URL", url),
        ("DOORPOST_DATA_DIR", data.to_str().unwrap()),
        ("DOORPOST_LISTEN", "127.0.0.1:0"),
    ];
    let began = Instant::now();
    let (code, _, error) = doorpost(command, &settings);
    // Two on a machine that has nothing else to do.
    assert!(began.elapsed() < Duration::from_secs(4), "{error} took {:?}", began.elapsed());
    assert!(error.contains(words), "{command:?} {url}: {error}");
    assert!([Some(1), Some(2)].contains(&code), "{error}");
    for never in ["nobody", "hunter2", "pool timed out", "at line", "error returned", "Error:"] {
        assert!(!error.contains(never), "{never}: {error}");
    }
}

/// Wherever a connection fails.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_connection() {
    for command in [&[][..], &["migrate"], &["events"], &["backup", "/nowhere/b.db"]] {
        says(command, "postgres://nobody:hunter2@127.0.0.1:1/doorpost", "connection refused (127.0.0.1:1)");
    }
    says(&[], "postgres://nobody:hunter2@no-such-host.invalid/doorpost", "unknown host (no-such-host.invalid:5432)");
    says(&[], "postgres://nobody@/doorpost?host=/nowhere", "there is no such socket (/nowhere, port 5432)");
}

/// What answers there is no PostgreSQL, or says nothing: the log has it before the start gives up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_else_or_silence() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap();
    let url = format!("postgres://nobody:hunter2@{place}/doorpost");
    let mut process = Process::under(&[], Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    tokio::time::sleep(Duration::from_millis(2500)).await;
    let told = format!("no answer ({place})");
    assert!(process.runs() && process.log().contains(&told), "{}", process.log());
    assert_eq!(process.exit_code().await, Some(1));
    assert_eq!(process.log().matches(&told).count(), 2, "{}", process.log());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            use tokio::io::AsyncWriteExt;
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    says(&[], &url, &format!("what answers there does not speak as PostgreSQL does ({place})"));
}

/// What the server says to who comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_by_the_server() {
    let cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let nobody = url.replace("doorpost@", "nobody:hunter2@");
    says(&[], &nobody, "there is no such role");
    cluster.execute("CREATE ROLE nobody LOGIN PASSWORD 'another' CONNECTION LIMIT 0").await;
    says(&[], &nobody, "CONNECTION LIMIT) is reached");
    cluster.execute("ALTER ROLE nobody CONNECTION LIMIT -1").await;
    says(&["migrate"], &nobody, "CREATE DATABASE doorpost OWNER doorpost");
    says(&[], &nobody.replace("/doorpost", "/nothing"), "there is no such database");
    cluster.let_in("host all nobody all scram-sha-256\nhost all all all trust\n").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    says(&[], &nobody, "wrong password (127.0.0.1:");
}

/// In any but UTF-8 there are names that cannot be stored; where there is no program yet, and where there is one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_encoding() {
    let cluster = Cluster::own(&[]).await;
    for encoding in ["LATIN1", "SQL_ASCII"] {
        let name = encoding.to_lowercase();
        cluster.execute(&format!("CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")).await;
        for command in [&[][..], &["migrate"]] {
            says(
                command,
                &cluster.url(&name),
                &format!(
                    "encoding is {encoding}, which cannot hold what people write; make one with: CREATE DATABASE doorpost OWNER \
                          doorpost ENCODING 'UTF8' TEMPLATE template0"
                ),
            );
        }
        let process = Process::start(Database::Sqlite).await;
        let file = process.home().join("backup.db");
        assert!(process.run(&["backup", file.to_str().unwrap()]).await.status.success());
        let mut restore = process.command(&["restore", file.to_str().unwrap()]);
        let refused = restore.env("DOORPOST_DATABASE_URL", cluster.url(&name)).output().await.unwrap();
        assert!(String::from_utf8_lossy(&refused.stderr).contains("ENCODING 'UTF8'"), "{refused:?}");
    }
}

/// A certificate of an authority that nobody named, and one that was named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_authority() {
    let directory = tempfile::tempdir().unwrap();
    let (key, certificate) = (directory.path().join("key.pem"), directory.path().join("cert.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE", "-days", "2"])
        .args(["-keyout", key.to_str().unwrap(), "-out", certificate.to_str().unwrap()])
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
    let mut cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let key = cluster.file("server.key", &std::fs::read(&key).unwrap());
    let served = cluster.file("server.crt", &std::fs::read(&certificate).unwrap());
    cluster.crash().await;
    cluster.with_options(&[
        "ssl=on",
        &format!("ssl_key_file={}", key.display()),
        &format!("ssl_cert_file={}", served.display()),
    ]);
    cluster.launch().await;
    says(&[], &format!("{url}?sslmode=verify-full"), "unknown certificate authority: only public ones are known");
    says(
        &[],
        &format!("{url}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem"),
        "/nowhere/ca.pem, which cannot be read",
    );
    let known = format!("{url}?sslmode=verify-full&sslrootcert={}", certificate.display());
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &known)]).await;
    process.register("ada", None).await;
}

/// While it runs, too: one line says of what connections fail, and that ends with them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_runs() {
    let cluster = Cluster::own(&[]).await;
    let url = cluster.create_database("doorpost").await;
    let process = Process::with(Database::Sqlite, &[("DATABASE_URL", &url)]).await;
    cluster.crash().await;
    let asked = (0..10).map(|_| process.get("/readyz"));
    for reply in futures_util::future::join_all(asked).await {
        reply.expect(503);
    }
    let cause = format!("connection refused (127.0.0.1:{})", cluster.port);
    let log = process.log();
    assert!(log.contains(&cause) && !log.contains("pool timed out"), "{log}");
    let said = log.matches("no connection to the database can be made").count();
    assert!((1..=2).contains(&said), "it is said {said} times: {log}");
    cluster.launch().await;
    assert_healed(&process).await;
}
