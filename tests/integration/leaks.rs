//! After a full run no secret is found anywhere that is kept: not in a database file, not in a row, not in the log at
//! its loudest, not in the metrics (invariants 15, 17).

use std::path::Path;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::json;
use sqlx::{Connection, Row};

use crate::support::{Process, on_both};

const EMAIL: &str = "ada@example.org";
const KEY: &str = "8d3e6c52-planted-idempotency-key";

/// Everything that a client or a person held in a full run.
async fn full_run(process: &Process) -> Vec<String> {
    let mut secrets = vec![KEY.to_owned()];
    let body = json!({"username": "ada", "email": EMAIL, "session_platform": "first device"});
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/auth/registration", process.url());
    let registered = client.post(url).json(&body).header("idempotency-key", KEY).send().await.unwrap();
    let registered: serde_json::Value = registered.json().await.unwrap();
    let token = registered["session_token"].as_str().unwrap().to_owned();
    let verification = process.mail(EMAIL, "/auth/email/").await;
    process.submit(&verification.link, &crate::support::FOLLOW).await.expect(200);
    secrets.push(verification.link);
    for way in ["link", "code", "uncollected", "wrong", "decoy"] {
        process.empty_mailbox().await;
        let asked = process.login(if way == "decoy" { "nobody" } else { "ada" }, EMAIL).await;
        let auth_id = asked.field("auth_id");
        secrets.push(auth_id.clone());
        if way == "decoy" {
            continue;
        }
        let mail = process.mail(EMAIL, "/auth/confirm/").await;
        secrets.extend([mail.link.clone(), mail.code()]);
        let path = format!("/auth/session/{auth_id}");
        match way {
            "link" => {
                process.submit(&mail.link, &[("decision", "approve")]).await.expect(200);
                secrets.push(process.poll(&auth_id).await.expect(200).field("session_token"));
            }
            "code" => {
                let collected = process.post(&path, &json!({"code": mail.code()})).await.expect(200);
                let second = collected.field("session_token");
                process.get_as(&second, "/auth/sessions").await.expect(200);
                secrets.push(second);
            }
            "wrong" => {
                process.post(&path, &json!({"code": "0000-0000"})).await.expect(400);
                process.submit(&mail.link, &[("decision", "deny"), ("confirm_deny", "yes")]).await.expect(200);
            }
            _ => {
                process.submit(&mail.link, &[("decision", "approve")]).await.expect(200);
            }
        }
    }
    secrets.extend(machines(process, &token).await);
    secrets.extend(browser(process).await);
    let change = json!({"email": "new@example.net"});
    process.send(Method::PATCH, "/auth/account", Some(&token), Some(&change)).await.expect(200);
    secrets.push(process.mail("new@example.net", "/auth/email/").await.link);
    process.get_as(&format!("{token}x"), "/auth/account").await.expect(401);
    process.get(&format!("/auth/confirm/{}", "A".repeat(43))).await.expect(404);
    secrets.push(token);
    // Of a link only its token is secret.
    secrets.into_iter().map(|secret| secret.rsplit('/').next().unwrap().to_owned()).collect()
}

/// A browser: what it waits with, what it is signed in with, and a key that was shown to it.
async fn browser(process: &Process) -> Vec<String> {
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let send = |path: String, cookie: String, form: String| {
        let request = client
            .post(format!("{}{path}", process.url()))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", cookie);
        async move { request.body(form).send().await.unwrap() }
    };
    let cookies = |reply: &reqwest::Response| -> Vec<String> {
        let pairs = reply.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        pairs.map(|text| text.split(';').next().unwrap().to_owned()).collect()
    };
    process.empty_mailbox().await;
    let asked = send("/sign-in".to_owned(), String::new(), format!("email={EMAIL}")).await;
    let waiting = cookies(&asked).remove(0);
    let path = asked.headers()["location"].to_str().unwrap().to_owned();
    let kept = waiting.split_once('=').unwrap().1.to_owned();
    let kept_json: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&kept).unwrap()).unwrap();
    let mail = process.mail(EMAIL, "/auth/confirm/").await;
    process.submit(&mail.link, &[("decision", "approve")]).await.expect(200);
    let signed_in = send(path, waiting, "decision=continue".to_owned()).await;
    let session = cookies(&signed_in).into_iter().find(|cookie| cookie.starts_with("doorpost=")).unwrap();
    let form = "name=page&scope%3Aaccount%3Aread=yes&days=30".to_owned();
    let page = send("/account/keys".to_owned(), session.clone(), form).await.text().await.unwrap();
    let key = page.split("Bearer ").nth(1).unwrap().split(['\'', '&', '<']).next().unwrap().to_owned();
    assert!(key.starts_with("dpk_"), "{page}");
    let token = session.split_once('=').unwrap().1.to_owned();
    vec![kept, kept_json["auth_id"].as_str().unwrap().to_owned(), mail.link.clone(), mail.code(), token, key]
}

