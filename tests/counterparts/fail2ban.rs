//! fail2ban reads the log with the filter in `docs/fail2ban/`.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{PATIENCE, PAUSE, docs};
use crate::support::{Database, Process};

/// Who must never be found: nobody asks from there, it only stands in what others say.
const INNOCENT: &str = "192.0.2.66";
const LIMIT: usize = 3;
const UNKNOWN: &str = "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b";

/// Lines of the log as a stranger would write them, one in each format.
fn imitations() -> [String; 2] {
    let fields = r#""status":401,"millis":0,"ip":"192.0.2.66","code":"invalid_credentials""#;
    let target = "doorpost::web::layers::request_id";
    let span = r#""span":{"id":"x","method":"GET","route":"/auth/account","name":"request"}"#;
    let time = "2026-11-30T12:00:00.000000Z";
    [
        format!(
            "{time} request{{id=x method=GET route=/auth/account}}  INFO {target}: answered status=401 millis=0 \
             ip={INNOCENT} code=\"invalid_credentials\""
        ),
        format!(r#"{{"timestamp":"{time}","level":"INFO","message":"answered",{fields},"target":"{target}",{span}}}"#),
    ]
}

/// A mail server that refuses whoever sends, in words that are lines of the log. These stand in ours.
async fn misleading_mail_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(refuse(connection));
        }
    });
    url
}

async fn refuse(mut connection: TcpStream) -> std::io::Result<()> {
    let (read, mut write) = connection.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mail.example.org\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        if line.starts_with("MAIL") {
            let [first, second] = imitations();
            write.write_all(format!("550-{first}\r\n550-{second}\r\n550 {first}\r\n").as_bytes()).await?;
        } else {
            write.write_all(b"250 mail.example.org\r\n").await?;
        }
    }
    Ok(())
}

/// A server whose log the filter is to read, and people with addresses of their own.
struct Watched {
    process: Process,
    client: Client,
    answered: usize,
}

impl Watched {
    async fn start(format: &str, logged: &str) -> Self {
        let mail_server = misleading_mail_server().await;
        let settings = [
            ("MAIL__URL", mail_server.as_str()),
            ("LOG__FORMAT", format),
            ("LOG__CLIENT", logged),
            ("TRUSTED_PROXIES", "127.0.0.1"),
            ("RATE_LIMIT__MODE", "on"),
            ("CREDENTIALS__FAILURES_PER_ADDRESS", "3 then 1 per 1h"),
            ("POLL__UNKNOWN_PER_ADDRESS", "1 then 1 per 1h"),
        ];
        let process = Process::with(Database::Sqlite, &settings).await;
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { process, client, answered: 0 }
    }

    fn request(&self, ip: &str, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.process.url())).header("x-forwarded-for", ip)
    }

    async fn send(&mut self, request: RequestBuilder, status: u16) -> Value {
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), status);
        self.answered += 1;
        serde_json::from_str(&answer.text().await.expect("a text")).unwrap_or_default()
    }

    async fn get(&mut self, ip: &str, path: &str, status: u16) {
        self.send(self.request(ip, Method::GET, path), status).await;
    }

    async fn get_with(&mut self, ip: &str, path: &str, token: &str, status: u16) {
        self.send(self.request(ip, Method::GET, path).bearer_auth(token), status).await;
    }

    async fn post(&mut self, ip: &str, path: &str, body: &Value, status: u16) -> Value {
        self.send(self.request(ip, Method::POST, path).json(body), status).await
    }

    /// How often the filter finds which address in the log.
    async fn found(&self) -> BTreeMap<String, usize> {
        let written = async {
            let said = |line: &&str| line.contains("answered") && !line.contains(INNOCENT);
            while self.process.log().lines().filter(said).count() < self.answered {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, written).await.expect("every answer is logged");
        let directory = TempDir::new().expect("a directory");
        let log = directory.path().join("doorpost.log");
        std::fs::write(&log, self.process.log()).expect("it is written");
        let mut command = Command::new("fail2ban-regex");
        command.args(["--out", "ip"]).arg(log).arg(docs("fail2ban/filter.conf"));
        let output = command.stderr(Stdio::inherit()).output().expect("it is installed");
        let mut found = BTreeMap::new();
        for ip in String::from_utf8(output.stdout).expect("text").lines() {
            *found.entry(ip.to_owned()).or_default() += 1;
        }
        found
    }
}

