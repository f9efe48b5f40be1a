//! Devices, as far as their own words tell: a kind to sort them by, and a name that a person knows them by.
//!
//! Nothing here is checked, and nothing is decided by it.

use crate::auth::client_info::ClientInfo;
use crate::auth::platform::Platform;

/// What a device seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// A browser.
    Browser,
    /// A program on a computer.
    Desktop,
    /// An app on a telephone or a tablet.
    Mobile,
    /// A command line.
    CommandLine,
    /// A television set, or another thing without a keyboard.
    Television,
    /// Anything else.
    Other,
}

/// What is told of itself is put into words in this order: the first that fits wins.
const PROGRAMS: [(&str, &str); 20] = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("Electron", "Electron"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
    ("Wget", "Wget"),
    ("HTTPie", "HTTPie"),
    ("cargo", "Cargo"),
    ("git", "Git"),
    ("python-requests", "Python"),
    ("Go-http-client", "Go"),
    ("okhttp", "Android app"),
];
const BROWSERS: [&str; 8] = ["Edge", "Opera", "Samsung Internet", "Vivaldi", "Firefox", "Chrome", "Chromium", "Safari"];
const TELEVISIONS: [&str; 11] =
    ["SMART-TV", "SmartTV", "Apple TV", "AppleTV", "GoogleTV", "BRAVIA", "Roku", "Web0S", "CrKey", "HbbTV", "AFT"];
const SYSTEMS: [(&str, &str); 19] = [
    ("Web0S", "LG TV"),
    ("BRAVIA", "Sony TV"),
    ("AFT", "Fire TV"),
    ("Roku", "Roku TV"),
    ("CrKey", "Chromecast"),
    ("AppleTV", "Apple TV"),
    ("Apple TV", "Apple TV"),
    ("GoogleTV", "Google TV"),
    ("SMART-TV", "TV"),
    ("SmartTV", "TV"),
    ("HbbTV", "TV"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];
/// Words of a client's own label, by the kind that they speak of.
const WORDS: [(DeviceKind, &[&str]); 5] = [
    (
        DeviceKind::Television,
        &[
            "tv",
            "television",
            "fernseher",
            "télévision",
            "roku",
            "chromecast",
            "console",
            "kiosk",
            "fridge",
            "watch",
            "car",
        ],
    ),
    (DeviceKind::Browser, &["browser", "firefox", "chrome", "chromium", "safari", "edge", "opera", "web"]),
    (
        DeviceKind::CommandLine,
        &["curl", "wget", "cli", "terminal", "shell", "ssh", "httpie", "cargo", "git", "python", "script", "bash"],
    ),
    (
        DeviceKind::Mobile,
        &[
            "iphone",
            "ipad",
            "android",
            "ios",
            "mobile",
            "phone",
            "handy",
            "telephone",
            "téléphone",
            "tablet",
            "pixel",
            "galaxy",
        ],
    ),
    (
        DeviceKind::Desktop,
        &[
            "desktop",
            "electron",
            "windows",
            "macos",
            "mac",
            "macbook",
            "linux",
            "laptop",
            "pc",
            "notebook",
            "workstation",
        ],
    ),
];

/// The kind of a device: by its own label first, then by its `User-Agent`.
#[must_use]
pub fn kind(platform: &str, user_agent: Option<&str>) -> DeviceKind {
    by_label(platform).or_else(|| user_agent.and_then(by_user_agent)).unwrap_or(DeviceKind::Other)
}

fn by_label(platform: &str) -> Option<DeviceKind> {
    let label = platform.to_lowercase();
    let words: Vec<&str> = label.split(|character: char| !character.is_alphanumeric()).collect();
    let speaks_of = |wanted: &&(DeviceKind, &[&str])| words.iter().any(|word| wanted.1.contains(word));
    WORDS.iter().find(speaks_of).map(|(kind, _)| *kind)
}

fn by_user_agent(user_agent: &str) -> Option<DeviceKind> {
    if TELEVISIONS.iter().any(|word| user_agent.contains(word)) {
        return Some(DeviceKind::Television);
    }
    match program(user_agent)? {
        "Electron" => Some(DeviceKind::Desktop),
        "Android app" => Some(DeviceKind::Mobile),
        program if BROWSERS.contains(&program) => Some(DeviceKind::Browser),
        _ => Some(DeviceKind::CommandLine),
    }
}

/// What a `User-Agent` says in a few words, such as "Firefox on Linux"; nothing where it says nothing that is known.
#[must_use]
pub fn describe(user_agent: &str) -> Option<(&'static str, Option<&'static str>)> {
    let system = SYSTEMS.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name);
    Some((program(user_agent)?, system))
}

/// A program's name is followed by a slash and its version; anything else is somebody's words about it.
fn program(user_agent: &str) -> Option<&'static str> {
    let names: Vec<&str> =
        user_agent.split_ascii_whitespace().filter_map(|token| Some(token.split_once('/')?.0)).collect();
    PROGRAMS.iter().find(|(word, _)| names.iter().any(|name| name.starts_with(word))).map(|(_, name)| *name)
}

/// The label that a browser gets which signs in on a page of ours.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
pub fn browser_label(client: &ClientInfo) -> Platform {
    let described = client.user_agent.as_deref().and_then(describe);
    let label = match described {
        Some((program, Some(system))) => format!("{program} on {system}"),
        Some((program, None)) => program.to_owned(),
        None => "Browser".to_owned(),
    };
    #[expect(clippy::expect_used, reason = "every name above is short and visible")]
    Platform::parse(&label).expect("a label of our own")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
    const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";
    const TELEVISION: &str =
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0 TV Safari/537.36";

    const LG: &str =
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.211 Safari/537.36";

    #[test]
    fn what_devices_say_of_themselves() {
        for (user_agent, expected) in [
            (FIREFOX, Some(("Firefox", Some("Linux")))),
            (CHROME, Some(("Chrome", Some("Windows")))),
            (EDGE, Some(("Edge", Some("Windows")))),
            (SAFARI, Some(("Safari", Some("iPhone")))),
            (TELEVISION, Some(("Chrome", Some("TV")))),
            (LG, Some(("Chrome", Some("LG TV")))),
            ("curl/8.14.1", Some(("curl", None))),
            ("I am Firefox, honestly", None),
            ("", None),
        ] {
            assert_eq!(describe(user_agent), expected, "{user_agent}");
        }
    }

    #[test]
    fn the_label_comes_before_the_user_agent() {
        use DeviceKind::{Browser, CommandLine, Desktop, Mobile, Other, Television};
        for (platform, user_agent, expected) in [
            ("cURL", "curl/8.14.1", CommandLine),
            ("Living room TV", FIREFOX, Television),
            ("Firefox on Android", FIREFOX, Browser),
            ("Pixel 9", "okhttp/5.1", Mobile),
            ("Ada's MacBook", "", Desktop),
            ("Mine", SAFARI, Browser),
            ("Mine", TELEVISION, Television),
            ("Chrome on LG TV", LG, Television),
            ("Mine", "my-tool", Other),
            ("Scarf", "", Other),
        ] {
            assert_eq!(kind(platform, Some(user_agent)), expected, "{platform}");
        }
    }

    #[test]
    fn every_browser_gets_a_label() {
        let label = |user_agent: Option<&str>| {
            let client = ClientInfo { user_agent: user_agent.map(str::to_owned), ..ClientInfo::default() };
            browser_label(&client).as_str().to_owned()
        };
        assert_eq!(label(Some(FIREFOX)), "Firefox on Linux");
        assert_eq!(label(Some("\u{202e}")), "Browser");
        assert_eq!(label(None), "Browser");
    }
}
