//! What the settings of mail make of a mail, and which of them are refused before anything is made.

use std::process::Command;

use crate::support::{Database, MailServer, Manner, TestApp};

const EMAIL: &str = "ada@example.org";

/// Exit code, standard output and standard error of the program in an empty folder, and whether it left anything there.
fn doorpost(arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, String, String, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_doorpost"))
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .envs(settings.iter().map(|(key, value)| (format!("DOORPOST_{key}"), (*value).to_owned())))
        .output()
        .expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let left = std::fs::read_dir(folder.path()).expect("a folder").next().is_some();
    (output.status.code(), text(&output.stdout), text(&output.stderr), left)
}

/// A node with a mail server, and its first mail.
async fn first_mail(settings: &[(&str, &str)]) -> (MailServer, crate::support::Text) {
    let server = MailServer::start(Manner::Polite).await;
    let url = server.url();
    let mut all = vec![("MAIL__URL", url.as_str())];
    all.extend(settings);
    let app = TestApp::with(Database::Sqlite, &all).await;
    app.registered("ada", Some(EMAIL)).await;
    assert_eq!(app.deliver().await, 1);
    let text = server.texts().remove(0);
    (server, text)
}

/// `config check` and `serve` say the same, end with 2, and make nothing.
#[test]
fn whatever_cannot_work_is_refused_before_anything_is_made() {
    for (key, value, sentence) in [
        ("MAIL__FROM", "x@y@z", "must be an address"),
        ("MAIL__FROM", "Doorpost", "must be an address"),
        ("MAIL__FROM", "\"Acme <a@example.org>", "quotation mark is not closed"),
        ("MAIL__REPLY_TO", "nobody", "must be an address"),
        ("MAIL__URL", "smtp://h?tls=perhaps", "tls= must be required or opportunistic"),
        ("MAIL__URL", "smtp://h?timeout=3", "a parameter that there is not"),
        ("MAIL__URL", "smtps://ada@h", "a user needs a password"),
        ("MAIL__URL", "smtps://ada:p%zz@h", "%25"),
        ("MAIL__URL", "smtps://ada:p#q@h", "%23"),
        ("MAIL__URL", "smtp://ada:secret@h:587", "?tls=required"),
        ("MAIL__CA", "-----BEGIN CERTIFICATE-----", "must be a certificate in PEM"),
        ("MAIL__HELLO", "not a name", "must be a host name"),
        ("MAIL__HEADERS", "Subject=mine", "cannot be set here"),
        ("MAIL__HEADERS", "content-type=text/plain", "cannot be set here"),
        ("MAIL__HEADERS", "X-Track", "is not a name and a value"),
        ("MAIL__PER_CONNECTION", "0", "must be a number between 1 and 1000"),
    ] {
        for command in [&["config", "check"][..], &["serve"]] {
            let (code, _, error, left) = doorpost(command, &[(key, value)]);
            assert_eq!(code, Some(2), "{key}={value}: {error}");
            assert!(error.contains(&format!("DOORPOST_{key}: ")) && error.contains(sentence), "{value}: {error}");
            assert!(!left && !error.contains("secret"), "{key}={value}: {error}");
        }
    }
}

/// What is almost certainly wrong is said.
#[test]
fn a_sender_that_others_do_not_take() {
    let url = ("MAIL__URL", "smtp://127.0.0.1:25");
    let proxy = ("TRUSTED_PROXIES", "127.0.0.1");
    let (code, said, ..) = doorpost(&["config", "check"], &[url, ("PUBLIC_URL", "https://192.0.2.1")]);
    assert_eq!(code, Some(0));
    assert!(said.contains("warning: mail.from: no-reply@localhost is no sender"), "{said}");
    for settings in [
        &[url, proxy, ("PUBLIC_URL", "https://192.0.2.1"), ("MAIL__FROM", "a@example.org")][..],
        &[url, proxy, ("PUBLIC_URL", "https://login.example.org")],
        &[url],
        &[],
    ] {
        let (code, said, ..) = doorpost(&["config", "check"], settings);
        assert_eq!((code, said.as_str()), (Some(0), "the settings are fine\n"), "{settings:?}");
    }
    let settings = [url, ("PUBLIC_URL", "https://login.example.org")];
    let (_, said, ..) = doorpost(&["config", "show"], &settings);
    assert!(said.contains("mail.from = \"Doorpost <no-reply@login.example.org>\""), "{said}");
}

