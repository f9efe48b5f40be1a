//! TLS to mail servers: what is trusted, and what every failure is called.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use entity::outbox::{self, OutboxState};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sea_orm::EntityTrait;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::support::{Database, MailServer, Manner, TestApp};

/// Where TLS ends in front of a mail server.
struct Front {
    port: u16,
    task: JoinHandle<()>,
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Certificates, made by openssl(1).
struct Certificates(TempDir);

const CA: &str = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=p\n\
                  unique_subject=no\n[p]\ncommonName=supplied\n";

impl Certificates {
    fn new() -> Self {
        let made = Self(tempfile::tempdir().expect("a folder"));
        std::fs::write(made.path("ca.cnf"), CA).expect("it is written");
        std::fs::write(made.path("index.txt"), "").expect("it is written");
        std::fs::write(made.path("serial"), "01").expect("it is written");
        made.openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=authority -days 9");
        made.openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=server");
        made.openssl("req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.pem -subj /CN=mail -days 9");
        for (name, from, to, host) in [
            ("good", "20260101", "20360101", "IP:127.0.0.1"),
            ("expired", "20200101", "20200201", "IP:127.0.0.1"),
            ("early", "20450101", "20460101", "IP:127.0.0.1"),
            ("elsewhere", "20260101", "20360101", "DNS:other.example.org"),
        ] {
            std::fs::write(made.path("names"), format!("subjectAltName={host}\n")).expect("it is written");
            made.openssl(&format!(
                "ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in server.csr -out {name}.pem \
                 -startdate {from}000000Z -enddate {to}000000Z -extfile names"
            ));
            std::fs::copy(made.path("server.key"), made.path(&format!("{name}.key"))).expect("it is copied");
        }
        made
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn pem(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(&format!("{name}.pem"))).expect("a certificate")
    }

    fn openssl(&self, arguments: &str) {
        let folder: &Path = self.0.path();
        let done = Command::new("openssl").args(arguments.split_whitespace()).current_dir(folder).output();
        let done = done.expect("openssl(1) is there");
        assert!(done.status.success(), "{arguments}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn acceptor(&self, name: &str) -> TlsAcceptor {
        let chain = vec![CertificateDer::from_pem_file(self.path(&format!("{name}.pem"))).expect("a certificate")];
        let key = PrivateKeyDer::from_pem_file(self.path(&format!("{name}.key"))).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth().with_single_cert(chain, key);
        TlsAcceptor::from(Arc::new(config.expect("a certificate and its key")))
    }

    /// In front of a mail server, with TLS from the start, or after STARTTLS in the spelling with which it is offered.
    async fn front(&self, name: &str, server: &MailServer, starttls: Option<&'static str>) -> Front {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (acceptor, server) = (self.acceptor(name), server.name());
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a client");
                let (acceptor, server) = (acceptor.clone(), server.clone());
                tokio::spawn(async move { pass_on(stream, &acceptor, &server, starttls).await });
            }
        });
        Front { port, task }
    }
}

