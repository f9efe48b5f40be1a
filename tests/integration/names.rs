//! Names that were left, and what is told of a rename.

use axum::http::Method;
use entity::{account, pending_login, rename_notice, resting_name};
use scoped_futures::ScopedFutureExt;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{Database, Mail, Process, Reply, Request, TestApp, Visitor, at_once, on_both};

const EMAIL: &str = "ada@example.org";
const REST: i64 = 30 * 24 * 60 * 60;
/// What is counted per account and per mailbox, and not per address: everything here comes from one.
const LIMITED: [(&str, &str); 3] = [
    ("RATE_LIMIT__MODE", "on"),
    ("REGISTRATION__PER_ADDRESS", "1000 then 1000 per 1h"),
    ("REGISTRATION__TRIES_PER_ADDRESS", "1000 then 1000 per 1h"),
];
const ROUNDS: usize = 6;

fn registering(app: &TestApp, username: &str) -> Request {
    app.post("/auth/registration").json(&json!({"username": username, "session_platform": "x"}))
}

fn renaming(app: &TestApp, credential: &str, username: &str) -> Request {
    app.patch("/auth/account").token(credential).json(&json!({"username": username}))
}

async fn renamed(app: &TestApp, credential: &str, username: &str) {
    let account = renaming(app, credential, username).send().await.expect(200);
    assert_eq!(account.field("username"), username);
}

/// Nobody with this session may have the name, whichever way is tried.
async fn assert_closed(app: &TestApp, stranger: &str, name: &str) {
    for spelling in [name.to_owned(), name.to_uppercase()] {
        let refused = registering(app, &spelling).send().await.expect_error(409, "username_taken");
        assert_eq!(refused.field("error"), "This username is already taken");
        renaming(app, stranger, &spelling).send().await.expect_error(409, "username_taken");
        let page =
            Visitor::new(app, "127.0.0.1").post("/register", &[("username", &spelling)]).await.expect(409).text();
        assert!(page.contains("Somebody has that name"), "{page}");
    }
}

async fn resting(app: &TestApp) -> u64 {
    resting_name::Entity::find().count(app.app.context.db.read()).await.unwrap()
}

async fn name_of(app: &TestApp, token: &str) -> String {
    app.get("/auth/whoami").token(token).send().await.expect(200).field("username")
}

async fn rename_mails(app: &TestApp) -> Vec<Mail> {
    app.mails().await.into_iter().filter(|mail| mail.subject.contains("user name")).collect()
}

fn redacted(mail: &Mail) -> String {
    format!("To: {}\nSubject: {}\n\n{}", mail.to, mail.subject, mail.text.replace(&mail.link, "LINK"))
}

async fn update(app: &TestApp, column: account::Column, value: &'static str, name: &'static str) {
    let value: SimpleExpr = value.into();
    let change = account::Entity::update_many().col_expr(column, value).filter(account::Column::UsernameKey.eq(name));
    let change = &change;
    let db = &app.app.context.db;
    db.write("set", |tx| async move { change.clone().exec(tx).await }.scope_boxed()).await.unwrap();
}