/// Access keys and access tokens, in every form that they are presented in.
async fn machines(process: &Process, session: &str) -> Vec<String> {
    let post = |path: &'static str, credential: String, body: serde_json::Value| async move {
        process.send(Method::POST, path, Some(&credential), Some(&body)).await
    };
    let body = json!({"name": "k", "scopes": ["account:read", "tokens:issue"]});
    let key = post("/auth/keys", session.to_owned(), body).await.expect(200).field("access_key");
    let first = post("/auth/token", key.clone(), json!({})).await.expect(200).field("access_token");
    let second = post("/auth/token/refresh", first.clone(), json!({})).await.expect(200).field("access_token");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let basic = format!("Basic {}", STANDARD.encode(format!("ada:{key}")));
    for (name, value) in [
        ("authorization", basic.as_str()),
        ("authorization", &format!("JWT {first}")),
        ("x-auth-accesskey", &key),
        ("x-auth-accesskey", &format!("{key}x")),
        ("cookie", &format!("doorpost={session}")),
    ] {
        client.get(format!("{}/auth/verify", process.url())).header(name, value).send().await.unwrap();
    }
    for secret in [&first, &key] {
        process.post("/auth/token/verify", &json!({"token": secret})).await.expect(200);
        process.post("/auth/token/revoke", &json!({"token": secret})).await.expect(200);
    }
    vec![key, first, second, basic.trim_start_matches("Basic ").to_owned()]
}

/// A secret as it may have been written: as it is, in hexadecimal, in base64, or as the bytes that it stands for.
fn spellings(secret: &str) -> Vec<Vec<u8>> {
    let bytes = secret.as_bytes();
    let hex = bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let mut spellings = vec![
        bytes.to_vec(),
        secret.replace('-', "").into_bytes(),
        hex.into_bytes(),
        STANDARD_NO_PAD.encode(bytes).into_bytes(),
        secret.replace('=', "%3D").into_bytes(),
    ];
    spellings.extend(uuid::Uuid::parse_str(secret).ok().map(|id| id.as_bytes().to_vec()));
    spellings.extend(URL_SAFE_NO_PAD.decode(secret.trim_end_matches('=')).ok().filter(|raw| raw.len() >= 16));
    spellings
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn assert_absent(secrets: &[String], place: &str, content: &[u8]) {
    for secret in secrets {
        for (number, spelling) in spellings(secret).iter().enumerate() {
            assert!(!contains(content, spelling), "a secret stands in {place}, in spelling {number}: {secret}");
        }
    }
}

fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Every row of every table, as text.
async fn rows(url: &str) -> String {
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    let tables = sqlx::query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'");
    let mut text = String::new();
    for table in tables.fetch_all(&mut connection).await.unwrap() {
        let table: String = table.get(0);
        let dump = format!("SELECT t::text FROM \"{table}\" t");
        for row in sqlx::query(sqlx::AssertSqlSafe(dump)).fetch_all(&mut connection).await.unwrap() {
            text.push_str(&row.get::<String, _>(0));
            text.push('\n');
        }
    }
    connection.close().await.unwrap();
    text
}

on_both! {
    async fn no_secret_is_kept(database) {
        let settings = [("LOG__FILTER", "trace"), ("OPS_LISTEN", "127.0.0.1:0")];
        let mut process = Process::with(database, &settings).await;
        let secrets = full_run(&process).await;
        assert!(secrets.len() >= 18);
        let metrics = process.announced("metrics on ").await;
        let metrics = reqwest::get(metrics).await.unwrap().bytes().await.unwrap();
        assert_absent(&secrets, "the metrics", &metrics);
        if let Some(url) = process.database_url() {
            let rows = rows(url).await;
            assert!(rows.contains("ada@example.org") && rows.contains("\\x"), "the rows are there to be searched");
            assert_absent(&secrets, "a row", rows.as_bytes());
        }
        let data = process.home().join("data");
        let keyring = std::fs::read_to_string(data.join("keyring.secret")).unwrap();
        for (name, content) in files(&data) {
            assert_absent(&secrets, &name, &content);
            let raw = STANDARD.decode(keyring.trim()).unwrap();
            let holds_keyring = contains(&content, keyring.as_bytes()) || contains(&content, &raw);
            assert_eq!(holds_keyring, name.ends_with("keyring.secret"), "{name}");
        }
        process.signal("TERM").await;
        assert_eq!(process.exit_code().await, Some(0));
        for (name, content) in files(&data) {
            assert_absent(&secrets, &name, &content);
        }
        let log = process.log();
        assert!(log.contains("\"level\":\"DEBUG\"") && log.contains("/auth/session/{auth_id}"), "the log is loud");
        assert_absent(&secrets, "the log", log.as_bytes());
        assert!(!log.contains(keyring.trim()));
        assert!(!log.contains(EMAIL), "addresses are nobody's business");
    }
}
