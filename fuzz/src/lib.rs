//! What no input may do. Each function takes any bytes, and panics where a promise is broken; `cargo fuzz` looks for such bytes,
//! and the tests try the ones that it kept.

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use doorpost::app::{Overrides, build};
use doorpost::auth::email_address::EmailAddress;
use doorpost::auth::platform::Platform;
use doorpost::auth::username::{SoughtName, Username};
use doorpost::config::{Config, Sources};
use doorpost::limits::rate::Rate;
use doorpost::text::visible::is_invisible;
use doorpost::view::public_url::PublicUrl;
use doorpost::web::HttpService;
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

const PUBLIC_URL: &str = "http://127.0.0.1:3000";
const FRIEND: &str = "http://127.0.0.1:8080";

/// An accepted address is one address, for whatever reads it next.
pub fn email_address(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(address) = EmailAddress::parse(text) else { return };
    let stored = address.as_str();
    assert!(stored.is_ascii() && stored.len() <= 254 && stored.matches('@').count() == 1, "{stored:?}");
    assert!(!stored.contains(|c: char| c.is_ascii_control() || c == ' ' || "\"(),:;<>[\\]".contains(c)), "{stored:?}");
    assert!(!stored.starts_with('-') && !stored.contains("=?"), "{stored:?}");
    assert_eq!(EmailAddress::parse(stored).as_ref().map(EmailAddress::as_str), Ok(stored));
    assert_eq!(address.key(), stored.to_ascii_lowercase());
    let read: lettre::Address = stored.parse().unwrap_or_else(|error| panic!("{stored:?}: {error}"));
    assert_eq!(format!("{}@{}", read.user(), read.domain()), stored);
}

/// An accepted name is plain, and stays what it is.
pub fn username(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(name) = Username::parse(text) else { return };
    assert_eq!(name.as_str(), text);
    assert!((1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)));
    let (first, last) = (text.as_bytes()[0], text.as_bytes()[text.len() - 1]);
    assert!(first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric(), "{text:?}");
    assert_eq!(SoughtName::parse(text).map(|sought| sought.map(|sought| sought.key())), Ok(Some(name.key())));
    assert_eq!(Username::parse(&name.key()).map(|name| name.key()), Ok(name.key()));
}

/// An accepted label can be seen, and fits.
pub fn platform(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(platform) = Platform::parse(text) else { return };
    let label = platform.as_str();
    assert!((1..=64).contains(&label.chars().count()) && label.trim() == label, "{label:?}");
    assert!(!label.chars().any(char::is_control), "{label:?}");
    let hidden = |c: char| is_invisible(c) && !"\u{200c}\u{200d}\u{fe0f}".contains(c);
    assert!(label.chars().any(|c| !c.is_whitespace() && !is_invisible(c)) && !label.contains(hidden), "{label:?}");
    assert_eq!(Platform::of_row(label).as_str(), label);
    assert!(!label.contains(['\u{200b}', '\u{202e}', '\u{2028}', '\u{2066}', '\u{feff}']), "{label:?}");
    assert_eq!(Platform::parse(label).as_ref().map(Platform::as_str), Ok(label));
}

/// An accepted limit says the same when it is shown and read again.
pub fn limit_sentence(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(rate) = Rate::parse(text) else { return };
    let refill = rate.interval().checked_mul(rate.burst().get()).map(|refill| refill.as_secs());
    assert!(rate.interval().as_millis() >= 1 && refill.is_some_and(|seconds| seconds <= 366 * 86_400), "{text:?}");
    assert_eq!(Rate::parse(&rate.to_string()), Ok(rate), "{text:?}");
}

