//! A mail server from a package: aiosmtpd, which keeps what it gets in a Maildir.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;

use super::programs::{Program, free_port};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

pub struct MailServer {
    _program: Program,
    directory: TempDir,
    port: u16,
}

impl MailServer {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With further arguments, for TLS.
    pub async fn with(arguments: &[&str]) -> Self {
        let directory = TempDir::new().expect("a directory");
        let port = free_port();
        let mut command = Command::new("aiosmtpd");
        command
            .args(["-n", "-l", &format!("127.0.0.1:{port}"), "-c", "aiosmtpd.handlers.Mailbox"])
            .args(arguments)
            .arg(directory.path().join("mail"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = Self { _program: Program::start(&mut command), directory, port };
        let answers = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, answers).await.expect("the mail server starts");
        server
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The first link with this beginning in any mail, as soon as there is one.
    pub async fn link(&self, beginning: &str) -> String {
        let found = async {
            loop {
                if let Some(link) = self.mails().iter().find_map(|mail| link_in(mail, beginning)) {
                    return link;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, found).await.expect("the mail comes")
    }

    pub fn is_empty(&self) -> bool {
        self.mails().is_empty()
    }

    fn mails(&self) -> Vec<String> {
        let new: PathBuf = self.directory.path().join("mail/new");
        std::fs::read_dir(new)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| std::fs::read_to_string(entry.path()).ok())
            .collect()
    }
}

/// Lines may have been broken for the transport (RFC 2045 section 6.7).
fn link_in(mail: &str, beginning: &str) -> Option<String> {
    let unbroken = mail.replace("\r\n", "\n").replace("=\n", "");
    let from = unbroken.find(beginning)?;
    let link =
        unbroken[from..].split(|character: char| character.is_whitespace() || "\"<>".contains(character)).next()?;
    Some(link.to_owned())
}
