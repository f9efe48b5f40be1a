//! A browser, as far as links and forms go.

use super::{Reply, Request, TestApp};
use axum::http::Method;

const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// An opened page.
pub struct Page<'a> {
    app: &'a TestApp,
    path: String,
    ip: String,
    pub reply: Reply,
}

impl TestApp {
    /// Opens a link in a browser at this address, as a click in a mail program does.
    pub async fn open(&self, link: &str, ip: &str) -> Page<'_> {
        let path = self.path_of(link);
        let reply = self
            .request(Method::GET, &path)
            .from(ip)
            .header("accept", HTML)
            .header("sec-fetch-site", "none")
            .header("sec-fetch-mode", "navigate")
            .send()
            .await;
        Page { app: self, path, ip: ip.to_owned(), reply }
    }

    /// The path of a link, after checking that it leads to the public URL (invariant 27).
    pub fn path_of(&self, link: &str) -> String {
        let rest = link.strip_prefix(&self.public_url).unwrap_or_else(|| panic!("{link} leads elsewhere"));
        assert!(rest.starts_with('/'), "{link} leads elsewhere");
        rest.to_owned()
    }
}

impl Page<'_> {
    /// Sends the page's form with these fields.
    pub async fn submit(&self, fields: &[(&str, &str)]) -> Reply {
        self.form(fields).send().await
    }

    /// The page's form, to be changed before it is sent.
    pub fn form(&self, fields: &[(&str, &str)]) -> Request {
        self.app
            .request(Method::POST, &self.path)
            .from(&self.ip)
            .header("accept", HTML)
            .header("origin", "null")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-mode", "navigate")
            .form(fields)
    }
}
