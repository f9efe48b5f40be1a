//! nginx, Caddy, Traefik, HAProxy and Apache in front of an application, configured as `docs/forward-auth/` says.

use reqwest::Version;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::application::{Application, WEBSOCKET_KEY};
use super::proxy::Proxy;
use super::{SITE, access_key, address};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";

/// Not the address at which the proxies ask: no proxy may build the way to the sign-in page from that.
const PUBLIC_URL: &str = "http://localhost:3999";

const ALL_SCOPES: &str =
    "account:read account:write sessions:read sessions:write keys:read keys:write tokens:issue packages:read";

/// What a client may not say of itself, twice and in the spellings that are the same to CGI and WSGI.
const FORGED: [(&str, &str); 13] = [
    ("X-Auth-User", "root"),
    ("X-Auth-UserId", "root"),
    ("x-auth-userid", "root again"),
    ("X-Auth-Email", "root@example.org"),
    ("X_Auth_User", "root"),
    ("X-Auth_User", "root"),
    ("X_Auth-User", "root"),
    ("X_Auth_UserId", "root"),
    ("X-Auth_UserId", "root"),
    ("X_Auth-UserId", "root"),
    ("X-Auth-Scopes", "everything"),
    ("X-Auth-Session", "forged"),
    ("x-auth-user", "root"),
];

const PREFLIGHT: [(&str, &str); 2] = [("Origin", "https://other.example"), ("Access-Control-Request-Method", "PUT")];

async fn doorpost() -> Process {
    let settings = [
        ("PUBLIC_URL", PUBLIC_URL),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("REDIRECT__ORIGINS", "http://localhost"),
        ("SCOPES__EXTRA", "packages:read"),
    ];
    Process::with(Database::Sqlite, &settings).await
}

/// Whether a proxy can take one cookie out of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeepsSecrets {
    Yes,
    No,
}

/// Ada, as the program knows her.
struct Ada {
    id: String,
    session: String,
    session_id: String,
    key: String,
    bearer: String,
}

impl Ada {
    async fn registered(doorpost: &Process) -> Self {
        let registered = doorpost.register("ada", Some(EMAIL)).await;
        let session = registered.field("session_token");
        Self {
            id: registered.field("account_id"),
            session_id: registered.field("session_id"),
            key: access_key(doorpost, &session, &["account:read"]).await,
            bearer: format!("Bearer {session}"),
            session,
        }
    }
}

/// What holds of every proxy.
async fn holds(proxy: &Proxy, mut doorpost: Process, keeps_secrets: KeepsSecrets) {
    let ada = Ada::registered(&doorpost).await;
    says_who_calls(proxy, &ada, keeps_secrets).await;
    copes_with_several_cookies(proxy, &doorpost, &ada, keeps_secrets).await;
    reads_names_with_tokens(proxy, &ada).await;
    hands_the_request_on(proxy, &ada).await;
    carries_websockets(proxy, &ada).await;
    lets_preflights_through(proxy, &ada).await;
    hands_refusals_on(proxy, &ada).await;
    sends_browsers_to_the_public_url(proxy).await;
    doorpost.send(axum::http::Method::POST, "/auth/logout", Some(&ada.session), None).await.expect(204);
    assert_eq!(proxy.send("GET", &[("Authorization", &ada.bearer)]).await.0, 401);
    doorpost.kill().await;
    let key = [("X-Auth-AccessKey", ada.key.as_str())];
    let (status, _, body) = proxy.send("GET", &key).await;
    assert!([500, 502, 503].contains(&status), "nobody is let through unasked: {status} {body}");
}

async fn says_who_calls(proxy: &Proxy, ada: &Ada, keeps_secrets: KeepsSecrets) {
    let cookie = format!(
        "theme=dark; doorpost={}; lang=en; my-doorpost=kept; __Host-doorpost=x; __Secure-doorpost=x",
        ada.session
    );
    let credentials = [
        ("Authorization", &ada.bearer, ALL_SCOPES, ada.session_id.as_str()),
        ("Cookie", &cookie, ALL_SCOPES, &ada.session_id),
        ("X-Auth-AccessKey", &ada.key, "account:read", ""),
    ];
    for (name, value, scopes, session_id) in credentials {
        for (method, connection) in [("GET", "X-Auth-UserId, X-Auth-User, X-Auth-Scopes"), ("POST", "keep-alive")] {
            let own = [(name, value.as_str()), ("Connection", connection)];
            let (status, _, body) = proxy.send(method, &[&FORGED[..], &own].concat()).await;
            assert_eq!(status, 200, "{body}");
            let arrived: Value = serde_json::from_str(&body).expect("the application answered");
            // An address that is not verified is nobody's.
            assert_identity(&arrived, ["ada", &ada.id, "", scopes, session_id]);
            assert_credentials_stay(&arrived);
            if keeps_secrets == KeepsSecrets::Yes {
                assert!(!body.contains(&ada.session) && !body.contains(&ada.key), "{body}");
                if name == "Cookie" {
                    let cookies = arrived["cookie"][0].as_str().expect("cookies").replace("; doorpost=;", ";");
                    assert!(cookies.starts_with("theme=dark; lang=en"), "{cookies}");
                    assert!(cookies.contains("my-doorpost=kept"), "{cookies}");
                }
            }
        }
    }
}

