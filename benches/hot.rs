//! The small work that every request does, one piece at a time, with Criterion. `cargo bench --bench hot` prints times and how they
//! changed since the last run on this machine; `cargo bench --bench hot -- token` only those with this in their name.

use std::hint::black_box;

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use doorpost::app::{Overrides, build};
use doorpost::auth::access_token::{Claims, Via};
use doorpost::auth::credential::Credential;
use doorpost::auth::email_address::EmailAddress;
use doorpost::auth::username::Username;
use doorpost::config::{Config, Sources};
use doorpost::crypto::jwt::{Algorithm, SigningKey, verify};
use doorpost::crypto::random::OsRandom;
use doorpost::crypto::secret::{AccessKey, SessionToken};
use doorpost::mail::message::Message;
use doorpost::view::branding::Branding;
use doorpost::view::locale::Locale;
use doorpost::view::public_url::PublicUrl;
use doorpost::view::static_files::StaticFiles;
use doorpost::view::templates::Templates;
use doorpost::web::HttpService;
use http_body_util::BodyExt;
use serde::Serialize;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

criterion_group!(all, parse, make, sign, render, answer);
criterion_main!(all);

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    let (token, key) = (SessionToken::generate(&OsRandom), AccessKey::generate(&OsRandom));
    group.bench_function("credential, session token", |b| b.iter(|| Credential::parse(black_box(token.expose()))));
    group.bench_function("credential, access key", |b| b.iter(|| Credential::parse(black_box(key.expose()))));
    group.bench_function("email address", |b| b.iter(|| EmailAddress::parse(black_box("ada.lovelace@example.org"))));
    group.bench_function("email address, IDNA", |b| b.iter(|| EmailAddress::parse(black_box("ada@bücher.example"))));
    group.bench_function("username", |b| b.iter(|| Username::parse(black_box("ada.lovelace"))));
}

fn make(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("token");
    let token = SessionToken::generate(&OsRandom);
    group.bench_function("hash of a session token", |b| b.iter(|| black_box(&token).hash()));
    group.bench_function("new session token", |b| b.iter(|| SessionToken::generate(&OsRandom)));
    group.bench_function("new access key", |b| b.iter(|| AccessKey::generate(&OsRandom)));
}

fn sign(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("access token");
    for algorithm in [Algorithm::EdDsa, Algorithm::Es256] {
        sign_with(&mut group, algorithm);
    }
}

#[expect(clippy::expect_used, reason = "a benchmark that cannot start is to say so")]
fn sign_with(group: &mut BenchmarkGroup<'_, WallTime>, algorithm: Algorithm) {
    let claims = Claims {
        iss: "https://login.example.org".to_owned(),
        sub: Uuid::from_u128(1),
        aud: "https://login.example.org".to_owned(),
        iat: 1_771_877_304,
        exp: 1_771_877_604,
        jti: Uuid::from_u128(2),
        sid: Uuid::from_u128(3),
        via: Via::Session,
        scope: "account:read account:write sessions:read sessions:write".to_owned(),
    };
    let key = SigningKey::generate(algorithm, &OsRandom).expect("a key");
    let token = key.sign("one", &claims).expect("a token");
    let name = algorithm.name();
    group.bench_function(format!("sign, {name}"), |b| b.iter(|| key.sign("one", black_box(&claims))));
    group.bench_function(format!("verify, {name}"), |b| {
        b.iter(|| verify::<Claims>(black_box(&token), algorithm, &key.public));
    });
}

/// A mail with the name of the installation's host, as its templates read it.
#[derive(Serialize)]
struct Facts {
    host: &'static str,
    #[serde(flatten)]
    mail: Message,
}

#[expect(clippy::expect_used, reason = "a benchmark that cannot start is to say so")]
fn render(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("login mail");
    let branding = Branding::default();
    let templates = Templates::load(&branding, &StaticFiles::new(&branding), None).expect("templates");
    let mail = Message::Login {
        link: "https://login.example.org/auth/confirm/7FYtlb1dXbLZtOeRjBzjoZNYqGLQbNs0xWSCTYDk1pM".to_owned(),
        mail_code: Some("K7QM-2XTD".to_owned()),
        username: Some("ada".to_owned()),
        platform: "cURL".to_owned(),
        user_agent: Some("curl/8.9.1".to_owned()),
        program: Some("curl"),
        system: None,
        ip: Some("192.0.2.7".to_owned()),
        requested: 1_771_876_404,
        expires: 1_771_877_304,
        time_zone: None,
        held_back: None,
    };
    let english = Locale::negotiate(None, Some("en"));
    let facts = Facts { host: "login.example.org", mail };
    for (part, file) in [("HTML", "mail/login/body.html"), ("text", "mail/login/body.txt")] {
        templates.render(file, english, &facts).expect("it renders");
        group.bench_function(part, |b| b.iter(|| templates.render(file, english, black_box(&facts))));
    }
}

/// Whole answers without a connection and without the database: what is left is the frame around every request.
fn answer(criterion: &mut Criterion) {
    let server = Server::open();
    let mut group = criterion.benchmark_group("answer");
    let asked = |method: &'static str, path: &'static str, body: &'static str| {
        move || Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json").body(body.into())
    };
    // The address breaks a rule only once the whole body has been read.
    let body = r#"{"username":"ada","email":"nobody","session_platform":"cURL"}"#;
    let rows = [
        ("whoami, anonymous", asked("GET", "/auth/whoami", ""), 200),
        ("JSON body of a login, refused", asked("POST", "/auth/login", body), 422),
        ("sign-in page", asked("GET", "/sign-in", ""), 200),
    ];
    for (name, request, status) in rows {
        assert_eq!(server.ask(request()), status, "{name}");
        group.bench_function(name, |b| b.iter(|| server.ask(request())));
    }
}

struct Server {
    runtime: Runtime,
    site: HttpService,
    _data: TempDir,
}

#[expect(clippy::expect_used, reason = "a benchmark that cannot start is to say so")]
impl Server {
    fn open() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let environment = [("DOORPOST_DATA_DIR".into(), data.path().into())].into_iter().collect();
        let config = Config::load(Sources { environment, ..Sources::default() }).expect("good settings");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let url = PublicUrl::parse("http://127.0.0.1:3000").expect("a URL");
        let site = runtime.block_on(build(&config, url, Overrides::default())).expect("it starts").site;
        Self { runtime, site, _data: data }
    }

    /// The status, once the whole answer is there.
    fn ask(&self, request: axum::http::Result<Request<Body>>) -> u16 {
        let site = self.site.clone();
        self.runtime.block_on(async {
            let answer = site.answer(request.expect("a request")).await;
            let status = answer.status().as_u16();
            black_box(answer.into_body().collect().await.expect("a body"));
            status
        })
    }
}
