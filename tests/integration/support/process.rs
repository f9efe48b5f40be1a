//! The program as it is shipped: a process of its own, on a port of its own.

use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use super::{Database, Mail, Reply};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);
/// No answer takes longer, a poll that waits for a minute included.
const LONGEST: Duration = Duration::from_secs(90);

/// Killed when dropped, with whatever runs under its group.
pub struct Process {
    child: Child,
    url: String,
    lines: Lines,
    home: Arc<TempDir>,
    settings: Vec<(String, String)>,
    client: reqwest::Client,
    /// They end with what is printed.
    readers: Vec<JoinHandle<()>>,
}

/// What was printed, and where.
#[derive(Clone, Default)]
struct Lines {
    stdout: Arc<Mutex<String>>,
    stderr: Arc<Mutex<String>>,
}

impl Process {
    pub async fn start(database: Database) -> Self {
        Self::with(database, &[]).await
    }

    /// With settings as the environment holds them, without the prefix.
    pub async fn with(database: Database, settings: &[(&str, &str)]) -> Self {
        let home = Arc::new(TempDir::new().expect("a directory"));
        let all = settings_with(&home, database, settings).await;
        let mut process = Self::spawn(&[], home, all, Lines::default());
        process.url = process.announced("listening on ").await;
        process
    }

    /// Starts it for the first time under a command that makes it fail, and does not wait until it listens.
    pub async fn under(wrapper: &[String], database: Database, settings: &[(&str, &str)]) -> Self {
        let home = Arc::new(TempDir::new().expect("a directory"));
        let all = settings_with(&home, database, settings).await;
        Self::spawn(wrapper, home, all, Lines::default())
    }

    /// Starts it under a command that it gets on with.
    pub async fn beneath(wrapper: &[String], database: Database) -> Self {
        Self::beneath_with(wrapper, database, &[]).await
    }

    /// The same with settings.
    pub async fn beneath_with(wrapper: &[String], database: Database, settings: &[(&str, &str)]) -> Self {
        let mut process = Self::under(wrapper, database, settings).await;
        process.url = process.announced("listening on ").await;
        process
    }

    /// Starts it again on the same files, after it ended.
    pub async fn start_again(&mut self) {
        self.launch_again();
        self.url = self.announced("listening on ").await;
    }

    /// The same without waiting until it listens.
    pub fn launch_again(&mut self) {
        assert!(self.child.try_wait().expect("a status").is_some(), "it still runs");
        *self = Self::spawn(&[], Arc::clone(&self.home), self.settings.clone(), self.lines.clone());
    }

    /// `wrapper` is a command that runs the one it is given.
    fn spawn(wrapper: &[String], home: Arc<TempDir>, settings: Vec<(String, String)>, lines: Lines) -> Self {
        lines.stdout.lock().expect("nobody panicked").clear();
        let mut child = command(wrapper, &settings, &[])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let readers = vec![
            keep(child.stdout.take().expect("a pipe"), Arc::clone(&lines.stdout)),
            keep(child.stderr.take().expect("a pipe"), Arc::clone(&lines.stderr)),
        ];
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(LONGEST).build();
        let client = client.expect("a client");
        Self { child, url: String::new(), lines, home, settings, client, readers }
    }

    /// The rest of the line of standard output that begins with this.
    pub async fn announced(&mut self, beginning: &str) -> String {
        for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
            let stdout = self.lines.stdout.lock().expect("nobody panicked").clone();
            let mut whole = stdout.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
            if let Some(rest) = whole.find_map(|line| line.strip_prefix(beginning)) {
                return rest.to_owned();
            }
            if let Some(status) = self.child.try_wait().expect("a status") {
                panic!("it ended with {status}: {}", self.log());
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("nothing announced: {}", self.log())
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it logged, over all its lives.
    pub fn log(&self) -> String {
        self.lines.stderr.lock().expect("nobody panicked").clone()
    }

    /// A directory for the test, with the data directory `data` in it.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// The URL of its PostgreSQL database, if it has one.
    pub fn database_url(&self) -> Option<&str> {
        self.settings.iter().find(|(key, _)| key == "DOORPOST_DATABASE_URL").map(|(_, url)| url.as_str())
    }

    /// Runs another command of the program with the same settings.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().await.expect("the command runs")
    }

    /// Another command of the program with the same settings, to be run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        command(&[], &self.settings, arguments)
    }

    /// The same under a command that makes it fail.
    pub fn command_under(&self, wrapper: &[String], arguments: &[&str]) -> Command {
        command(wrapper, &self.settings, arguments)
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Whether it has not ended.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("a status").is_none()
    }

    /// The URL of its database, whichever that is.
    pub fn database_location(&self) -> String {
        let file = || format!("sqlite://{}", self.database_file().display());
        self.database_url().map_or_else(file, str::to_owned)
    }

    /// Its SQLite file.
    pub fn database_file(&self) -> std::path::PathBuf {
        self.home().join("data/doorpost.db")
    }