async fn pass_on(
    stream: TcpStream,
    acceptor: &TlsAcceptor,
    server: &str,
    starttls: Option<&str>,
) -> std::io::Result<()> {
    let mut plain = BufReader::new(stream);
    if let Some(keyword) = starttls {
        plain.write_all(b"220 mail.example.org\r\n").await?;
        let mut line = String::new();
        while !line.starts_with("STARTTLS") {
            line.clear();
            assert_ne!(plain.read_line(&mut line).await?, 0, "it goes on in the clear");
            if line.starts_with("EHLO") {
                plain.write_all(format!("250-mail.example.org\r\n250 {keyword}\r\n").as_bytes()).await?;
            }
        }
        // Whoever stands between may add to the answer: nothing of it is taken for what the server says later.
        plain.write_all(b"220 go ahead\r\n250-injected\r\n250 AUTH PLAIN\r\n").await?;
    }
    let mut client = acceptor.accept(plain.into_inner()).await?;
    let mut server = BufReader::new(TcpStream::connect(server).await?);
    if starttls.is_some() {
        server.read_line(&mut String::new()).await?;
    }
    tokio::io::copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// The row of the one mail that is sent to this URL.
async fn tried(url: &str, ca: Option<&str>) -> outbox::Model {
    let mut settings = vec![("MAIL__URL", url), ("MAIL__CONNECT_TIMEOUT", "4s")];
    settings.extend(ca.map(|ca| ("MAIL__CA", ca)));
    let app = TestApp::with(Database::Sqlite, &settings).await.leaving_mail();
    app.registered("ada", Some("ada@example.org")).await;
    app.deliver().await;
    outbox::Entity::find().one(app.app.context.db.read()).await.expect("the outbox is read").expect("a row")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_trusted_and_what_failures_are_called() {
    let made = Certificates::new();
    let server = MailServer::start(Manner::Polite).await;
    let authority = made.pem("ca");
    let own = made.pem("own");
    let both = format!("{own}{authority}");
    for (certificate, ca, failure) in [
        ("good", Some(&authority), None),
        ("good", Some(&both), None),
        // Made by `openssl req -x509`: it calls itself an authority, and has no name that anybody looks at.
        ("own", Some(&own), None),
        ("own", Some(&both), None),
        ("own", Some(&authority), Some("tls_unknown_authority")),
        ("own", None, Some("tls_unknown_authority")),
        ("good", None, Some("tls_unknown_authority")),
        ("expired", Some(&authority), Some("tls_expired")),
        ("early", Some(&authority), Some("tls_not_yet_valid")),
        ("elsewhere", Some(&authority), Some("tls_wrong_name")),
    ] {
        for starttls in [None, Some("STARTTLS")] {
            let front = made.front(certificate, &server, starttls).await;
            let (scheme, query) = if starttls.is_some() { ("smtp", "?tls=required") } else { ("smtps", "") };
            let url = format!("{scheme}://127.0.0.1:{}{query}", front.port);
            let before = server.texts().len();
            let row = tried(&url, ca.map(String::as_str)).await;
            assert_eq!(row.failure.as_deref(), failure, "{certificate}, {url}");
            assert_eq!(row.state == OutboxState::Sent, failure.is_none(), "{certificate}, {url}");
            assert_eq!(server.texts().len() - before, usize::from(failure.is_none()));
        }
    }
}

/// Keywords of EHLO have any case (RFC 5321 section 2.4): no mail goes in the clear because of how one is spelled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_offered_has_any_case() {
    let made = Certificates::new();
    let authority = made.pem("ca");
    for spelling in ["starttls", "StartTLS"] {
        for security in ["required", "opportunistic"] {
            let server = MailServer::start(Manner::Offers("250 auth=plain login")).await;
            let front = made.front("good", &server, Some(spelling)).await;
            let url = format!("smtp://ada:hunter2@127.0.0.1:{}?tls={security}", front.port);
            let row = tried(&url, Some(authority.as_str())).await;
            assert_eq!((row.state, row.failure), (OutboxState::Sent, None), "{spelling}, {security}");
            assert_eq!(server.texts().len(), 1);
            assert!(server.commands().iter().any(|command| command.starts_with("AUTH PLAIN ")), "{spelling}");
        }
    }
    for (offers, command) in [
        ("250 auth login", "AUTH LOGIN"),
        ("250-AUTH=LOGIN PLAIN\r\n250 HELP", "AUTH PLAIN "),
        ("250-Auth CRAM-MD5\r\n250 AUTH=LOGIN", "AUTH LOGIN"),
    ] {
        let server = MailServer::start(Manner::Offers(offers)).await;
        let row = tried(&server.url().replace("smtp://", "smtp://ada:hunter2@"), None).await;
        assert_eq!((row.state, row.failure), (OutboxState::Sent, None), "{offers}");
        assert!(server.commands().iter().any(|said| said.starts_with(command)), "{offers}: {:?}", server.commands());
    }
    // One that is asked a second time what it offers, and does not bear that.
    let server = MailServer::start(Manner::Impatient).await;
    let row = tried(&format!("{}?tls=opportunistic", server.url()), None).await;
    assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Sent, None));
    let row = tried(&format!("{}?tls=required", server.url()), None).await;
    assert_eq!((row.state, server.texts().len()), (OutboxState::Queued, 1));
    // One that asks for ever is not asked for ever.
    let server = MailServer::start(Manner::Curious).await;
    let row = tried(&server.url().replace("smtp://", "smtp://ada:hunter2@"), None).await;
    assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Queued, Some("refused_us")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_other_failures_are_called() {
    let server = MailServer::start(Manner::Polite).await;
    let offers = MailServer::start(Manner::Offers("250-AUTH CRAM-MD5 XOAUTH2\r\n250 STARTTLS")).await;
    let nobody = MailServer::start(Manner::Polite).await.stop().await;
    // Ends every handshake.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let rude = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let _hello = stream.read(&mut [0; 64]).await;
            // A fatal alert: handshake_failure.
            let _told = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]).await;
        }
    });
    for (url, failure) in [
        (format!("{}?tls=required", server.url()), "tls_not_offered"),
        (server.url().replace("smtp://", "smtps://"), "tls_not_spoken"),
        (format!("smtps://127.0.0.1:{port}"), "tls_handshake"),
        (format!("smtp://{nobody}"), "connection_refused"),
        ("smtp://nobody.invalid".to_owned(), "unknown_host"),
        (offers.url().replace("smtp://", "smtp://ada:hunter2@"), "no_mechanism"),
    ] {
        let row = tried(&url, None).await;
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Queued, Some(failure)), "{url}");
    }
    rude.abort();
    assert!(server.texts().is_empty());
}
