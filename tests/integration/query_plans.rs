//! What the routes that are used most ask of the database: how many statements, and that each finds its rows by an index, however
//! large the tables are.

use doorpost::auth::outgoing;
use doorpost::crypto::secret::SessionToken;
use doorpost::mail::outbox::{self, Lane};
use serde_json::json;

use crate::support::{TestApp, captured, on_both, plan};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];
const DAY: i64 = 86_400;
/// Tables that have a handful of rows, whatever the number of accounts; deleted accounts stand in theirs for some minutes.
const SMALL: [&str; 3] = ["signing_key", "keyring", "forgotten_account"];

/// A node that has not yet looked anything up; a second later, so that it draws no ids that another one has drawn.
async fn cold(app: &TestApp) -> TestApp {
    app.advance(1);
    app.restarted_with(&[]).await
}

/// Does `work`, and holds its statements and their plans against the snapshot of this name and the number.
async fn holds<T>(app: &TestApp, name: &str, [sqlite, postgres]: [usize; 2], work: impl Future<Output = T>) -> T {
    let (outcome, statements) = captured(app, work).await;
    let mut told = String::new();
    for statement in &statements {
        let steps = plan(app, statement).await;
        if let Some(step) = whole_table(&steps) {
            panic!("{name}: {statement}\nreads a whole table: {step}");
        }
        told.push_str(&shortened(statement));
        for step in steps.iter().filter(|step| tells_something(step)) {
            told.push_str("\n    ");
            told.push_str(step);
        }
        told.push('\n');
    }
    let (database, number) = if app.database_url().is_some() { ("postgres", postgres) } else { ("sqlite", sqlite) };
    insta::assert_snapshot!(format!("{name}_{database}"), told);
    assert_eq!(statements.len(), number, "{name}: {told}");
    outcome
}

/// A step that goes through all rows of a table, or of an index.
fn whole_table(steps: &[String]) -> Option<&String> {
    let conditions = |index: usize| steps.get(index + 1).is_some_and(|step| step.starts_with("Index Cond:"));
    steps.iter().enumerate().find_map(|(index, step)| {
        let scans = step.starts_with("SCAN ") && step != "SCAN CONSTANT ROW";
        let scans = scans
            || step.starts_with("Seq Scan")
            || ((step.starts_with("Index") || step.starts_with("Bitmap Index"))
                && step.contains(" Scan ")
                && !conditions(index));
        let small = SMALL.iter().any(|table| step.split([' ', '"']).any(|word| word == *table));
        (scans && !small).then_some(step)
    })
}

/// Columns that are read say nothing about how.
fn shortened(statement: &str) -> String {
    let short = match (statement.strip_prefix("SELECT "), statement.find(" FROM ")) {
        (Some(_), Some(from)) => format!("SELECT …{}", &statement[from..]),
        _ => statement.to_owned(),
    };
    match (short.starts_with("INSERT INTO "), short.find(" (")) {
        (true, Some(columns)) => format!("{} …", &short[..columns]),
        _ => short,
    }
}

/// Versions of PostgreSQL differ in the rest.
fn tells_something(step: &str) -> bool {
    ["SEARCH ", "SCAN ", "USE TEMP", "Index", "Bitmap Index", "Seq Scan"]
        .iter()
        .any(|beginning| step.starts_with(beginning))
}

