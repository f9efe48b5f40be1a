//! Quiet work: what follows an answer is the same work for known, held back and unknown logins (invariant 76).

use doorpost::auth::outgoing;
use doorpost::mail::outbox::{self, Lane};
use entity::{confirmation_token, event, mail_quota, pending_login};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use crate::support::{TestApp, Visitor, captured, on_both};

const EMAIL: &str = "ada@example.org";
const LIMITED: [(&str, &str); 3] = [
    ("RATE_LIMIT__MODE", "on"),
    ("LOGIN__PER_ADDRESS", "100000 then 100 per 1s"),
    ("REGISTRATION__PER_ADDRESS", "1000 then 1000 per 1h"),
];
const LIMITLESS: [(&str, &str); 1] = [("RATE_LIMIT__MODE", "off")];

/// A statement without the lists of columns and values, whose lengths follow from how much there is to read.
fn kind(statement: &str) -> String {
    let beginning: Vec<&str> = statement.split_whitespace().collect();
    let up_to = |word: &str| beginning.iter().position(|found| *found == word).map_or(0, |index| index + 2);
    let words = match beginning.first() {
        Some(&"SELECT") => [beginning[0], beginning[up_to("FROM") - 1]].join(" "),
        Some(&("INSERT" | "DELETE")) => beginning[..3].join(" "),
        _ => beginning[..2].join(" "),
    };
    words.replace('"', "")
}

/// What the worker does for the login that was just asked for, from the claim to the note of what became of it.
async fn statements(app: &TestApp, body: &serde_json::Value, mailed: bool) -> Vec<String> {
    app.post("/auth/login").json(body).send().await.expect(200);
    worked(app, mailed).await
}

async fn worked(app: &TestApp, mailed: bool) -> Vec<String> {
    let context = &app.app.context;
    let work = async {
        let claims = outbox::claim(&context.db, &*context.clock, &*context.random, Lane::Logins, 4, &[]).await.unwrap();
        assert_eq!(claims.len(), 1);
        match outgoing::prepare(context, &claims[0]).await.unwrap() {
            Ok(_) => claims[0].sent(&context.db, context.now()).await.map(|()| true).unwrap(),
            Err(drop) => claims[0].dropped(&context.db, context.now(), drop.reason()).await.map(|()| false).unwrap(),
        }
    };
    let (went_out, statements) = captured(app, work).await;
    assert_eq!(went_out, mailed);
    statements
}

fn writes(statements: &[String]) -> Vec<String> {
    statements.iter().filter(|statement| !statement.starts_with("SELECT")).cloned().collect()
}

fn kinds(statements: &[String]) -> Vec<String> {
    statements.iter().map(|statement| kind(statement)).collect()
}

on_both! {
    /// The worker executes the same statements in the same order for a login that is mailed, for one that a quota holds back and for one
    /// that is for nobody; what is written is the same to the letter.
    async fn the_same_statements(database) {
        for settings in [&LIMITED[..], &LIMITLESS[..]] {
            let app = TestApp::with(database, settings).await;
            app.verified("ada", EMAIL).await;
            app.registered("squat", Some("squat@example.org")).await;
            app.empty_mailbox().await;
            let pair = |username: &str, email: &str| json!({"username": username, "email": email, "session_platform": "x"});
            let known = statements(&app, &pair("ada", EMAIL), true).await;
            assert!(writes(&known).len() >= 6, "{known:#?}");
            let mut others = vec![
                ("an unknown name", pair("nobody", EMAIL), false),
                ("another address", pair("ada", "other@example.org"), false),
                ("an unknown address", json!({"email": "other@example.org", "session_platform": "x"}), false),
                ("the address alone", json!({"email": EMAIL, "session_platform": "x"}), true),
                ("an address that is not proven", pair("squat", "squat@example.org"), true),
                ("the last of the burst", pair("ada", EMAIL), true),
            ];
            if settings.len() > 1 {
                others.push(("held back", pair("ada", EMAIL), false));
                others.push(("held back once more", pair("ada", EMAIL), false));
            }
            for (name, body, mailed) in others {
                let found = statements(&app, &body, mailed).await;
                assert_eq!(writes(&found), writes(&known), "{name}");
                assert_eq!(kinds(&found), kinds(&known), "{name}");
            }
        }
    }

    /// A further mail of the same login is the same work, too, for whomever it is.
    async fn the_same_statements_for_a_further_mail(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        let mut all = Vec::new();
        for (username, mailed) in [("ada", true), ("nobody", false)] {
            let mut browser = Visitor::new(&app, "127.0.0.1");
            let waiting = browser.ask(EMAIL, &[("username", username)]).await;
            app.empty_mailbox().await;
            app.advance(61);
            browser.post(&waiting, &[("decision", "resend")]).await.expect(303);
            all.push(worked(&app, mailed).await);
        }
        assert_eq!(writes(&all[0]), writes(&all[1]));
        assert_eq!(kinds(&all[0]), kinds(&all[1]));
    }

    /// What logins for nobody leave behind goes with the next purge after their end, and is bounded meanwhile; nothing of it is in
    /// anybody's record.
    async fn nothing_is_left_of_decoys(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        let reader = app.app.context.db.read();
        let events = event::Entity::find().count(reader).await.unwrap();
        let quotas = mail_quota::Entity::find().count(reader).await.unwrap();
        for number in 0..20 {
            app.login(&format!("nobody{number}"), EMAIL).await;
        }
        app.deliver().await;
        assert_eq!(event::Entity::find().count(reader).await.unwrap(), events);
        assert!(mail_quota::Entity::find().count(reader).await.unwrap() <= quotas + 20 * 7);
        let dropped = entity::outbox::Entity::find().filter(entity::outbox::Column::Failure.eq("nobody"));
        assert_eq!(dropped.count(reader).await.unwrap(), 20);
        app.advance(3601);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(pending_login::Entity::find().count(reader).await.unwrap(), 0);
        assert_eq!(confirmation_token::Entity::find().count(reader).await.unwrap(), 0);
        assert!(mail_quota::Entity::find().count(reader).await.unwrap() <= quotas);
    }
}