/// The whole program, with somebody signed in.
pub struct FrontDoor {
    runtime: Runtime,
    site: HttpService,
    token: String,
    _data: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl FrontDoor {
    /// Starts it on a database of its own.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn open() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let settings = [
            ("DOORPOST_DATA_DIR", data.path().to_str().expect("a plain path")),
            ("DOORPOST_TRUSTED_PROXIES", "127.0.0.0/8,10.0.0.0/8"),
            ("DOORPOST_REDIRECT__ORIGINS", FRIEND),
        ];
        let environment = settings.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let config = Config::load(Sources { environment, ..Sources::default() }).expect("good settings");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let url = PublicUrl::parse(PUBLIC_URL).expect("a URL");
        let site = runtime.block_on(build(&config, url, Overrides::default())).expect("it starts").site;
        let mut door = Self { runtime, site, token: String::new(), _data: data };
        door.token = door.register("ada", &HeaderMap::new());
        door
    }

    /// Any body is answered, in JSON, and never by a failure of ours. The first byte chooses what is asked.
    pub fn json_body(&self, data: &[u8]) {
        let routes = [
            (Method::POST, "/auth/registration"),
            (Method::POST, "/auth/login"),
            (Method::POST, "/auth/session/45314ce9-74c8-48dd-9094-0bcf980f335b"),
            (Method::PATCH, "/auth/account"),
            (Method::POST, "/auth/keys"),
            (Method::POST, "/auth/token"),
            (Method::POST, "/auth/token/verify"),
            (Method::POST, "/auth/session/extend"),
        ];
        let Some((choice, body)) = data.split_first() else { return };
        let (method, path) = &routes[usize::from(*choice) % routes.len()];
        let request = Request::builder()
            .method(method)
            .uri(*path)
            .header(CONTENT_TYPE, "application/json")
            .header("authorization", format!("Bearer {}", self.token))
            .body(Body::from(body.to_vec()));
        let answer = self.ask(request.expect("a request"));
        if answer.status == StatusCode::NO_CONTENT {
            return;
        }
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let is_error = told["error"].as_str().is_some_and(|sentence| !sentence.is_empty()) && told["code"].is_string();
        assert_eq!(answer.status.is_client_error(), is_error, "{}: {told}", answer.status);
    }

    /// Whatever a client writes into the chain, its address is one of the chain or unknown; and nothing that stands further left
    /// changes an address that was found.
    pub fn forwarded_chain(&self, data: &[u8]) {
        let Ok(chain) = HeaderValue::from_bytes(data) else { return };
        let found = self.address_behind(&chain);
        let Some(ip) = found else { return };
        if ip.is_loopback() {
            return;
        }
        let text = chain.to_str().expect("an address was read in it");
        let is_there = |hop: &str| {
            let hop = hop.trim();
            let plain = hop.parse().or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip())).ok();
            let bare = plain.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
            bare.is_some_and(|hop: IpAddr| hop.to_canonical() == ip)
        };
        assert!(text.split(',').any(is_there), "{ip} of {text:?}");
        let is_proxy = |ip: IpAddr| matches!(ip, IpAddr::V4(ip) if [10, 127].contains(&ip.octets()[0]));
        if !is_proxy(ip) {
            for left in ["6.6.6.6", "unknown", "10.0.0.1", ""] {
                let longer = HeaderValue::from_str(&format!("{left}, {text}")).expect("a header");
                assert_eq!(self.address_behind(&longer), Some(ip), "{left:?} before {text:?}");
            }
        }
    }

    /// No cookie but the right one opens the account's page, and none breaks a page.
    pub fn cookies(&self, data: &[u8]) {
        let Ok(cookies) = HeaderValue::from_bytes(data) else { return };
        for path in ["/account", "/sign-in", "/auth/account"] {
            let request = Request::builder().uri(path).header(COOKIE, cookies.clone()).body(Body::empty());
            let status = self.ask(request.expect("a request")).status;
            let is_signed_in = status.is_success() && path != "/sign-in";
            let holds_token = cookies.as_bytes().windows(self.token.len()).any(|part| part == self.token.as_bytes());
            assert!(!is_signed_in || holds_token, "{path}: {status}");
        }
    }

    /// Whatever is asked for, the page leads on within our own origin or to the one that the operator allows.
    pub fn return_to(&self, data: &[u8]) {
        let text = String::from_utf8_lossy(data);
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &text).finish();
        let request = Request::builder().uri(format!("/sign-in?{query}")).body(Body::empty());
        let Ok(request) = request else { return };
        let answer = self.ask(request);
        assert!(answer.headers.get(LOCATION).is_none(), "{text:?}");
        let page = String::from_utf8_lossy(&answer.body);
        let Some((_, rest)) = page.split_once("name=\"return_to\" value=\"") else { return };
        let value = rest.split('"').next().unwrap_or_default();
        let unescape =
            [("&#x2f;", "/"), ("&quot;", "\""), ("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        let place = unescape.iter().fold(value.to_owned(), |text, (code, character)| text.replace(code, character));
        let leads_to = Url::parse(PUBLIC_URL).expect("a URL").join(&place).expect("a place");
        let origin = leads_to.origin().ascii_serialization();
        assert!([PUBLIC_URL, FRIEND].contains(&origin.as_str()), "{text:?} leads to {leads_to}");
        assert!(leads_to.username().is_empty() && leads_to.password().is_none(), "{leads_to}");
        assert!(!place.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace()), "{place:?}");
    }

    /// Where a session was begun from, with this chain.
    fn address_behind(&self, chain: &HeaderValue) -> Option<IpAddr> {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", chain.clone());
        let token = self.register(&format!("n{}", unique()), &headers);
        let request = Request::builder().uri("/auth/sessions").header("authorization", format!("Bearer {token}"));
        let answer = self.ask(request.body(Body::empty()).expect("a request"));
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let ip = told["sessions"][0]["ip"].as_str()?;
        Some(ip.parse().expect("an address"))
    }

    fn register(&self, username: &str, headers: &HeaderMap) -> String {
        let body = serde_json::json!({"username": username, "session_platform": "x"}).to_string();
        let mut request = Request::builder().method(Method::POST).uri("/auth/registration");
        request.headers_mut().expect("a good request").extend(headers.clone());
        let request = request.header(CONTENT_TYPE, "application/json").body(Body::from(body)).expect("a request");
        let answer = self.ask(request);
        assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        told["session_token"].as_str().expect("a token").to_owned()
    }

    fn ask(&self, mut request: Request<Body>) -> Answer {
        let peer: SocketAddr = ([127, 0, 0, 1], 40_000).into();
        request.extensions_mut().insert(ConnectInfo(peer));
        self.runtime.block_on(async {
            let response = self.site.clone().answer(request).await;
            let (parts, body) = response.into_parts();
            let body = body.collect().await.expect("a whole body").to_bytes();
            let answer = Answer { status: parts.status, headers: parts.headers, body };
            assert!(!answer.status.is_server_error(), "{}", String::from_utf8_lossy(&answer.body));
            answer
        })
    }
}

fn unique() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
