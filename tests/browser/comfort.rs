//! People who use the keyboard alone, who choose colours for everything, and who print: every page in every state serves them too.

use std::collections::BTreeSet;

use doorpost::view::locale::Locale;
use serde_json::{Value, json};

use super::every_language::{pages, rendered};
use super::webdriver::{Browser, Scripts};
use crate::support::{Database, Process};

const EMAIL: &str = "ada@example.org";
/// A page has fewer things than this to be reached.
const MOST_STEPS: usize = 120;

async fn value(browser: &Browser, script: &str) -> Value {
    browser.driver.execute(script, vec![]).await.expect("a script").json().clone()
}

/// Presses a key as the keyboard does.
async fn strike(browser: &Browser, key: &str) {
    let (code, number, text) = match key {
        "Tab" => ("Tab", 9, ""),
        "Enter" => ("Enter", 13, "\r"),
        "Space" => ("Space", 32, " "),
        other => panic!("{other}"),
    };
    let key = if key == "Space" { " " } else { key };
    for kind in ["keyDown", "keyUp"] {
        let mut event = json!({"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number});
        if kind == "keyDown" && !text.is_empty() {
            event["text"] = json!(text);
        }
        browser.command("Input.dispatchKeyEvent", event).await;
    }
}

/// Goes on from one thing to the next until the one that is meant has the focus.
async fn reach(browser: &Browser, selector: &str) {
    let there = format!("return document.activeElement.matches({selector:?})");
    for _ in 0..MOST_STEPS {
        if value(browser, &there).await == json!(true) {
            return;
        }
        strike(browser, "Tab").await;
    }
    panic!("{selector} is not reached by the keyboard");
}

async fn write(browser: &Browser, text: &str) {
    browser.command("Input.insertText", json!({"text": text})).await;
}

/// Everything that can be used is reached in the order in which it stands there, and shows that it has the focus.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_reaches_everything() {
    let (_folder, directory) = rendered();
    let browser = Browser::start(Scripts::Allowed).await;
    browser.appear("light", 1280, 800).await;
    let number = "
        const radios = new Set();
        window.things = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, summary')].filter((element) => {
            if (!element.checkVisibility() || element.disabled) return false;
            const group = element.type === 'radio' && element.name;
            if (group && (radios.has(group) || (document.querySelector(`input[name='${group}']:checked`) ?? element) !== element)) return false;
            if (group) radios.add(group);
            return true;
        });
        if (document.activeElement) document.activeElement.blur();
        window.getSelection().collapse(document.body, 0);
        return [window.things.length, window.things.map((element) => [element.tagName, element.id, element.name, element.value].join()).join(' ')];";
    let at = "
        const element = document.activeElement;
        if (element === document.body) return null;
        const style = getComputedStyle(element);
        const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return [window.things.indexOf(element), shown, element.outerHTML.slice(0, 100)];";
    let mut seen = BTreeSet::new();
    for file in pages(&directory, "en") {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        browser.goto(&format!("file://{}", file.display())).await;
        let things = value(&browser, number).await;
        if !seen.insert(things[1].to_string()) {
            continue;
        }
        let count = things[0].as_u64().expect("a number");
        assert!(count >= 3, "{name}: the way past the header, the brand, and something to do");
        // A field may ask for the focus at once: what stands before it is reached by going round.
        let mut reached: Vec<u64> = Vec::new();
        for _ in 0..MOST_STEPS {
            strike(&browser, "Tab").await;
            let focused = value(&browser, at).await;
            // After the last one, the browser itself.
            let Some(index) = focused[0].as_u64() else { continue };
            if reached.contains(&index) {
                break;
            }
            assert_eq!(focused[1], json!(true), "{name} does not show where the focus is: {focused}");
            reached.push(index);
        }
        let first = reached.iter().position(|index| *index == 0).unwrap_or_default();
        reached.rotate_left(first);
        assert_eq!(reached, (0..count).collect::<Vec<_>>(), "{name}");
    }
    assert!(seen.len() > 30, "pages that differ: {}", seen.len());
    browser.quit().await;
}

