//! Forward-auth: what a reverse proxy is told, and where browsers are sent.

use serde_json::json;

use crate::support::{Request, TestApp, on_both};

const EMAIL: &str = "ada@example.org";
const PUBLIC_URL: (&str, &str) = ("PUBLIC_URL", "https://id.example.org");
const COOKIE_DOMAIN: (&str, &str) = ("COOKIE__DOMAIN", "example.org");
const HEADERS: [&str; 5] = ["x-auth-user", "x-auth-userid", "x-auth-email", "x-auth-scopes", "x-auth-session"];

/// A browser's request for a page, as a proxy at this address tells it.
fn page(app: &TestApp, host: &str, uri: &str) -> Request {
    app.get("/auth/verify?redirect=1")
        .from("127.0.0.9")
        .header("accept", "text/html,application/xhtml+xml;q=0.9")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", host)
        .header("x-forwarded-uri", uri)
}

on_both! {
    /// All headers, always; empty where there is nothing to say.
    async fn who_it_is(database) {
        let app = TestApp::start(database).await;
        let registered = app.register("ada", Some(EMAIL)).await;
        let session = registered.field("session_token");
        let told = |reply: &crate::support::Reply| HEADERS.map(|name| reply.header(name).expect(name).to_owned());
        let id = registered.field("account_id");
        let all = "account:read account:write sessions:read sessions:write keys:read keys:write tokens:issue";
        let reply = app.get("/auth/verify").token(&session).send().await.expect(200);
        assert_eq!(told(&reply), ["ada", &id, "", all, &registered.field("session_id")], "the address is not verified");
        assert!(reply.text().is_empty());
        // Nothing that a browser would show or follow.
        assert_eq!((reply.header("referrer-policy"), reply.header("x-frame-options")), (None, None));
        let kept = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")];
        for (name, value) in kept {
            assert_eq!(reply.header(name), Some(value));
        }
        let link = app.address_mail(EMAIL).await.link;
        app.open(&link, "127.0.0.1").await.submit(&crate::support::FOLLOW).await.expect(200);
        let body = json!({"name": "k", "scopes": ["account:read", "tokens:issue"]});
        let key = app.post("/auth/keys").token(&session).json(&body).send().await.expect(200).field("access_key");
        app.empty_mailbox().await;
        let reply = app.get("/auth/verify").token(&key).send().await.expect(200);
        assert_eq!(told(&reply), ["ada", &id, EMAIL, "account:read tokens:issue", ""]);
        let token = app.post("/auth/token").token(&session).send().await.expect(200).field("access_token");
        let reply = app.get("/auth/verify").token(&token).send().await.expect(200);
        assert_eq!(told(&reply), ["ada", &id, EMAIL, all, &registered.field("session_id")]);
        let cookie = app.get("/auth/verify").header("cookie", &format!("doorpost={session}"));
        cookie.header("sec-fetch-site", "cross-site").send().await.expect(200);

        app.get("/auth/verify?scope=account:read").token(&key).send().await.expect(200);
        for scope in ["account:write", "packages:read", "", "account"] {
            let refused = app.get(&format!("/auth/verify?scope={scope}")).token(&key).send().await;
            refused.expect_error(403, "insufficient_scope");
        }
    }

    /// A 401 names the one scheme that is asked for, for clients that take the first one literally; an unknown one is told.
    async fn one_challenge(database) {
        let app = TestApp::start(database).await;
        let challenge = async |path: &str| {
            let reply = app.get(path).send().await.expect_error(401, "authentication_required");
            reply.header("www-authenticate").expect("a challenge").to_owned()
        };
        assert_eq!(challenge("/auth/verify?challenge=basic").await, "Basic realm=\"doorpost\"");
        assert_eq!(challenge("/auth/verify?challenge=Bearer").await, "Bearer");
        assert!(challenge("/auth/verify?challenge=cargo").await.starts_with("Cargo login_url=\"http"));
        assert!(challenge("/auth/verify").await.starts_with("Bearer, Basic realm=\"doorpost\", Cargo login_url="));
        assert_eq!(challenge("/auth/verify?challenge=").await, challenge("/auth/verify").await);
        let session = app.registered("ada", None).await;
        let refused = app.get("/auth/verify?challenge=digest").token(&session).send().await;
        let refused = refused.expect_error(422, "invalid_challenge");
        assert_eq!(refused.field("field"), "challenge");
    }

    /// Below `/auth/verify/` any method is answered, as Envoy asks with those of what it was asked for.
    async fn with_any_method(database) {
        let app = TestApp::start(database).await;
        let session = app.registered("ada", None).await;
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"] {
            let method = axum::http::Method::from_bytes(method.as_bytes()).unwrap();
            for path in ["/auth/verify/a", "/auth/verify/a/b%20c?d=e", "/auth/verify/a?scope=account:read"] {
                let reply = app.request(method.clone(), path).token(&session).send().await.expect(200);
                assert_eq!(reply.header("x-auth-user"), Some("ada"), "{method} {path}");
                assert_eq!(reply.header("allow"), None, "{method} {path}");
                app.request(method.clone(), path).send().await.expect(401);
            }
        }
        app.get("/auth/verify/a?scope=packages:read").token(&session).send().await.expect_error(403, "insufficient_scope");
    }

    /// A script's request is not sent to a page that it cannot follow.
    async fn scripts_stay_where_they_are(database) {
        let settings = [PUBLIC_URL, COOKIE_DOMAIN, ("TRUSTED_PROXIES", "127.0.0.9"), ("REDIRECT__ORIGINS", "https://app.example.org")];
        let app = TestApp::with(database, &settings).await;
        let ask = || page(&app, "app.example.org", "/a");
        ask().send().await.expect(303);
        ask().header("sec-fetch-mode", "navigate").header("sec-fetch-dest", "document").send().await.expect(303);
        for (name, value) in [
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-mode", "no-cors"),
            ("sec-fetch-dest", "empty"),
            ("sec-fetch-dest", "image"),
            ("sec-fetch-dest", "iframe"),
            ("hx-request", "true"),
            ("x-requested-with", "XMLHttpRequest"),
        ] {
            ask().header(name, value).send().await.expect(401);
        }
    }

    /// Nobody, and whoever presents something bad: 401, and none of the headers.
    async fn nobody(database) {
        let app = TestApp::start(database).await;
        for (credential, code) in [(None, "authentication_required"), (Some("nonsense"), "invalid_credentials")] {
            let request = app.get("/auth/verify").header("x-auth-user", "root").header("x-auth-userid", "root");
            let request = match credential {
                Some(credential) => request.token(credential),
                None => request,
            };
            let reply = request.send().await.expect_error(401, code);
            assert!(reply.header("www-authenticate").is_some_and(|value| value.contains("Cargo login_url=")));
            assert!(HEADERS.iter().all(|name| reply.header(name).is_none()));
        }
    }

    /// A browser's request for a page is sent to the sign-in page; the way back is the proxy's word, and of allowed
    /// origins only.
    async fn to_the_sign_in_page(database) {
        let settings = [
            PUBLIC_URL,
            COOKIE_DOMAIN,
            ("TRUSTED_PROXIES", "127.0.0.9"),
            ("REDIRECT__ORIGINS", "https://app.example.org,https://wiki.example.org"),
        ];
        let app = TestApp::with(database, &settings).await;
        let reply = page(&app, "app.example.org", "/a?b=c&d=e").send().await.expect(303);
        let expected = "https://id.example.org/sign-in?return_to=https%3A%2F%2Fapp.example.org%2Fa%3Fb%3Dc%26d%3De";
        assert_eq!(reply.header("location"), Some(expected));
        page(&app, "wiki.example.org", "/").send().await.expect(303);
        page(&app, "app.example.org", "/").token("stale").send().await.expect(303);
        let session = app.registered("ada", None).await;
        page(&app, "app.example.org", "/").token(&session).send().await.expect(200);

        let refused = [
            page(&app, "evil.example", "/"),
            page(&app, "app.example.org.evil.example", "/"),
            page(&app, "app.example.org:8443", "/"),
            page(&app, "app.example.org", "@evil.example/"),
            page(&app, "127.0.0.1:3000", "/"),
            page(&app, "app.example.org", "/").from("127.0.0.8"),
            page(&app, "app.example.org", "/").header("x-forwarded-method", "POST"),
            app.get("/auth/verify?redirect=1").from("127.0.0.9").header("accept", "text/html"),
            app.get("/auth/verify?redirect=1").from("127.0.0.9").header("accept", "application/json")
                .header("x-forwarded-proto", "https").header("x-forwarded-host", "app.example.org").header("x-forwarded-uri", "/"),
            app.get("/auth/verify").from("127.0.0.9").header("accept", "text/html")
                .header("x-forwarded-proto", "https").header("x-forwarded-host", "app.example.org").header("x-forwarded-uri", "/"),
        ];
        for request in refused {
            let reply = request.send().await.expect(401);
            assert_eq!(reply.header("location"), None);
        }
    }

    /// Through several proxies each may add its own word: the outermost of those that are trusted knows what the browser asked for, and what
    /// stands before that was written by anybody.
    async fn through_a_chain_of_proxies(database) {
        let settings = [
            ("TRUSTED_PROXIES", "127.0.0.9,10.0.0.0/8"),
            ("PUBLIC_URL", "https://id.example.org"),
            ("COOKIE__DOMAIN", "example.org"),
            ("REDIRECT__ORIGINS", "https://app.example.org,https://wiki.example.org"),
        ];
        let app = TestApp::with(database, &settings).await;
        let ask = |chain: &str, protos: &[&str], hosts: &[&str]| {
            let request = app.get("/auth/verify?redirect=1").from("127.0.0.9").header("accept", "text/html");
            let request = request.header("x-forwarded-for", chain).header("x-forwarded-uri", "/a,b");
            let request = protos.iter().fold(request, |request, proto| request.header("x-forwarded-proto", proto));
            hosts.iter().fold(request, |request, host| request.header("x-forwarded-host", host))
        };
        let way = |host: &str| format!("https://id.example.org/sign-in?return_to=https%3A%2F%2F{host}%2Fa%2Cb");
        let (one, two) = ("203.0.113.9", "203.0.113.9, 10.0.0.1");
        for (chain, protos, hosts, host) in [
            (two, &["https, http"][..], &["app.example.org, inner.example"][..], "app.example.org"),
            (two, &["https"], &["app.example.org, inner.example"], "app.example.org"),
            (two, &["https", "http"], &["app.example.org", "inner.example"], "app.example.org"),
            (two, &["https"], &["app.example.org"], "app.example.org"),
            (two, &["https"], &["evil.example, app.example.org, wiki.example.org"], "app.example.org"),
            (one, &["https"], &["app.example.org, wiki.example.org"], "wiki.example.org"),
            ("10.0.0.3, 203.0.113.9, 10.0.0.1", &["https"], &["evil.example,app.example.org,inner.example"], "app.example.org"),
        ] {
            let reply = ask(chain, protos, hosts).send().await.expect(303);
            assert_eq!(reply.location(), way(host), "{chain} {protos:?} {hosts:?}");
        }
        for (chain, protos, hosts) in [
            (one, &["https"][..], &["app.example.org, inner.example"][..]),
            (two, &["https"], &["app.example.org, evil.example, inner.example"]),
            (two, &["http, https"], &["app.example.org, inner.example"]),
            (two, &["https"], &["app.example.org, , inner.example"]),
            (two, &["https"], &[","]),
            (two, &["https"], &[]),
        ] {
            let reply = ask(chain, protos, hosts).send().await.expect(401);
            assert_eq!(reply.header("location"), None, "{chain} {protos:?} {hosts:?}");
        }
        let stranger = ask(two, &["https"], &["app.example.org"]).from("127.0.0.8").send().await;
        assert_eq!(stranger.expect(401).header("location"), None);
    }

    /// Without a setting the only way back is to this server itself.
    async fn back_to_itself(database) {
        let app = TestApp::with(database, &[("TRUSTED_PROXIES", "127.0.0.9")]).await;
        page(&app, "127.0.0.1:3000", "/account").send().await.expect(401);
        page(&app, "app.example.org", "/").send().await.expect(401);
        let own = app.get("/auth/verify?redirect=1").from("127.0.0.9").header("accept", "text/html")
            .header("x-forwarded-proto", "http").header("x-forwarded-host", "127.0.0.1:3000").header("x-forwarded-uri", "/x");
        own.send().await.expect(303);
    }

    /// The short way to the account page.
    async fn me(database) {
        let app = TestApp::start(database).await;
        assert_eq!(app.get("/me").send().await.expect(303).header("location"), Some("/account"));
    }
}
