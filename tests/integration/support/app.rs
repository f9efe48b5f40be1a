//! The program in process.

use std::sync::Arc;

use axum::http::Method;
use doorpost::app::{App, Overrides, build};
use doorpost::clock::Clock;
use doorpost::config::{Config, Sources};
use doorpost::view::public_url::PublicUrl;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::time::{SeededRandom, TestClock};
use super::{Database, Reply, Request};

/// 32 bytes made up on the spot, in base64; nodes of one database share them.
const KEYRING: &str = "dGVzdHMgaGF2ZSBhIGtleXJpbmcgb2YgdGhlaXIgbyE=";

/// Before any reading of the steady clock, in milliseconds.
const LONG_AGO: i64 = -1_000_000;

pub struct TestApp {
    pub app: App,
    pub public_url: String,
    clock: Arc<TestClock>,
    data_dir: Arc<TempDir>,
    settings: Vec<(String, String)>,
    leave_mail: bool,
}

/// A received mail.
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub link: String,
}

impl TestApp {
    pub async fn start(database: Database) -> Self {
        Self::with(database, &[]).await
    }

    /// With settings as the environment would hold them, without the prefix.
    pub async fn with(database: Database, settings: &[(&str, &str)]) -> Self {
        let data_dir = Arc::new(TempDir::new().expect("a directory"));
        let mut all = vec![
            ("DOORPOST_DATA_DIR".to_owned(), data_dir.path().to_string_lossy().into_owned()),
            ("DOORPOST_KEYRING__SECRET".to_owned(), KEYRING.to_owned()),
        ];
        if let Some(url) = database.url().await {
            all.push(("DOORPOST_DATABASE_URL".to_owned(), url));
        }
        all.extend(settings.iter().map(|(key, value)| (format!("DOORPOST_{key}"), (*value).to_owned())));
        Self::build(all, data_dir, Arc::new(TestClock::default()), 1).await
    }

    /// Another node on the same database, with the same clock.
    pub async fn second_node(&self) -> Self {
        let second = Self::build(self.settings.clone(), Arc::clone(&self.data_dir), Arc::clone(&self.clock), 2).await;
        self.is_cut_off();
        second.is_cut_off();
        second
    }

    /// Nobody tells it what others do to its database: it takes nothing from memory.
    pub fn is_cut_off(&self) {
        self.app.context.credential_cache.mark_fresh_since(LONG_AGO);
    }

    /// Another node on the same database, whose clock differs by so many seconds.
    pub async fn second_node_off_by(&self, seconds: i64) -> Self {
        let clock = Arc::new(self.clock.off_by(seconds));
        let second = Self::build(self.settings.clone(), Arc::clone(&self.data_dir), clock, 2).await;
        self.is_cut_off();
        second.is_cut_off();
        second
    }

