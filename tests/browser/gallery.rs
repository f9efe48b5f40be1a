//! Every page in every state, as a person sees it: nothing that axe-core finds fault with, nothing that shifts or has to be
//! scrolled sideways, little to load. With `SCREENSHOTS=1` each is also kept as a picture, in `screenshots/`.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use doorpost::view::locale::Locale;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::webdriver::{Browser, Scripts};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";
const WIDE: (u32, u32) = (1280, 800);
pub const NARROW: (u32, u32) = (360, 740);
const SCHEMES: [&str; 2] = ["light", "dark"];

pub struct Gallery {
    pub browser: Browser,
    folder: Option<PathBuf>,
}

impl Gallery {
    pub async fn open() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let axe = std::fs::read_to_string(root.join("target/axe/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is there; `tests/run` installs it");
        let folder = std::env::var_os("SCREENSHOTS").map(|_| root.join("screenshots"));
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        let browser = Browser::start(Scripts::Allowed).await;
        // Half a megabyte, handed over once instead of for each page.
        browser.command("Page.enable", json!({})).await;
        browser.command("Page.addScriptToEvaluateOnNewDocument", json!({"source": axe})).await;
        Self { browser, folder }
    }

    /// Looks at the page at hand: wide and light, narrow and dark; all four for pictures.
    async fn look(&self, name: &str) {
        for ((width, height), schemes) in [(WIDE, ["light", "dark"]), (NARROW, ["dark", "light"])] {
            for (order, scheme) in schemes.into_iter().enumerate() {
                if order > 0 && self.folder.is_none() {
                    continue;
                }
                self.browser.appear(scheme, width, height).await;
                self.check(name, scheme).await;
                self.keep(name, scheme, width).await;
                if order == 0 {
                    self.stretch(name).await;
                }
            }
        }
    }

    /// What axe-core finds, and whether it has to be scrolled sideways.
    pub async fn check(&self, name: &str, scheme: &str) {
        // A page that looks again by itself is left to whoever asks for it behind a link, and leads back (WCAG 2.2 criterion 2.2.1).
        let run = "const done = arguments[0];
            const asked = (found, node) => found.id === 'meta-refresh' && /url=[^\"]*[?]quiet=1\"/.test(node.html);
            const told = (found) => ({id: found.id, nodes: found.nodes.filter((node) => !asked(found, node)).map((node) => node.html + ' ' + node.failureSummary)});
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']})
            .then((results) => done(results.violations.map(told).filter((found) => found.nodes.length > 0)), (error) => done([{id: String(error)}]))";
        let found = self.browser.driver.execute_async(run, vec![]).await.expect("axe-core runs");
        assert_eq!(*found.json(), json!([]), "{name} in {scheme}");
        self.check_width(name).await;
    }

    pub async fn check_width(&self, name: &str) {
        let sideways =
            "return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)";
        let sideways = self.browser.driver.execute(sideways, vec![]).await.expect("a number");
        assert_eq!(*sideways.json(), json!(0), "{name} has to be scrolled sideways");
    }

    /// In a language whose words are half as long again, and in one that is written from right to left: nothing is cut off, nothing
    /// has to be scrolled sideways, and what belongs to the beginning of a line stands at its right side.
    async fn stretch(&self, name: &str) {
        let stretched = "
            const root = document.documentElement;
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const former = [];
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (!node.data.trim() || node.parentElement.closest('script, textarea, pre, code, .match-code')) continue;
                former.push([node, node.data]);
            }
            const measure = (what) => {
                const found = [];
                const sideways = root.scrollWidth - root.clientWidth;
                if (sideways > 0) found.push(what + ': to be scrolled sideways by ' + sideways);
                document.querySelectorAll('body *').forEach((element) => {
                    // A field scrolls what is typed, and nobody sees what is folded away.
                    if (element.matches('input, textarea') || !element.checkVisibility()) return;
                    const style = getComputedStyle(element);
                    const hides = ['hidden', 'clip'].includes(style.overflowX) && !element.closest('.visually-hidden');
                    if (hides && element.scrollWidth > element.clientWidth + 1) found.push(what + ': cut off: ' + element.outerHTML.slice(0, 120));
                });
                document.querySelectorAll('.notice, .invalid').forEach((element) => {
                    const style = getComputedStyle(element);
                    const [begin, end] = root.dir === 'rtl' ? [style.borderRightWidth, style.borderLeftWidth] : [style.borderLeftWidth, style.borderRightWidth];
                    if (parseFloat(begin) <= parseFloat(end)) found.push(what + ': on the wrong side: ' + element.outerHTML.slice(0, 120));
                });
                return found;
            };
            former.forEach(([node, text]) => { node.data = '[' + text.replace(/[aeiou]/gi, '$&$&') + ']'; });
            const found = measure('stretched');
            root.dir = 'rtl';
            found.push(...measure('from right to left'));
            const heading = document.querySelector('h1');
            if (heading && getComputedStyle(heading).direction !== 'rtl') found.push('the heading does not turn');
            root.dir = 'ltr';
            former.forEach(([node, text]) => { node.data = text; });
            return found;";
        let found = self.browser.driver.execute(stretched, vec![]).await.expect("a measure");
        assert_eq!(*found.json(), json!([]), "{name}");
    }

