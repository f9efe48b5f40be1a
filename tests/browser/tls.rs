//! Mail over TLS, with certificates made on the spot.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::mail_server::MailServer;
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";

fn openssl(directory: &Path, arguments: &str) {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(directory).output();
    let output = output.expect("openssl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// An authority, and a certificate for `localhost` that it signed.
pub fn certificates() -> TempDir {
    let directory = TempDir::new().expect("a directory");
    let place = directory.path();
    std::fs::write(place.join("names"), "subjectAltName=DNS:localhost").expect("a file");
    openssl(place, "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority");
    openssl(place, "req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=localhost");
    openssl(
        place,
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days 2 -extfile names",
    );
    directory
}

/// Implicit TLS and STARTTLS deliver to a server whose authority is trusted, and to no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn implicit_tls_and_starttls() {
    let directory = certificates();
    let file = |name: &str| directory.path().join(name).to_str().expect("UTF-8").to_owned();
    let (certificate, key, ca) = (file("cert.pem"), file("key.pem"), file("ca.pem"));
    for (flags, scheme, query) in
        [(["--smtpscert", "--smtpskey"], "smtps", ""), (["--tlscert", "--tlskey"], "smtp", "?tls=required")]
    {
        let server = MailServer::with(&[flags[0], &certificate, flags[1], &key]).await;
        let url = format!("{scheme}://localhost:{}{query}", server.port());
        let stranger = Process::with(Database::Sqlite, &[("MAIL__URL", &url)]).await;
        stranger.register("ada", Some(EMAIL)).await;
        while !stranger.log().contains("the mail server did not take a mail") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(stranger.log().contains("certificate"), "{}", stranger.log());
        assert!(server.is_empty());
        let friend = Process::with(Database::Sqlite, &[("MAIL__URL", &url), ("MAIL__CA_FILE", &ca)]).await;
        friend.register("ada", Some(EMAIL)).await;
        server.link(&format!("{}/auth/email/", friend.url())).await;
    }
}