/// Whatever else a browser has under the cookie's name: none of it reaches the application. With two sessions that live it signs in anew.
async fn copes_with_several_cookies(proxy: &Proxy, doorpost: &Process, ada: &Ada, keeps_secrets: KeepsSecrets) {
    let own = format!("doorpost={}", ada.session);
    for others in [&["doorpost=x"][..], &["doorpost=x", "doorpost=", "doorpost=y"]] {
        for place in 0..=others.len() {
            let mut cookies = others.to_vec();
            cookies.insert(place, &own);
            // Tabs are blanks as well.
            for between in ["; ", ";", ";\t"] {
                let cookies = format!("theme=dark{between}{}{between}lang=en", cookies.join(between));
                let (status, _, body) = proxy.send("GET", &[("Cookie", &cookies)]).await;
                assert_eq!(status, 200, "{body}");
                assert!(keeps_secrets == KeepsSecrets::No || !body.contains(&ada.session), "{cookies:?}: {body}");
            }
        }
    }
    let eve = doorpost.register("eve", None).await.field("session_token");
    let cookies = format!("{own}; doorpost={eve}");
    let program = proxy.send("GET", &[("Cookie", &cookies)]).await;
    assert!(program.0 == 400 && program.2.contains("ambiguous_credentials"), "{program:?}");
    let (status, answered, body) = proxy.send("GET", &[("Cookie", &cookies), ("Accept", "text/html")]).await;
    assert_eq!(status, 303, "{body}");
    assert!(only(&answered, "location").starts_with(&format!("{PUBLIC_URL}/sign-in?return_to=")));
}

/// The name that belongs to `X-Auth-Token` is Doorpost's to read, and is not what arrives.
async fn reads_names_with_tokens(proxy: &Proxy, ada: &Ada) {
    for (name, expected) in [("ada", 200), ("bob", 401)] {
        let headers = [("X-Auth-Token", ada.session.as_str()), ("X-Auth-UserId", name), ("X_Auth_UserId", "root")];
        let (status, _, body) = proxy.send("GET", &headers).await;
        assert_eq!(status, expected, "{body}");
        if status == 200 {
            let arrived: Value = serde_json::from_str(&body).expect("the application answered");
            assert_identity(&arrived, ["ada", &ada.id, "", ALL_SCOPES, &ada.session_id]);
            assert_credentials_stay(&arrived);
        }
    }
}

/// What is empty may also be absent; nothing that was forged arrives.
fn assert_identity(arrived: &Value, [user, id, email, scopes, session_id]: [&str; 5]) {
    for (header, expected) in [
        ("x-auth-user", user),
        ("x-auth-userid", id),
        ("x-auth-email", email),
        ("x-auth-scopes", scopes),
        ("x-auth-session", session_id),
    ] {
        let values = arrived.get(header).cloned().unwrap_or(json!([""]));
        assert_eq!(values, json!([expected]), "{header} in {arrived}");
    }
    for (name, _) in FORGED.iter().filter(|(name, _)| name.contains('_')) {
        assert_eq!(arrived.get(name.to_ascii_lowercase()), None, "{name}");
    }
}

fn assert_credentials_stay(arrived: &Value) {
    for header in ["authorization", "x-auth-token", "x-auth-accesskey"] {
        assert_eq!(arrived.get(header), None, "{header} reaches the application");
    }
}

async fn hands_the_request_on(proxy: &Proxy, ada: &Ada) {
    let credential = [("Authorization", ada.bearer.as_str())];
    let path = "/a%2Fb%20c?q=%2F%26&scope=openid&challenge=basic&redirect=1";
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let (status, _, body) = proxy.send_to(path, method, &credential).await;
        assert_eq!(status, 200, "the application's query is not Doorpost's: {body}");
        let arrived: Value = serde_json::from_str(&body).expect("the application answered");
        assert_eq!((&arrived[":path"], &arrived[":method"]), (&json!([path]), &json!([method])));
    }
    let (status, answered, body) = proxy.send("HEAD", &credential).await;
    assert_eq!((status, body.as_str()), (200, ""));
    assert_eq!(answered["content-type"], "application/json");
    assert_eq!(proxy.send("HEAD", &[]).await.0, 401);

    for (headers, expected) in [(&credential[..], 200), (&[], 401)] {
        let answer = proxy.request("/old", "GET", headers).version(Version::HTTP_10).send().await.expect("an answer");
        assert_eq!(answer.status(), expected, "HTTP/1.0");
    }
}

