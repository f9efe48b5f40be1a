//! An operator's own looks: name, colour, logos, links, and templates in the place of the built-in ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::{Database, Process, Reply, TestApp};

const EMAIL: &str = "ada@example.org";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";

fn doorpost(arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_doorpost"))
        .args(arguments)
        .env_clear()
        .envs(settings.iter().map(|(key, value)| (format!("DOORPOST_{key}"), *value)))
        .output()
        .expect("it starts");
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code(), text)
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// What a page names with this attribute and this in it.
fn named(page: &Reply, attribute: &str, part: &str) -> String {
    let text = page.text();
    let found =
        text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).find(|path| path.contains(part));
    found.unwrap_or_else(|| panic!("{attribute} {part} in {text}")).to_owned()
}

/// Pages and mails carry the name, the colour, the logos and the links; all of it comes from this very server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_mails() {
    let files = folder(&[("logo.svg", SVG), ("dark.svg", SVG)]);
    let (logo, dark) = (files.path().join("logo.svg"), files.path().join("dark.svg"));
    let settings = [
        ("BRAND__NAME", "Käse & Co"),
        ("BRAND__ACCENT", "#ffcc00"),
        ("BRAND__LOGO", logo.to_str().unwrap()),
        ("BRAND__LOGO_DARK", dark.to_str().unwrap()),
        ("BRAND__LINKS", "Privacy=https://example.org/privacy?a=b, Help=mailto:help@example.org"),
    ];
    let app = TestApp::with(Database::Sqlite, &settings).await;
    let page = app.get("/sign-in").send().await.expect(200);
    assert!(page.text().contains("<title>Sign in · Käse &amp; Co</title>"), "{}", page.text());
    assert!(page.text().contains("href=\"https://example.org/privacy?a=b\"") && page.text().contains(">Help</a>"));
    let shown = app.get(&named(&page, "src=\"", "/static/logo.")).send().await.expect(200);
    assert_eq!((shown.header("content-type"), shown.text().as_str()), (Some("image/svg+xml"), SVG));
    assert_eq!(shown.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'"));
    app.get(&named(&page, "srcset=\"", "/static/logo-dark.")).send().await.expect(200);
    let sheet = app.get(&named(&page, "href=\"", "/static/doorpost.")).send().await.expect(200).text();
    // Yellow cannot be read on white: it is darkened until it can.
    let tail = &sheet[sheet.len() - 250..];
    assert!(tail.contains("--accent:#") && !tail.contains("--accent:#ffcc00;--accent-strong:#cca300;--on-accent:#fff"));
    app.registered("ada", Some(EMAIL)).await;
    let mail = app.address_mail(EMAIL).await;
    assert!(mail.html.contains("Käse &amp; Co") && !mail.html.contains("#1f6350"), "{}", mail.html);
    app.login("ada", EMAIL).await;
    assert!(app.login_mail(EMAIL).await.subject.ends_with("is your Käse & Co sign-in code"));
}

/// Whatever cannot be used is told at the start, with its place.
#[test]
fn bad_looks() {
    let files = folder(&[
        ("logo.gif", "x"),
        ("empty.svg", ""),
        ("large.svg", &"x".repeat(16 * 1024 + 1)),
        ("file", ""),
        ("fake.png", SVG),
    ]);
    let path = |name: &str| files.path().join(name).to_str().unwrap().to_owned();
    let long = "x".repeat(41);
    for (key, value, words) in [
        ("BRAND__NAME", "\u{3164}", "1 to 40 visible characters"),
        ("BRAND__NAME", long.as_str(), "1 to 40 visible characters"),
        ("BRAND__NAME", "a\u{202e}b", "1 to 40 visible characters"),
        ("BRAND__LOGO", &path("fake.png"), "not the picture that its name says"),
        ("BRAND__LINKS", "Help=https://user:pw@example.org", "a text and an address"),
        ("BRAND__ACCENT", "red", "a colour such as #1f6350"),
        ("BRAND__LOGO", &path("logo.gif"), "ends in .svg, .png or .webp"),
        ("BRAND__LOGO", &path("empty.svg"), "1 to 16384 bytes"),
        ("BRAND__LOGO", "/dev/zero", "ends in .svg"),
        ("BRAND__LOGO_DARK", &path("large.svg"), "1 to 16384 bytes"),
        ("BRAND__LOGO", &path("missing.svg"), "cannot be read"),
        ("BRAND__LINKS", "Privacy", "a text and an address"),
        ("BRAND__LINKS", "Run=javascript:alert(1)", "a text and an address"),
        ("TEMPLATES__DIR", &path("missing"), "a folder that is there"),
        ("TEMPLATES__DIR", &path("file"), "a folder that is there"),
    ] {
        let (code, text) = doorpost(&["config", "check"], &[(key, value)]);
        assert_eq!(code, Some(2), "{key} {value}: {text}");
        assert!(text.contains(words) && text.contains(&format!("DOORPOST_{key}")), "{text}");
    }
}

