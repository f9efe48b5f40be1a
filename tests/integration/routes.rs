//! The census of routes: each says who may call it, and is held to it. A new one fails here until it is declared.

use axum::http::Method;
use axum::routing::MethodFilter;
use doorpost::web::routes::{ANY, Access, table};
use serde_json::{Value, json};

use crate::support::{Database, TestApp};

const CENSUS: [(&str, &str, Access); 76] = [
    ("POST", "/auth/registration", Access::Anyone),
    ("POST", "/auth/login", Access::Anyone),
    ("GET", "/auth/session/{auth_id}", Access::AuthId),
    ("HEAD", "/auth/session/{auth_id}", Access::AuthId),
    ("POST", "/auth/session/{auth_id}", Access::AuthId),
    ("GET", "/auth/whoami", Access::Anyone),
    ("GET", "/auth/account", Access::Scope("account:read")),
    ("PATCH", "/auth/account", Access::Scope("account:write")),
    ("DELETE", "/auth/account", Access::Scope("account:write")),
    ("GET", "/auth/account/events", Access::Scope("account:read")),
    ("GET", "/auth/sessions", Access::Scope("sessions:read")),
    ("DELETE", "/auth/sessions", Access::Scope("sessions:write")),
    ("DELETE", "/auth/sessions/{session_id}", Access::Scope("sessions:write")),
    ("GET", "/auth/logins", Access::Session),
    ("POST", "/auth/logins/{login_id}", Access::Session),
    ("POST", "/auth/session/extend", Access::Session),
    ("POST", "/auth/logout", Access::Anyone),
    ("POST", "/auth/keys", Access::Scope("keys:write")),
    ("GET", "/auth/keys", Access::Scope("keys:read")),
    ("GET", "/auth/keys/self", Access::Credential),
    ("PATCH", "/auth/keys/self", Access::Scope("keys:write")),
    ("DELETE", "/auth/keys/self", Access::Credential),
    ("GET", "/auth/keys/{key_id}", Access::Scope("keys:read")),
    ("PATCH", "/auth/keys/{key_id}", Access::Scope("keys:write")),
    ("DELETE", "/auth/keys/{key_id}", Access::Scope("keys:write")),
    ("POST", "/auth/token", Access::Scope("tokens:issue")),
    ("POST", "/auth/token/refresh", Access::AccessToken),
    ("POST", "/auth/token/verify", Access::Anyone),
    ("POST", "/auth/token/revoke", Access::Anyone),
    ("GET", "/.well-known/jwks.json", Access::Anyone),
    ("GET", "/auth/verify", Access::Credential),
    ("ANY", "/auth/verify/{*asked}", Access::Credential),
    ("GET", "/", Access::Anyone),
    ("GET", "/me", Access::Anyone),
    ("POST", "/language", Access::Anyone),
    ("GET", "/register", Access::Anyone),
    ("POST", "/register", Access::Anyone),
    ("GET", "/sign-in", Access::Anyone),
    ("POST", "/sign-in", Access::Anyone),
    ("GET", "/sign-in/done", Access::Anyone),
    ("GET", "/sign-in/waiting/{handle}", Access::Waiting),
    ("POST", "/sign-in/waiting/{handle}", Access::Waiting),
    ("GET", "/sign-in/waiting/{handle}/state", Access::Waiting),
    ("GET", "/sign-out", Access::Anyone),
    ("POST", "/sign-out", Access::Anyone),
    ("GET", "/account", Access::Session),
    ("POST", "/account/sessions", Access::Session),
    ("POST", "/account/sessions/{session_id}", Access::Session),
    ("POST", "/account/logins/{login_id}", Access::Session),
    ("POST", "/account/sign-out", Access::Session),
    ("GET", "/account/keys", Access::Session),
    ("POST", "/account/keys", Access::Session),
    ("POST", "/account/keys/{key_id}", Access::Session),
    ("POST", "/account/email", Access::Session),
    ("POST", "/account/username", Access::Session),
    ("GET", "/account/activity", Access::Session),
    ("GET", "/account/export", Access::Session),
    ("POST", "/account/first-proof", Access::Session),
    ("GET", "/account/delete", Access::Session),
    ("POST", "/account/delete", Access::Session),
    ("GET", "/auth/confirm/{token}", Access::Link),
    ("POST", "/auth/confirm/{token}", Access::Link),
    ("GET", "/auth/email/{token}", Access::Link),
    ("POST", "/auth/email/{token}", Access::Link),
    ("GET", "/openapi.json", Access::Anyone),
    ("GET", "/docs", Access::Anyone),
    ("GET", "/static/{file}", Access::Anyone),
    ("GET", "/dev/mailbox", Access::Development),
    ("POST", "/dev/mailbox", Access::Development),
    ("DELETE", "/dev/mailbox", Access::Development),
    ("GET", "/dev/mailbox/{id}", Access::Development),
    ("GET", "/dev/mailbox/{id}/html", Access::Development),
    ("GET", "/dev/mailbox/messages", Access::Development),
    ("DELETE", "/dev/mailbox/messages", Access::Development),
    ("GET", "/livez", Access::Anyone),
    ("GET", "/readyz", Access::Anyone),
];