on_both! {
    /// Who presents a session token, and the list of sessions.
    async fn session(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let sign_in = async || {
            let auth_id = app.login("ada", EMAIL).await.field("auth_id");
            let link = app.login_mail(EMAIL).await.link;
            app.open(&link, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
            app.empty_mailbox().await;
            app.poll(&auth_id).await.expect(200).field("session_token")
        };
        let collected = sign_in().await;
        let node = cold(&app).await;
        holds(&node, "whoami_first_use", [3, 3], node.get("/auth/whoami").token(&collected).send()).await.expect(200);
        let node = cold(&app).await;
        holds(&node, "whoami_session", [1, 1], node.get("/auth/whoami").token(&collected).send()).await.expect(200);
        let node = cold(&app).await;
        holds(&node, "verify_session", [1, 1], node.get("/auth/verify").token(&collected).send()).await.expect(200);
        let node = cold(&app).await;
        let unknown = SessionToken::generate(&*app.app.context.random);
        holds(&node, "whoami_unknown", [1, 1], node.get("/auth/whoami").token(unknown.expose()).send()).await.expect(401);
        let node = cold(&app).await;
        let page = holds(&node, "sessions", [2, 2], node.get("/auth/sessions?limit=1").token(&collected).send()).await;
        let next = format!("/auth/sessions?limit=1&cursor={}", page.expect(200).field("next_cursor"));
        let node = cold(&app).await;
        holds(&node, "sessions_next_page", [2, 2], node.get(&next).token(&collected).send()).await.expect(200);
        let (node, other) = (cold(&app).await, sign_in().await);
        holds(&node, "log_out", [4, 5], node.post("/auth/logout").token(&other).send()).await.expect(204);
        let node = cold(&app).await;
        holds(&node, "end_others", [16, 17], node.delete("/auth/sessions").token(&collected).send()).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect(401);
    }

    /// Who presents an access key or an access token, and the issue of one.
    async fn keys_and_tokens(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        let key = json!({"name": "ci", "scopes": ["account:read", "tokens:issue"]});
        let key = app.post("/auth/keys").token(&session).json(&key).send().await.expect(200).field("access_key");
        let node = cold(&app).await;
        holds(&node, "whoami_key_first_use", [2, 2], node.get("/auth/whoami").token(&key).send()).await.expect(200);
        let node = cold(&app).await;
        holds(&node, "whoami_key", [1, 1], node.get("/auth/whoami").token(&key).send()).await.expect(200);
        for (name, credential) in [("session", &session), ("key", &key)] {
            let issue = async |node: &TestApp| node.post("/auth/token").token(credential).send().await;
            let node = cold(&app).await;
            let issued = holds(&node, &format!("token_issue_{name}"), [2, 2], issue(&node)).await;
            let token = issued.expect(200).field("access_token");
            let node = cold(&app).await;
            let verify = node.post("/auth/token/verify").json(&json!({"token": token})).send();
            holds(&node, &format!("token_verify_{name}"), [2, 2], verify).await.expect(200);
            let node = cold(&app).await;
            holds(&node, &format!("whoami_token_{name}"), [2, 2], node.get("/auth/whoami").token(&token).send()).await.expect(200);
        }
    }

    /// A login from the wish to the session, with its mail.
    async fn login(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        let session = app.verified("ada", EMAIL).await;
        let node = cold(&app).await;
        let auth_id = holds(&node, "login", [2, 1], node.login("ada", EMAIL)).await.field("auth_id");
        let node = cold(&app).await;
        holds(&node, "poll_pending", [1, 1], node.poll(&auth_id)).await.expect(400);
        let node = cold(&app).await;
        holds(&node, "poll_unknown", [1, 1], node.poll(&uuid::Uuid::new_v4().to_string())).await.expect(400);
        let link = app.login_mail(EMAIL).await.link;
        let path = link.strip_prefix(&app.public_url).expect("one of ours");
        let node = cold(&app).await;
        holds(&node, "open_link", [2, 2], node.get(path).send()).await.expect(200);
        let node = cold(&app).await;
        let visitor = node.open(&link, "127.0.0.1").await;
        holds(&node, "approve", [8, 9], visitor.submit(&APPROVE)).await.expect(200);
        let node = cold(&app).await;
        holds(&node, "poll_collect", [5, 5], node.poll(&auth_id)).await.expect(200);
        let node = cold(&app).await;
        holds(&node, "poll_repeated", [2, 2], node.poll(&auth_id)).await.expect(200);

        app.login("ada", EMAIL).await;
        let context = &app.app.context;
        let claim = outbox::claim(&context.db, &*context.clock, &*context.random, Lane::Logins, 4, &[]);
        let claims = holds(&app, "outbox_claim", [3, 3], claim).await.expect("a mail");
        assert_eq!(claims.len(), 1);
        let prepared = holds(&app, "outbox_prepare", [19, 18], outgoing::prepare(context, &claims[0])).await;
        assert!(prepared.is_ok_and(|prepared| prepared.is_ok()));
        let sent = claims[0].sent(&context.db, context.now());
        holds(&app, "outbox_sent", [1, 1], sent).await.expect("it is noted");
        for lane in Lane::ALL {
            let idle = outbox::claim(&context.db, &*context.clock, &*context.random, lane, 4, &[]);
            let name = format!("outbox_idle_{lane:?}").to_lowercase();
            assert!(holds(&app, &name, [1, 1], idle).await.expect("no mail").is_empty());
        }
        let node = cold(&app).await;
        holds(&node, "delete_account", [21, 22], node.delete("/auth/account").token(&session).send()).await;
        app.empty_mailbox().await;
    }

    /// What waits for a signed-in device, and approving it there.
    async fn from_a_session(database) {
        let app = TestApp::start(database).await;
        let session = app.verified("ada", EMAIL).await;
        let asked = app.login("ada", EMAIL).await;
        app.get("/auth/whoami").token(&session).send().await.expect(200);
        let node = cold(&app).await;
        let listed = holds(&node, "logins", [4, 4], node.get("/auth/logins").token(&session).send()).await.expect(200);
        let login_id = listed.json()["logins"][0]["login_id"].as_str().expect("a login").to_owned();
        let node = cold(&app).await;
        let body = json!({"decision": "approve", "match_code": asked.field("match_code")});
        let approve = node.post(&format!("/auth/logins/{login_id}")).token(&session).json(&body);
        holds(&node, "approve_from_session", [12, 13], approve.send()).await.expect(204);
        app.empty_mailbox().await;
    }

    /// What is done every few seconds or minutes: by what there is to do, not by what there is.
    async fn jobs(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", None).await;
        app.advance(61);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
        holds(&app, "last_seen", [1, 1], app.app.jobs.write_last_seen()).await.expect("it is noted");
        holds(&app, "bring_mail_forward", [1, 1], app.app.jobs.bring_mail_forward()).await.expect("none");
        holds(&app, "announce_key_ends", [1, 1], app.app.jobs.announce_key_ends()).await.expect("none");
        app.advance(31 * DAY);
        assert!(holds(&app, "purge", [19, 19], app.app.jobs.purge()).await.expect("some") > 0);
    }
}
