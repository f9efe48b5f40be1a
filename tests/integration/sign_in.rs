//! Signing in by the pages: the same pending login as the API's, held by the browser that asked.

use axum::http::Method;

use crate::support::{TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";
const COOKIE: &str = "doorpost";

on_both! {
    /// The whole way: ask, approve elsewhere, go on. The session goes to the browser that asked, and to no other
    /// (invariants 2, 33).
    async fn asking_and_collecting(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let waiting = browser.ask(EMAIL, &[]).await;
        let page = browser.get(&waiting).await.expect(200).text();
        assert!(page.contains(EMAIL) && page.contains("Check your mail") && page.contains("/dev/mailbox"), "{page}");
        assert!(browser.cookie(COOKIE).is_none());
        let cookie = browser.cookie_names()[0].to_owned();
        assert!(!waiting.contains(browser.cookie(&cookie).unwrap()), "no URL holds what it waits with");
        let early = browser.post(&waiting, &[("decision", "continue")]).await.expect(200).text();
        assert!(early.contains("Not approved yet"), "{early}");
        let link = app.login_mail(EMAIL).await.link;
        let approved = app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        assert!(approved.headers.get("set-cookie").is_none(), "the approver's browser gets nothing");
        // Looking collects nothing, however often.
        for _ in 0..2 {
            assert!(browser.get(&waiting).await.expect(200).text().contains("Sign-in approved"));
            assert!(browser.cookie(COOKIE).is_none());
        }
        let reply = browser.post(&waiting, &[("decision", "continue")]).await.expect(303);
        assert_eq!(reply.location(), "/account");
        assert_eq!(browser.cookie(COOKIE).map(str::len), Some(344));
        assert_eq!(browser.cookie_names(), [COOKIE, "doorpost-known"]);
        let account = browser.get("/account").await.expect(200).text();
        assert!(account.contains("Account of ada") && account.contains("Firefox on Linux"), "{account}");
        // Back leads on.
        assert_eq!(browser.get(&waiting).await.expect(303).location(), "/account");
    }

    /// The mail tells times by the clocks that the browser names. No person typed that name: one that is not known is as none.
    async fn time_zones(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        for zone in ["Asia/Tokyo", "", "Mars/Olympus", "Asia/Tokyo\r\nBcc: x"] {
            app.empty_mailbox().await;
            Visitor::new(&app, HERE).ask(EMAIL, &[("time_zone", zone)]).await;
            let text = app.login_mail(EMAIL).await.text;
            assert_eq!(text.contains("UTC+9"), zone == "Asia/Tokyo", "{zone:?}: {text}");
            assert!(text.contains(" UTC") && !text.contains("Bcc"), "{zone:?}: {text}");
        }
    }

    /// The answer to a form that was not filled in well leads back, in another language as well, to where the person wanted to go.
    async fn another_language_after_an_error(database) {
        let app = TestApp::start(database).await;
        let mut browser = Visitor::new(&app, HERE);
        for (form, fields) in [("/sign-in", vec![("email", "x")]), ("/register", vec![("username", "")])] {
            let fields = [fields, vec![("return_to", "/docs?a=1&b=2")]].concat();
            let page = browser.post(form, &fields).await.expect(422).text();
            let back = crate::support::hidden_fields(&page, "/language").into_iter().find(|(name, _)| name == "return_to").unwrap().1;
            assert_eq!(back, format!("{form}?return_to=%2Fdocs%3Fa%3D1%26b%3D2"));
            let reply = browser.post("/language", &[("locale", "de"), ("return_to", &back)]).await.expect(303);
            assert_eq!(reply.location(), back);
            let page = browser.get(&back).await.expect(200).text();
            assert!(page.contains("name=\"return_to\" value=\"/docs?a=1&amp;b=2\""), "{page}");
            let page = browser.post(form, &fields[..1]).await.expect(422).text();
            assert!(page.contains(&format!("name=\"return_to\" value=\"{form}\"")), "{page}");
        }
    }

    /// A lost answer loses no login: the button works once more (invariant 5).
    async fn a_lost_answer(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let waiting = browser.ask(EMAIL, &[]).await;
        let link = app.login_mail(EMAIL).await.link;
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        let lost = browser.request(Method::POST, &waiting).form(&[("decision", "continue")]).send().await.expect(303);
        let again = browser.post(&waiting, &[("decision", "continue")]).await.expect(303);
        let token = |reply: &crate::support::Reply| reply.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        assert_eq!(token(&lost), token(&again));
        browser.get("/account").await.expect(200);
    }

    /// The code in the mail, typed into the waiting page; wrong ones are counted, others are not.
    async fn typing_the_mail_code(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let waiting = browser.ask(EMAIL, &[]).await;
        let code = app.login_mail(EMAIL).await.code();
        for (typed, words) in [("", "Type the code"), ("ABC", "eight characters"), ("AAAA-AAAA", "not the code")] {
            let page = browser.post(&waiting, &[("decision", "code"), ("code", typed)]).await.expect(422).text();
            assert!(page.contains(words) && page.contains("<title>Error:"), "{typed}: {page}");
        }
        // The other code, which the page itself shows, is told apart and not counted.
        let shown = browser.get(&waiting).await.text();
        let mixed_up: String = shown.split("match-code").nth(1).unwrap().split("<span>").skip(1).map(|part| &part[..3]).collect();
        let page = browser.post(&waiting, &[("decision", "code"), ("code", &mixed_up)]).await.expect(422).text();
        assert!(page.contains("the code shown on this page"), "{mixed_up}: {page}");
        let typed = code.to_lowercase().replace('-', " ");
        let reply = browser.post(&waiting, &[("decision", "code"), ("code", &typed)]).await.expect(303);
        assert_eq!(reply.location(), "/account");
        browser.get("/account").await.expect(200);

        let waiting = browser.ask(EMAIL, &[]).await;
        app.deliver().await;
        for _ in 0..2 {
            browser.post(&waiting, &[("decision", "code"), ("code", "AAAA-AAAA")]).await.expect(422);
        }
        let last = browser.post(&waiting, &[("decision", "code"), ("code", "AAAA-AAAA")]).await.expect(410).text();
        assert!(last.contains("refused"), "{last}");
    }

    /// Denied, expired, never asked for: each is told, with a way on that needs no typing.
    async fn the_other_ends(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let denied = browser.ask(EMAIL, &[("username", "ada")]).await;
        let link = app.login_mail(EMAIL).await.link;
        let refuse = [("decision", "deny"), ("confirm_deny", "yes")];
        app.open(&link, HERE).await.submit(&refuse).await.expect(200);
        let page = browser.get(&denied).await.expect(200).text();
        assert!(page.contains("was refused") && page.contains("Send a new mail to ada@example.org"), "{page}");
        let expired = browser.ask(EMAIL, &[]).await;
        app.deliver().await;
        app.advance(15 * 60);
        let page = browser.get(&expired).await.expect(200).text();
        assert!(page.contains("This sign-in has expired") && page.contains("name=\"email\" value=\"ada@example.org\""), "{page}");
        for nobodys in ["/sign-in/waiting/0123456789abcdef", "/sign-in/waiting/x", &expired.replace("waiting/", "waiting/0")] {
            let mut stranger = Visitor::new(&app, HERE);
            let page = stranger.get(nobodys).await.expect(410).text();
            assert!(page.contains("is not waiting for a sign-in"), "{page}");
            stranger.post(nobodys, &[("decision", "continue")]).await.expect(410);
            stranger.get(&format!("{nobodys}/state")).await.expect(404);
        }
    }

    /// A mail that did not come is sent again, once a minute, with another link; both work until the decision.
    async fn sending_the_mail_again(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let waiting = browser.ask(EMAIL, &[]).await;
        let first = app.login_mail(EMAIL).await.link;
        let page = browser.post(&waiting, &[("decision", "resend")]).await.expect(429).text();
        assert!(page.contains("in 60 seconds"), "{page}");
        let hasty = browser.post(&waiting, &[("decision", "resend")]).await;
        assert_eq!(hasty.header("retry-after"), Some("60"));
        app.advance(60);
        let again = browser.post(&waiting, &[("decision", "resend")]).await.expect(303).location();
        assert_eq!(again, waiting);
        assert!(browser.get(&again).await.expect(200).text().contains("on its way again"));
        let second = app.login_mail(EMAIL).await.link;
        assert_ne!(first, second);
        // The mails of a mailbox are counted, however they are asked for: three at once, then none for ten minutes.
        for _ in 0..2 {
            app.advance(60);
            browser.post(&waiting, &[("decision", "resend")]).await.expect(303);
        }
        let logins = app.mails().await.iter().filter(|mail| mail.is_login()).count();
        assert_eq!(logins, 3, "the fourth is kept in");
        app.open(&second, HERE).await.reply.expect(200);
        app.open(&first, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        app.open(&second, HERE).await.reply.expect(410);
        browser.post(&waiting, &[("decision", "continue")]).await.expect(303);
        app.advance(60);
        let reply = browser.post(&waiting, &[("decision", "resend")]).await.expect(303);
        assert_eq!(reply.location(), "/account", "there is nothing to send any more");
    }

    /// Whether there is such an account shows on no page (invariant 28).
    async fn nobody_learns_who_exists(database) {
        let app = TestApp::with(database, &[("RATE_LIMIT__MODE", "on")]).await;
        app.verified("ada", EMAIL).await;
        let mut pages = Vec::new();
        for email in [EMAIL, "bob@example.org"] {
            let mut browser = Visitor::new(&app, HERE);
            let waiting = browser.ask(email, &[]).await;
            app.deliver().await;
            let shown = browser.get(&waiting).await.expect(200).text();
            let code = shown.split("match-code").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
            let mut told = vec![shown];
            for fields in [&[("decision", "continue")][..], &[("decision", "code"), ("code", "AAAA-AAAA")], &[("decision", "resend")]] {
                let reply = browser.post(&waiting, fields).await;
                told.push(format!("{} {}", reply.status, reply.text()));
            }
            app.advance(60);
            let reply = browser.post(&waiting, &[("decision", "resend")]).await;
            told.push(reply.status.to_string());
            app.deliver().await;
            told.push(browser.get(&format!("{waiting}/state")).await.expect(200).text());
            let handle = waiting.rsplit('/').next().unwrap().to_owned();
            app.advance(-60);
            let same = |text: &String| text.replace(email, "EMAIL").replace(&handle, "HANDLE").replace(&code, "CODE");
            pages.push(told.iter().map(same).collect::<Vec<_>>());
        }
        assert_eq!(pages[0], pages[1]);
    }

    /// A browser that signs in anew is one session, not two.
    async fn signing_in_again(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        browser.sign_in(EMAIL).await;
        let former = browser.cookie(COOKIE).unwrap().to_owned();
        app.empty_mailbox().await;
        browser.sign_in(EMAIL).await;
        assert_ne!(browser.cookie(COOKIE), Some(former.as_str()));
        app.get("/auth/account").token(&former).send().await.expect_error(401, "invalid_credentials");
        let sessions = app.get("/auth/sessions").token(&token).send().await.expect(200).json();
        assert_eq!(sessions["sessions"].as_array().unwrap().len(), 2, "the registration's and the browser's");
        // Nor does somebody else's stay behind, that nobody could sign out from here any more.
        let former = browser.cookie(COOKIE).unwrap().to_owned();
        browser.post("/register", &[("username", "bob"), ("email", "bob@example.org")]).await.expect(303);
        app.get("/auth/account").token(&former).send().await.expect_error(401, "invalid_credentials");
        let former = browser.cookie(COOKIE).unwrap().to_owned();
        app.empty_mailbox().await;
        browser.sign_in(EMAIL).await;
        app.get("/auth/account").token(&former).send().await.expect_error(401, "invalid_credentials");
    }

    /// Two tabs wait for two logins; a browser waits for five at most.
    async fn two_tabs(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let first = browser.ask(EMAIL, &[]).await;
        let link = app.login_mail(EMAIL).await.link;
        app.advance(1);
        let second = browser.ask(EMAIL, &[]).await;
        app.deliver().await;
        app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
        assert!(browser.get(&first).await.expect(200).text().contains("Sign-in approved"));
        assert!(browser.get(&second).await.expect(200).text().contains("Check your mail"));
        for _ in 0..5 {
            app.advance(1);
            browser.ask(EMAIL, &[]).await;
            assert!(browser.cookie_names().len() <= 5);
        }
        app.deliver().await;
        browser.get(&first).await.expect(410);
    }

    /// What the page's script asks: pending until the decision, and the decision at once.
    async fn the_state_for_the_script(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let waiting = browser.ask(EMAIL, &[]).await;
        let state = format!("{waiting}/state");
        assert_eq!(browser.get(&state).await.expect(200).field("state"), "pending");
        let link = app.login_mail(EMAIL).await.link;
        let path = format!("{state}?wait=60");
        // HEAD does not wait.
        browser.request(Method::HEAD, &path).send().await.expect(200);
        let waits = browser.request(Method::GET, &path).send();
        let approves = async { app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200) };
        let (told, _) = tokio::join!(waits, approves);
        assert_eq!(told.expect(200).field("state"), "approved");
        assert!(browser.cookie(COOKIE).is_none());
    }

    /// The way back is within the public URL or an allowed origin, whoever asks (no open redirect).
    async fn the_way_back(database) {
        let settings = [("PUBLIC_URL", "http://localhost:3000"), ("REDIRECT__ORIGINS", "http://localhost:8080")];
        let app = TestApp::with(database, &settings).await;
        app.verified("ada", EMAIL).await;
        for (asked, leads_to) in [
            ("/account/keys?x=1", "/account/keys?x=1"),
            ("http://localhost:3000/docs", "/docs"),
            ("http://localhost:8080/a?b=c", "http://localhost:8080/a?b=c"),
            ("//evil.example", "/account"),
            ("https://evil.example", "/account"),
            ("/\\evil.example", "/account"),
            ("/.//evil.example/", "/account"),
            ("/%2e//evil.example", "/account"),
            ("http://localhost:3000//evil.example/", "/account"),
            ("javascript:alert(1)", "/account"),
        ] {
            let mut browser = Visitor::new(&app, HERE);
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", asked).finish();
            let page = browser.get(&format!("/sign-in?{query}")).await.expect(200);
            let elsewhere = leads_to.starts_with("http");
            let policy = page.header("content-security-policy").unwrap();
            assert_eq!(policy.contains("form-action 'self' http://localhost:8080"), elsewhere, "{policy}");
            assert_eq!(page.text().contains("continue to localhost"), elsewhere);
            let waiting = browser.ask(EMAIL, &[("return_to", asked)]).await;
            let link = app.login_mail(EMAIL).await.link;
            app.open(&link, HERE).await.submit(&[("decision", "approve")]).await.expect(200);
            let reply = browser.post(&waiting, &[("decision", "continue")]).await.expect(303);
            assert_eq!(reply.location(), leads_to, "{asked}");
            app.empty_mailbox().await;
        }
    }

    /// A cookie is what a browser says it is: one that was made up, or belongs to another page, waits for nothing.
    async fn made_up_cookies(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        browser.ask(EMAIL, &[]).await;
        app.deliver().await;
        let name = browser.cookie_names()[0].to_owned();
        let value = browser.cookie(&name).unwrap().to_owned();
        for (name, value) in [
            ("doorpost-waiting-0123456789abcdef", value.as_str()),
            (name.as_str(), "nonsense"),
            (name.as_str(), "e30"),
            (name.as_str(), ""),
            ("doorpost-waiting-", value.as_str()),
        ] {
            let mut other = Visitor::new(&app, HERE);
            other.set_cookie(name, value);
            let handle = name.trim_start_matches("doorpost-waiting-");
            let status = other.get(&format!("/sign-in/waiting/{handle}")).await.status;
            assert!([404, 410].contains(&status.as_u16()), "{name} {value}: {status}");
        }
    }

    /// Bad input is told at its field, in words, and nothing happens.
    async fn bad_addresses(database) {
        let app = TestApp::start(database).await;
        let mut browser = Visitor::new(&app, HERE);
        let long = "u".repeat(9000);
        let page = browser.post("/sign-in", &[("email", EMAIL), ("username", &long)]).await.expect(422).text();
        assert!(page.contains("1 to 32 letters") && page.contains("<details class=\"aside\" open>"));
        for (typed, words) in [("", "Type an e-mail address"), ("ada", "not an e-mail address"), ("a@b", "not an"), ("<b>@x", "not an")] {
            let page = browser.post("/sign-in", &[("email", typed)]).await.expect(422).text();
            assert!(page.contains(words) && page.contains("aria-invalid=\"true\""), "{typed}: {page}");
            assert!(!page.contains("<b>@"), "{page}");
        }
        // Blanks around it are a slip of the keyboard.
        browser.post("/sign-in", &[("email", "  ada@example.org ")]).await.expect(303);
        app.deliver().await;
        for path in ["/sign-in", "/register", "/language", "/sign-in/waiting/x"] {
            let form = app.post(path).form(&[("email", EMAIL)]);
            form.header("sec-fetch-site", "cross-site").send().await.expect_error(403, "cross_origin");
            app.post(path).form(&[("email", EMAIL)]).send().await.expect_error(403, "cross_origin");
        }
    }

    /// Registering by the page signs the browser in; sending the form twice registers once; a taken name is told.
    async fn registering(database) {
        let app = TestApp::start(database).await;
        let mut browser = Visitor::new(&app, HERE);
        let page = browser.get("/register").await.expect(200).text();
        let key = page.split("name=\"idempotency_key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [("username", "ada"), ("email", EMAIL), ("idempotency_key", key.as_str())];
        assert_eq!(browser.post("/register", &fields).await.expect(303).location(), "/account");
        let token = browser.cookie(COOKIE).unwrap().to_owned();
        browser.post("/register", &fields).await.expect(303);
        assert_eq!(browser.cookie(COOKIE), Some(token.as_str()), "the same form is the same registration");
        let mut signed_out = Visitor::new(&app, HERE);
        signed_out.set_cookie(COOKIE, &token);
        let account = browser.get("/account").await.expect(200).text();
        assert!(account.contains("not confirmed") && account.contains("Account of ada"), "{account}");
        app.address_mail(EMAIL).await;
        // Once it is signed out there is nothing to repeat.
        signed_out.post("/account/sign-out", &[]).await.expect(303);
        signed_out.post("/register", &fields).await.expect(409);
        let mut other = Visitor::new(&app, HERE);
        for (username, email, status, words) in [
            ("", "", 422, "Type a user name"),
            ("ada", "", 409, "Somebody has that name"),
            ("ADA", "", 409, "Somebody has that name"),
            ("admin", "", 422, "reserved"),
            ("-a", "", 422, "begins and ends"),
            ("bob", "nonsense", 422, "not an e-mail address"),
        ] {
            let page = other.post("/register", &[("username", username), ("email", email)]).await.expect(status).text();
            assert!(page.contains(words), "{username}: {page}");
            assert!(other.cookie(COOKIE).is_none());
        }
        other.post("/register", &[("username", "bob"), ("email", "")]).await.expect(303);
        let closed = app.restarted_with(&[("REGISTRATION__MODE", "closed")]).await;
        let mut late = Visitor::new(&closed, HERE);
        assert!(late.get("/register").await.expect(403).text().contains("cannot be made here"));
        late.post("/register", &[("username", "eve")]).await.expect(403);
        assert!(!late.get("/sign-in").await.expect(200).text().contains("/register"));
    }

    /// The language that is chosen at the foot of a page holds for pages, and for the mails that they ask for.
    async fn choosing_a_language(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        assert!(browser.get("/sign-in").await.text().contains("lang=\"en\" dir"));
        let choice = [("locale", "de"), ("return_to", "/sign-in?return_to=%2Fdocs")];
        assert_eq!(browser.post("/language", &choice).await.expect(303).location(), "/sign-in?return_to=%2Fdocs");
        assert!(browser.get("/sign-in").await.text().contains("Anmelden"));
        assert_eq!(browser.post("/language", &[("locale", "fr"), ("return_to", "//evil.example")]).await.expect(303).location(), "/account");
        browser.post("/language", &[("locale", "xx"), ("return_to", "/")]).await.expect(422);
        let waiting = browser.ask(EMAIL, &[]).await;
        assert!(browser.get(&waiting).await.text().contains("Consultez"));
        let mail = app.login_mail(EMAIL).await;
        assert!(mail.text.contains("connecter"), "{}", mail.text);
        // The page behind the link is in the language of the request, unless this browser has one of its own.
        assert!(app.open(&mail.link, HERE).await.reply.text().contains("lang=\"fr\" dir"));
        let path = app.path_of(&mail.link);
        browser.post("/language", &[("locale", "en"), ("return_to", &path)]).await.expect(303);
        assert!(browser.get(&path).await.text().contains("lang=\"en\" dir"));
        assert!(browser.get("/nowhere").await.expect(404).text().contains("nothing at this address"));
    }

    /// The page behind the link knows the browser that waits, and leads back to it.
    async fn the_same_browser(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        let waiting = browser.ask(EMAIL, &[]).await;
        let path = app.path_of(&app.login_mail(EMAIL).await.link);
        let page = browser.post(&path, &[("decision", "approve")]).await.expect(200).text();
        assert!(page.contains(&format!("href=\"{waiting}\"")) && page.contains("is the one that asked"), "{page}");
        assert!(browser.cookie(COOKIE).is_none(), "approving signs nobody in (invariant 2)");
        let mut other = Visitor::new(&app, HERE);
        assert!(!other.get(&path).await.expect(410).text().contains(&waiting));
    }
}

/// Behind TLS the cookies are for this very host, or for the domain that the operator chose; over plain http nobody is
/// promised a sign-in that a browser cannot keep.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_behind_tls() {
    use crate::support::Database;
    for (settings, name, domain) in [
        (vec![("PUBLIC_URL", "https://id.example.org")], "__Host-doorpost", None),
        (
            vec![("PUBLIC_URL", "https://id.example.org"), ("COOKIE__DOMAIN", "example.org")],
            "__Secure-doorpost",
            Some("Domain=example.org"),
        ),
    ] {
        let app = TestApp::with(Database::Sqlite, &settings).await.leaving_mail();
        let mut browser = Visitor::new(&app, "203.0.113.9");
        let reply = browser.post("/register", &[("username", "ada")]).await.expect(303);
        let cookie = reply.header("set-cookie").unwrap();
        assert!(cookie.starts_with(&format!("{name}=")) && cookie.contains("Secure"), "{cookie}");
        assert_eq!(cookie.contains("Domain="), domain.is_some_and(|domain| cookie.contains(domain)), "{cookie}");
        browser.get("/account").await.expect(200);
        browser.ask(EMAIL, &[]).await;
        assert!(browser.cookie_names().iter().any(|name| name.starts_with("__Host-doorpost-waiting-")));
        assert!(browser.post("/account/sign-out", &[]).await.expect(303).location().starts_with("/sign-in"));
        assert!(browser.cookie(name).is_none());
    }
    let app = TestApp::with(Database::Sqlite, &[("PUBLIC_URL", "http://id.example.org")]).await;
    assert!(Visitor::new(&app, "203.0.113.9").get("/sign-in").await.text().contains("plain http"));
}
