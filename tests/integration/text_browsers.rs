//! Text browsers as they ask: `ELinks` and `Links` accept anything by no name, and show pages that they have in place of asking; Lynx takes
//! attributes of cookies that it does not know for cookies.

use std::collections::BTreeSet;

use axum::http::Method;

use crate::support::{Reply, Request, TestApp, on_both};

/// What `ELinks` 0.13 and Links 2.28 send.
const AS_ELINKS: [(&str, &str); 2] = [("accept", "*/*"), ("accept-language", "en")];
const AS_LYNX: [(&str, &str); 2] =
    [("accept", "text/html, text/plain, text/sgml, text/css, */*;q=0.01"), ("accept-language", "en")];

fn ask(app: &TestApp, method: Method, path: &str, headers: &[(&str, &str)]) -> Request {
    headers.iter().fold(app.request(method, path), |request, (name, value)| request.header(name, value))
}

/// The name and value of each cookie that an answer sets, for the next request.
fn cookies(reply: &Reply) -> String {
    let set = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    set.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
}

fn token(page: &str, action: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).expect("a form");
    form.split("name=\"form_token\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a token")
        .to_owned()
}

on_both! {
    /// They get pages where pages are, and programs that accept anything get JSON as before.
    async fn they_read_pages(database) {
        let app = TestApp::start(database).await;
        let asked = |path: &'static str, headers: &'static [(&'static str, &'static str)]| ask(&app, Method::GET, path, headers).send();
        for headers in [&AS_ELINKS[..], &AS_LYNX] {
            let away = asked("/account", headers).await.expect(303);
            assert!(away.header("location").unwrap().starts_with("/sign-in?return_to=%2Faccount"), "{away:?}");
            let missing = asked("/nowhere", headers).await.expect(404);
            assert_eq!(missing.header("content-type"), Some("text/html; charset=utf-8"));
        }
        let program = [("accept", "*/*")];
        let asked = ask(&app, Method::GET, "/account", &program).send().await;
        asked.expect_error(401, "authentication_required");
        // And on the API's own paths a program stays one, whatever language it asks for.
        ask(&app, Method::GET, "/auth/account", &AS_ELINKS).send().await.expect_error(401, "authentication_required");
    }

    /// Each way back to a page has an address that was not there before, and every page says to be asked for again.
    async fn they_ask_again(database) {
        let app = TestApp::start(database).await;
        let page = ask(&app, Method::GET, "/register", &AS_ELINKS).send().await.expect(200);
        assert_eq!(page.header("pragma"), Some("no-cache"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let jar = cookies(&page);
        let fields = [("form_token", &*token(&page.text(), "/register")), ("username", "ada")];
        let registered = ask(&app, Method::POST, "/register", &AS_ELINKS).header("cookie", &jar).form(&fields);
        let registered = registered.send().await.expect(303);
        let jar = format!("{jar}; {}", cookies(&registered));
        let account = ask(&app, Method::GET, "/account", &AS_ELINKS).header("cookie", &jar).send().await.expect(200).text();
        let mut addresses = BTreeSet::from([registered.header("location").unwrap().to_owned()]);
        for name in ["ada-2", "ada-3"] {
            let fields = [("form_token", &*token(&account, "/account/username")), ("username", name)];
            let renamed = ask(&app, Method::POST, "/account/username", &AS_ELINKS).header("cookie", &jar).form(&fields);
            addresses.insert(renamed.send().await.expect(303).header("location").unwrap().to_owned());
        }
        assert_eq!(addresses.len(), 3, "{addresses:?}");
        for address in &addresses {
            assert!(address.contains("again="), "{address}");
            let address = address.split('#').next().unwrap();
            let there = ask(&app, Method::GET, address, &AS_ELINKS).header("cookie", &jar).send().await;
            assert!(there.status == 200 || there.status == 303, "{address}: {there:?}");
        }
        let fields = [("form_token", &*token(&account, "/language")), ("locale", "de"), ("return_to", "/account?again=1")];
        let chosen = ask(&app, Method::POST, "/language", &AS_ELINKS).header("cookie", &jar).form(&fields);
        let location = chosen.send().await.expect(303).header("location").unwrap().to_owned();
        assert!(location.matches("again=").count() == 1 && !location.ends_with("again=1"), "{location}");
        // A browser of today is left alone.
        let today = [("accept", "text/html"), ("accept-language", "en"), ("sec-fetch-mode", "navigate")];
        let page = ask(&app, Method::GET, "/account", &today).send().await.expect(303);
        assert_eq!((page.header("location"), page.header("pragma")), (Some("/sign-in?return_to=%2Faccount"), None));
    }

    /// Path and lifetime stand before `SameSite`: what follows that is not the cookie's for Lynx.
    async fn same_site_comes_last(database) {
        let app = TestApp::start(database).await;
        let mut seen = 0;
        let page = ask(&app, Method::GET, "/register", &AS_LYNX).send().await.expect(200);
        let jar = cookies(&page);
        let fields = [("form_token", &*token(&page.text(), "/register")), ("username", "ada")];
        let registered = ask(&app, Method::POST, "/register", &AS_LYNX).header("cookie", &jar).form(&fields);
        let registered = registered.send().await.expect(303);
        let signed_out = format!("{jar}; {}", cookies(&registered));
        let account = ask(&app, Method::GET, "/sign-out", &AS_LYNX).header("cookie", &signed_out).send().await.expect(200);
        let fields = [("form_token", &*token(&account.text(), "/sign-out"))];
        let left = ask(&app, Method::POST, "/sign-out", &AS_LYNX).header("cookie", &signed_out).form(&fields);
        for reply in [page, registered, left.send().await.expect(303)] {
            for cookie in reply.headers.get_all("set-cookie") {
                seen += 1;
                let cookie = cookie.to_str().unwrap();
                assert!(cookie.ends_with("; SameSite=Lax") && cookie.contains("; Path=/"), "{cookie}");
            }
        }
        assert!(seen >= 4, "{seen}");
    }
}