fn method(filter: MethodFilter) -> Method {
    [
        (MethodFilter::GET, Method::GET),
        (MethodFilter::HEAD, Method::HEAD),
        (MethodFilter::POST, Method::POST),
        (MethodFilter::PATCH, Method::PATCH),
        (MethodFilter::DELETE, Method::DELETE),
        (ANY, Method::from_bytes(b"ANY").expect("a method that nobody else knows")),
    ]
    .into_iter()
    .find_map(|(known, method)| (known == filter).then_some(method))
    .expect("a known method")
}

/// Every route is declared, and every declared one is there.
#[test]
fn every_route_is_declared() {
    let mut routes: Vec<_> =
        table().iter().map(|route| (method(route.method).to_string(), route.path, route.access)).collect();
    let mut declared: Vec<_> =
        CENSUS.iter().map(|(method, path, access)| ((*method).to_owned(), *path, *access)).collect();
    routes.sort_by_key(|(method, path, _)| (*path, method.clone()));
    declared.sort_by_key(|(method, path, _)| (*path, method.clone()));
    assert_eq!(routes, declared);
}

/// Without a credential, and with a bad one, each route answers as its declaration says (invariants 33, 35).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_keeps_its_declaration() {
    let app = TestApp::start(Database::Sqlite).await;
    for route in table() {
        let path = route.path.replace("{auth_id}", "45314ce9-74c8-48dd-9094-0bcf980f335b");
        let path = path.split('{').next().map_or(path.clone(), |start| {
            if path.contains('{') { format!("{start}unknown") } else { start.to_owned() }
        });
        let request = || app.request(method(route.method), &path);
        let anonymous = request().send().await;
        let bad = request().header("authorization", "Bearer nonsense").send().await;
        if matches!(route.access, Access::Session | Access::Scope(_) | Access::Credential | Access::AccessToken) {
            anonymous.expect_error(401, "authentication_required");
            bad.expect_error(401, "invalid_credentials");
        } else {
            let answered_by_itself = anonymous.status != 401 || path == "/auth/logout";
            assert!(answered_by_itself, "{path} asks for a credential");
            let looks_at_credentials = ["/auth/logout", "/auth/whoami"].contains(&path.as_str());
            assert_eq!(bad.status == 401, looks_at_credentials, "{path}");
        }
    }
}