    async fn keep(&self, name: &str, scheme: &str, width: u32) {
        let Some(folder) = &self.folder else { return };
        let width = if width == WIDE.0 { "wide" } else { "narrow" };
        std::fs::write(folder.join(format!("{name}-{scheme}-{width}.png")), self.browser.picture().await)
            .expect("a picture is kept");
    }

    /// A picture for the README: the upper part of the page at hand, on a screen of this size.
    async fn depict(&self, name: &str, width: u32, height: u32) {
        let Some(folder) = &self.folder else { return };
        self.browser.appear("light", width, height).await;
        // A telephone's scroll bar stands beside nothing.
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": true});
        self.browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": 1});
        let picture = self.browser.command("Page.captureScreenshot", json!({"format": "png", "clip": clip})).await;
        let picture = STANDARD.decode(picture["data"].as_str().expect("a picture")).expect("base64");
        std::fs::create_dir_all(folder.join("readme")).expect("a folder");
        std::fs::write(folder.join(format!("readme/{name}.png")), picture).expect("a picture is kept");
    }

    /// Opens a page anew, and looks at it and at what it took to load it.
    async fn visit(&self, url: &str, name: &str) {
        self.browser.goto(url).await;
        self.weigh(name).await;
        self.look(name).await;
    }

    /// A first load: nothing from elsewhere, under 45 KB in all, one file at most that holds the page up, and no shift.
    async fn weigh(&self, name: &str) {
        let measure = "const done = arguments[0];
            const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            const loaded = entries.filter((entry) => !['fetch', 'xmlhttprequest'].includes(entry.initiatorType) && entry.initiatorType !== 'iframe');
            let shift = 0;
            const moved = [];
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
                shift += entry.value;
                moved.push(...entry.sources.map(({node, previousRect, currentRect}) => [node?.outerHTML?.slice(0, 80) ?? node?.textContent, previousRect, currentRect]));
            })).observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done({
                bytes: loaded.reduce((sum, entry) => sum + entry.encodedBodySize, 0),
                blocking: loaded.filter((entry) => entry.renderBlockingStatus === 'blocking').length,
                elsewhere: loaded.filter((entry) => new URL(entry.name).origin !== location.origin).length,
                shift,
                moved,
            }), 100)";
        let measured = self.browser.driver.execute_async(measure, vec![]).await.expect("a measure").json().clone();
        assert!(measured["bytes"].as_u64().is_some_and(|bytes| bytes > 1000 && bytes < 45_000), "{name}: {measured}");
        assert!(measured["blocking"].as_u64().is_some_and(|count| count <= 1), "{name}: {measured}");
        assert_eq!((&measured["elsewhere"], measured["shift"].as_f64()), (&json!(0), Some(0.0)), "{name}: {measured}");
    }

    async fn press(&self, selector: &str, heading: &str) {
        self.browser.press(selector, heading).await;
    }
}