async fn carries_websockets(proxy: &Proxy, ada: &Ada) {
    let handshake =
        [("Upgrade", "websocket"), ("Sec-WebSocket-Key", WEBSOCKET_KEY), ("Sec-WebSocket-Version", "13"), FORGED[1]];
    for connection in ["Upgrade", "X-Auth-UserId, Upgrade"] {
        let own = [("Authorization", ada.bearer.as_str()), ("Connection", connection)];
        let answer = proxy.request("/socket", "GET", &[&handshake[..], &own].concat()).send().await.expect("an answer");
        assert_eq!(answer.status(), 101);
        assert_eq!(only(answer.headers(), "x-seen-userid"), ada.id);
        let mut socket = answer.upgrade().await.expect("a socket");
        socket.write_all(b"hello").await.expect("it reads");
        let mut back = [0; 5];
        socket.read_exact(&mut back).await.expect("it comes back");
        assert_eq!(&back, b"hello");
    }
    let (status, _, _) = proxy.send("GET", &[&handshake[..], &[("Connection", "Upgrade")]].concat()).await;
    assert_eq!(status, 401);
}

/// A true one reaches the application as nobody's, whatever it brings; all that is none is asked about.
async fn lets_preflights_through(proxy: &Proxy, ada: &Ada) {
    let cookie = format!("doorpost={}", ada.session);
    let own = [("Authorization", ada.bearer.as_str()), ("Cookie", &cookie)];
    for headers in [PREFLIGHT.to_vec(), [&PREFLIGHT[..], &FORGED, &own].concat()] {
        let (status, _, body) = proxy.send("OPTIONS", &headers).await;
        assert_eq!(status, 200, "{body}");
        let arrived: Value = serde_json::from_str(&body).expect("the application answered");
        assert_identity(&arrived, ["", "", "", "", ""]);
        assert_credentials_stay(&arrived);
        assert!(!body.contains(&ada.session), "{body}");
        for (name, value) in PREFLIGHT {
            assert_eq!(arrived[name.to_ascii_lowercase()], json!([value]));
        }
    }
    let [origin, method] = PREFLIGHT;
    for headers in [&[][..], &[origin], &[method]] {
        assert_eq!(proxy.send("OPTIONS", headers).await.0, 401, "{headers:?}");
    }
    for method in ["GET", "POST", "PUT", "HEAD", "DELETE"] {
        assert_eq!(proxy.send(method, &PREFLIGHT).await.0, 401, "{method}");
    }
}

async fn hands_refusals_on(proxy: &Proxy, ada: &Ada) {
    for credential in [None, Some("Bearer nonsense")] {
        let own = credential.map(|value| ("Authorization", value));
        let headers: Vec<(&str, &str)> = FORGED.into_iter().chain(own).collect();
        let (status, answered, body) = proxy.send("GET", &headers).await;
        assert_eq!(status, 401);
        let challenge = only(&answered, "www-authenticate");
        assert!(challenge.contains("Bearer") && challenge.contains("Cargo login_url="), "{challenge}");
        assert_eq!(only(&answered, "cache-control"), "no-store");
        assert!(only(&answered, "content-type").starts_with("application/json"));
        let code = if credential.is_some() { "invalid_credentials" } else { "authentication_required" };
        assert!(body.contains(code), "{body}");
    }
    let two = proxy.send("GET", &[("Authorization", &ada.bearer), ("X-Auth-AccessKey", &ada.key)]).await;
    assert_eq!(two.0, 400, "two credentials that differ");
    assert!(two.2.contains("ambiguous_credentials"), "{}", two.2);
}

fn only<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let mut values = headers.get_all(name).iter();
    let value = values.next().unwrap_or_else(|| panic!("no {name} in {headers:?}"));
    assert_eq!(values.next(), None, "{name} once");
    value.to_str().expect("a text")
}

