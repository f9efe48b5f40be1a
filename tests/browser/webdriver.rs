//! Headless Chromium, driven through `WebDriver`.

use std::process::{Command, Stdio};
use std::time::Duration;

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
        if scripts == Scripts::Blocked {
            let preferences = serde_json::json!({"profile.managed_default_content_settings.javascript": 2});
            capabilities.add_experimental_option("prefs", preferences).expect("preferences");
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.expect("Chromium starts");
        Self { driver, _chromedriver: chromedriver, _profile: profile }
    }

    /// Presses what is found, and waits for the page with this heading.
    pub async fn press(&self, selector: &str, heading: &str) {
        self.driver.find(By::Css(selector)).await.expect("something to press").click().await.expect("it is pressed");
        let arrives = async {
            while self.heading().await.as_deref() != Some(heading) {
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, arrives).await.unwrap_or_else(|_| panic!("no page with the heading {heading}"));
    }

    /// Nothing while one page makes room for another.
    async fn heading(&self) -> Option<String> {
        self.driver.find(By::Css("h1")).await.ok()?.text().await.ok()
    }

    /// Ends the browser in order, which dropping it cannot.
    pub async fn quit(self) {
        self.driver.quit().await.expect("Chromium ends");
    }
}