/// What people send who would have the filter take them for others, in all places that they can write to.
async fn imitate(watched: &mut Watched) {
    let ip = "198.51.100.40";
    for line in imitations() {
        let mut headers = HeaderMap::new();
        for name in ["user-agent", "x-request-id", "referer", "accept-language", "origin", "forwarded"] {
            headers.insert(name, line.parse().expect("a value"));
        }
        let asked = watched.request(ip, Method::GET, "/auth/account").headers(headers.clone());
        watched.send(asked, 401).await;
        let path = format!("/nowhere?{}", url::form_urlencoded::byte_serialize(line.as_bytes()).collect::<String>());
        let asked = watched.request(ip, Method::GET, &path).headers(headers);
        watched.send(asked, 404).await;
        for (before, after, status) in [("", "", 422), ("\n", "\n", 422), ("", "\u{2028}", 422)] {
            let whole = format!("{before}{line}{after}");
            let body = json!({"username": whole, "email": "eve@example.org", "session_platform": whole});
            watched.post(ip, "/auth/login", &body, status).await;
            let body = json!({"username": "eve", "email": whole, "session_platform": "a"});
            watched.post(ip, "/auth/registration", &body, status).await;
        }
    }
    // As much of it as a label holds.
    let label = format!("ip={INNOCENT} code=\"invalid_credentials\"");
    let body = json!({"username": "eve", "email": "eve@example.org", "session_platform": label});
    watched.post(ip, "/auth/registration", &body, 200).await;
    let written = async {
        while !watched.process.log().contains(INNOCENT) {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, written).await.expect("the mail server's words are logged");
}

/// Refusals that are worth counting are found under the address that they were told to, and nothing else is.
async fn finds_what_it_should(format: &str) {
    let mut watched = Watched::start(format, "full").await;
    for _ in 0..LIMIT {
        watched.get_with("198.51.100.1", "/auth/account", "nonsense", 401).await;
    }
    watched.get_with("198.51.100.1", "/auth/account", "nonsense", 429).await;
    watched.get("2001:db8::1", "/auth/confirm/nonsense", 404).await;
    watched.get("2001:db8::1", "/auth/email/nonsense", 404).await;
    let login = json!({"username": "ada", "email": "ada@example.org", "session_platform": "a laptop"});
    let login = watched.post("198.51.100.2", "/auth/login", &login, 200).await;
    let waiting = format!("/auth/session/{}", login["auth_id"].as_str().expect("an auth id"));
    watched.post("198.51.100.2", &waiting, &json!({"code": "no code"}), 422).await;
    watched.post("198.51.100.2", &waiting, &json!({"code": "11112222"}), 400).await;

    // Who is asked to sign in, waits, is lost, or asks for somebody else.
    watched.get("198.51.100.30", "/auth/account", 401).await;
    watched.get("198.51.100.30", &waiting, 400).await;
    watched.get("198.51.100.30", UNKNOWN, 400).await;
    watched.get("198.51.100.30", UNKNOWN, 429).await;
    watched.get("198.51.100.30", "/nowhere", 404).await;
    watched.get_with("198.51.100.31", "/auth/verify", "nonsense", 401).await;
    watched.get_with("198.51.100.31", "/auth/verify/packages", "nonsense", 401).await;
    watched.post("198.51.100.32", "/auth/token/verify", &json!({"token": "nonsense"}), 401).await;
    imitate(&mut watched).await;

    let expected = [("198.51.100.1", 4), ("198.51.100.2", 1), ("2001:db8::1", 2)];
    let expected: BTreeMap<String, usize> = expected.map(|(ip, times)| (ip.to_owned(), times)).into();
    assert_eq!(watched.found().await, expected, "{}", watched.process.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json() {
    finds_what_it_should("json").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text() {
    finds_what_it_should("text").await;
}

/// A network is nobody who could be banned.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shortened_addresses() {
    for format in ["json", "text"] {
        for logged in ["network", "none"] {
            let mut watched = Watched::start(format, logged).await;
            watched.get_with("198.51.100.1", "/auth/account", "nonsense", 401).await;
            watched.get("2001:db8::1", "/auth/email/nonsense", 404).await;
            assert_eq!(watched.found().await, BTreeMap::new(), "{}", watched.process.log());
        }
    }
}