/// A proxy that finishes a relative address would send the browser to where it asks itself.
async fn sends_browsers_to_the_public_url(proxy: &Proxy) {
    let way = format!("{PUBLIC_URL}/sign-in?return_to=http%3A%2F%2Flocalhost%2Fpage%3Fa%3Db%26c%3Dd");
    let page = ("Accept", "text/html");
    for headers in [
        vec![page],
        vec![page, ("X-Forwarded-Host", "evil.example")],
        vec![page, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Uri", "/evil")],
    ] {
        let (status, answered, _) = proxy.send("GET", &headers).await;
        assert_eq!((status, only(&answered, "location")), (303, way.as_str()), "the client's word does not count");
        assert_eq!(only(&answered, "cache-control"), "no-store");
    }
    let (status, answered, _) = proxy.send("POST", &[page]).await;
    assert_eq!((status, answered.get("location")), (401, None));
}

/// nginx with `auth_request`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let changes = [("127.0.0.1:3000", address.as_str()), ("127.0.0.1:8080", &application.address)];
    let proxy = Proxy::nginx("forward-auth/nginx.conf", &changes).await;
    let inside = proxy.send_to("/.doorpost/verify", "GET", &[]).await;
    assert_eq!(inside.0, 404, "nobody outside can ask");
    holds(&proxy, doorpost, KeepsSecrets::Yes).await;
}

/// Caddy with `forward_auth`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let changes = [("127.0.0.1:3000", address.as_str()), ("127.0.0.1:8080", &application.address)];
    let proxy = Proxy::caddy("forward-auth/Caddyfile", SITE, &changes).await;
    holds(&proxy, doorpost, KeepsSecrets::Yes).await;
}

/// Traefik with `ForwardAuth`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traefik() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let changes = [("127.0.0.1:3000", address.as_str()), ("127.0.0.1:8080", &application.address)];
    let proxy = Proxy::traefik("forward-auth/traefik.yml", SITE, &changes).await;
    holds(&proxy, doorpost, KeepsSecrets::No).await;
}

/// `HAProxy` with its own Lua.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn haproxy() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let script = [("127.0.0.1:3000", address.as_str())];
    let proxy = Proxy::haproxy(&application.address, &script).await;
    let refused = proxy.request("/", "POST", &[]).body("abc").send().await.expect("an answer");
    assert_eq!(only(refused.headers(), "connection"), "close", "it closes, and says so");
    holds(&proxy, doorpost, KeepsSecrets::Yes).await;
}

/// Apache with `mod_lua`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apache() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let address = address(&doorpost);
    let script = [("127.0.0.1:3000", address.as_str())];
    let proxy = Proxy::apache(&application.address, &script).await;
    holds(&proxy, doorpost, KeepsSecrets::Yes).await;
}

/// A scope that the configuration asks for is asked for, and a refusal is handed on as it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scopes() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let ada = Ada::registered(&doorpost).await;
    let address = address(&doorpost);
    let script = [("127.0.0.1:3000", address.as_str()), ("redirect=1", "redirect=1&scope=packages:read")];
    let changes = [&script[..], &[("127.0.0.1:8080", &application.address)]].concat();
    for proxy in [
        Proxy::haproxy(&application.address, &script).await,
        Proxy::apache(&application.address, &script).await,
        Proxy::caddy("forward-auth/Caddyfile", SITE, &changes).await,
        Proxy::traefik("forward-auth/traefik.yml", SITE, &changes).await,
    ] {
        assert_eq!(proxy.send("GET", &[("Authorization", &ada.bearer)]).await.0, 200);
        let (status, answered, body) = proxy.send("GET", &[("X-Auth-AccessKey", &ada.key)]).await;
        assert_eq!(status, 403);
        assert_eq!(only(&answered, "cache-control"), "no-store");
        assert!(body.contains("insufficient_scope"), "{body}");
    }
}

/// Without a question mark Caddy asks with the query of the request: an application's own `scope` is then taken for Doorpost's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_question_mark_of_caddy() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let ada = Ada::registered(&doorpost).await;
    let address = address(&doorpost);
    let credential = [("Authorization", ada.bearer.as_str())];
    for (uri, expected) in
        [("uri /auth/verify", 403), ("uri /auth/verify?", 200), ("uri /auth/verify?challenge=basic", 200)]
    {
        let changes = [
            ("127.0.0.1:3000", address.as_str()),
            ("127.0.0.1:8080", &application.address),
            ("uri /auth/verify?redirect=1", uri),
        ];
        let proxy = Proxy::caddy("forward-auth/Caddyfile", SITE, &changes).await;
        assert_eq!(proxy.send_to("/callback?scope=openid", "GET", &credential).await.0, expected, "{uri}");
    }
}

/// `HAProxy` goes on after an error of its script, which the configuration has to make up for; Apache does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_that_fails() {
    let (doorpost, application) = (doorpost().await, Application::start().await);
    let ada = Ada::registered(&doorpost).await;
    let credential = [("Authorization", ada.bearer.as_str())];
    let proxy = Proxy::haproxy(&application.address, &[("core.httpclient()", "nothing.httpclient()")]).await;
    assert_eq!(proxy.send("GET", &credential).await.0, 503);
    for broken in ["nothing.request", "http.request(("] {
        let proxy = Proxy::apache(&application.address, &[("http.request", broken)]).await;
        assert_eq!(proxy.send("GET", &credential).await.0, 500);
    }
}