on_both! {
    /// A name that was left by a rename rests for 30 days for everybody but its last owner, on every node (invariant 73).
    async fn a_left_name_rests(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let ada = app.registered("Ada", None).await;
        let eve = app.registered("eve", None).await;
        renamed(&app, &ada, "lovelace").await;
        assert_closed(&app, &eve, "ada").await;
        assert_closed(&other, &eve, "ada").await;
        assert_closed(&app, &eve, "lovelace").await;
        renamed(&other, &ada, "ADA").await;
        assert_closed(&app, &eve, "lovelace").await;
        assert_closed(&app, &eve, "ada").await;
        renamed(&app, &ada, "lovelace").await;
        app.advance(REST - 1);
        let late = app.registered("late", None).await;
        assert_closed(&app, &late, "ada").await;
        app.advance(1);
        renamed(&other, &late, "ada").await;
        registering(&app, "late").send().await.expect_error(409, "username_taken");
        app.registered("newcomer", None).await;
    }

    /// A name that a deletion left has no owner any more, and rests for everybody; so do the names that the account had left before
    /// (invariant 73).
    async fn names_of_a_deleted_account_rest(database) {
        let app = TestApp::start(database).await;
        let ada = app.registered("ada", None).await;
        renamed(&app, &ada, "lovelace").await;
        app.delete("/auth/account").token(&ada).send().await.expect(204);
        let eve = app.registered("eve", None).await;
        for name in ["ada", "lovelace"] {
            assert_closed(&app, &eve, name).await;
        }
        app.advance(REST);
        for name in ["ada", "lovelace"] {
            registering(&app, name).send().await.expect(200);
        }
    }

    /// The same name in another case leaves none; the same name is no rename; a chain of renames closes no more names than it left;
    /// and what rests no more is purged.
    async fn names_do_not_pile_up(database) {
        let app = TestApp::start(database).await;
        let ada = app.verified("ada", EMAIL).await;
        for (name, mails) in [("Ada", 1), ("Ada", 1), ("ADA", 2), ("ada", 3)] {
            renamed(&app, &ada, name).await;
            assert_eq!((resting(&app).await, rename_mails(&app).await.len()), (0, mails), "{name}");
        }
        for _ in 0..4 {
            renamed(&app, &ada, "bob").await;
            renamed(&app, &ada, "ada").await;
        }
        assert_eq!(resting(&app).await, 1);
        app.empty_mailbox().await;
        app.advance(REST - 1);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(resting(&app).await, 1);
        app.advance(1);
        app.app.jobs.purge().await.unwrap();
        assert_eq!(resting(&app).await, 0);
    }

    /// Where several names are left, none is given up early, and an account with too many can only go back to one of them: a thief
    /// frees no name by renaming often, and one account closes no more than so many names.
    async fn resting_names_are_bounded(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let ada = app.registered("ada", None).await;
        for number in 0..20 {
            app.advance(60);
            renamed(&app, &ada, &format!("n{number}")).await;
        }
        app.advance(60);
        let refused = renaming(&app, &ada, "one-more").send().await.expect_error(429, "too_many_requests");
        let wait: i64 = refused.header("retry-after").expect("how long").parse().unwrap();
        assert_eq!(wait, REST - 20 * 60, "until the first of them is free");
        assert_eq!(name_of(&app, &ada).await, "n19");
        let eve = app.registered("eve", None).await;
        assert_closed(&app, &eve, "ada").await;
        renamed(&app, &ada, "ada").await;
        app.advance(wait);
        let again = app.registered("again", None).await;
        renaming(&app, &again, "n0").send().await.expect_error(409, "username_taken");
    }

    /// A name that is left and wanted in the same moment, on two nodes: nobody but the last owner gets it, and none is had twice.
    async fn a_left_name_under_a_race(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let ada = app.registered("ada", None).await;
        let eve = app.registered("eve", None).await;
        for round in 0..ROUNDS {
            let (from, to) = if round % 2 == 0 { ("ada", "lovelace") } else { ("lovelace", "ada") };
            let mut requests = vec![renaming(&app, &ada, to), renaming(&other, &eve, from)];
            // In the first round nobody has left this one yet.
            requests.extend((round > 0).then(|| renaming(&app, &eve, to)));
            requests.extend((0..6).map(|number| registering(if number % 2 == 0 { &app } else { &other }, from)));
            let mut replies = at_once(requests).await.into_iter();
            replies.next().unwrap().expect(200);
            for reply in replies {
                reply.expect_error(409, "username_taken");
            }
            assert_eq!(name_of(&app, &ada).await, to);
        }
        assert_eq!(resting(&app).await, 1);
    }

    /// A name that nobody has goes to one of those who want it at once; and two accounts that swap names keep one each.
    async fn one_name_for_one(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        let tokens = [app.registered("ada", None).await, app.registered("bob", None).await];
        for round in 0..ROUNDS {
            let wanted = format!("n{round}");
            let requests = tokens.iter().zip([&app, &other]).map(|(token, node)| renaming(node, token, &wanted));
            let got = at_once(requests.collect()).await.into_iter().filter(|reply| reply.status == 200).count();
            assert_eq!(got, 1, "{wanted}");
        }
        let names = [name_of(&app, &tokens[0]).await, name_of(&app, &tokens[1]).await];
        let swapped = [renaming(&app, &tokens[0], &names[1]), renaming(&other, &tokens[1], &names[0])];
        for reply in at_once(swapped.into()).await {
            reply.expect_error(409, "username_taken");
        }
        app.delete("/auth/account").token(&tokens[0]).send().await.expect(204);
        let mut requests = vec![registering(&app, &names[0]), renaming(&other, &tokens[1], &names[0])];
        requests.push(registering(&other, &names[0]));
        for reply in at_once(requests).await {
            reply.expect_error(409, "username_taken");
        }
    }

    /// A name that its owner deletes while others want it goes to none of them.
    async fn a_deleted_name_under_a_race(database) {
        let app = TestApp::start(database).await;
        let other = app.second_node().await;
        for round in 0..ROUNDS {
            let name = format!("n{round}");
            let token = app.registered(&name, None).await;
            let mut requests = vec![app.delete("/auth/account").token(&token)];
            requests.extend((0..6).map(|number| registering(if number % 2 == 0 { &app } else { &other }, &name)));
            let mut replies = at_once(requests).await.into_iter();
            replies.next().unwrap().expect(204);
            for reply in replies {
                reply.expect_error(409, "username_taken");
            }
        }
    }

    /// A rename is told to the verified address, in the language of who renames, whatever credential it is made with and whatever
    /// becomes of the account then (invariants 64 and 73).
    async fn a_rename_is_told(database) {
        let app = TestApp::start(database).await;
        let ada = app.verified("ada", EMAIL).await;
        let key = json!({"name": "script", "scopes": ["account:write"]});
        let key = app.post("/auth/keys").token(&ada).json(&key).send().await.expect(200).field("access_key");
        app.empty_mailbox().await;
        let body = |name: &str, locale: &str| json!({"username": name, "locale": locale});
        for (locale, name) in [("en", "lovelace"), ("de", "countess"), ("fr", "ada")] {
            app.patch("/auth/account").token(&key).json(&body(name, locale)).send().await.expect(200);
            let mails = app.mails().await;
            assert_eq!(mails.len(), 1);
            assert!(mails[0].link.ends_with("/me") && mails[0].to == EMAIL);
            assert!(mails[0].html.contains(name) && mails[0].html.contains(&mails[0].link));
            if matches!(database, Database::Sqlite) {
                insta::assert_snapshot!(format!("username_changed_{locale}"), redacted(&mails[0]));
            }
            app.empty_mailbox().await;
        }
        renaming(&app, &ada, "zzz").send().await.expect(200);
        app.delete("/auth/account").token(&ada).send().await.expect(204);
        let mut subjects: Vec<String> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        subjects.sort();
        assert_eq!(subjects, ["Your account on 127.0.0.1 was deleted", "Your user name on 127.0.0.1 was changed"]);
        assert_eq!(rename_notice::Entity::find().count(app.app.context.db.read()).await.unwrap(), 0, "it goes with its mail");
    }

    /// An address that was never proven may be a stranger's and is told nothing; nor is anybody told of what was refused.
    async fn nobody_else_is_told(database) {
        let app = TestApp::start(database).await;
        let ada = app.verified("ada", EMAIL).await;
        let eve = app.registered("eve", Some("victim@example.net")).await;
        let bare = app.registered("bare", None).await;
        app.empty_mailbox().await;
        renamed(&app, &eve, "mallory").await;
        renamed(&app, &bare, "barer").await;
        for (name, status) in [("mallory", 409), ("eve", 409), ("root", 422), ("a b", 422), ("ada", 200)] {
            renaming(&app, &ada, name).send().await.expect(status);
        }
        let both = json!({"username": "lovelace", "email": "x"});
        app.patch("/auth/account").token(&ada).json(&both).send().await.expect_error(422, "invalid_email");
        assert!(app.mails().await.is_empty());
        assert_eq!(name_of(&app, &ada).await, "ada");
    }

    /// A rename that cannot be told is refused, on the API and on the page, and changes nothing (invariant 64).
    async fn an_untold_rename_is_refused(database) {
        let app = TestApp::with(database, &LIMITED).await;
        let ada = app.verified("ada", EMAIL).await;
        let mut done = 0;
        let refused = loop {
            let name = if done % 2 == 0 { "lovelace" } else { "ada" };
            let reply = renaming(&app, &ada, name).send().await;
            if reply.status != 200 {
                break reply.expect_error(429, "too_many_requests");
            }
            done += 1;
            assert!(done < 100, "it is never refused");
        };
        assert!(refused.header("retry-after").expect("how long").parse::<u64>().unwrap() > 0);
        assert_eq!(rename_mails(&app).await.len(), done);
        let before = name_of(&app, &ada).await;
        let mut browser = Visitor::new(&app, "127.0.0.1");
        browser.sign_in(EMAIL).await;
        let page = browser.post("/account/username", &[("username", "third")]).await.expect(429);
        assert!(page.header("retry-after").is_some() && page.text().contains("Too"), "{}", page.text());
        assert_eq!(name_of(&app, &ada).await, before);
        assert_eq!(rename_mails(&app).await.len(), done);
        registering(&app, "third").send().await.expect(200);
    }

    /// A backup keeps names at rest and what is still to be told, and a restored installation knows who had a name last (invariant
    /// 73).
    async fn names_rest_in_a_backup(database) {
        let process = Process::start(database).await;
        let ada = process.register("ada", None).await.field("session_token");
        process.send(Method::PATCH, "/auth/account", Some(&ada), Some(&json!({"username": "lovelace"}))).await.expect(200);
        let file = process.home().join("backup.db");
        let made = process.run(&["backup", file.to_str().unwrap()]).await;
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let secret = std::fs::read_to_string(process.home().join("data/keyring.secret")).unwrap();
        let mut restored = Process::with(database, &[("KEYRING__SECRET", secret.trim())]).await;
        restored.signal("TERM").await;
        restored.exit_code().await;
        let done = restored.run(&["restore", "--keep-credentials", file.to_str().unwrap()]).await;
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        restored.start_again().await;
        let body = json!({"username": "ada", "session_platform": "x"});
        restored.post("/auth/registration", &body).await.expect_error(409, "username_taken");
        restored.send(Method::PATCH, "/auth/account", Some(&ada), Some(&json!({"username": "ada"}))).await.expect(200);
    }

    /// Reserved names, with whatever separators; and who had one before keeps it, signs in with it, and can leave it.
    async fn reserved_names(database) {
        let app = TestApp::start(database).await;
        let reserved = [
            "admin", "root", "me", "login", "no-reply", "No.Reply", "no_reply", "mailer-daemon", "security", "security-team",
            "doorpost-support", "oauth2", "x-access-token", "X.Access.Token",
        ];
        let eve = app.registered("eve", None).await;
        for name in reserved {
            registering(&app, name).send().await.expect_error(422, "username_reserved");
            renaming(&app, &eve, name).send().await.expect_error(422, "username_reserved");
        }
        for impossible in ["_", "__token__"] {
            registering(&app, impossible).send().await.expect_error(422, "invalid_username");
        }
        let token = app.verified("ada", EMAIL).await;
        update(&app, account::Column::Username, "No-Reply", "ada").await;
        update(&app, account::Column::UsernameKey, "no-reply", "ada").await;
        app.login("no-reply", EMAIL).await;
        assert!(app.login_mail(EMAIL).await.text.contains("“No-Reply”"));
        let named = app.get("/auth/whoami").header("x-auth-token", &token);
        named.header("x-auth-userid", "NO-REPLY").send().await.expect(200);
        renamed(&app, &token, "ada").await;
        app.deliver().await;
        renaming(&app, &token, "no-reply").send().await.expect_error(422, "username_reserved");
    }

    /// Blanks around the name of a login are dropped, a blank one is as good as absent, and one that no account can have is refused
    /// with its field, on the API and on the page alike.
    async fn the_name_of_a_login(database) {
        let app = TestApp::start(database).await;
        app.verified("Ada", EMAIL).await;
        let page = async |name: &str| {
            Visitor::new(&app, "127.0.0.1").post("/sign-in", &[("email", EMAIL), ("username", name)]).await
        };
        let api = async |name: Value| -> Reply {
            let body = json!({"username": name, "email": EMAIL, "session_platform": "x"});
            app.post("/auth/login").json(&body).send().await
        };
        for name in ["ada", " ADA\t", "\u{a0}ada\u{3000}", "", "  ", "\u{2003}"] {
            app.empty_mailbox().await;
            api(json!(name)).await.expect(200);
            page(name).await.expect(303);
            assert_eq!(app.mails().await.len(), 2, "{name:?}");
        }
        app.empty_mailbox().await;
        api(Value::Null).await.expect(200);
        assert_eq!(app.mails().await.len(), 1);
        app.empty_mailbox().await;
        for name in ["a da", "ada!", "-ada", "adá", "ada\u{200b}", "a\0", "__token__", &"x".repeat(33), &"x".repeat(15_000)] {
            assert_eq!(api(json!(name)).await.expect_error(422, "invalid_username").field("field"), "username", "{name:?}");
            let page = page(name).await.expect(422).text();
            assert!(page.contains("1 to 32 letters") && page.contains("aria-invalid=\"true\""), "{name:?}");
        }
        for name in ["nobody", "root", "doorpost"] {
            api(json!(name)).await.expect(200);
            page(name).await.expect(303);
        }
        assert!(app.mails().await.is_empty());
        let unwritten = pending_login::Entity::find().filter(pending_login::Column::UsernameKey.eq(""));
        assert_eq!(unwritten.count(app.app.context.db.read()).await.unwrap(), 0);
    }
}