    /// Sends a signal, such as `TERM`.
    pub async fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status().await.expect("kill runs");
        assert!(status.success());
    }

    /// Ends it without any warning, as a loss of power would.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it is killed");
    }

    /// Waits for its end, and for the last of its log, and returns its exit code; none if a signal ended it.
    pub async fn exit_code(&mut self) -> Option<i32> {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it ends within 30 s");
        for reader in self.readers.drain(..) {
            tokio::time::timeout(PATIENCE, reader).await.expect("its log ends with it").expect("nobody panicked");
        }
        ended.expect("a status").code()
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, None, Some(body)).await
    }

    pub async fn get_as(&self, token: &str, path: &str) -> Reply {
        self.send(Method::GET, path, Some(token), None).await
    }

    pub async fn send(&self, method: Method, path: &str, token: Option<&str>, body: Option<&Value>) -> Reply {
        self.try_send(method, path, token, body).await.expect("an answer")
    }

    /// An answer, unless the process ends before it gives one.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Reply, reqwest::Error> {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        reply(request).await
    }

    /// A registration that can be asked for again by its key, unless the process ends before it answers.
    pub async fn try_register(&self, key: &str, username: &str, email: Option<&str>) -> Result<Reply, reqwest::Error> {
        let body = json!({"username": username, "email": email, "session_platform": "first device"});
        let request = self.client.post(format!("{}/auth/registration", self.url)).json(&body);
        reply(request.header("idempotency-key", key)).await
    }

    pub async fn register(&self, username: &str, email: Option<&str>) -> Reply {
        let body = json!({"username": username, "email": email, "session_platform": "first device"});
        self.post("/auth/registration", &body).await.expect(200)
    }

    pub async fn login(&self, username: &str, email: &str) -> Reply {
        let body = json!({"username": username, "email": email, "session_platform": "second device"});
        self.post("/auth/login", &body).await.expect(200)
    }

    pub async fn poll(&self, auth_id: &str) -> Reply {
        self.get(&format!("/auth/session/{auth_id}")).await
    }

    /// The newest mail to this address whose link has this in it, once it is there.
    pub async fn mail(&self, email: &str, path: &str) -> Mail {
        for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
            let Value::Array(mails) = self.get("/dev/mailbox/messages").await.expect(200).json() else {
                panic!("not a list")
            };
            let mut mails = mails.iter().map(Mail::of);
            if let Some(mail) = mails.find(|mail| mail.to == email && mail.link.contains(path)) {
                return mail;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("no mail to {email}: {}", self.log())
    }

    pub async fn empty_mailbox(&self) {
        self.send(Method::DELETE, "/dev/mailbox/messages", None, None).await.expect(204);
    }

    /// Sends the form behind a link, wherever the program listened when it made the link.
    pub async fn submit(&self, link: &str, fields: &[(&str, &str)]) -> Reply {
        self.try_submit(link, fields).await.expect("an answer")
    }

    /// The same, unless the process ends before it answers.
    pub async fn try_submit(&self, link: &str, fields: &[(&str, &str)]) -> Result<Reply, reqwest::Error> {
        let path = link.splitn(4, '/').nth(3).expect("a path");
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .client
            .post(format!("{}/{path}", self.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .body(body);
        reply(request).await
    }
}

async fn reply(request: reqwest::RequestBuilder) -> Result<Reply, reqwest::Error> {
    let response = request.send().await?;
    Ok(Reply { status: response.status(), headers: response.headers().clone(), body: response.bytes().await? })
}

async fn settings_with(home: &TempDir, database: Database, settings: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all = vec![
        ("DOORPOST_LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
        ("DOORPOST_DATA_DIR".to_owned(), home.path().join("data").to_string_lossy().into_owned()),
    ];
    if let Some(url) = database.url().await {
        all.push(("DOORPOST_DATABASE_URL".to_owned(), url));
    }
    all.extend(settings.iter().map(|(key, value)| (format!("DOORPOST_{key}"), (*value).to_owned())));
    all
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(id) = self.child.id() {
            send_signal("KILL", &format!("-{id}"));
        }
    }
}

/// The program with these settings and no others.
fn command(wrapper: &[String], settings: &[(String, String)], arguments: &[&str]) -> Command {
    let program = env!("CARGO_BIN_EXE_doorpost").to_owned();
    let mut words = wrapper.iter().chain([&program]);
    let mut command = Command::new(words.next().expect("a command"));
    command
        .args(words)
        .args(arguments)
        .env_clear()
        .envs(settings.iter().map(|(key, value)| (key, value)))
        .stdin(Stdio::null());
    command
}

/// To a process or, with a dash, to a group; it may have ended.
pub fn send_signal(name: &str, id: &str) {
    let kill = std::process::Command::new("kill").args(["-s", name, "--", id]).stderr(Stdio::null()).status();
    assert!(kill.is_ok(), "kill does not run");
}

fn keep(pipe: impl AsyncRead + Send + Unpin + 'static, kept: Arc<Mutex<String>>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut lines = BufReader::new(pipe).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut kept = kept.lock().expect("nobody panicked");
            kept.push_str(&line);
            kept.push('\n');
        }
    })
}