/// From the form to the account and back, without a mouse.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_by_the_keyboard() {
    let doorpost = Process::start(Database::Sqlite).await;
    doorpost.register("ada", Some(EMAIL)).await;
    let proof = doorpost.mail(EMAIL, "/auth/email/").await.link;
    doorpost.submit(&proof, &crate::support::FOLLOW).await.expect(200);
    let browser = Browser::start(Scripts::Allowed).await;
    browser.goto(&format!("{}/sign-in", doorpost.url())).await;
    reach(&browser, "#email").await;
    write(&browser, EMAIL).await;
    strike(&browser, "Enter").await;
    browser.arrive("Check your mail").await;
    let waiting = browser.driver.current_url().await.expect("a URL").to_string();
    let link = doorpost.mail(EMAIL, "/auth/confirm/").await.link;
    // The link, as on the same device.
    browser.goto(&link).await;
    reach(&browser, "input[value=approve]").await;
    strike(&browser, "Space").await;
    strike(&browser, "Enter").await;
    browser.arrive("Sign-in approved").await;
    browser.goto(&waiting).await;
    browser.arrive("Sign-in approved").await;
    reach(&browser, "main button.primary").await;
    strike(&browser, "Enter").await;
    browser.arrive("Account of ada").await;
    reach(&browser, "a[href='/account/keys']").await;
    strike(&browser, "Enter").await;
    browser.arrive("New access key").await;
    reach(&browser, "#name").await;
    write(&browser, "backup").await;
    reach(&browser, "input[name='scope:account:read']").await;
    strike(&browser, "Space").await;
    reach(&browser, "main button.primary").await;
    strike(&browser, "Enter").await;
    browser.arrive("Your key is ready").await;
    browser.goto(&format!("{}/account", doorpost.url())).await;
    reach(&browser, "main form[action='/sign-out'] button, main form[action^='/account/sessions/'] button").await;
    strike(&browser, "Enter").await;
    browser.arrive("Sign in to Doorpost").await;
    browser.quit().await;
}

/// Where the colours are chosen by the person, the button that goes on, and the one that destroys, are told from others by their lines.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_differ_without_colours() {
    let (_folder, directory) = rendered();
    let browser = Browser::start(Scripts::Allowed).await;
    let features = json!([{"name": "forced-colors", "value": "active"}]);
    browser.command("Emulation.setEmulatedMedia", json!({"features": features})).await;
    let lines = "
        const found = {};
        document.querySelectorAll('main button, main .button').forEach((element) => {
            if (!element.checkVisibility()) return;
            const style = getComputedStyle(element);
            const kind = element.matches('.danger') ? 'danger' : element.matches('.primary') ? 'primary' : 'other';
            (found[kind] ??= new Set()).add(style.borderTopWidth + ' ' + style.borderTopStyle);
        });
        const all = Object.values(found).map((lines) => [...lines]);
        return [all.length, all.flat().length, new Set(all.flat()).size, all.flat().some((line) => /^0px|none/.test(line))];";
    let mut several = 0;
    for file in pages(&directory, "en") {
        browser.goto(&format!("file://{}", file.display())).await;
        let found = value(&browser, lines).await;
        assert!(
            found[0] == found[1] && found[1] == found[2] && found[3] == json!(false),
            "{}: {found}",
            file.display()
        );
        several += usize::from(found[0].as_u64().is_some_and(|kinds| kinds > 1));
    }
    assert!(several > 20, "pages with several kinds of buttons: {several}");
    browser.quit().await;
}

/// On paper stands what can be read, and nothing that wants to be pressed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paper_has_nothing_to_press() {
    let (_folder, directory) = rendered();
    let browser = Browser::start(Scripts::Allowed).await;
    browser.appear("dark", 794, 1123).await;
    browser.command("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    let pressed = "
        const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 100));
        const body = getComputedStyle(document.body);
        return [shown('button, .button, input:not([type=hidden]), nav'), body.color, body.backgroundColor, document.querySelector('h1').checkVisibility()];";
    for file in pages(&directory, "en") {
        browser.goto(&format!("file://{}", file.display())).await;
        let found = value(&browser, pressed).await;
        assert_eq!(found, json!([[], "rgb(0, 0, 0)", "rgb(255, 255, 255)", true]), "{}", file.display());
    }
    browser.quit().await;
}

/// The page behind a mailed link on a telephone, in every language: the question, what decides, the field for the code where it is asked
/// for, and both buttons stand on the first screen. Where more is to be decided (several accounts, what is older than the proof of the
/// address), or an error is told, it may be a little more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_fits_on_a_telephone() {
    let (_folder, directory) = rendered();
    let browser = Browser::start(Scripts::Allowed).await;
    browser.appear("light", 360, 740).await;
    let reach = "
        const buttons = [...document.querySelectorAll('main button[name=decision], main button.primary')].filter((button) => button.checkVisibility());
        const more = document.querySelector('main [name=end_other_sessions], main [name=account_id], main .field-error') !== null;
        const is_question = document.querySelector('main [value=approve]') !== null;
        return [is_question, more, Math.max(...buttons.map((button) => button.getBoundingClientRect().bottom))];";
    let (mut simple, mut beyond) = (0, Vec::new());
    for tag in Locale::ALL.map(Locale::tag) {
        for file in pages(&directory, tag) {
            let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
            if !name.starts_with("confirm-") {
                continue;
            }
            browser.goto(&format!("file://{}", file.display())).await;
            let found = value(&browser, reach).await;
            if found[0] != json!(true) {
                continue;
            }
            let bottom = found[2].as_f64().expect("a place");
            simple += usize::from(found[1] == json!(false));
            let most = if found[1] == json!(true) { 1110.0 } else { 740.0 };
            if bottom > most {
                beyond.push(format!("{name} in {tag}: {bottom}"));
            }
        }
    }
    assert!(beyond.is_empty(), "{beyond:#?}");
    assert!(simple >= 3 * Locale::ALL.len(), "simple questions: {simple}");
    browser.quit().await;
}
