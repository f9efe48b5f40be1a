//! What becomes of a mail, and of everything else, when handing it over goes wrong.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::Method;
use entity::outbox::{self, OutboxState};
use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::{Database, MailServer, Manner, Reply, Request, TestApp, Text, on_both};

const EMAIL: &str = "ada@example.org";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];
const DENY: [(&str, &str); 2] = [("decision", "deny"), ("confirm_deny", "yes")];

/// A node with this mail server, and Ada's session token; her verification mail is with the server.
async fn ada(database: Database, server: &MailServer) -> (TestApp, String) {
    let app = TestApp::with(database, &[("MAIL__URL", &server.url())]).await;
    let token = app.registered("ada", Some(EMAIL)).await;
    assert_eq!(app.deliver().await, 1);
    // Ids sort by time: what comes next is newer.
    app.advance(1);
    (app, token)
}

async fn rows(app: &TestApp) -> Vec<outbox::Model> {
    outbox::Entity::find().all(app.app.context.db.read()).await.expect("the outbox is read")
}

/// The outbox row of the newest mail.
async fn newest(app: &TestApp) -> outbox::Model {
    rows(app).await.into_iter().max_by_key(|row| row.id).expect("a row")
}

/// A delivery that goes on by itself, once the server has so many texts.
async fn hanging(app: &TestApp, server: &MailServer, texts: usize) -> tokio::task::JoinHandle<()> {
    let jobs = app.app.jobs.clone();
    let delivery = tokio::spawn(async move {
        jobs.deliver_due().await.expect("the outbox is read");
    });
    assert!(server.has(texts).await, "the mail server was never asked");
    delivery
}