/// A template of one's own takes the place of the built-in one of the same path, and of no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_templates() {
    let page = "{% extends \"pages/layout.html\" %}{% block title %}Own{% endblock %}{% block main %}<h1>Our own words</h1>{% endblock %}";
    let files = folder(&[("pages/not_waiting.html", page), ("mail/verification/subject.txt", "Hello {{ username }}")]);
    let dir = files.path().to_str().unwrap();
    // What mounts and editors leave beside them is passed over, and links lead to files only.
    fs::create_dir(files.path().join("..data")).unwrap();
    fs::write(files.path().join("..data/x.html"), "").unwrap();
    fs::write(files.path().join("pages/error.html~"), "").unwrap();
    std::os::unix::fs::symlink(".", files.path().join("loop")).unwrap();
    let app = TestApp::with(Database::Sqlite, &[("TEMPLATES__DIR", dir)]).await;
    let own = app.get("/sign-in/waiting/0").send().await.expect(410).text();
    assert!(own.contains("Our own words") && own.contains("class=\"foot\""), "{own}");
    app.get("/sign-in").send().await.expect(200);
    app.registered("ada", Some(EMAIL)).await;
    assert_eq!(app.address_mail(EMAIL).await.subject, "Hello ada");
    let (code, text) = doorpost(&["templates", "check"], &[("TEMPLATES__DIR", dir)]);
    assert_eq!(code, Some(0), "{text}");
    let count: usize = text.split(' ').find_map(|word| word.parse().ok()).expect("a count");
    assert!(count > 200, "{text}");
}

/// `templates render` writes what they render to where nothing is yet, with what the pages load.
#[test]
fn rendering_templates() {
    let files = folder(&[("pages/not_waiting.html", "Our own words")]);
    let target = TempDir::new().expect("a folder");
    let directory = target.path().join("looks/first");
    let render = |directory: &Path| {
        let settings = [("TEMPLATES__DIR", files.path().to_str().unwrap())];
        doorpost(&["templates", "render", directory.to_str().unwrap()], &settings)
    };
    let (code, said) = render(&directory);
    assert_eq!(code, Some(0), "{said}");
    let named = |files: &[PathBuf], beginning: &str| {
        let begins = |file: &&PathBuf| file.file_name().unwrap().to_str().unwrap().starts_with(beginning);
        files.iter().find(begins).cloned()
    };
    let below = |of: &Path| -> Vec<_> { fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let pages = below(&directory.join("ar/pages"));
    let own = named(&pages, "not_waiting-").expect("it is there");
    assert_eq!(fs::read_to_string(&own).unwrap(), "Our own words");
    let sign_in = named(&pages, "sign_in-").expect("it is there");
    let sign_in = fs::read_to_string(&sign_in).unwrap();
    let style =
        sign_in.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style");
    assert!(directory.join("ar/pages").join(style).exists(), "{style}");
    assert!(below(&directory.join("ja/mail")).iter().any(|mail| mail.extension().is_some_and(|kind| kind == "txt")));
    // Neither into what is there already, nor where nothing can be.
    let (code, said) = render(&directory);
    assert!(code == Some(1) && said.contains("not empty") && said.contains("looks/first"), "{said}");
    let (code, said) = render(&own.join("below"));
    assert!(code == Some(1) && said.contains("cannot be written"), "{said}");
}

/// A form of the operator's without the token is named, for every way to write it; a server starts with it, and says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_without_tokens() {
    let form = |inside: &str| {
        let built_in = "{% extends \"pages/layout.html\" %}{% block title %}T{% endblock %}{% block main %}<h1>T</h1>";
        format!(
            "{built_in}<form class=\"own\" method=\"post\" action=\"/sign-in\">{inside}<button>B</button></form>{{% endblock %}}"
        )
    };
    for (inside, is_whole) in [
        ("", false),
        ("{{ form_token(\"/account\") }}", false),
        ("{{ form_token(\"/sign-in\") }}", true),
        ("<p>{{ form_token('/sign-in') }}</p>", true),
    ] {
        let files = folder(&[("pages/not_waiting.html", &form(inside))]);
        let dir = files.path().to_str().unwrap();
        let (code, said) = doorpost(&["templates", "check"], &[("TEMPLATES__DIR", dir)]);
        assert_eq!(code, Some(i32::from(!is_whole)), "{inside}: {said}");
        let sentence =
            "pages/not_waiting.html: the form that leads to /sign-in has no {{ form_token(\"/sign-in\") }} inside";
        assert_eq!(said.contains(sentence), !is_whole, "{inside}: {said}");
        let process = Process::with(Database::Sqlite, &[("TEMPLATES__DIR", dir)]).await;
        process.get("/readyz").await.expect(200);
        assert_eq!(process.log().contains("a form that browsers of some years ago cannot send"), !is_whole, "{inside}");
    }
}

/// `templates check` renders everything in every language, and says what is wrong, where.
#[test]
fn checking_templates() {
    assert_eq!(doorpost(&["templates", "check"], &[]).0, Some(0));
    for (name, text, words) in [
        ("pages/not_waiting.html", "{{ nothing }}", "pages/not_waiting.html in fr"),
        ("pages/sign_in.html", "{% if %}", "pages/sign_in.html"),
        ("pages/sign_in.html", "{{ t('no-such-text') }}", "no-such-text"),
        ("pages/signin.html", "", "no template of this name"),
        ("mail/login/body.html", "{{ username.nothing }}", "mail login in en"),
    ] {
        let files = folder(&[(name, text)]);
        let (code, said) = doorpost(&["templates", "check"], &[("TEMPLATES__DIR", files.path().to_str().unwrap())]);
        assert_eq!(code, Some(1), "{name} {text}: {said}");
        assert!(said.contains(words), "{said}");
        // A server does not start with them, either.
        let data = TempDir::new().expect("a folder");
        let settings =
            [("TEMPLATES__DIR", files.path().to_str().unwrap()), ("DATA_DIR", data.path().to_str().unwrap())];
        assert_eq!(doorpost(&["serve", "--listen", "127.0.0.1:0"], &settings).0, Some(1), "{name}");
    }
}
