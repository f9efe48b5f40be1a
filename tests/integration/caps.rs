//! Caps on live logins and on mail. Past them the answer stays the same, and no mail goes out.

use serde_json::json;

use crate::support::{Reply, TestApp, at_once, on_both};

const EMAIL: &str = "ada@example.org";
/// Only the caps on mails and on live logins: everything here comes from one address.
const LIMITED: [(&str, &str); 3] = [
    ("RATE_LIMIT__MODE", "on"),
    ("LOGIN__PER_ADDRESS", "1000 then 100 per 1s"),
    ("REGISTRATION__PER_ADDRESS", "1000 then 1000 per 1h"),
];

/// Asks for a login and says whether a mail came of it.
async fn mailed(app: &TestApp, username: &str, email: &str) -> bool {
    app.empty_mailbox().await;
    app.login(username, email).await;
    !app.mails().await.is_empty()
}

on_both! {
    /// A mailbox gets three mails at once, then one every ten minutes, twenty a day.
    async fn mails_of_a_mailbox(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        for expected in [true, true, true, false, false] {
            assert_eq!(mailed(&app, "ada", EMAIL).await, expected);
        }
        let mut mails = 3;
        for _ in 0..30 {
            app.advance(600);
            let now = mailed(&app, "ada", EMAIL).await;
            mails += u32::from(now);
            assert!(!mailed(&app, "ada", EMAIL).await);
        }
        assert_eq!(mails, 20, "the day's twenty are gone before the day is");
        app.advance(86_400);
        assert!(mailed(&app, "ada", EMAIL).await);
    }

    /// Names make no other mailbox of it, nor do spellings, dots and plus tags at a provider that ignores them, nor does another node
    /// (invariant 30: nor does a successful login).
    async fn respelling_does_not_help(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let other = app.second_node().await;
        let email = "ada@gmail.com";
        app.registered("ada", Some(email)).await;
        app.registered("bob", Some("ADA@gmail.com")).await;
        app.registered("eve", Some("a.da+door@googlemail.com")).await;
        app.empty_mailbox().await;
        app.login("ada", email).await;
        let link = app.login_mail(email).await.link;
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        assert!(mailed(&other, "bob", "ada@gmail.com").await);
        assert!(mailed(&app, "ada", email).await);
        for (username, email) in [("ada", email), ("bob", email), ("eve", "a.da+door@googlemail.com")] {
            assert!(!mailed(&app, username, email).await);
            assert!(!mailed(&other, username, email).await);
        }
    }

    /// Many at once, on two nodes, get no more than one after the other (invariant 29).
    async fn many_at_once(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let other = app.second_node().await;
        app.verified("ada", EMAIL).await;
        let body = serde_json::json!({"username": "ada", "email": EMAIL, "session_platform": "x"});
        let nodes = [&app, &other];
        at_once((0..40).map(|number| nodes[number % 2].post("/auth/login").json(&body)).collect()).await;
        tokio::join!(app.deliver(), other.deliver());
        let mails = [app.mails().await, other.mails().await];
        assert_eq!(mails.iter().flatten().count(), 3);
    }

    /// Five live logins per account; the one past the cap looks like the others and yields nothing (invariant 28).
    async fn live_logins_of_an_account(database) {
        let app = TestApp::with(database, &[LIMITED[0], LIMITED[1], LIMITED[2], ("LOGIN__TTL", "1h")]).await;
        app.verified("ada", EMAIL).await;
        for _ in 0..3 {
            assert!(mailed(&app, "ada", EMAIL).await);
        }
        for _ in 0..2 {
            app.advance(600);
            assert!(mailed(&app, "ada", EMAIL).await);
        }
        app.advance(600);
        app.empty_mailbox().await;
        let capped = app.login("ada", EMAIL).await.field("auth_id");
        assert!(app.mails().await.is_empty());
        app.poll(&capped).await.expect_error(400, "authorization_pending");
        // The first ones expire, and there is room again.
        app.advance(3600);
        assert!(mailed(&app, "ada", EMAIL).await);
    }

    /// Five as well where the address alone was given and several accounts share it.
    async fn live_logins_of_a_shared_address(database) {
        let app = TestApp::with(database, &[LIMITED[0], LIMITED[1], LIMITED[2], ("LOGIN__TTL", "1h")]).await;
        app.verified("ada", EMAIL).await;
        app.verified("work", EMAIL).await;
        let body = json!({"email": EMAIL, "session_platform": "x"});
        let mut mails = 0;
        for pause in [0, 0, 0, 600, 600, 600, 600] {
            app.advance(pause);
            app.empty_mailbox().await;
            app.post("/auth/login").json(&body).send().await.expect(200);
            mails += app.mails().await.len();
        }
        assert_eq!(mails, 5);
    }

    /// With limits off, as on a loopback public URL, there are no caps.
    async fn off_lifts_them(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        for _ in 0..12 {
            assert!(mailed(&app, "ada", EMAIL).await);
        }
    }

    /// Verification mails have a cap of their own and take nothing from logins.
    async fn verification_has_its_own(database) {
        let app = TestApp::with(database, &LIMITED).await;
        for (number, expected) in [(1, 1), (2, 1), (3, 1), (4, 0)] {
            app.empty_mailbox().await;
            app.registered(&format!("ada{number}"), Some(EMAIL)).await;
            assert_eq!(app.mails().await.len(), expected);
        }
        assert!(mailed(&app, "ada1", EMAIL).await);
    }

    /// One account has no more than three strangers' mailboxes asked to prove themselves, then one every five minutes.
    async fn verification_is_per_account(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.registered("ada", None).await;
        let mut asked = 0;
        let ask = async |number: usize| {
            app.empty_mailbox().await;
            let body = json!({"email": format!("stranger{number}@example.org")});
            app.patch("/auth/account").token(&token).json(&body).send().await.expect(200);
            app.mails().await.iter().filter(|mail| mail.to.starts_with("stranger")).count()
        };
        for number in 0..6 {
            asked += ask(number).await;
        }
        assert_eq!(asked, 3);
        app.advance(299);
        assert_eq!(ask(6).await, 0);
        // The newest wish waits for its turn; those that it replaced are gone.
        app.advance(1);
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["stranger6@example.org"]);
        assert_eq!((ask(7).await, ask(8).await), (0, 0));
        app.advance(300);
        app.empty_mailbox().await;
        assert_eq!(ask(9).await, 0);
    }

    /// Login mails count with their account, too, whatever address it has at the time.
    async fn login_mails_of_an_account(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.verified("ada", EMAIL).await;
        let mut mails = 0;
        for number in 0..3 {
            mails += u32::from(mailed(&app, "ada", EMAIL).await);
            assert_eq!(mails, number + 1);
        }
        app.empty_mailbox().await;
        app.patch("/auth/account").token(&token).json(&json!({"email": "new@example.org"})).send().await.expect(200);
        let link = app.address_mail("new@example.org").await.link;
        app.open(&link, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
        assert!(!mailed(&app, "ada", "new@example.org").await, "a fresh mailbox, and the same account");
        app.advance(300);
        assert!(mailed(&app, "ada", "new@example.org").await);
        assert!(!mailed(&app, "ada", "new@example.org").await);
    }

    /// A node hands over no more mail than `mail.in_all` says; the rest waits for its turn, and none is lost.
    async fn mail_in_all(database) {
        let settings = [LIMITED[0], LIMITED[1], LIMITED[2], ("MAIL__IN_ALL", "2 then 1 per 10s")];
        let app = TestApp::with(database, &settings).await;
        for number in 0..5 {
            app.registered(&format!("a{number}"), Some(&format!("a{number}@example.org"))).await;
        }
        for expected in [2, 2, 3, 4, 5] {
            assert_eq!(app.mails().await.len(), expected);
            app.advance(if expected == 2 { 5 } else { 10 });
        }
    }

    /// Past a cap the answer, its polls and its codes are those of any other login (invariant 28).
    async fn past_a_cap_nothing_shows(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        let looks = |reply: &Reply| {
            let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
            names.sort();
            let body = reply.json();
            (reply.status, names, body.as_object().unwrap().keys().cloned().collect::<Vec<_>>())
        };
        let mut replies = Vec::new();
        for number in 0..5 {
            app.empty_mailbox().await;
            replies.push(app.login("ada", EMAIL).await);
            assert_eq!(app.mails().await.len(), usize::from(number < 3));
        }
        assert!(replies.iter().all(|reply| looks(reply) == looks(&replies[0])));
        let mut told = Vec::new();
        for reply in &replies {
            let auth_id = reply.field("auth_id");
            let mut answers = vec![app.poll(&auth_id).await.text()];
            for _ in 0..3 {
                let typed = app.post(&format!("/auth/session/{auth_id}")).json(&json!({"code": "0000-0000"}));
                answers.push(typed.send().await.expect(400).text());
            }
            told.push(answers);
        }
        assert!(told.iter().all(|answers| *answers == told[0]), "{told:#?}");
    }

    /// Whoever guesses addresses, or sends verification mails there, uses up nothing of the account's.
    async fn strangers_use_nothing_up(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        for number in 0..20 {
            app.login("ada", &format!("guess{number}@example.org")).await;
            app.login(&format!("guess{number}"), EMAIL).await;
        }
        assert!(app.mails().await.is_empty());
        for _ in 0..3 {
            assert!(mailed(&app, "ada", EMAIL).await);
        }
    }

    /// A decided login is not live any more and makes room for another; live ones count on every node.
    async fn decided_logins_make_room(database) {
        let app = TestApp::with(database, &[LIMITED[0], LIMITED[1], LIMITED[2], ("LOGIN__TTL", "1h")]).await;
        let other = app.second_node().await;
        app.verified("ada", EMAIL).await;
        let mut link = String::new();
        for (number, pause) in [0, 0, 0, 600, 600].into_iter().enumerate() {
            app.advance(pause);
            let node = if number % 2 == 0 { &app } else { &other };
            assert!(mailed(node, "ada", EMAIL).await);
            link = node.login_mail(EMAIL).await.link;
        }
        for node in [&app, &other] {
            app.advance(600);
            assert!(!mailed(node, "ada", EMAIL).await);
        }
        app.open(&link, "127.0.0.1").await.submit(&[("decision", "approve")]).await.expect(200);
        assert!(mailed(&other, "ada", EMAIL).await);
        app.advance(600);
        assert!(!mailed(&app, "ada", EMAIL).await);
    }

    /// Verification mails count per mailbox and asking address, however the mailbox is spelled where its provider ignores that, and on
    /// every node.
    async fn verification_is_per_mailbox(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let other = app.second_node().await;
        let spellings = ["ada@gmail.com", "ADA@Gmail.com", "ada+a@gmail.com", "a.da+b@gmail.com", "ada@GMAIL.com"];
        let mut mails = 0;
        for (number, email) in spellings.into_iter().enumerate() {
            let node = if number % 2 == 0 { &app } else { &other };
            node.empty_mailbox().await;
            node.registered(&format!("ada{number}"), Some(email)).await;
            mails += node.mails().await.len();
        }
        assert_eq!(mails, 3);
        app.empty_mailbox().await;
        app.registered("bob", Some("bob@example.org")).await;
        assert_eq!(app.mails().await.len(), 1);
    }

    /// Twenty a day are twenty in any 24 hours, however patiently they are asked for.
    async fn twenty_a_day(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", EMAIL).await;
        let mut dates = Vec::new();
        for _ in 0..2 * 144 {
            if mailed(&app, "ada", EMAIL).await {
                dates.push(app.now());
            }
            app.advance(600);
        }
        for day in dates.windows(21) {
            assert!(day[20] - day[0] >= 86_400, "{day:?}");
        }
        assert_eq!(dates.len(), 40, "twenty on each of two days");
    }
}
