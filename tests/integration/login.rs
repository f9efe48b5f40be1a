//! Asking for a login.

use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use crate::support::{Reply, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

fn header_names(reply: &Reply) -> Vec<String> {
    let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
    names.sort();
    names
}

fn field_names(body: &Value) -> Vec<&String> {
    body.as_object().expect("an object").keys().collect()
}

async fn ask(app: &TestApp, body: Value) -> Reply {
    app.post("/auth/login").json(&body).send().await
}

/// Whether something that looks like a mail code stands in a text.
fn shows_code(text: &str) -> bool {
    text.split(|character: char| !character.is_ascii_alphanumeric() && character != '-').any(|word| {
        let (left, right) = word.split_once('-').unwrap_or_default();
        let is_half =
            |half: &str| half.len() == 4 && half.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        is_half(left) && is_half(right)
    })
}

/// Rows of the tables that a login writes.
async fn rows(app: &TestApp) -> (u64, u64) {
    let db = app.app.context.db.read();
    let logins = entity::pending_login::Entity::find().count(db).await.unwrap();
    (logins, entity::outbox::Entity::find().count(db).await.unwrap())
}

on_both! {
    /// The answer holds what the starter needs, and nothing that the approver needs.
    async fn the_answer(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let asked = app.login("ADA", "Ada@Example.org").await.json();
        let auth_id = asked["auth_id"].as_str().unwrap();
        assert_eq!(auth_id, auth_id.to_lowercase());
        assert_eq!(auth_id.len(), 36);
        assert_eq!(asked["match_code"], auth_id[30..].to_uppercase());
        assert_eq!(asked["expiration_date"], app.now() + 900);
        assert_eq!(asked["interval"], 2);
        assert_eq!(asked.as_object().unwrap().len(), 4);
        // Mail goes to the address as it is stored, not as it was typed (invariant 22).
        assert_eq!(app.login_mail(EMAIL).await.to, EMAIL);
        assert_eq!(app.mails().await.len(), 1);
    }

    /// Whoever is asked for, the answer, its headers and the rows behind it are the same, nothing is mailed for a
    /// decoy, and polls stay pending until its expiry (invariants 25, 28).
    async fn a_stranger_learns_nothing(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        app.registered("bob", None).await;
        let gone = app.verified("carol", "carol@example.org").await;
        app.delete("/auth/account").token(&gone).send().await.expect(204);
        app.empty_mailbox().await;
        let before = rows(&app).await;
        let real = app.login("ada", EMAIL).await;
        let after = rows(&app).await;
        let written = (after.0 - before.0, after.1 - before.1);
        assert_eq!(written, (1, 1));
        let pending = app.poll(&real.field("auth_id")).await;
        let mut decoys = Vec::new();
        for (username, email) in [
            (Some("nobody"), EMAIL),
            (Some("ada"), "eve@example.org"),
            (Some("bob"), "bob@example.org"),
            (Some("carol"), "carol@example.org"),
            (Some("no.such-name"), EMAIL),
            (None, "nobody@example.org"),
        ] {
            let before = rows(&app).await;
            let body = json!({"username": username, "email": email, "session_platform": "x"});
            let reply = ask(&app, body).await.expect(200);
            assert_eq!(header_names(&reply), header_names(&real));
            assert_eq!(field_names(&reply.json()), field_names(&real.json()));
            let after = rows(&app).await;
            assert_eq!((after.0 - before.0, after.1 - before.1), written);
            let polled = app.poll(&reply.field("auth_id")).await.expect_error(400, "authorization_pending");
            assert_eq!((polled.body.clone(), header_names(&polled)), (pending.body.clone(), header_names(&pending)));
            decoys.push(reply.field("auth_id"));
        }
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, EMAIL);
        app.advance(899);
        for auth_id in &decoys {
            app.poll(auth_id).await.expect_error(400, "authorization_pending");
        }
        app.advance(1);
        for auth_id in &decoys {
            app.poll(auth_id).await.expect_error(400, "expired_token");
        }
    }

    /// The address alone is enough; where several accounts share it, the page lets the person choose.
    async fn the_address_alone(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let body = json!({"email": EMAIL, "session_platform": "x"});
        let auth_id = ask(&app, body.clone()).await.expect(200).field("auth_id");
        let mail = app.login_mail(EMAIL).await;
        assert!(shows_code(&mail.subject) && shows_code(&mail.text) && shows_code(&mail.html));
        let collected = app.post(&format!("/auth/session/{auth_id}")).json(&json!({"code": mail.code()})).send().await;
        collected.expect(200);

        let other = app.register("work", Some(EMAIL)).await.field("account_id");
        let proof = app.address_mail(EMAIL).await.link;
        app.open(&proof, "127.0.0.1").await.submit(&[("decision", "apply"), ("confirm_account", "yes")]).await.expect(200);
        app.advance(1);
        // Another spelling may be another mailbox: its account is not offered.
        let stranger = app.register("spelled", Some("Ada@example.org")).await.field("account_id");
        app.empty_mailbox().await;
        let auth_id = ask(&app, body).await.expect(200).field("auth_id");
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, EMAIL);
        // A code could not say which account is meant.
        assert!(![&mails[0].subject, &mails[0].text, &mails[0].html].into_iter().any(|text| shows_code(text)));
        let page = app.open(&mails[0].link, "127.0.0.1").await;
        let text = page.reply.text();
        assert!(text.contains("ada") && text.contains("work") && !text.contains("spelled"), "{text}");
        let logins = async || entity::pending_login::Entity::find().all(app.app.context.db.read()).await.unwrap();
        let before = logins().await;
        page.submit(&[("decision", "approve")]).await.expect(422);
        page.submit(&[("decision", "approve"), ("account_id", &stranger)]).await.expect(422);
        page.submit(&[("decision", "approve"), ("account_id", "x")]).await.expect(422);
        assert_eq!(logins().await, before);
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        page.submit(&[("decision", "approve"), ("account_id", &other)]).await.expect(200);
        assert_eq!(app.poll(&auth_id).await.expect(200).field("account_id"), other);
    }

    /// A login with a name is that account's, whoever else has the address.
    async fn a_name_is_not_another(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let work = app.register("work", Some(EMAIL)).await.field("account_id");
        app.empty_mailbox().await;
        let auth_id = app.login("ada", EMAIL).await.field("auth_id");
        let page = app.open(&app.login_mail(EMAIL).await.link, "127.0.0.1").await;
        assert!(!page.reply.text().contains(&work), "{}", page.reply.text());
        page.submit(&[("decision", "approve"), ("account_id", &work)]).await.expect(422);
        page.submit(&[("decision", "approve")]).await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        let account = app.get("/auth/account").token(&token).send().await.expect(200);
        assert_eq!(account.field("username"), "ada");
    }

    /// A newer login ends no older one.
    async fn several_logins_side_by_side(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut logins = Vec::new();
        for _ in 0..3 {
            app.empty_mailbox().await;
            let auth_id = app.login("ada", EMAIL).await.field("auth_id");
            logins.push((auth_id, app.login_mail(EMAIL).await.link));
        }
        for (auth_id, link) in &logins {
            app.open(link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
            app.poll(auth_id).await.expect(200);
        }
    }

    /// What no account can be called is refused, however long it is and whatever it holds, and nothing is written (invariant 60).
    /// A reserved name follows the rules of writing, and is nobody's (invariant 28).
    async fn impossible_names(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let before = rows(&app).await;
        for name in ["a\0", "\0", "a da", &"x".repeat(15_000)] {
            let body = json!({"username": name, "email": EMAIL, "session_platform": "x"});
            assert_eq!(ask(&app, body).await.expect_error(422, "invalid_username").field("field"), "username");
        }
        assert_eq!(rows(&app).await, before);
        let auth_id = app.login("root", EMAIL).await.field("auth_id");
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        assert!(app.mails().await.is_empty());
    }

    /// What breaks a rule is refused with its field, and nothing is written.
    async fn bad_fields(database) {
        let app = TestApp::start(database).await;
        for (body, status, code, field) in [
            (json!({"session_platform": "x"}), 422, "missing_field", "email"),
            (json!({"email": null, "session_platform": "x"}), 422, "missing_field", "email"),
            (json!({"email": EMAIL}), 422, "missing_field", "session_platform"),
            (json!({"email": "", "session_platform": "x"}), 422, "invalid_email", "email"),
            (json!({"email": "a@b@c.org", "session_platform": "x"}), 422, "invalid_email", "email"),
            (json!({"email": [EMAIL], "session_platform": "x"}), 400, "malformed_body", "email"),
            (json!({"email": EMAIL, "session_platform": " "}), 422, "invalid_session_platform", "session_platform"),
            (json!({"email": EMAIL, "session_platform": "x", "username": 1}), 400, "malformed_body", "username"),
            (
                json!({"email": EMAIL, "session_platform": "x", "code_challenge": "short"}),
                422,
                "invalid_code_challenge",
                "code_challenge",
            ),
        ] {
            let reply = ask(&app, body).await.expect_error(status, code);
            assert_eq!(reply.field("field"), field);
        }
        assert_eq!(rows(&app).await, (0, 0));
    }

    /// However it was typed this time, the mail goes to the address exactly as it was stored (invariant 22).
    async fn mail_keeps_the_stored_spelling(database) {
        let app = TestApp::start(database).await;
        let stored = "Ada.Lovelace+Door@Example.ORG";
        app.verified("Ada", stored).await;
        for (username, email) in [
            (Some("aDA"), stored),
            (Some("ada"), "ada.lovelace+door@example.org"),
            (Some("ADA"), "ADA.LOVELACE+DOOR@EXAMPLE.ORG"),
            (None, "ada.lovelace+door@example.org"),
        ] {
            app.empty_mailbox().await;
            let body = json!({"username": username, "email": email, "session_platform": "x"});
            ask(&app, body).await.expect(200);
            let mails = app.mails().await;
            assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [stored], "{email}");
        }
        // The tag is part of the address.
        app.empty_mailbox().await;
        app.login("ada", "ada.lovelace@example.org").await;
        assert!(app.mails().await.is_empty());
    }

    /// The times in the mail are those of the zone that the starter names, in each language and on the second try as well; a zone that
    /// nobody knows is refused, and absent ones are UTC.
    async fn time_zones(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let with = |zone: Value| json!({"username": "ada", "email": EMAIL, "session_platform": "x", "time_zone": zone});
        let before = rows(&app).await;
        for bad in ["", " ", "Mars/Olympus", "Berlin", "+01:00", "Europe/Berlin ", "Europe/Berlin\n", &"x".repeat(5000)] {
            let reply = ask(&app, with(json!(bad))).await.expect_error(422, "invalid_time_zone");
            assert_eq!(reply.field("field"), "time_zone", "{bad}");
        }
        ask(&app, with(json!(["UTC"]))).await.expect_error(400, "malformed_body");
        assert_eq!(rows(&app).await, before);
        for (zone, written) in [
            (json!("Asia/Kolkata"), "UTC+5:30"),
            (json!("America/Phoenix"), "UTC-7"),
            (json!("UTC"), "UTC"),
            (Value::Null, "UTC"),
        ] {
            app.empty_mailbox().await;
            ask(&app, with(zone)).await.expect(200);
            let mail = app.login_mail(EMAIL).await;
            for text in [&mail.text, &mail.html] {
                // When it was asked for, and when it ends.
                let times = text.split(" UTC").skip(1).map(|rest| rest.split(['\n', ' ', '<', '.', ',']).next().unwrap());
                let times: Vec<String> = times.map(|rest| format!("UTC{rest}")).collect();
                assert!(times.len() == 2 && times.iter().all(|time| time == written), "{times:?} {text}");
            }
        }
        // Nobody there, and nobody to be told of a zone: the answer is the same.
        let nobody = json!({"username": "eve", "email": EMAIL, "session_platform": "x", "time_zone": "Asia/Tokyo"});
        ask(&app, nobody).await.expect(200);
        app.empty_mailbox().await;
    }

    /// A challenge is the base64url of a SHA-256 hash without padding, or absent; nothing else is taken.
    async fn challenges(database) {
        let app = TestApp::start(database).await;
        let good = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let with = |challenge: Value| json!({"email": EMAIL, "session_platform": "x", "code_challenge": challenge});
        for bad in [
            String::new(),
            good[1..].to_owned(),
            format!("{good}A"),
            format!("{good}="),
            good.replace('-', "+"),
            good.replace('-', "/"),
            good.replace('-', " "),
            good.replace("-c", "\u{e9}"),
        ] {
            let reply = ask(&app, with(json!(bad))).await.expect_error(422, "invalid_code_challenge");
            assert_eq!(reply.field("field"), "code_challenge", "{bad}");
        }
        ask(&app, with(json!([good]))).await.expect_error(400, "malformed_body");
        assert_eq!(rows(&app).await, (0, 0));
        let bound = ask(&app, with(json!(good))).await.expect(200);
        let free = ask(&app, with(Value::Null)).await.expect(200);
        assert_eq!(field_names(&bound.json()), field_names(&free.json()));
        assert!(!bound.text().contains(good));
        app.poll(&free.field("auth_id")).await.expect_error(400, "authorization_pending");
        // A decoy, too, answers only to its verifier.
        app.poll(&bound.field("auth_id")).await.expect_error(400, "expired_token");
        app.deliver().await;
    }
}