    /// The clock, to be broken.
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }

    /// The same node after it was stopped and started again, with these settings instead.
    pub async fn restarted_with(&self, settings: &[(&str, &str)]) -> Self {
        Self::build(self.settings_with(settings), Arc::clone(&self.data_dir), Arc::clone(&self.clock), 3).await
    }

    async fn build(settings: Vec<(String, String)>, data_dir: Arc<TempDir>, clock: Arc<TestClock>, seed: u64) -> Self {
        let sources = Sources {
            environment: settings.iter().map(|(key, value)| (key.into(), value.into())).collect(),
            ..Sources::default()
        };
        let config = Config::load(sources).expect("good settings");
        let public_url = match &config.public_url {
            Some(url) => url.clone(),
            None => PublicUrl::parse("http://127.0.0.1:3000").expect("a URL"),
        };
        let overrides =
            Overrides { clock: Arc::clone(&clock) as Arc<dyn Clock>, random: Arc::new(SeededRandom::new(seed)) };
        let app = build(&config, public_url.clone(), overrides).await.expect("the program builds");
        // It is alone, and so misses nothing.
        app.context.credential_cache.mark_fresh_since(i64::MAX / 2);
        Self { app, public_url: public_url.as_str().to_owned(), clock, data_dir, settings, leave_mail: false }
    }

    fn settings_with(&self, settings: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut all = self.settings.clone();
        for (key, value) in settings {
            let key = format!("DOORPOST_{key}");
            all.retain(|(name, _)| *name != key);
            all.push((key, (*value).to_owned()));
        }
        all
    }

    /// The URL of its PostgreSQL database, if it has one.
    pub fn database_url(&self) -> Option<&str> {
        self.settings.iter().find(|(key, _)| key == "DOORPOST_DATABASE_URL").map(|(_, url)| url.as_str())
    }

    /// The URL of its database, to be opened beside it.
    pub fn database_location(&self) -> String {
        let file = || format!("sqlite://{}/doorpost.db", self.data_dir.path().display());
        self.database_url().map_or_else(file, str::to_owned)
    }

    /// This test leaves mail in the outbox on purpose.
    pub fn leaving_mail(mut self) -> Self {
        self.leave_mail = true;
        self
    }

    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    pub fn advance(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    /// Moves the clock on once it is awaited.
    pub fn later(&self, seconds: i64) -> impl Future<Output = ()> + Send + 'static {
        let clock = Arc::clone(&self.clock);
        async move { clock.advance(seconds) }
    }

    pub fn request(&self, method: Method, path: &str) -> Request {
        Request::new(self.app.site.clone(), method, path)
    }

    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    pub fn patch(&self, path: &str) -> Request {
        self.request(Method::PATCH, path)
    }

    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Registers and returns the answer.
    pub async fn register(&self, username: &str, email: Option<&str>) -> Reply {
        let body = json!({"username": username, "email": email, "session_platform": "first device"});
        self.post("/auth/registration").json(&body).send().await.expect(200)
    }

    /// Registers and returns the session token.
    pub async fn registered(&self, username: &str, email: Option<&str>) -> String {
        self.register(username, email).await.field("session_token")
    }

    /// Registers with an address and lets it prove itself.
    pub async fn verified(&self, username: &str, email: &str) -> String {
        let token = self.registered(username, Some(email)).await;
        let mail = self.address_mail(email).await;
        self.open(&mail.link, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
        self.empty_mailbox().await;
        token
    }

    /// Asks for a login and returns the answer.
    pub async fn login(&self, username: &str, email: &str) -> Reply {
        let body = json!({"username": username, "email": email, "session_platform": "second device"});
        self.post("/auth/login").json(&body).send().await.expect(200)
    }

    pub async fn poll(&self, auth_id: &str) -> Reply {
        self.get(&format!("/auth/session/{auth_id}")).send().await
    }

    /// Delivers what is due.
    pub async fn deliver(&self) -> usize {
        self.app.jobs.deliver_due().await.expect("the outbox is read")
    }

    /// Delivers what is due and returns everything in the mailbox, the newest first.
    pub async fn mails(&self) -> Vec<Mail> {
        self.deliver().await;
        self.received().await
    }

    /// Everything in the mailbox, the newest first.
    pub async fn received(&self) -> Vec<Mail> {
        let Value::Array(mails) = self.get("/dev/mailbox/messages").send().await.expect(200).json() else {
            panic!("not a list")
        };
        mails.iter().map(Mail::of).collect()
    }

    /// The newest mail to this address with the link of a login.
    pub async fn login_mail(&self, email: &str) -> Mail {
        self.mail_with(email, "/auth/confirm/").await
    }

    /// The same where another node's worker may have been faster.
    pub async fn login_mail_of_either(&self, other: &Self, email: &str) -> Mail {
        for _ in 0..200 {
            for node in [self, other] {
                let found = node.mails().await.into_iter().find(|mail| mail.to == email && mail.is_login());
                if let Some(mail) = found {
                    return mail;
                }
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("no mail to {email}");
    }

    /// The newest mail to this address with a link about an address.
    pub async fn address_mail(&self, email: &str) -> Mail {
        self.mail_with(email, "/auth/email/").await
    }

    async fn mail_with(&self, email: &str, path: &str) -> Mail {
        let mut mails = self.mails().await;
        let found = mails.iter().position(|mail| mail.to == email && mail.link.contains(path));
        mails.remove(found.unwrap_or_else(|| panic!("no such mail to {email}")))
    }

    pub async fn empty_mailbox(&self) {
        self.deliver().await;
        self.delete("/dev/mailbox/messages").send().await.expect(204);
    }

    async fn mail_left(&self) -> u64 {
        let now = self.now();
        outbox::Entity::find()
            .filter(outbox::Column::State.eq(outbox::OutboxState::Queued))
            .filter(outbox::Column::NextAttemptDate.lte(now))
            .count(self.app.context.db.read())
            .await
            .expect("the outbox is read")
    }
}

impl Mail {
    pub(super) fn of(mail: &Value) -> Self {
        let text = |name: &str| mail[name].as_str().expect("a text").to_owned();
        Self {
            to: text("to"),
            subject: text("subject"),
            text: text("text"),
            html: text("html"),
            link: mail["links"][0].as_str().expect("a link").to_owned(),
        }
    }

    pub fn is_login(&self) -> bool {
        self.link.contains("/auth/confirm/")
    }

    /// The code in the subject.
    pub fn code(&self) -> String {
        self.subject.split(' ').next().expect("a word").to_owned()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let left = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let left = if self.leave_mail { 0 } else { self.mail_left().await };
                self.app.context.db.close().await;
                left
            })
        });
        assert_eq!(left, 0, "mail is left in the outbox");
    }
}