on_both! {
    /// The pauses double from 5 s to 5 min, the last try comes 90 s before the link's end, and then the mail is given up,
    /// and that is recorded (invariant 21).
    async fn pauses(database) {
        let server = MailServer::start(Manner::Polite).await;
        let (app, _) = ada(database, &server).await;
        server.behave(Manner::TryLater);
        app.login("ada", EMAIL).await;
        app.deliver().await;
        for pause in [5, 10, 20, 40, 80, 160, 300, 195] {
            let tries = server.texts().len();
            app.advance(pause - 1);
            app.deliver().await;
            assert_eq!(server.texts().len(), tries, "tried before {pause} s were over");
            app.advance(1);
            app.deliver().await;
            assert_eq!(server.texts().len(), tries + 1, "not tried after {pause} s");
        }
        assert_eq!(server.texts().len(), 1 + 9);
        let row = newest(&app).await;
        assert_eq!((row.state, row.attempts, row.finished_date), (OutboxState::Failed, 9, Some(app.now())));
        server.behave(Manner::Polite);
        app.advance(300);
        assert_eq!(app.deliver().await, 0);
    }

    /// No retry goes out once the login is decided, whichever way, or its account is gone (invariant 24).
    async fn decided_meanwhile(database) {
        let server = MailServer::start(Manner::Polite).await;
        let (app, token) = ada(database, &server).await;
        for end in ["approve", "deny", "delete"] {
            server.behave(Manner::TryLater);
            app.login("ada", EMAIL).await;
            app.deliver().await;
            let texts = server.texts();
            let page = app.open(&texts.last().expect("a text").link(), "127.0.0.1").await;
            match end {
                "approve" => page.submit(&APPROVE).await.expect(200),
                "deny" => page.submit(&DENY).await.expect(200),
                _ => app.delete("/auth/account").token(&token).send().await.expect(204),
            };
            server.behave(Manner::Polite);
            app.advance(5);
            // Only the notice about the deleted account goes out.
            let notices = usize::from(end == "delete");
            assert_eq!(app.deliver().await, notices, "{end}");
            assert_eq!(server.texts().len(), texts.len() + notices, "{end}");
            assert!(rows(&app).await.iter().all(|row| row.state != OutboxState::Queued), "{end}");
        }
    }

    /// 30 s before the login's end its mail still goes out; a second later it does not (invariant 24).
    async fn last_half_minute(database) {
        let server = MailServer::start(Manner::Polite).await;
        let (app, _) = ada(database, &server).await;
        app.login("ada", EMAIL).await;
        app.advance(900 - 30);
        assert_eq!(app.deliver().await, 1);
        app.login("ada", EMAIL).await;
        app.advance(900 - 29);
        assert_eq!(app.deliver().await, 0);
        assert_eq!(newest(&app).await.state, OutboxState::Dropped);
    }

    /// Nobody listens where the mail server should be: the mail waits, and goes out when there is one (invariant 21).
    async fn nobody_listens(database) {
        let server = MailServer::start(Manner::Polite).await;
        let address = server.url().trim_start_matches("smtp://").parse().expect("an address");
        drop(server);
        let app = TestApp::with(database, &[("MAIL__URL", &format!("smtp://{address}"))]).await;
        app.registered("ada", Some(EMAIL)).await;
        assert_eq!(app.deliver().await, 0);
        let row = newest(&app).await;
        assert_eq!((row.state, row.failure.as_deref()), (OutboxState::Queued, Some("connection_refused")));
        let server = MailServer::at(address, Manner::Polite).await;
        app.advance(5);
        assert_eq!(app.deliver().await, 1);
        app.open(&server.texts()[0].link(), "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
    }

    /// A worker dies while the server has the text: after its lease another sends again, and both links work
    /// (invariants 21, 23, 51).
    async fn worker_died(database) {
        let server = MailServer::start(Manner::Polite).await;
        let (app, _) = ada(database, &server).await;
        let other = app.second_node().await;
        server.behave(Manner::Stall);
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let delivery = hanging(&app, &server, 2).await;
        delivery.abort();
        let _aborted = delivery.await;
        server.behave(Manner::Polite);
        app.advance(119);
        assert_eq!(other.deliver().await, 0, "the dead worker's lease is not over");
        app.advance(1);
        assert_eq!(other.deliver().await, 1);
        let links: BTreeSet<String> = server.texts()[1..].iter().map(Text::link).collect();
        assert_eq!(links.len(), 2);
        for link in &links {
            app.open(link, "127.0.0.1").await.reply.expect(200);
        }
        let link = links.first().expect("a link");
        app.open(link, "127.0.0.1").await.submit(&APPROVE).await.expect(200);
        app.poll(&auth_id).await.expect(200);
    }

    /// A worker that outlives its lease hears "not now" when another has long handed the mail over: it changes nothing
    /// (invariants 21, 51).
    async fn worker_too_slow(database) {
        let server = MailServer::start(Manner::Polite).await;
        let (app, _) = ada(database, &server).await;
        let other = app.second_node().await;
        server.behave(Manner::Stall);
        app.login("ada", EMAIL).await;
        let delivery = hanging(&app, &server, 2).await;
        server.behave(Manner::Polite);
        app.advance(120);
        assert_eq!(other.deliver().await, 1);
        let sent = newest(&app).await;
        assert_eq!((sent.state, sent.attempts), (OutboxState::Sent, 2));
        app.advance(1);
        server.release();
        delivery.await.expect("it ends");
        assert_eq!(newest(&app).await, sent);
        app.advance(300);
        assert_eq!(app.deliver().await + other.deliver().await, 0);
        assert_eq!(server.texts().len(), 3);
    }

    /// A mail whose hand-over hangs holds up no other: the same worker sends the next one meanwhile.
    async fn one_that_hangs(database) {
        let server = MailServer::start(Manner::Stall).await;
        let app = TestApp::with(database, &[("MAIL__URL", &server.url())]).await.leaving_mail();
        let running = app.app.jobs.start().await.expect("it starts");
        app.registered("ada", Some(EMAIL)).await;
        assert!(server.has(1).await, "the mail server was never asked");
        server.behave(Manner::Polite);
        app.registered("bob", Some("bob@example.org")).await;
        let next = server.has(2).await;
        server.release();
        running.stop().await;
        assert!(next, "the next mail waits for the one that hangs");
        assert_eq!(server.texts()[1].header("to"), "bob@example.org");
    }

    /// Every answer is the same, header for header, whether the mail server is polite, rude, stalls or is not there
    /// (invariant 26).
    async fn same_answers(database) {
        let mut told: Vec<Vec<String>> = Vec::new();
        let rude = [Manner::Refuse, Manner::HangUp, Manner::Tarpit, Manner::Closed, Manner::Leave, Manner::Stall];
        let manners = [Some(Manner::Polite)].into_iter().chain(rude.map(Some)).chain([None]);
        for manner in manners {
            let server = MailServer::start(manner.unwrap_or(Manner::Polite)).await;
            let settings = [("MAIL__URL", server.url()), ("MAIL__CONNECT_TIMEOUT", "1s".to_owned())];
            let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
            let app = TestApp::with(database, &settings).await.leaving_mail();
            let stalls = manner == Some(Manner::Stall);
            if manner.is_none() {
                drop(server);
            } else if stalls {
                app.registered("bob", Some("bob@example.org")).await;
                hanging(&app, &server, 1).await.abort();
            }
            let answers = tokio::time::timeout(Duration::from_secs(10), answers(&app, stalls));
            told.push(answers.await.expect("nobody waits for the mail server"));
        }
        for other in &told[1..] {
            assert_eq!(other, &told[0]);
        }
    }

    /// Accepted addresses at the limits of what is accepted, and with signs that once routed mail elsewhere, are one
    /// recipient each, as stored (invariant 22).
    async fn extreme_addresses(database) {
        let server = MailServer::start(Manner::Polite).await;
        let app = TestApp::with(database, &[("MAIL__URL", &server.url())]).await;
        let label = "d".repeat(61);
        let longest = format!("{}@{label}.{label}.{label}.exa", "l".repeat(64));
        assert_eq!(longest.len(), 254);
        let odd = ["eve%example.net@example.org", "example.net!eve@example.org", "*@example.org", &longest];
        for (number, email) in odd.iter().enumerate() {
            app.registered(&format!("odd{number}"), Some(email)).await;
            assert_eq!(app.deliver().await, 1, "{email}");
            assert_eq!(server.said("RCPT TO:")[number..], [format!("<{email}>")]);
            assert_eq!(server.texts()[number].header("to"), *email);
        }
    }
}

/// What the routes that make mail answer, and what polls answer afterwards, without what differs from run to run.
async fn answers(app: &TestApp, stalls: bool) -> Vec<String> {
    let registered = app.register("ada", Some(EMAIL)).await;
    let token = registered.field("session_token");
    let login = |username: &str, email: &str| {
        let body = json!({"username": username, "email": email, "session_platform": "a device"});
        app.post("/auth/login").json(&body)
    };
    let known = login("ada", EMAIL).send().await;
    let unknown = login("nobody", "nobody@example.org").send().await;
    if !stalls {
        app.deliver().await;
    }
    let mut told = vec![shape(&registered), shape(&known), shape(&unknown)];
    let address =
        |email: &str| app.request(Method::PATCH, "/auth/account").token(&token).json(&json!({"email": email}));
    let poll = |reply: &Reply| app.get(&format!("/auth/session/{}", reply.field("auth_id")));
    let later: [Request; 4] =
        [poll(&known), poll(&unknown), address("new@example.org"), app.get("/auth/account").token(&token)];
    for request in later {
        told.push(shape(&request.send().await));
    }
    told
}

/// Status, headers and fields; values only where they are the same in every run.
fn shape(reply: &Reply) -> String {
    let mut headers: Vec<String> = reply
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "content-length"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    let body = reply.json();
    let fields = body.as_object().expect("an object").iter();
    let fields: Vec<String> = fields
        .map(|(name, value)| {
            let constant = !name.ends_with("_id") && !["session_token", "match_code"].contains(&name.as_str());
            if constant { format!("{name}: {value}") } else { name.clone() }
        })
        .collect();
    format!("{}\n{}\n{}", reply.status, headers.join("\n"), fields.join("\n"))
}