/// A check that found nothing anywhere would prove nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[should_panic(expected = "image-alt")]
async fn faults_are_found() {
    let doorpost = Process::start(Database::Sqlite).await;
    let gallery = Gallery::open().await;
    gallery.browser.goto(&at(&doorpost, "/sign-in")).await;
    let fault = "document.querySelector('main').append(document.createElement('img'))";
    gallery.browser.driver.execute(fault, vec![]).await.expect("a script");
    gallery.look("fault").await;
}

fn at(doorpost: &Process, path: &str) -> String {
    format!("{}{path}", doorpost.url())
}

async fn verified(doorpost: &Process) {
    doorpost.register("ada", Some(EMAIL)).await;
    let link = doorpost.mail(EMAIL, "/auth/email/").await.link;
    doorpost.submit(&link, &crate::support::FOLLOW).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in() {
    let doorpost = Process::start(Database::Sqlite).await;
    verified(&doorpost).await;
    let gallery = Gallery::open().await;
    let browser = &gallery.browser;
    gallery.visit(&at(&doorpost, "/sign-in"), "sign-in").await;
    gallery.depict("sign-in", 600, 440).await;
    browser.click("details summary").await;
    browser.fill("#email", "not an address").await;
    browser.complain("button.primary").await;
    gallery.look("sign-in-error").await;
    browser.fill("#email", EMAIL).await;
    gallery.press("button.primary", "Check your mail").await;
    gallery.weigh("waiting").await;
    gallery.look("waiting").await;
    gallery.depict("waiting", 600, 820).await;
    browser.click("details summary").await;
    gallery.look("waiting-no-mail").await;
    browser.fill("#code", "AAAA-AAAA").await;
    browser.complain("button[value=code]").await;
    gallery.look("waiting-wrong-code").await;
    browser.click("details summary").await;
    browser.click("button[value=resend]").await;
    browser.arrive("Check your mail").await;
    gallery.look("waiting-too-soon").await;
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    doorpost.submit(&link, &[("decision", "deny"), ("confirm_deny", "yes")]).await.expect(200);
    browser.arrive("The sign-in was refused").await;
    gallery.look("waiting-denied").await;
    doorpost.empty_mailbox().await;
    gallery.press("button.primary", "Check your mail").await;
    let code = doorpost.mail(EMAIL, "/auth/confirm/").await.code();
    let waiting = browser.driver.current_url().await.unwrap().to_string();
    browser.goto(&at(&doorpost, "/dev/mailbox")).await;
    gallery.depict("mailbox", 860, 420).await;
    browser.goto(&waiting).await;
    browser.fill("#code", &code).await;
    gallery.press("button[value=code]", "Account of ada").await;
    gallery.visit(&at(&doorpost, "/sign-in"), "sign-in-already").await;
    browser.driver.delete_all_cookies().await.unwrap();
    gallery.visit(&waiting, "not-waiting").await;
    gallery.visit(&at(&doorpost, "/sign-in?reason=ended"), "sign-in-ended").await;
    gallery.browser.quit().await;
}

/// What people see who have no account yet, or only a telephone with a mail, in each language.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_each_language() {
    let doorpost = Process::start(Database::Sqlite).await;
    verified(&doorpost).await;
    doorpost.empty_mailbox().await;
    doorpost.login("ada", EMAIL).await;
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    let gallery = Gallery::open().await;
    let browser = &gallery.browser;
    browser.goto(&at(&doorpost, "/sign-in")).await;
    browser.fill("#email", EMAIL).await;
    gallery.press("button.primary", "Check your mail").await;
    let waiting = browser.driver.current_url().await.unwrap().to_string();
    for tag in others() {
        browser.goto(&at(&doorpost, "/sign-in")).await;
        browser.click(&format!("button[value={tag}]")).await;
        browser.arrive_in(tag).await;
        let damaged = at(&doorpost, "/auth/confirm/cut-off");
        let register = at(&doorpost, "/register");
        for (url, name) in [(&waiting, "waiting"), (&link, "link"), (&damaged, "link-damaged"), (&register, "register")]
        {
            browser.goto(url).await;
            browser.arrive_in(tag).await;
            gallery.look(&format!("{name}-{tag}")).await;
        }
    }
    gallery.browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_late_and_too_fast() {
    let gallery = Gallery::open().await;
    let settings = [("LOGIN__TTL", "2s"), ("RATE_LIMIT__MODE", "on"), ("REGISTRATION__MODE", "closed")];
    let doorpost = Process::with(Database::Sqlite, &settings).await;
    let browser = &gallery.browser;
    browser.goto(&at(&doorpost, "/sign-in")).await;
    browser.fill("#email", EMAIL).await;
    gallery.press("button.primary", "Check your mail").await;
    browser.arrive("This sign-in has expired").await;
    gallery.look("waiting-expired").await;
    gallery.visit(&at(&doorpost, "/register"), "register-closed").await;
    browser.goto(&at(&doorpost, "/sign-in")).await;
    browser.fill("#email", EMAIL).await;
    gallery.press("button.primary", "Check your mail").await;
    let state = format!("{}/state", browser.driver.current_url().await.unwrap());
    let hurry = "const done = arguments[1]; Promise.all(Array.from({length: 40}, () => fetch(arguments[0]))).then(() => done(0))";
    // A slow browser may be slower than the limit.
    for _ in 0..20 {
        browser.goto(state.trim_end_matches("/state")).await;
        browser.driver.execute_async(hurry, vec![json!(state)]).await.unwrap();
        browser.goto(&state).await;
        if browser.driver.title().await.unwrap().starts_with("Too many requests") {
            break;
        }
    }
    browser.arrive("Too many requests").await;
    gallery.look("error-429").await;
    for (path, name) in [("/nowhere", "error-404"), ("/account/sign-out", "error-405")] {
        gallery.visit(&at(&doorpost, path), name).await;
    }
    gallery.browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deciding() {
    let doorpost = Process::with(Database::Sqlite, &[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let gallery = Gallery::open().await;
    let browser = &gallery.browser;
    doorpost.register("ada", Some(EMAIL)).await;
    let verification = doorpost.mail(EMAIL, "/auth/email/").await.link;
    // The first proof of the address, on the same network.
    let asked = doorpost.login("ada", EMAIL).await;
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    gallery.visit(&link, "link").await;
    gallery.press("button[value=deny]", "Refuse this sign-in?").await;
    gallery.look("link-deny").await;
    gallery.press("a.button", "Approve this sign-in?").await;
    // From elsewhere the code is asked for.
    browser.seem_to_be_at(Some("203.0.113.9")).await;
    gallery.visit(&link, "link-match").await;
    browser.fill("#match_code", "000000").await;
    browser.complain("button[value=approve]").await;
    gallery.look("link-match-wrong").await;
    browser.fill("#match_code", &asked.field("match_code")).await;
    gallery.press("button[value=approve]", "Sign-in approved").await;
    gallery.look("link-approved").await;
    gallery.visit(&link, "link-used").await;
    browser.click("details:has(input[value=undo]) > summary").await;
    browser.click("input[value=undo]").await;
    gallery.press("button.danger", "Device signed out").await;
    gallery.look("link-undone").await;
    gallery.visit(&link, "link-denied-before").await;
    browser.seem_to_be_at(None).await;
    doorpost.empty_mailbox().await;
    doorpost.login("ada", EMAIL).await;
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    browser.seem_to_be_at(Some("203.0.113.9")).await;
    browser.goto(&link).await;
    gallery.depict("link", 600, 680).await;
    browser.seem_to_be_at(None).await;
    browser.goto(&link).await;
    gallery.press("button[value=deny]", "Refuse this sign-in?").await;
    browser.click("input[name=confirm_deny]").await;
    gallery.press("button[value=deny]", "Sign-in refused").await;
    gallery.look("link-denied").await;
    gallery.visit(&at(&doorpost, "/auth/confirm/cut-off"), "link-damaged").await;
    // Several accounts with one address.
    doorpost.register("ada-2", Some(EMAIL)).await;
    let second = doorpost.mail(EMAIL, "/auth/email/").await.link;
    doorpost.submit(&second, &crate::support::FOLLOW).await.expect(200);
    doorpost.empty_mailbox().await;
    let body = json!({"email": EMAIL, "session_platform": "Living room TV"});
    doorpost.post("/auth/login", &body).await.expect(200);
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    gallery.visit(&link, "link-choice").await;
    browser.click("input[value=approve]").await;
    browser.complain("button.primary").await;
    gallery.look("link-choice-missing").await;
    browser.goto(&verification).await;
    browser.arrive("Already confirmed").await;
    gallery.look("email-confirmed-before").await;
    gallery.browser.quit().await;
}

/// All languages but English.
fn others() -> impl Iterator<Item = &'static str> {
    Locale::ALL.into_iter().filter(|locale| *locale != Locale::En).map(Locale::tag)
}

/// Other languages need more room, and one is written from right to left; the switch at the foot comes back to the page.
async fn in_other_languages(gallery: &Gallery, doorpost: &Process) {
    let browser = &gallery.browser;
    for tag in others() {
        browser.goto(&at(doorpost, "/account")).await;
        browser.click(&format!("button[value={tag}]")).await;
        browser.arrive_in(tag).await;
        for summary in browser.driver.find_all(By::Css("main details > summary")).await.unwrap() {
            summary.click().await.unwrap();
        }
        gallery.look(&format!("account-{tag}")).await;
    }
    browser.goto(&at(doorpost, "/account")).await;
    browser.press("button[value=en]", "Account of ada").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_after_an_account() {
    let doorpost = Process::with(Database::Sqlite, &[("SCOPES__EXTRA", "packages:publish")]).await;
    let gallery = Gallery::open().await;
    let browser = &gallery.browser;
    gallery.visit(&at(&doorpost, "/register"), "register").await;
    browser.fill("#username", "admin").await;
    browser.fill("#email", "nonsense").await;
    browser.complain("button.primary").await;
    gallery.look("register-error").await;
    browser.fill("#username", "ada").await;
    browser.fill("#email", EMAIL).await;
    gallery.press("button.primary", "Account of ada").await;
    gallery.look("account-new").await;
    let link = doorpost.mail(EMAIL, "/auth/email/").await.link;
    gallery.visit(&link, "email-verification").await;
    browser.click("#confirm_account").await;
    gallery.press("button[value=apply]", "Address confirmed").await;
    gallery.look("email-confirmed").await;
    gallery.visit(&link, "email-used").await;
    for platform in ["Living room TV", "cURL", "Pixel 9", "Ada’s MacBook"] {
        doorpost.empty_mailbox().await;
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": platform});
        let asked = doorpost.post("/auth/login", &body).await.expect(200);
        let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
        doorpost.submit(&link, &[("decision", "approve")]).await.expect(200);
        doorpost.poll(&asked.field("auth_id")).await.expect(200);
    }
    gallery.visit(&at(&doorpost, "/account/keys"), "key-new").await;
    browser.complain("button.primary").await;
    gallery.look("key-new-error").await;
    browser.fill("#name", "backup script").await;
    browser.click("input[name='scope:sessions:read']").await;
    browser.click("input[name='scope:packages:publish']").await;
    gallery.press("button.primary", "Your key is ready").await;
    gallery.look("key-created").await;
    gallery.visit(&at(&doorpost, "/account"), "account").await;
    gallery.depict("account", 1000, 1000).await;
    for summary in browser.driver.find_all(By::Css("main details > summary")).await.unwrap() {
        summary.click().await.unwrap();
    }
    gallery.look("account-open").await;
    gallery.visit(&at(&doorpost, "/sign-out"), "sign-out").await;
    browser.goto(&at(&doorpost, "/account")).await;
    browser.fill("#email", "new@example.org").await;
    browser.click("button[value=change]").await;
    browser.arrive("Account of ada").await;
    gallery.look("account-pending-address").await;
    browser.fill("#username", "-").await;
    browser.complain("form[action='/account/username'] button").await;
    gallery.look("account-error").await;
    let change = doorpost.mail("new@example.org", "/auth/email/").await.link;
    let undo = doorpost.mail(EMAIL, "/auth/email/").await.link;
    gallery.visit(&change, "email-change").await;
    browser.complain("button[value=apply]").await;
    gallery.look("email-change-box").await;
    browser.click("#confirm_account").await;
    gallery.press("button[value=apply]", "Address confirmed").await;
    gallery.visit(&undo, "email-undo").await;
    in_other_languages(&gallery, &doorpost).await;
    gallery.visit(&at(&doorpost, "/account/delete"), "delete-account").await;
    browser.fill("#username", "bob").await;
    browser.complain("button.danger").await;
    gallery.look("delete-account-error").await;
    browser.fill("#username", "ada").await;
    gallery.press("button.danger", "The account is deleted").await;
    gallery.look("account-deleted").await;
    // Every mail that came of all this, as a mail program shows it.
    doorpost.mail("new@example.org", "/register").await;
    let Value::Array(mails) = doorpost.get("/dev/mailbox/messages").await.expect(200).json() else { panic!("a list") };
    gallery.visit(&at(&doorpost, "/dev/mailbox"), "mailbox").await;
    gallery.visit(&at(&doorpost, &format!("/dev/mailbox/{}", mails[0]["id"].as_str().unwrap())), "mailbox-mail").await;
    browser.click("#phone").await;
    gallery.look("mailbox-mail-phone").await;
    for mail in &mails {
        let subject = mail["subject"].as_str().unwrap().to_lowercase();
        let words: Vec<&str> =
            subject.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2).collect();
        let name = format!("mail-{}", words.join("-"));
        browser.goto(&at(&doorpost, &format!("/dev/mailbox/{}/html", mail["id"].as_str().unwrap()))).await;
        for scheme in SCHEMES {
            for (width, height) in [WIDE, NARROW] {
                browser.appear(scheme, width, height).await;
                gallery.keep(&name, scheme, width).await;
            }
        }
    }
    doorpost.empty_mailbox().await;
    gallery.visit(&at(&doorpost, "/dev/mailbox"), "mailbox-empty").await;
    gallery.visit(&at(&doorpost, "/docs"), "docs").await;
    gallery.browser.quit().await;
}

/// Devices that wait for a signed-in one, in each language.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letting_devices_in() {
    let doorpost = Process::start(Database::Sqlite).await;
    let gallery = Gallery::open().await;
    let browser = &gallery.browser;
    browser.goto(&at(&doorpost, "/register")).await;
    browser.fill("#username", "ada").await;
    browser.fill("#email", EMAIL).await;
    browser.press("button.primary", "Account of ada").await;
    let mut codes = Vec::new();
    for platform in ["Living room TV", "cURL", "A rather long name of a device that somebody gave to it, 64 char"] {
        let body = json!({"username": "ada", "email": EMAIL, "session_platform": platform});
        codes.push(doorpost.post("/auth/login", &body).await.expect(200).field("match_code"));
    }
    for (tag, heading) in [("de", "Konto von ada"), ("fr", "Compte de ada"), ("en", "Account of ada")] {
        browser.goto(&at(&doorpost, "/account")).await;
        browser.press(&format!("button[value={tag}]"), heading).await;
        gallery.look(&format!("account-waiting-{tag}")).await;
    }
    browser.fill("article:last-of-type input[name=match_code]", "000000").await;
    browser.complain("article:last-of-type button[value=approve]").await;
    gallery.look("account-waiting-wrong-code").await;
    browser.goto(&at(&doorpost, "/account")).await;
    // The newest is the first one.
    browser.fill("input[name=match_code]", &codes[2]).await;
    browser.press("button[value=approve]", "Account of ada").await;
    gallery.look("account-let-in").await;
    gallery.browser.quit().await;
}
