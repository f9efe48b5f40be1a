//! A browser with a memory: it keeps cookies as a real one does, and sends them back.

use std::collections::BTreeMap;

use axum::http::Method;

use super::{Reply, Request, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

pub struct Visitor<'a> {
    app: &'a TestApp,
    ip: String,
    cookies: BTreeMap<String, String>,
    age: Age,
}

/// What a browser says of where a form comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// `Sec-Fetch-Site`, as browsers of today over https and on loopback.
    Today,
    /// The page's `Origin`, as browsers without that header do, and those of today on plain http.
    Origin,
    /// `Origin: null`, whatever the page's referrer policy.
    Null,
    /// Nothing, as text browsers do.
    Silent,
}

impl<'a> Visitor<'a> {
    pub fn new(app: &'a TestApp, ip: &str) -> Self {
        Self::of(app, ip, Age::Today)
    }

    pub fn of(app: &'a TestApp, ip: &str, age: Age) -> Self {
        Self { app, ip: ip.to_owned(), cookies: BTreeMap::new(), age }
    }

    /// Sends the form of a page that leads to `action`, with what stands in it, and these fields.
    pub async fn send(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let hidden = hidden_fields(page, action);
        let all: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(action, &[&all, fields].concat()).await
    }

    /// Follows a link of ours.
    pub async fn get(&mut self, path: &str) -> Reply {
        let request = self.request(Method::GET, path);
        self.keep(request.send().await)
    }

    /// Sends a form of the page at hand. Where the answer only leads to where it shows whether the cookie was kept, that is followed:
    /// what comes is the answer of there, with the cookies of both.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.request(Method::POST, path).form(fields);
        let reply = self.keep(request.send().await);
        let next = reply.header("location").unwrap_or_default();
        if !next.starts_with("/sign-in/done") && !next.ends_with("?asked") {
            return reply;
        }
        let mut last = self.get(next).await;
        for cookie in reply.headers.get_all("set-cookie") {
            last.headers.append("set-cookie", cookie.clone());
        }
        last
    }

    /// A request with the cookies of this browser.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let is_post = method == Method::POST;
        let request = self
            .app
            .request(method, path)
            .from(&self.ip)
            .header("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            .header("user-agent", FIREFOX);
        let request = match self.age {
            Age::Today => request.header("sec-fetch-site", "same-origin").header("sec-fetch-mode", "navigate"),
            Age::Origin if is_post => request.header("origin", &self.app.public_url),
            Age::Null if is_post => request.header("origin", "null"),
            _ => request,
        };
        if self.cookies.is_empty() {
            return request;
        }
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header("cookie", &cookies.join("; "))
    }

    /// Signs in by the page and the link in the mail.
    pub async fn sign_in(&mut self, email: &str) -> Reply {
        let waiting = self.ask(email, &[]).await;
        let link = self.app.login_mail(email).await.link;
        self.app.open(&link, &self.ip).await.submit(&[("decision", "approve")]).await.expect(200);
        self.post(&waiting, &[("decision", "continue")]).await.expect(303)
    }

    /// Asks for a login, and returns the path of the waiting page.
    pub async fn ask(&mut self, email: &str, more: &[(&str, &str)]) -> String {
        let fields: Vec<_> = [("email", email)].into_iter().chain(more.iter().copied()).collect();
        self.post("/sign-in", &fields).await.expect(303).location()
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub fn cookie_names(&self) -> Vec<&str> {
        self.cookies.keys().map(String::as_str).collect()
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    fn keep(&mut self, reply: Reply) -> Reply {
        for cookie in reply.headers.get_all("set-cookie") {
            let text = cookie.to_str().expect("a readable cookie");
            let (pair, attributes) = text.split_once("; ").expect("attributes");
            let (name, value) = pair.split_once('=').expect("a value");
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{text}");
            assert!(attributes.contains("Path=/"), "{text}");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }
}

/// The hidden fields of the first form that leads there.
pub fn hidden_fields(page: &str, action: &str) -> Vec<(String, String)> {
    let form = page.split("<form ").find(|form| form.contains(&format!("action=\"{action}\"")));
    let form = form.unwrap_or_else(|| panic!("no form leads to {action}: {page}"));
    let form = form.split("</form>").next().expect("a form");
    let value = |input: &str, name: &str| {
        let rest = input.split_once(&format!("{name}=\"")).expect("an attribute").1;
        rest.split('"').next().expect("its value").to_owned()
    };
    let hidden = form.split("<input ").filter(|input| input.starts_with("type=\"hidden\""));
    hidden.map(|input| (value(input, "name"), value(input, "value"))).collect()
}

impl Reply {
    /// Where it leads.
    #[track_caller]
    pub fn location(&self) -> String {
        self.header("location").expect("a location").to_owned()
    }
}
