use super::*;
use crate::mail::samples::{LINK, login, samples};
use crate::view::branding::Branding;
use crate::view::static_files::StaticFiles;

fn templates() -> Templates {
    let branding = Branding::default();
    Templates::load(&branding, &StaticFiles::new(&branding), None).unwrap()
}

#[test]
fn every_mail_keeps_its_form_in_every_language() {
    let templates = templates();
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
                let one_word = !line.trim_matches([' ', '.', '“', '”', '«', '»', '„']).contains(' ');
                assert!(textwrap::core::display_width(line) < 78 || one_word, "{kind} in {locale:?}: {line}");
                assert!(!line.contains("://"), "{kind}: {line}");
            }
            assert!(!mail.text.contains("\n\n\n"), "{kind}: {}", mail.text);
            assert!(mail.html.len() < 60_000);
            assert!(mail.html.starts_with("<!doctype html>"));
            assert_eq!(mail.html.matches("https://").count(), 3, "{kind}: only the link");
            assert_eq!(mail.html.matches(&format!("href=\"{LINK}\"")).count(), 2, "{kind}: as button, and as words");
            assert!(mail.html.contains(&format!(">{LINK}</pre>")), "{kind}: and whole, to be copied");
            for forbidden in ["<img", "<script", "<link", "url(", "\u{2068}"] {
                assert!(!mail.html.contains(forbidden), "{kind}: {forbidden}");
            }
            let language = format!(" lang=\"{}\" dir=\"{}\"", locale.tag(), locale.direction());
            assert_eq!(mail.html.matches(&language).count(), 2, "{kind}: said again where webmail keeps it");
        }
    }
}

#[test]
fn the_subject_of_a_login_starts_with_its_code() {
    let templates = templates();
    for locale in Locale::ALL {
        let mail = login("cURL").render(&templates, locale, "id.example.org").unwrap();
        assert!(mail.subject.starts_with("K7QM-2XTD "), "{}", mail.subject);
        assert!(mail.text.contains("\n    K7QM-2XTD\n"));
        assert!(mail.html.contains(">K7QM-2XTD</td>"));
    }
}

#[test]
fn code_and_link_come_before_the_facts() {
    let templates = templates();
    for locale in Locale::ALL {
        let mail = login("cURL").render(&templates, locale, "id.example.org").unwrap();
        let body = mail.html.split_once("<body").unwrap().1;
        for part in [mail.text.as_str(), body] {
            let at = |wanted: &str| part.find(wanted).unwrap_or_else(|| panic!("{wanted} in {part}"));
            assert!(at("ada") < at("K7QM-2XTD") && at("K7QM-2XTD") < at(LINK) && at(LINK) < at("cURL"), "{part}");
        }
    }
}

#[test]
fn strangers_words_are_quoted_escaped_and_no_links() {
    let templates = templates();
    let mail =
        login("<a href=\"https://evil.example\">Bank</a>").render(&templates, Locale::En, "id.example.org").unwrap();
    assert!(mail.text.contains("“<a href=\"https: //evil .example\">Bank</a>”"), "{}", mail.text);
    assert!(!mail.html.contains("<a href=\"https: "));
    for dangerous in ["://evil", "evil.example", "www."] {
        assert!(!mail.text.contains(dangerous) && !mail.html.contains(dangerous), "{dangerous}");
    }
}

#[test]
fn every_fact_is_in_text_and_html() {
    let templates = templates();
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

/// Facts that are ours, and addresses. Every other text of a mail may be a stranger's.
const OWN_FACTS: [&str; 9] = ["link", "mail_code", "email", "new_email", "prefix", "program", "system", "ip", "scopes"];

/// Whichever mail it is, a new one included, and whichever template reads it (invariant 74).
#[test]
fn strangers_words_are_inert_before_a_template_sees_them() {
    for message in samples() {
        let kind = message.kind();
        let serde_json::Value::Object(facts) = serde_json::to_value(&message).unwrap() else { panic!("{kind}") };
        let strangers = facts.iter().filter(|(name, _)| !OWN_FACTS.contains(&name.as_str()));
        let texts: Vec<&str> = strangers.filter_map(|(_, fact)| fact.as_str()).collect();
        assert!(!texts.is_empty(), "{kind}");
        for text in texts {
            assert_eq!(templates::inert(text), text, "{kind}");
        }
    }
}
