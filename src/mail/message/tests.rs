use super::*;

const LINK: &str = "https://id.example.org/auth/confirm/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4";
const NOW: i64 = 1_795_701_900;

fn login(platform: &str) -> Message {
    Message::Login {
        link: LINK.to_owned(),
        mail_code: Some("K7QM-2XTD".to_owned()),
        username: Some("ada".to_owned()),
        platform: platform.to_owned(),
        user_agent: Some(
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0 (+https://evil.example/)"
                .to_owned(),
        ),
        ip: Some("2001:db8:1234:5678:9abc:def0:1234:5678".to_owned()),
        requested: NOW,
        expires: NOW + 900,
    }
}

fn samples() -> Vec<Message> {
    let email = format!("{}@{}.example.org", "a".repeat(64), "b".repeat(60));
    let username = "a-very-long-user-name-of-32-chars".to_owned();
    let mut samples = vec![
        login("cURL"),
        login(&"Ⓦ".repeat(64)),
        Message::Login {
            link: LINK.to_owned(),
            mail_code: Some("K7QM-2XTD".to_owned()),
            username: None,
            platform: "cURL".to_owned(),
            user_agent: None,
            ip: None,
            requested: NOW,
            expires: NOW + 60,
        },
        Message::Verification { link: LINK.to_owned(), username: username.clone(), email: email.clone(), expires: NOW },
        Message::EmailChangeVerification {
            link: LINK.to_owned(),
            username: username.clone(),
            email: email.clone(),
            expires: NOW,
        },
    ];
    for new_email in [None, Some(email)] {
        samples.push(Message::EmailChangeRequested {
            link: LINK.to_owned(),
            username: username.clone(),
            new_email: new_email.clone(),
            requested: NOW,
            expires: NOW + 259_200,
        });
        samples.push(Message::EmailChanged {
            link: LINK.to_owned(),
            username: username.clone(),
            new_email,
            changed: NOW,
            expires: NOW + 259_200,
        });
    }
    let scopes = vec!["account:read".to_owned(), "sessions:write".to_owned(), "packages:publish".to_owned()];
    samples.push(Message::AccessKeyCreated {
        link: LINK.to_owned(),
        username: username.clone(),
        name: "Ⓦ".repeat(64),
        prefix: "dpk_4gfFC3".to_owned(),
        scopes: scopes.clone(),
        created: NOW,
        expires: NOW + 7_776_000,
    });
    samples.push(Message::AccessKeyExpiring {
        link: LINK.to_owned(),
        username,
        name: "build server".to_owned(),
        prefix: "dpk_4gfFC3".to_owned(),
        scopes,
        expires: NOW + 604_800,
    });
    samples
}

#[test]
fn every_mail_keeps_its_form_in_every_language() {
    let templates = Templates::load().unwrap();
    for locale in Locale::ALL {
        for message in samples() {
            let kind = message.kind();
            let mail = message
                .render(&templates, locale, "id.example.org")
                .unwrap_or_else(|error| panic!("{kind}: {error:?}"));
            assert!(!mail.subject.is_empty() && mail.subject.lines().count() == 1, "{kind}: {:?}", mail.subject);
            assert!(!mail.subject.starts_with('['));
            assert_eq!(mail.text.lines().filter(|&line| line == LINK).count(), 1, "{kind}: the link alone on one line");
            for line in mail.text.lines().filter(|&line| line != LINK) {
                assert!(line.chars().count() < 78, "{kind} in {locale:?}: {line}");
                assert!(!line.contains("://"), "{kind}: {line}");
            }
            assert!(!mail.text.contains("\n\n\n"), "{kind}: {}", mail.text);
            assert!(mail.html.len() < 60_000);
            assert!(mail.html.starts_with("<!doctype html>"));
            assert_eq!(mail.html.matches("https://").count(), 3, "{kind}: only the link, as button, address and text");
            for forbidden in ["<img", "<script", "<link", "url(", "\u{2068}"] {
                assert!(!mail.html.contains(forbidden), "{kind}: {forbidden}");
            }
            assert!(mail.html.contains(&format!("<html lang=\"{}\" dir=\"ltr\">", locale.tag())));
        }
    }
}

#[test]
fn the_subject_of_a_login_starts_with_its_code() {
    let templates = Templates::load().unwrap();
    for locale in Locale::ALL {
        let mail = login("cURL").render(&templates, locale, "id.example.org").unwrap();
        assert!(mail.subject.starts_with("K7QM-2XTD "), "{}", mail.subject);
        assert!(mail.text.contains("\n    K7QM-2XTD\n"));
        assert!(mail.html.contains(">K7QM-2XTD</td>"));
    }
}

#[test]
fn strangers_words_are_quoted_escaped_and_no_links() {
    let templates = Templates::load().unwrap();
    let mail =
        login("<a href=\"https://evil.example\">Bank</a>").render(&templates, Locale::En, "id.example.org").unwrap();
    assert!(mail.text.contains("Calls itself: “<a href=\"https: //evil .example\">Bank</a>”"), "{}", mail.text);
    assert!(!mail.html.contains("<a href=\"https: "));
    for dangerous in ["://evil", "evil.example", "www."] {
        assert!(!mail.text.contains(dangerous) && !mail.html.contains(dangerous), "{dangerous}");
    }
}

#[test]
fn every_fact_is_in_text_and_html() {
    let templates = Templates::load().unwrap();
    let mail = login("cURL").render(&templates, Locale::En, "id.example.org").unwrap();
    for fact in [
        "id.example.org",
        "“ada”",
        "“cURL”",
        "2001:db8:1234:5678:9abc:def0:1234:5678",
        "26 November 2026, 14:05 UTC",
        "26 November 2026, 14:20 UTC",
        "15 minutes",
    ] {
        let unwrapped = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unwrapped.contains(fact), "{fact} in {}", mail.text);
        assert!(mail.html.contains(fact), "{fact}");
    }
}
