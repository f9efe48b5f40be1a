//! Headless Chromium, driven through `WebDriver`.

use std::process::{Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::net::TcpStream;

use super::programs::{Program, free_port};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    Allowed,
    Blocked,
}

/// A browser with a profile of its own.
pub struct Browser {
    pub driver: WebDriver,
    _chromedriver: Program,
    _profile: TempDir,
}

impl Browser {
    pub async fn start(scripts: Scripts) -> Self {
        Self::with(scripts, &[]).await
    }

    /// With arguments of its own.
    pub async fn with(scripts: Scripts, arguments: &[&str]) -> Self {
        let blocked = json!({"profile.managed_default_content_settings.javascript": 2});
        Self::with_preferences((scripts == Scripts::Blocked).then_some(blocked), arguments).await
    }

    /// One that keeps no cookies.
    pub async fn without_cookies() -> Self {
        Self::with_preferences(Some(json!({"profile.managed_default_content_settings.cookies": 2})), &[]).await
    }

    async fn with_preferences(preferences: Option<Value>, arguments: &[&str]) -> Self {
        let port = free_port();
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let chromedriver = Program::start(&mut command);
        let answers = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, answers).await.expect("chromedriver starts");
        let profile = TempDir::new().expect("a directory");
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", profile.path().display()),
        ] {
            capabilities.add_arg(argument).expect("an argument");
        }
        for argument in arguments {
            capabilities.add_arg(argument).expect("an argument");
        }
        if let Some(preferences) = preferences {
            capabilities.add_experimental_option("prefs", preferences).expect("preferences");
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.expect("Chromium starts");
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    /// Sends a command of the browser's own protocol.
    pub async fn command(&self, method: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(method, parameters).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// As a person who likes pages dark or light, on a screen of this width.
    pub async fn appear(&self, scheme: &str, width: u32, height: u32) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]);
        self.command("Emulation.setEmulatedMedia", json!({"features": features})).await;
        let mobile = width < 600;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.command("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// As from another network, as a trusted proxy would tell it; back home without an address.
    pub async fn seem_to_be_at(&self, ip: Option<&str>) {
        let headers = ip.map_or_else(|| json!({}), |ip| json!({"X-Forwarded-For": ip}));
        self.command("Network.enable", json!({})).await;
        self.command("Network.setExtraHTTPHeaders", json!({"headers": headers})).await;
    }

    /// A picture of the whole page.
    pub async fn picture(&self) -> Vec<u8> {
        let size = self.command("Page.getLayoutMetrics", json!({})).await["cssContentSize"].clone();
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
        let parameters = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let picture = self.command("Page.captureScreenshot", parameters).await;
        STANDARD.decode(picture["data"].as_str().expect("a picture")).expect("base64")
    }

    pub async fn goto(&self, url: &str) {
        self.driver.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    pub async fn find(&self, selector: &str) -> WebElement {
        self.driver.find(By::Css(selector)).await.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Types into a field that is emptied first.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.expect("a field");
        field.send_keys(text).await.expect("a field");
    }

    /// What stands on the page.
    pub async fn text(&self) -> String {
        let read = async {
            loop {
                // One page may be making room for another.
                if let Ok(main) = self.driver.find(By::Css("main")).await
                    && let Ok(text) = main.text().await
                {
                    return text;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, read).await.expect("a page with a text")
    }

    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("a URL");
        url.path().to_owned()
    }

    /// Waits for the page with this heading, however it comes.
    pub async fn arrive(&self, heading: &str) {
        let arrives = async {
            while self.heading().await.as_deref() != Some(heading) {
                tokio::time::sleep(PAUSE).await;
            }
        };
        if tokio::time::timeout(PATIENCE, arrives).await.is_err() {
            let page = self.driver.source().await.unwrap_or_default();
            panic!("no page with the heading {heading}, but {}: {page}", self.path().await);
        }
    }

    /// Waits for a page in this language, however it comes.
    pub async fn arrive_in(&self, tag: &str) {
        let selector = format!("html[lang={tag}]");
        let arrives = async {
            while self.driver.find(By::Css(selector.as_str())).await.is_err() {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, arrives).await.expect("a page in the language");
    }

    /// Presses the button of this number, and waits until another page has taken this one's place.
    pub async fn leave_by(&self, button: usize) {
        let open =
            "window.former = true; document.querySelectorAll('details').forEach((more) => { more.open = true; })";
        self.driver.execute(open, vec![]).await.expect("a script");
        self.driver.find_all(By::Css("main button")).await.expect("buttons")[button].click().await.expect("a button");
        let left = async {
            let gone = "return window.former === undefined && document.readyState === 'complete'";
            while !self.driver.execute(gone, vec![]).await.is_ok_and(|gone| *gone.json() == json!(true)) {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, left).await.expect("another page comes");
    }

    /// Presses what is found, and waits for the page with this heading.
    pub async fn press(&self, selector: &str, heading: &str) {
        self.click(selector).await;
        self.arrive(heading).await;
    }

    /// Presses what is found, and waits until the page says at a field what is wrong with it.
    pub async fn complain(&self, selector: &str) {
        self.driver.execute("window.former = true", vec![]).await.expect("a script");
        self.click(selector).await;
        let says = "return window.former === undefined && document.querySelector('.field-error') !== null";
        let said = async {
            while !self.driver.execute(says, vec![]).await.is_ok_and(|said| *said.json() == json!(true)) {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, said).await.expect("the page says what is wrong");
    }

    /// Approves on a link page that asks for no code.
    pub async fn approve(&self) {
        self.click("input[value=approve]").await;
        self.press("button.primary", "Sign-in approved").await;
    }

    /// What the page says first; nothing while one page makes room for another.
    async fn heading(&self) -> Option<String> {
        self.driver.find(By::Css("[role=alert] h2, h1")).await.ok()?.text().await.ok()
    }

    /// Ends the browser in order, which dropping it cannot.
    pub async fn quit(self) {
        self.driver.quit().await.expect("Chromium ends");
    }
}
