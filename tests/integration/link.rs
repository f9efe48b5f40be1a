//! The confirmation link: what its page shows, and what its buttons do.

use axum::http::Method;
use serde_json::json;

use crate::support::{TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";
const APPROVE: [(&str, &str); 1] = [("decision", "approve")];
const DENY: [(&str, &str); 2] = [("decision", "deny"), ("confirm_deny", "yes")];
const UNDO: [(&str, &str); 1] = [("decision", "undo")];

/// A login of Ada's that waits for its decision: its auth id and its link.
async fn asked(app: &TestApp) -> (String, String) {
    app.empty_mailbox().await;
    let auth_id = app.login("ada", EMAIL).await.field("auth_id");
    (auth_id, app.login_mail(EMAIL).await.link)
}

on_both! {
    /// Opening the link, however often and by whatever means, decides nothing (invariants 1, 7).
    async fn opening_it_changes_nothing(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (auth_id, link) = asked(&app).await;
        let path = app.path_of(&link);
        for _ in 0..20 {
            app.open(&link, "203.0.113.9").await.reply.expect(200);
            app.request(Method::HEAD, &path).send().await.expect(200);
            app.request(Method::OPTIONS, &path).send().await.expect(204);
            app.get(&path).header("purpose", "prefetch").send().await.expect(200);
            app.get(&format!("{path}?decision=approve")).send().await.expect(200);
        }
        // Only what the form holds counts.
        let robot = app.post(&format!("{path}?decision=approve")).header("sec-fetch-site", "same-origin");
        robot.form(&[]).send().await.expect(422);
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        app.open(&link, HERE).await.submit(&APPROVE).await.expect(200);
        app.poll(&auth_id).await.expect(200);
    }

    /// The page says who asks, and shows what a stranger wrote as nothing but text.
    async fn it_says_who_asks(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": "<b>x</b> https://evil.example"});
        let asking = app.post("/auth/login").json(&body).from("203.0.113.7").header("user-agent", "Tele\"<i>/1");
        asking.send().await.expect(200);
        let mail = app.login_mail(EMAIL).await;
        let page = app.open(&mail.link, HERE).await.reply.expect(200).text();
        for fact in ["ada", "203.0.113.7", "&lt;b&gt;x&lt;/b&gt; https://evil.example", "Tele&quot;&lt;i&gt;/1"] {
            assert!(page.contains(fact), "{fact} is not in {page}");
        }
        for text in [&page, &mail.html] {
            assert!(!text.contains("<b>x") && !text.contains("href=\"https://evil") && !text.contains("<i>/1"));
        }
        assert!(!mail.text.contains("https://evil.example") && !mail.html.contains("https://evil.example"));
        for secret in ["auth_id", "match_code\":"] {
            assert!(!page.contains(secret) && !mail.text.contains(secret));
        }
    }

    /// The approver's browser gets no cookie and no token (invariant 2).
    async fn approving_gives_the_approver_nothing(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (auth_id, link) = asked(&app).await;
        let outcome = app.open(&link, HERE).await.submit(&APPROVE).await.expect(200);
        assert!(outcome.header("set-cookie").is_none() && outcome.header("location").is_none());
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        assert!(!outcome.text().contains(&token) && !outcome.text().contains(&auth_id));
        let again = app.open(&link, HERE).await.reply.expect(410);
        assert!(!again.text().contains(&token));
    }

    /// "This wasn't me" asks once more; who presses every button decides nothing.
    async fn denying_asks_once_more(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (auth_id, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        let again = page.submit(&[("decision", "deny")]).await.expect(200);
        assert!(again.text().contains("name=\"confirm_deny\""));
        page.submit(&[("decision", "deny"), ("decision", "approve")]).await.expect(400);
        page.submit(&[("decision", "both")]).await.expect(422);
        page.submit(&[]).await.expect(422);
        page.submit(&UNDO).await.expect(422);
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        page.submit(&DENY).await.expect(200);
        app.poll(&auth_id).await.expect_error(400, "access_denied");
        // The first decision is final.
        page.submit(&APPROVE).await.expect(410);
        page.submit(&UNDO).await.expect(410);
        app.poll(&auth_id).await.expect_error(400, "access_denied");
    }

    /// A second after its expiry a login cannot be approved any more (invariants 8, 11).
    async fn expiry_is_to_the_second(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (in_time, link) = asked(&app).await;
        app.advance(899);
        app.open(&link, HERE).await.submit(&APPROVE).await.expect(200);
        app.poll(&in_time).await.expect(200);
        let (late, link) = asked(&app).await;
        app.advance(900);
        app.open(&link, HERE).await.reply.expect(410);
        for decision in [&APPROVE[..], &DENY, &UNDO] {
            app.request(Method::POST, &app.path_of(&link))
                .header("sec-fetch-site", "same-origin")
                .form(decision)
                .send()
                .await
                .expect(410);
        }
        app.poll(&late).await.expect_error(400, "expired_token");
    }

    /// Whoever presses "refuse" and leaves the box as it was is told what is missing; nothing is decided by it.
    async fn refusing_without_the_box(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (auth_id, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        assert!(!page.submit(&[("decision", "deny")]).await.expect(200).text().contains("role=\"alert\""));
        let again = page.submit(&[("decision", "deny"), ("asked", "yes")]).await.expect(422).text();
        assert!(again.contains("Tick the box to refuse") && again.contains("<title>Error:"), "{again}");
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        page.submit(&[("decision", "deny"), ("asked", "yes"), ("confirm_deny", "yes")]).await.expect(200);
        app.poll(&auth_id).await.expect_error(400, "access_denied");
    }

    /// Unknown and mangled links look alike, but for the way back after a change of language.
    async fn unknown_links_are_told_apart_from_nothing(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (_, link) = asked(&app).await;
        let unknown = format!("{}/auth/confirm/{}", app.public_url, "A".repeat(43));
        let without_own_path = |text: String, link: &str| text.replace(&app.path_of(link), "PATH");
        let first = without_own_path(app.open(&unknown, HERE).await.reply.expect(404).text(), &unknown);
        for mangled in [link[..link.len() - 1].to_owned(), format!("{link}A"), link.replace("confirm", "email")] {
            let page = app.open(&mangled, HERE).await;
            let text = page.reply.clone().expect(404).text();
            assert_eq!(without_own_path(text, &mangled), first, "{mangled}");
            page.submit(&APPROVE).await.expect(404);
        }
    }

    /// A link decides its own login and no other (invariant 6).
    async fn each_link_decides_its_own_login(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (first, first_link) = asked(&app).await;
        let (second, second_link) = asked(&app).await;
        app.open(&first_link, HERE).await.submit(&APPROVE).await.expect(200);
        app.poll(&second).await.expect_error(400, "authorization_pending");
        let token = app.poll(&first).await.expect(200).field("session_token");
        app.open(&second_link, HERE).await.submit(&DENY).await.expect(200);
        app.poll(&second).await.expect_error(400, "access_denied");
        let (third, third_link) = asked(&app).await;
        app.open(&third_link, HERE).await.submit(&APPROVE).await.expect(200);
        let other = app.poll(&third).await.expect(200).field("session_token");
        app.open(&third_link, HERE).await.submit(&UNDO).await.expect(200);
        app.get("/auth/whoami").token(&other).send().await.expect_error(401, "invalid_credentials");
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// A form that was not sent from our own page does nothing (invariant 58).
    async fn forms_of_others_are_refused(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (auth_id, link) = asked(&app).await;
        let path = app.path_of(&link);
        let hostile: [&[(&str, &str)]; 8] = [
            &[],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")],
            &[("origin", "http://127.0.0.1:3001")],
            &[("origin", "https://127.0.0.1:3000")],
            &[("origin", "null")],
        ];
        for headers in hostile {
            let form = app.post(&path).form(&APPROVE);
            let form = headers.iter().fold(form, |form, (name, value)| form.header(name, value));
            form.send().await.expect_error(403, "cross_origin");
        }
        app.poll(&auth_id).await.expect_error(400, "authorization_pending");
        app.post(&path).form(&APPROVE).header("origin", "http://127.0.0.1:3000").send().await.expect(200);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        for headers in hostile {
            let form = app.post(&path).form(&UNDO);
            let form = headers.iter().fold(form, |form, (name, value)| form.header(name, value));
            form.send().await.expect_error(403, "cross_origin");
        }
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// An approval can be taken back for 15 minutes: the session ends, or never comes.
    async fn undoing_an_approval(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (collected, link) = asked(&app).await;
        let outcome = app.open(&link, HERE).await.submit(&APPROVE).await.expect(200).text();
        assert!(outcome.contains("15 more minutes"), "{outcome}");
        let token = app.poll(&collected).await.expect(200).field("session_token");
        app.advance(300);
        let page = app.open(&link, HERE).await.reply.expect(410).text();
        assert!(page.contains("10 more minutes"), "{page}");
        app.advance(599);
        let page = app.open(&link, HERE).await;
        assert!(page.reply.clone().expect(410).text().contains("value=\"undo\""));
        page.submit(&UNDO).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect_error(401, "invalid_credentials");
        app.poll(&collected).await.expect_error(400, "access_denied");

        let (waiting, link) = asked(&app).await;
        app.open(&link, HERE).await.submit(&APPROVE).await.expect(200);
        app.open(&link, HERE).await.submit(&UNDO).await.expect(200);
        app.poll(&waiting).await.expect_error(400, "access_denied");

        let (late, link) = asked(&app).await;
        app.open(&link, HERE).await.submit(&APPROVE).await.expect(200);
        let token = app.poll(&late).await.expect(200).field("session_token");
        app.advance(900);
        let page = app.open(&link, HERE).await;
        assert!(!page.reply.clone().expect(410).text().contains("value=\"undo\""));
        page.submit(&UNDO).await.expect(410);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// The first proof of an address offers to end who was there before (invariant 48).
    async fn first_proof_can_end_other_sessions(database) {
        let app = TestApp::start(database).await;
        let squatter = app.registered("ada", Some(EMAIL)).await;
        let (auth_id, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        assert!(page.reply.text().contains("name=\"end_other_sessions\""));
        page.submit(&[("decision", "approve"), ("end_other_sessions", "yes")]).await.expect(200);
        app.get("/auth/whoami").token(&squatter).send().await.expect_error(401, "invalid_credentials");
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        let account = app.get("/auth/account").token(&token).send().await.expect(200).json();
        assert_eq!(account["email_verified"], true);

        // Afterwards it is neither offered nor done.
        let (_, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        assert!(!page.reply.text().contains("end_other_sessions"));
        page.submit(&[("decision", "approve"), ("end_other_sessions", "yes")]).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// Ending others is offered only where there is a living session of this very account.
    async fn first_proof_with_nobody_else(database) {
        let app = TestApp::start(database).await;
        app.registered("bob", Some("bob@example.org")).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        app.post("/auth/logout").token(&token).send().await.expect(204);
        let (_, link) = asked(&app).await;
        assert!(!app.open(&link, HERE).await.reply.text().contains("end_other_sessions"));
        app.registered("eve", Some("eve@example.org")).await;
        app.empty_mailbox().await;
        app.advance(31 * 86_400);
        app.login("eve", "eve@example.org").await;
        let link = app.login_mail("eve@example.org").await.link;
        assert!(!app.open(&link, HERE).await.reply.text().contains("end_other_sessions"), "it ended by itself");
    }

    /// Who ends the others at the first proof ends their logins under way as well (invariant 14).
    async fn first_proof_ends_other_logins(database) {
        let app = TestApp::start(database).await;
        app.registered("ada", Some(EMAIL)).await;
        app.empty_mailbox().await;
        let other = app.login("ada", EMAIL).await.field("auth_id");
        let (own, link) = asked(&app).await;
        app.open(&link, HERE).await.submit(&[("decision", "approve"), ("account_id", "x")]).await.expect(422);
        app.poll(&own).await.expect_error(400, "authorization_pending");
        let approve = [("decision", "approve"), ("end_other_sessions", "yes")];
        app.open(&link, HERE).await.submit(&approve).await.expect(200);
        app.poll(&other).await.expect_error(400, "access_denied");
        app.poll(&own).await.expect(200);
    }

    /// Page and mail speak the language that the login was asked for in.
    async fn it_speaks_the_starters_language(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        for (wish, header, lang, subject) in [
            (Some("de-AT"), "fr", "de", "Ihr"),
            (None, "fr-CH, en;q=0.5", "fr", "connexion"),
            (Some("xx"), "nl, en", "en", "sign-in code"),
            (Some("ar"), "en", "ar", "Doorpost"),
            (None, "pt, en;q=0.5", "pt-BR", "Doorpost"),
        ] {
            app.empty_mailbox().await;
            let body = json!({"username": "ada", "email": EMAIL, "session_platform": "x", "locale": wish});
            app.post("/auth/login").json(&body).header("accept-language", header).send().await.expect(200);
            let mail = app.login_mail(EMAIL).await;
            assert!(mail.subject.contains(subject), "{}", mail.subject);
            let page = app.open(&mail.link, HERE).await.reply.expect(200).text();
            assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{page}");
        }
    }

    /// The first decision is final: what was approved is not refused afterwards.
    async fn an_approval_is_not_refused_afterwards(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (auth_id, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        page.submit(&APPROVE).await.expect(200);
        page.submit(&DENY).await.expect(410);
        page.submit(&APPROVE).await.expect(410);
        let token = app.poll(&auth_id).await.expect(200).field("session_token");
        page.submit(&DENY).await.expect(410);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// The first proof of an address ends nobody's session unless that is asked for.
    async fn first_proof_ends_nothing_unasked(database) {
        let app = TestApp::start(database).await;
        let token = app.registered("ada", Some(EMAIL)).await;
        let (auth_id, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        page.submit(&[("decision", "approve"), ("end_other_sessions", "no")]).await.expect(200);
        app.poll(&auth_id).await.expect(200);
        app.get("/auth/whoami").token(&token).send().await.expect(200);
    }

    /// Question, outcome, refusal, unknown and decided link: each page has its headers and sets no cookie
    /// (invariants 2, 57).
    async fn its_pages_have_their_headers(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        let (_, link) = asked(&app).await;
        let page = app.open(&link, HERE).await;
        let foreign = app.post(&app.path_of(&link)).header("accept", "text/html").form(&APPROVE).send().await;
        let unknown = app.open(&format!("{}/auth/confirm/x", app.public_url), HERE).await.reply;
        let replies = [
            (200, page.reply.clone()),
            (422, page.submit(&[]).await),
            (403, foreign),
            (404, unknown),
            (200, page.submit(&APPROVE).await),
            (410, app.open(&link, HERE).await.reply),
            (200, page.submit(&UNDO).await),
            (410, app.open(&link, HERE).await.reply),
        ];
        for (status, reply) in replies {
            let reply = reply.expect(status);
            assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
            assert_eq!(reply.header("referrer-policy"), Some("strict-origin"));
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
            let policy = reply.header("content-security-policy").unwrap();
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
            let cookie = reply.header("set-cookie");
            assert!(cookie.is_none_or(|cookie| cookie.starts_with("doorpost-form=")), "{cookie:?}");
            assert!(reply.header("server").is_none());
        }
    }
}
