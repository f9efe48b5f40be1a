//! Quotas of mail by weight: notices, login mails, verification mails and strangers' requests take nothing from each other
//! (invariants 64, 68 and 71).

use entity::{email_link, event, pending_login};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use crate::support::{FOLLOW, Mail, Reply, TestApp, Visitor, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const DAY: i64 = 86_400;
/// Only the quotas of mail: everything else that is limited has room.
const LIMITED: [(&str, &str); 4] = [
    ("RATE_LIMIT__MODE", "on"),
    ("LOGIN__PER_ADDRESS", "100000 then 100 per 1s"),
    ("REGISTRATION__PER_ADDRESS", "1000 then 1000 per 1h"),
    ("REGISTRATION__TRIES_PER_ADDRESS", "1000 then 1000 per 1h"),
];
const OWNER: &str = "203.0.113.9";
const STRANGER: &str = "198.51.100.7";

async fn ask_from(app: &TestApp, ip: &str, username: &str, email: &str) -> String {
    let body = json!({"username": username, "email": email, "session_platform": "x"});
    app.post("/auth/login").from(ip).json(&body).send().await.expect(200).field("auth_id")
}

/// Asks for a login from an address and returns its mail, if one came of it.
async fn mailed(app: &TestApp, ip: &str, username: &str, email: &str) -> Option<Mail> {
    app.empty_mailbox().await;
    ask_from(app, ip, username, email).await;
    app.mails().await.into_iter().find(Mail::is_login)
}

async fn register_from(app: &TestApp, ip: &str, username: &str, email: Option<&str>) -> String {
    let body = json!({"username": username, "email": email, "session_platform": "x"});
    app.post("/auth/registration").from(ip).json(&body).send().await.expect(200).field("session_token")
}

/// An account whose address is proven, and which knows the network that it registered from.
async fn verified_from(app: &TestApp, ip: &str, username: &str, email: &str) -> String {
    let token = register_from(app, ip, username, Some(email)).await;
    let link = app.address_mail(email).await.link;
    app.open(&link, ip).await.submit(&FOLLOW).await.expect(200);
    app.empty_mailbox().await;
    token
}

/// Finds the owner's login among those that wait, and approves it by its match code.
async fn approve_on_a_signed_in_device(app: &TestApp, signed_in: &str, asked: &Reply) {
    let logins = app.get("/auth/logins").from(OWNER).token(signed_in).send().await.expect(200).json();
    let own = logins["logins"].as_array().unwrap().iter().find(|login| login["session_platform"] == "the owner's");
    let path = format!("/auth/logins/{}", own.expect("it waits")["login_id"].as_str().unwrap());
    let body = json!({"decision": "approve", "match_code": asked.field("match_code")});
    app.post(&path).from(OWNER).token(signed_in).json(&body).send().await.expect(204);
    app.poll(&asked.field("auth_id")).await.expect(200);
}

async fn change(app: &TestApp, token: &str, email: serde_json::Value) -> Reply {
    app.patch("/auth/account").token(token).json(&json!({"email": email})).send().await
}

async fn email_of(app: &TestApp, token: &str) -> String {
    app.get("/auth/account").token(token).send().await.expect(200).field("email")
}

on_both! {
    /// Notices about keys leave the notices of a change as they are: the change is told, and applied it is told again (invariant 64).
    async fn keys_do_not_silence_a_change(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.verified("ada", EMAIL).await;
        for number in 0..12 {
            let body = json!({"name": format!("k{number}"), "scopes": ["account:read"]});
            app.post("/auth/keys").token(&token).json(&body).send().await;
        }
        app.empty_mailbox().await;
        change(&app, &token, json!("new@example.org")).await.expect(200);
        let mails = app.mails().await;
        assert_eq!(mails.iter().filter(|mail| mail.to == EMAIL).count(), 1);
        let link = mails.into_iter().find(|mail| mail.to == "new@example.org").unwrap().link;
        app.empty_mailbox().await;
        let applied = app.open(&link, "127.0.0.1").await;
        applied.submit(&[("decision", "apply"), ("confirm_account", "yes")]).await.expect(200);
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == EMAIL).count(), 1);
    }

    /// A change that cannot be told is refused, by the API and by the page, and nothing changes: neither address nor what is pending,
    /// nor is a mail queued (invariant 64). After ten minutes there is room again.
    async fn a_change_that_cannot_be_told_is_refused(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let mut browser = Visitor::new(&app, "127.0.0.1");
        app.verified("ada", EMAIL).await;
        browser.sign_in(EMAIL).await;
        let token = browser.cookie("doorpost").unwrap().to_owned();
        for number in 0..10 {
            change(&app, &token, json!(format!("new{number}@example.org"))).await.expect(200);
        }
        app.empty_mailbox().await;
        // The account's own limit of changes has room again before its address can be told again.
        app.advance(300);
        let before = app.get("/auth/account").token(&token).send().await.expect(200).json();
        let links = email_link::Entity::find().count(app.app.context.db.read()).await.unwrap();
        for email in [json!("more@example.org"), json!(null)] {
            let refused = change(&app, &token, email).await.expect_error(429, "too_many_requests");
            let seconds: i64 = refused.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=600).contains(&seconds), "{seconds}");
        }
        let both = json!({"email": "more@example.org", "username": "other"});
        app.patch("/auth/account").token(&token).json(&both).send().await.expect_error(429, "too_many_requests");
        for form in [&[("decision", "change"), ("email", "more@example.org")][..], &[("decision", "remove")][..]] {
            let refused = browser.post("/account/email", form).await.expect(429);
            assert!(refused.header("retry-after").is_some());
            assert!(refused.text().contains("Nothing was changed"), "{}", refused.text());
        }
        assert!(app.mails().await.is_empty());
        assert_eq!(app.get("/auth/account").token(&token).send().await.expect(200).json(), before);
        assert_eq!(email_link::Entity::find().count(app.app.context.db.read()).await.unwrap(), links);
        // Other mail, and what tells nobody, goes on.
        change(&app, &token, json!(EMAIL)).await.expect(200);
        assert!(mailed(&app, "127.0.0.1", "ada", EMAIL).await.is_some());
        app.advance(600);
        change(&app, &token, json!("more@example.org")).await.expect(200);
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == EMAIL && !mail.is_login()).count(), 1);
        change(&app, &token, json!(null)).await.expect_error(429, "too_many_requests");
    }

    /// Following the link of a change is an act that is told as well: where it cannot be, a page says so, and link and account stay as
    /// they are until it can (invariant 64).
    async fn a_link_whose_change_cannot_be_told_waits(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = app.verified("ada", EMAIL).await;
        for number in 0..10 {
            change(&app, &token, json!(format!("new{number}@example.org"))).await.expect(200);
            app.empty_mailbox().await;
            app.advance(1);
        }
        // The mail that asks the new mailbox for its proof waits for its turn; the notices do not.
        app.advance(300);
        let link = app.address_mail("new9@example.org").await.link;
        let page = app.open(&link, "127.0.0.1").await;
        let refused = page.submit(&[("decision", "apply"), ("confirm_account", "yes")]).await.expect(429);
        assert!(refused.header("retry-after").is_some());
        assert!(refused.text().contains("Nothing was changed"));
        assert_eq!(email_of(&app, &token).await, EMAIL);
        app.empty_mailbox().await;
        app.advance(600);
        page.submit(&[("decision", "apply"), ("confirm_account", "yes")]).await.expect(200);
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == EMAIL).count(), 1);
        assert_eq!(email_of(&app, &token).await, "new9@example.org");
    }

    /// Many changes at once, on two nodes: as many are told as are made (invariants 29 and 64).
    async fn changes_at_once(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let other = app.second_node().await;
        let token = app.verified("ada", EMAIL).await;
        let nodes = [&app, &other];
        let asked = (0..30).map(|number| {
            let body = json!({"email": format!("new{number}@example.org")});
            nodes[number % 2].patch("/auth/account").token(&token).json(&body)
        });
        let replies = at_once(asked.collect()).await;
        let made = replies.iter().filter(|reply| reply.status == 200).count();
        assert_eq!(made, 10);
        assert!(replies.iter().all(|reply| reply.status == 200 || reply.status == 429));
        tokio::join!(app.deliver(), other.deliver());
        let mails = [app.mails().await, other.mails().await];
        assert_eq!(mails.iter().flatten().filter(|mail| mail.to == EMAIL).count(), made);
    }

    /// Two spellings are two people where the provider is not known to fold them: neither's changes, keys or logins take anything from
    /// the other (invariant 71).
    async fn two_spellings_are_two_people(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let mallory = app.verified("mallory", "john.smith@corp.example").await;
        let victim = app.verified("victim", "johnsmith@corp.example").await;
        for number in 0..14 {
            change(&app, &mallory, json!(format!("x{number}@evil.example"))).await;
            mailed(&app, STRANGER, "mallory", "john.smith@corp.example").await;
        }
        assert!(mailed(&app, STRANGER, "victim", "johnsmith@corp.example").await.is_some());
        app.empty_mailbox().await;
        change(&app, &victim, json!("thief@evil.example")).await.expect(200);
        let body = json!({"name": "k", "scopes": ["account:read"]});
        app.post("/auth/keys").token(&victim).json(&body).send().await.expect(200);
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == "johnsmith@corp.example").count(), 2);
    }

    /// At a provider that is known to fold, all spellings share the quota of login mails; notices are counted by exact address even there
    /// (invariant 71).
    async fn known_providers_fold(database) {
        let app = TestApp::with(database, &LIMITED).await;
        app.verified("ada", "ada.l@gmail.com").await;
        app.verified("bob", "adal+door@googlemail.com").await;
        for _ in 0..3 {
            assert!(mailed(&app, "127.0.0.1", "ada", "ada.l@gmail.com").await.is_some());
        }
        assert!(mailed(&app, "127.0.0.1", "bob", "adal+door@googlemail.com").await.is_none());
    }

    /// A stranger who asks every five minutes for three days keeps out nobody: the third of burst and day that is kept goes to the
    /// owner, and each login of the owner's that is not mailed is approved on a signed-in device (invariant 68).
    async fn a_stranger_all_day_long(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let signed_in = verified_from(&app, OWNER, "ada", EMAIL).await;
        let (mut owners, mut strangers, mut approved) = (0, 0, 0);
        let mut last_day = Vec::new();
        for round in 0..864 {
            app.advance(300);
            let stranger = mailed(&app, STRANGER, "ada", EMAIL).await;
            strangers += usize::from(stranger.is_some());
            if round % 24 != 23 {
                continue;
            }
            app.empty_mailbox().await;
            let body = json!({"username": "ada", "email": EMAIL, "session_platform": "the owner's"});
            let asked = app.post("/auth/login").from("203.0.113.200").json(&body).send().await.expect(200);
            app.poll(&asked.field("auth_id")).await.expect_error(400, "authorization_pending");
            if app.mails().await.iter().any(Mail::is_login) {
                owners += 1;
                last_day.push(app.now());
            } else {
                approve_on_a_signed_in_device(&app, &signed_in, &asked).await;
                approved += 1;
            }
        }
        assert_eq!(owners + approved, 36);
        assert!(owners >= 21, "a third of each day's twenty is the owner's: {owners}");
        assert!((26..=39).contains(&strangers), "two thirds of each day's twenty are the most: {strangers}");
        assert!(last_day.last().is_some_and(|date| app.now() - date < DAY), "on the third day as well");
    }

    /// Of a burst a third is kept; whatever strangers ask, a known network gets a mail at once, and a little later another one, at a time
    /// at which strangers get none in its place (invariant 68).
    async fn a_third_of_the_burst_is_kept(database) {
        let app = TestApp::with(database, &LIMITED).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        for (ip, expected) in [
            (STRANGER, true),
            ("2001:db8::1", true),
            ("192.0.2.1", false),
            ("203.0.113.77", true),
            (OWNER, false),
            (STRANGER, false),
        ] {
            assert_eq!(mailed(&app, ip, "ada", EMAIL).await.is_some(), expected, "{ip}");
        }
        // What refilled since is the known starter's alone.
        app.advance(600);
        assert!(mailed(&app, STRANGER, "ada", EMAIL).await.is_none());
        assert!(mailed(&app, OWNER, "ada", EMAIL).await.is_some());
    }

    /// Whoever was thrown out is a stranger again, by his network and by his browser; the network in which the owner is signed in stays
    /// known (invariants 62, 68).
    async fn who_was_thrown_out_is_a_stranger(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let owner = verified_from(&app, OWNER, "ada", EMAIL).await;
        let mut thief = Visitor::new(&app, STRANGER);
        thief.sign_in(EMAIL).await;
        app.advance(DAY);
        let uses_up = async || {
            for _ in 0..3 {
                mailed(&app, "192.0.2.1", "ada", EMAIL).await;
            }
        };
        uses_up().await;
        assert!(mailed(&app, STRANGER, "ada", EMAIL).await.is_some(), "a session of the account lives there");
        app.advance(DAY);
        let ended = app.delete("/auth/sessions").token(&owner).send().await.expect(200).json();
        assert_eq!(ended["ended"], 1);
        uses_up().await;
        assert!(mailed(&app, STRANGER, "ada", EMAIL).await.is_none());
        app.empty_mailbox().await;
        thief.ask(EMAIL, &[("username", "ada")]).await;
        assert!(app.mails().await.is_empty(), "nor is his browser known");
        assert!(mailed(&app, OWNER, "ada", EMAIL).await.is_some());
    }

    /// A thief who signed himself out before he was noticed is a stranger, too, once his login is taken back or everything is ended; and a
    /// session that begins afterwards makes its network known again (invariants 62, 68).
    async fn who_left_by_himself_is_a_stranger(database) {
        for way in ["undo", "others", "way back", "nothing"] {
            let app = TestApp::with(database, &LIMITED).await;
            let owner = verified_from(&app, OWNER, "ada", EMAIL).await;
            let mut thief = Visitor::new(&app, STRANGER);
            thief.sign_in(EMAIL).await;
            let link = app.login_mail(EMAIL).await.link;
            let token = thief.cookie("doorpost").unwrap().to_owned();
            app.patch("/auth/account").token(&token).json(&json!({"email": "x@evil.example"})).send().await.expect(200);
            app.deliver().await;
            let way_back = app.address_mail(EMAIL).await.link;
            thief.post("/sign-out", &[]).await;
            match way {
                "undo" => drop(app.open(&link, OWNER).await.submit(&[("decision", "undo")]).await.expect(200)),
                "others" => drop(app.delete("/auth/sessions").token(&owner).send().await.expect(200)),
                "way back" => drop(app.open(&way_back, OWNER).await.submit(&FOLLOW).await.expect(200)),
                _ => {}
            }
            app.advance(DAY);
            let uses_up = async || {
                for _ in 0..3 {
                    mailed(&app, "192.0.2.1", "ada", EMAIL).await;
                }
                app.empty_mailbox().await;
            };
            uses_up().await;
            let expected = way == "nothing";
            assert_eq!(mailed(&app, STRANGER, "ada", EMAIL).await.is_some(), expected, "{way}");
            app.advance(DAY);
            uses_up().await;
            thief.ask(EMAIL, &[("username", "ada")]).await;
            assert_eq!(!app.mails().await.is_empty(), expected, "{way}: his browser");
            // The owner's own network, once he is in again.
            app.advance(DAY);
            let mut browser = Visitor::new(&app, "198.51.100.200");
            browser.sign_in(EMAIL).await;
            browser.post("/sign-out", &[]).await;
            app.advance(DAY);
            uses_up().await;
            assert!(mailed(&app, "198.51.100.200", "ada", EMAIL).await.is_some(), "{way}");
        }
    }

    /// A squatter's network is not known to the owner of the address, who proved it and has not yet said what becomes of what is older
    /// (invariants 68, 70).
    async fn a_squatter_is_a_stranger(database) {
        for signed_out in [false, true] {
            let app = TestApp::with(database, &LIMITED).await;
            let squatter = register_from(&app, STRANGER, "ada", Some(EMAIL)).await;
            if signed_out {
                app.post("/auth/logout").token(&squatter).send().await.expect(204);
            }
            let link = app.address_mail(EMAIL).await.link;
            app.advance(60);
            app.open(&link, OWNER).await.submit(&[("decision", "apply"), ("confirm_account", "yes")]).await.expect(200);
            app.advance(DAY);
            for _ in 0..3 {
                mailed(&app, "192.0.2.1", "ada", EMAIL).await;
            }
            assert!(mailed(&app, STRANGER, "ada", EMAIL).await.is_none(), "signed out: {signed_out}");
        }
    }

    /// Networks of sessions that ended long ago are known for 90 days; those of other accounts and of unproven addresses never are
    /// (invariant 68).
    async fn which_networks_are_known(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = verified_from(&app, "2001:db8:1:2ff::9", "ada", EMAIL).await;
        verified_from(&app, STRANGER, "eve", "eve@example.org").await;
        register_from(&app, STRANGER, "squat", Some(EMAIL)).await;
        app.post("/auth/logout").token(&token).send().await.expect(204);
        let uses_up = async || {
            for _ in 0..3 {
                mailed(&app, "192.0.2.1", "ada", EMAIL).await;
            }
        };
        uses_up().await;
        for name in ["ada", "squat"] {
            assert!(mailed(&app, STRANGER, name, EMAIL).await.is_none(), "{name}");
        }
        assert!(mailed(&app, "2001:db8:1:200::1", "ada", EMAIL).await.is_some());
        app.advance(89 * DAY);
        uses_up().await;
        assert!(mailed(&app, "2001:db8:1:2aa::1", "ada", EMAIL).await.is_some());
        app.advance(2 * DAY);
        uses_up().await;
        assert!(mailed(&app, "2001:db8:1:2aa::1", "ada", EMAIL).await.is_none());
    }

    /// A browser that signed in before is known wherever it is, after signing out as well; a forged, foreign or old cookie makes nobody
    /// known (invariant 68).
    async fn a_browser_that_signed_in_is_known(database) {
        let app = TestApp::with(database, &LIMITED).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        verified_from(&app, OWNER, "eve", "eve@example.org").await;
        let mut browser = Visitor::new(&app, OWNER);
        browser.sign_in(EMAIL).await;
        let cookie = browser.cookie("doorpost-known").unwrap().to_owned();
        browser.post("/sign-out", &[]).await;
        assert_eq!(browser.cookie("doorpost-known"), Some(cookie.as_str()), "it stays");
        let mut eves = Visitor::new(&app, OWNER);
        eves.sign_in("eve@example.org").await;
        let foreign = eves.cookie("doorpost-known").unwrap().to_owned();
        app.advance(DAY);
        let parts: Vec<&str> = cookie.split('.').collect();
        let theirs: Vec<&str> = foreign.split('.').collect();
        let forged = [
            format!("{}.{}.{}", parts[0], theirs[1], theirs[2]),
            format!("{}.{}.{}", parts[0], i64::MAX, parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{cookie}.x"),
            parts[0].to_owned(),
            foreign.clone(),
            String::new(),
        ];
        let from_elsewhere = async |value: &str| {
            let mut browser = Visitor::new(&app, "192.0.2.55");
            browser.set_cookie("doorpost-known", value);
            app.empty_mailbox().await;
            browser.ask(EMAIL, &[]).await;
            app.mails().await.iter().any(Mail::is_login)
        };
        for _ in 0..2 {
            assert!(mailed(&app, STRANGER, "ada", EMAIL).await.is_some());
        }
        for value in &forged {
            assert!(!from_elsewhere(value).await, "{value}");
        }
        assert!(from_elsewhere(&cookie).await);
        app.advance(91 * DAY);
        for _ in 0..2 {
            mailed(&app, STRANGER, "ada", EMAIL).await;
        }
        assert!(!from_elsewhere(&cookie).await, "it is old");
    }

    /// The cookie of a known browser is kept from scripts and other sites, and holds 90 days at most.
    async fn the_cookie_of_a_known_browser(database) {
        let app = TestApp::with(database, &[("PUBLIC_URL", "https://id.example.org"), ("MAIL__URL", "smtp://127.0.0.1:9")]).await;
        let form = [("username", "ada"), ("email", ""), ("idempotency_key", "k")];
        let registered = app
            .post("/register")
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .form(&form)
            .send()
            .await
            .expect(303);
        let cookies: Vec<&str> =
            registered.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let known = cookies.iter().find(|cookie| cookie.starts_with("__Host-doorpost-known=")).unwrap();
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=7776000"] {
            assert!(known.split("; ").any(|found| found == part), "{known}");
        }
        assert!(!known.contains("Domain"));
    }

    /// Strangers' live logins are three of five: a known starter is not kept out for as long as they live (invariant 68).
    async fn live_logins_of_strangers(database) {
        let app = TestApp::with(database, &[LIMITED[0], LIMITED[1], LIMITED[2], ("LOGIN__TTL", "1h")]).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        let mut strangers = 0;
        for _ in 0..12 {
            strangers += usize::from(mailed(&app, STRANGER, "ada", EMAIL).await.is_some());
            app.advance(240);
        }
        assert_eq!(strangers, 3);
        for _ in 0..2 {
            assert!(mailed(&app, OWNER, "ada", EMAIL).await.is_some());
        }
        let live = pending_login::Entity::find().filter(pending_login::Column::KnownAccountId.is_not_null());
        assert_eq!(live.count(app.app.context.db.read()).await.unwrap(), 2);
    }

    /// The mail that uses up the last of a day says that others are held back; no other one does.
    async fn the_last_mail_of_a_day_says_so(database) {
        let app = TestApp::with(database, &LIMITED).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        let mut told = Vec::new();
        for _ in 0..20 {
            app.advance(900);
            let mail = mailed(&app, STRANGER, "ada", EMAIL).await;
            told.extend(mail.map(|mail| (mail.text.contains("held back"), mail.html.contains("held back"))));
        }
        assert_eq!(told.len(), 13);
        assert!(told[..12].iter().all(|said| *said == (false, false)));
        assert_eq!(told[12], (true, true));
        for number in 14..=20 {
            app.advance(900);
            let mail = mailed(&app, OWNER, "ada", EMAIL).await.expect("one of those that are kept");
            assert_eq!(mail.text.contains("held back"), number == 20, "{number}");
        }
        assert!(mailed(&app, OWNER, "ada", EMAIL).await.is_none());
    }

    /// Where the next mail of the day is there within the hour, nobody is told that mails are held back: none is.
    async fn no_last_mail_where_the_next_is_there_soon(database) {
        let app = TestApp::with(database, &LIMITED).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        for number in 0..30 {
            app.advance(DAY / 12 - 200);
            let mail = mailed(&app, STRANGER, "ada", EMAIL).await.expect("none is held back");
            assert!(!mail.text.contains("held back") && !mail.html.contains("held back"), "{number}");
        }
    }

    /// After the last mail of a day, which said so, the next one comes when the first of them is a day old, and does not say so again
    /// while others follow it.
    async fn the_last_mail_of_a_day_says_so_once(database) {
        let app = TestApp::with(database, &LIMITED).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        let mut told = Vec::new();
        for minute in (0..2 * 24 * 60).step_by(10) {
            app.advance(600);
            let mail = mailed(&app, STRANGER, "ada", EMAIL).await;
            told.extend(mail.filter(|mail| mail.text.contains("held back")).map(|_| minute));
        }
        assert_eq!(told.len(), 2, "once a day: {told:?}");
        assert!(told[1] - told[0] > 20 * 60, "{told:?}");
    }

    /// Renames that use up their own notices are refused, and leave those of the address alone (invariant 64).
    async fn renames_leave_the_notices_of_the_address(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let token = verified_from(&app, OWNER, "ada", EMAIL).await;
        let rename = |name: &str| app.patch("/auth/account").token(&token).json(&json!({"username": name})).send();
        for number in 0..10 {
            rename(if number % 2 == 0 { "Ada" } else { "ada" }).await.expect(200);
        }
        // Changes of the name are welcome again, notices of them are not.
        app.advance(300);
        rename("Ada").await.expect(429);
        assert_eq!(app.get("/auth/whoami").token(&token).send().await.expect(200).field("username"), "ada");
        app.empty_mailbox().await;
        change(&app, &token, json!("new@example.org")).await.expect(200);
        let told = app.mails().await.into_iter().filter(|mail| mail.to == EMAIL).count();
        assert_eq!(told, 1, "the former address");
    }

    /// Squatters who register with an address from elsewhere do not lose the newcomer their verification mail (invariant 68); from many
    /// addresses they do not flood the mailbox, and what waits comes in its turn.
    async fn squatters_and_the_newcomers_proof(database) {
        let app = TestApp::with(database, &LIMITED).await;
        for number in 0..6 {
            register_from(&app, STRANGER, &format!("squat{number}"), Some(EMAIL)).await;
        }
        assert_eq!(app.mails().await.len(), 3);
        app.empty_mailbox().await;
        register_from(&app, OWNER, "ada", Some(EMAIL)).await;
        assert!(app.address_mail(EMAIL).await.text.contains("ada"));
        for number in 0..30 {
            register_from(&app, &format!("198.51.{number}.7"), &format!("many{number}"), Some(EMAIL)).await;
        }
        assert_eq!(app.mails().await.len(), 1 + 5, "nine in all");
        app.empty_mailbox().await;
        register_from(&app, "192.0.2.80", "late", Some(EMAIL)).await;
        let mut mails = 0;
        for _ in 0..12 * 20 {
            app.advance(300);
            mails += app.deliver().await;
        }
        assert_eq!(mails, 3 + 25 + 1, "all that waited");
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == EMAIL).count(), mails);
    }

    /// A mail that waits for its turn waits no longer than its link lives.
    async fn a_proof_that_waits_for_too_long(database) {
        let app = TestApp::with(database, &LIMITED).await;
        for number in 0..4 {
            register_from(&app, STRANGER, &format!("squat{number}"), Some(EMAIL)).await;
        }
        assert_eq!(app.mails().await.len(), 3);
        app.advance(4 * DAY);
        app.empty_mailbox().await;
        assert!(app.mails().await.is_empty());
    }

    /// Where the address is proven for one account, the unproven ones of others take neither the code from its mail nor the choice from
    /// its owner, however old they are and however they spell it (invariant 68).
    async fn squatters_take_neither_code_nor_choice(database) {
        let app = TestApp::start(database).await;
        app.registered("squat", Some("Ada@Example.org")).await;
        app.registered("squat2", Some(EMAIL)).await;
        app.empty_mailbox().await;
        app.advance(10);
        app.verified("ada", EMAIL).await;
        for typed in [EMAIL, "ADA@example.org", "Ada@Example.org"] {
            app.empty_mailbox().await;
            let body = json!({"email": typed, "session_platform": "laptop"});
            let auth_id = app.post("/auth/login").json(&body).send().await.expect(200).field("auth_id");
            let mails = app.mails().await;
            assert_eq!(mails.len(), 1);
            assert_eq!(mails[0].to, EMAIL);
            assert!(mails[0].subject.contains(&mails[0].code()) && mails[0].code().contains('-'), "{}", mails[0].subject);
            let page = app.open(&mails[0].link, "127.0.0.1").await;
            assert!(!page.reply.text().contains("squat"));
            page.submit(&[("decision", "approve")]).await.expect(200);
            let session = app.poll(&auth_id).await.expect(200).field("session_token");
            let whoami = app.get("/auth/whoami").token(&session).send().await.expect(200);
            assert_eq!(whoami.field("username"), "ada");
        }
    }

    /// Where the address is proven for nobody, the spelling that was typed comes before others.
    async fn the_typed_spelling_comes_first(database) {
        let app = TestApp::start(database).await;
        app.registered("squat", Some("Eve@Example.org")).await;
        app.advance(10);
        app.registered("eve", Some("eve@example.org")).await;
        for (typed, name) in [("eve@example.org", "eve"), ("Eve@Example.org", "squat"), ("EVE@EXAMPLE.ORG", "squat")] {
            app.empty_mailbox().await;
            let body = json!({"email": typed, "session_platform": "laptop"});
            app.post("/auth/login").json(&body).send().await.expect(200);
            let mails = app.mails().await;
            assert_eq!(mails.len(), 1);
            assert!(mails[0].text.contains(name), "{typed}: {}", mails[0].text);
            assert!(mails[0].to.eq_ignore_ascii_case(typed));
        }
    }

    /// Several proven accounts of one address are offered, marked, the oldest first; unproven ones are not among them, and cannot be
    /// chosen (invariant 68).
    async fn a_choice_among_proven_accounts(database) {
        let app = TestApp::start(database).await;
        let squat = app.register("squat", Some(EMAIL)).await.field("account_id");
        app.empty_mailbox().await;
        for name in ["zoe", "ada"] {
            app.advance(10);
            app.verified(name, EMAIL).await;
        }
        app.empty_mailbox().await;
        let body = json!({"email": EMAIL, "session_platform": "laptop"});
        app.post("/auth/login").json(&body).send().await.expect(200);
        let page = app.open(&app.login_mail(EMAIL).await.link, "127.0.0.1").await;
        let text = page.reply.text();
        assert_eq!(text.matches("(confirmed)").count(), 2);
        assert!(text.find("zoe").unwrap() < text.find("ada").unwrap());
        assert!(!text.contains("squat"));
        page.submit(&[("decision", "approve"), ("account_id", &squat)]).await.expect(422);
    }

    /// What was held back is recorded once an hour, for proven accounts alone.
    async fn what_was_held_back_is_recorded(database) {
        let app = TestApp::with(database, &LIMITED).await;
        verified_from(&app, OWNER, "ada", EMAIL).await;
        let recorded = async || {
            let rows = event::Entity::find().filter(event::Column::Kind.eq(event::EventKind::LoginMailWithheld));
            rows.count(app.app.context.db.read()).await.unwrap()
        };
        for _ in 0..8 {
            mailed(&app, STRANGER, "ada", EMAIL).await;
        }
        assert_eq!(recorded().await, 1);
        app.advance(3600);
        for _ in 0..8 {
            mailed(&app, STRANGER, "ada", EMAIL).await;
        }
        assert_eq!(recorded().await, 2);
    }
}