/// Names are written plainly or as quoted strings, and never in base64 where nothing needs it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sender_as_it_is_written() {
    for (from, written) in [
        ("Acme, Inc. <no-reply@example.org>", "\"Acme, Inc.\" <no-reply@example.org>"),
        ("Smith & Sons <no-reply@example.org>", "Smith & Sons <no-reply@example.org>"),
        ("Acme: door (EU) [1] <no-reply@example.org>", "\"Acme: door (EU) [1]\" <no-reply@example.org>"),
        ("Door <no-reply@b\u{fc}cher.example>", "Door <no-reply@xn--bcher-kva.example>"),
    ] {
        let (server, mail) = first_mail(&[("MAIL__FROM", from)]).await;
        assert_eq!(mail.header("from"), written);
        assert!(server.said("MAIL FROM:")[0].starts_with("<no-reply@"), "{from}");
    }
}

/// Where answers go, and headers of the operator's, from the environment and from a file alike.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_of_the_operators() {
    let settings =
        [("MAIL__REPLY_TO", "Help, please <help@example.org>"), ("MAIL__HEADERS", "X-Track=no, X-List=a%2C b%25")];
    let (_, mail) = first_mail(&settings).await;
    assert_eq!(mail.header("reply-to"), "\"Help, please\" <help@example.org>");
    assert_eq!((mail.header("x-track"), mail.header("x-list")), ("no", "a, b%"));
    for (name, value) in
        [("from", "Doorpost <no-reply@localhost>"), ("to", EMAIL), ("auto-submitted", "auto-generated")]
    {
        assert_eq!(mail.header(name), value);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("doorpost.toml");
    std::fs::write(&file, "[mail.headers]\nX-Track = \"no\"\nX-List = \"a, b%\"\n").expect("it is written");
    let path = file.to_str().expect("a path");
    let (code, said, error, _) = doorpost(&["config", "show", "--config", path], &[]);
    assert_eq!(code, Some(0), "{error}");
    assert!(said.contains("X-Track=no") && said.contains("X-List=a%2C b%25"), "{said}");
}

/// The public URL's host where it is a name that others may know, else the sender's domain; a setting and a server's URL come before
/// both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_to_greet_with() {
    let from = ("MAIL__FROM", "no-reply@example.org");
    for (settings, name) in [
        (&[from, ("PUBLIC_URL", "https://login.example.net")][..], "login.example.net"),
        (&[from, ("PUBLIC_URL", "http://192.0.2.1")], "example.org"),
        (&[from, ("PUBLIC_URL", "http://nas")], "example.org"),
        (&[from], "example.org"),
        (&[from, ("PUBLIC_URL", "https://login.example.net"), ("MAIL__HELLO", "out.example.com")], "out.example.com"),
        (&[from, ("MAIL__HELLO", "[192.0.2.7]")], "[192.0.2.7]"),
    ] {
        let (server, _) = first_mail(settings).await;
        assert_eq!(server.said("EHLO "), [name], "{settings:?}");
    }
    let server = MailServer::start(Manner::Polite).await;
    let url = format!("{}/own.example.com", server.url());
    let app = TestApp::with(Database::Sqlite, &[("MAIL__URL", &url), ("MAIL__HELLO", "out.example.com")]).await;
    app.registered("ada", Some(EMAIL)).await;
    assert_eq!((app.deliver().await, server.said("EHLO ")), (1, vec!["own.example.com".to_owned()]));
}