/// A key with every scope but one may call every route but those that ask for that one; and none that only a session may
/// call (invariant 36).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_asks_for_its_scope() {
    let app = TestApp::start(Database::Sqlite).await;
    let token = app.registered("ada", None).await;
    let all = doorpost::auth::scope::OWN;
    for left_out in all {
        let scopes: Vec<&str> = all.into_iter().filter(|scope| *scope != left_out).collect();
        let body = json!({"name": left_out, "scopes": scopes});
        let key = app.post("/auth/keys").token(&token).json(&body).send().await.expect(200).field("access_key");
        for route in table() {
            let refused = match route.access {
                Access::Scope(scope) => scope == left_out,
                Access::Session => true,
                _ => continue,
            };
            if !refused {
                continue;
            }
            let path = route.path.replace("{session_id}", "unknown").replace("{key_id}", "unknown");
            let reply = app.request(method(route.method), &path).token(&key).send().await;
            reply.expect_error(403, "insufficient_scope");
        }
    }
    for route in table().into_iter().filter(|route| matches!(route.access, Access::Scope(_))) {
        let path = route.path.replace("{session_id}", "unknown").replace("{key_id}", "unknown");
        if method(route.method) == Method::GET {
            let reply = app.request(Method::GET, &path).token(&token).send().await;
            assert!(reply.status != 403, "{path}");
        }
    }
}

/// The document describes every route of the API, and nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_describes_the_api() {
    let app = TestApp::start(Database::Sqlite).await;
    let document = app.get("/openapi.json").send().await.expect(200).json();
    let mut described = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            described.push((method.to_uppercase(), path.clone()));
            let statuses = operation["responses"].as_object().unwrap();
            assert!(statuses.keys().any(|status| status.starts_with('2')), "{method} {path}");
            let fails = statuses.keys().any(|status| status.starts_with('4') || status == "503");
            assert!(fails || path == "/livez", "{method} {path} names no error");
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()));
        }
    }
    let mut api: Vec<_> = CENSUS
        .iter()
        .filter(|(method, path, _)| {
            let described =
                ["/auth/", "/.well-known/", "/livez", "/readyz"].iter().any(|prefix| path.starts_with(prefix));
            described && !["HEAD", "ANY"].contains(method)
        })
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    described.sort();
    api.sort();
    assert_eq!(described, api);
    let committed: Value = serde_json::from_str(include_str!("../../docs/openapi.json")).unwrap();
    assert_eq!(
        document, committed,
        "docs/openapi.json is out of date: write what `cargo run` serves at /openapi.json to it"
    );
    let page = app.get("/docs").send().await.expect(200).text();
    for (_, path) in &described {
        assert!(page.contains(path.as_str()), "{path} is not on the page");
    }
}

/// Each code stands in the table of the documents as it does in the description, with the same status and the same words; whatever the
/// source tells a client is among them; and no operation names another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_code_is_in_the_documents() {
    let app = TestApp::start(Database::Sqlite).await;
    let document = app.get("/openapi.json").send().await.expect(200).json();
    let examples = document["components"]["examples"].as_object().unwrap();
    let documents = include_str!("../../docs/api.md");
    let table = documents.split("| Status | `code` | When |").nth(1).expect("the table of codes");
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), examples.len());
    let mut status_of = std::collections::BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').splitn(3, " | ").map(str::trim).collect();
        let code = cells[1].trim_matches('`');
        assert_eq!(examples[code]["summary"], cells[2].trim_end_matches(" |"), "{code}");
        assert_eq!(examples[code]["value"]["code"], code);
        status_of.insert(code, cells[0]);
    }
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let shared = answer["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
                let answer = shared.map_or(answer, |pointer| document.pointer(pointer).unwrap());
                let named = answer["content"]["application/json"]["examples"].as_object();
                for code in named.into_iter().flat_map(|named| named.keys()) {
                    assert_eq!(status_of.get(code.as_str()), Some(&status.as_str()), "{method} {path} {code}");
                }
            }
        }
    }
    for source in [include_str!("../../src/web/error.rs"), include_str!("../../src/web/error/from.rs")] {
        let source = source.split("#[cfg(test)]").next().unwrap();
        let words = source.split('"').skip(1).step_by(2);
        let is_code =
            |word: &&str| word.contains('_') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        for word in words
            .filter(is_code)
            .filter(|word| !["session_platform", "time_zone", "expiration_date", "match_code"].contains(word))
        {
            assert!(status_of.contains_key(word), "{word} is told to clients, and not in the documents");
        }
    }
}
