use std::collections::BTreeSet;

use super::*;

const REQUESTED: i64 = 1_795_701_900;

fn templates() -> Templates {
    let branding = Branding::default();
    Templates::load(&branding, &StaticFiles::new(&branding), None).unwrap()
}

fn message_ids(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once(" =").map(|(id, _)| id))
        .collect()
}

#[test]
fn every_language_has_every_text() {
    let english = message_ids(include_str!("../../../locales/en.ftl"));
    assert!(english.contains("mail-login-subject"));
    assert_eq!(english, message_ids(include_str!("../../../locales/de.ftl")));
    assert_eq!(english, message_ids(include_str!("../../../locales/fr.ftl")));
}

fn render_line(source: &str, locale: Locale, context: Value) -> Result<String, Error> {
    templates().environment.render_str(source, context! { locale => locale.tag(), ..context })
}

#[test]
fn a_missing_text_or_argument_or_value_is_an_error() {
    for source in ["{{ t('no-such-text') }}", "{{ t('quoted') }}", "{{ t('quoted', text=none) }}", "{{ nothing }}"] {
        assert!(render_line(source, Locale::En, context! {}).is_err(), "{source}");
    }
}

#[test]
fn plurals_follow_the_language() {
    let line =
        |locale, count: i64| render_line("{{ t('mailbox-count', count=n) }}", locale, context! { n => count }).unwrap();
    assert_eq!(line(Locale::En, 1), "One mail.");
    assert_eq!(line(Locale::En, 0), "0 mails.");
    assert_eq!(line(Locale::De, 2), "2 E-Mails.");
    assert_eq!(line(Locale::Fr, 0), "0 message.");
    assert_eq!(line(Locale::Fr, 2), "2 messages.");
}

#[test]
fn times_are_written_in_the_language_and_in_utc() {
    let line =
        |locale, seconds: i64| render_line("{{ n|datetime }} {{ n|rfc3339 }}", locale, context! { n => seconds });
    assert_eq!(line(Locale::En, REQUESTED).unwrap(), "26 November 2026, 14:05 UTC 2026-11-26T14:05:00Z");
    assert_eq!(line(Locale::De, 0).unwrap(), "1. Januar 1970, 00:00 UTC 1970-01-01T00:00:00Z");
    assert_eq!(line(Locale::Fr, 951_782_400).unwrap(), "29 février 2000 à 00:00 UTC 2000-02-29T00:00:00Z");
    assert!(line(Locale::En, i64::MAX).is_err());
}

#[test]
fn times_by_the_clocks_of_a_zone() {
    let line = |locale, zone: Option<&str>, seconds: i64| {
        render_line("{{ n|datetime(zone) }}", locale, context! { n => seconds, zone => zone }).unwrap()
    };
    for (zone, written) in [
        (None, "26 November 2026, 14:05 UTC"),
        (Some("UTC"), "26 November 2026, 14:05 UTC"),
        (Some("Europe/Berlin"), "26 November 2026, 15:05 UTC+1"),
        (Some("Asia/Kolkata"), "26 November 2026, 19:35 UTC+5:30"),
        (Some("America/St_Johns"), "26 November 2026, 10:35 UTC-3:30"),
        (Some("Pacific/Kiritimati"), "27 November 2026, 04:05 UTC+14"),
        (Some("Mars/Olympus"), "26 November 2026, 14:05 UTC"),
    ] {
        assert_eq!(line(Locale::En, zone, REQUESTED), written);
    }
    // Half a year earlier, in summer.
    assert_eq!(line(Locale::De, Some("Europe/Berlin"), REQUESTED - 182 * 86_400), "28. Mai 2026, 16:05 UTC+2");
    assert_eq!(line(Locale::Fr, Some("America/New_York"), 951_782_400), "28 février 2000 à 19:00 UTC-5");
}

#[test]
fn distances_are_told_in_words() {
    const DAY: i64 = 86_400;
    let line = |locale, distance: i64| {
        render_line("{{ n|relative(m) }}", locale, context! { n => REQUESTED + distance, m => REQUESTED }).unwrap()
    };
    for (distance, words) in [
        (0, "just now"),
        (-59, "just now"),
        (59, "in less than a minute"),
        (-60, "one minute ago"),
        (899, "in 15 minutes"),
        (-7200, "2 hours ago"),
        (-DAY, "one day ago"),
        (90 * DAY - 1, "in 90 days"),
        (-120 * DAY, "4 months ago"),
        (800 * DAY, "in 2 years"),
    ] {
        assert_eq!(line(Locale::En, distance), words);
    }
    assert_eq!(line(Locale::De, -60), "vor einer Minute");
    assert_eq!(line(Locale::Fr, 3 * DAY), "dans 3 jours");
    assert!(line(Locale::En, i64::MAX - REQUESTED).contains("years"));
}

#[test]
fn strangers_words_become_no_links() {
    for (text, expected) in [
        ("cURL", "cURL"),
        ("(X11; rv:145.0) Firefox/145.0", "(X11; rv:145.0) Firefox/145.0"),
        ("https://evil.example", "https: //evil .example"),
        ("www.evil.example", "www .evil .example"),
        ("mailto:a@b.example", "mailto: a @b .example"),
        ("www.4chan.org", "www .4chan .org"),
        ("me\u{ff20}evil\u{ff0e}com", "me \u{ff20}evil \u{ff0e}com"),
        ("evil\u{2024}com evil\u{fe52}com", "evil \u{2024}com evil \u{fe52}com"),
        ("tel:110, localhost:8080", "tel: 110, localhost: 8080"),
        ("\\\\evil\\share", "\\ \\evil\\share"),
        ("1-800-555-0199", "1\u{2060}-800\u{2060}-555\u{2060}-0199"),
        ("5550199", "5550\u{2060}199"),
        ("+49 (89) 123-45", "+49\u{2060} (89\u{2060}) 123\u{2060}-45"),
        ("93.184.216.34/x", "93\u{2060}.184\u{2060}.216\u{2060}.34\u{2060}/x"),
        ("1.2.3.4", "1\u{2060}.2\u{2060}.3\u{2060}.4"),
        ("a1-b2-c3-d4-e5-f6", "a1-b2-c3-d4-e5-f6"),
        ("a\u{3164}b", "a\u{fffd}b"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("tel:+1", "tel: +1"),
        ("evil\u{3002}example", "evil \u{3002}example"),
        ("(KHTML, like Gecko)", "(KHTML, like Gecko)"),
        ("at 14:05. Yes", "at 14:05. Yes"),
        ("", ""),
    ] {
        assert_eq!(inert(text), expected);
        assert_eq!(inert(&inert(text)), inert(text));
    }
}

#[test]
fn long_lines_are_wrapped_at_blanks() {
    let wrapped = wrap(&"a-b K7QM-2XTD ".repeat(20), 2);
    assert!(wrapped.lines().all(|line| line.len() <= LINE_WIDTH));
    assert!(wrapped.lines().skip(1).all(|line| line.starts_with("  ")));
    assert!(!wrapped.lines().any(|line| line.ends_with('-')));
}

#[test]
fn addresses_with_a_link_before_the_at_sign() {
    for usual in ["ada@example.org", "ada.l+door@mail.example.org", "o'hara_2-x@xn--bcher-kva.example"] {
        assert_eq!(inert_address(usual), usual);
    }
    for (strange, expected) in [
        ("www.evil.example/undo?x@evil.example", "www .evil .example/undo?x @evil .example"),
        ("WWW.evil@evil.example", "WWW .evil @evil .example"),
        ("a.example/x@evil.example", "a .example/x @evil .example"),
    ] {
        assert_eq!(inert_address(strange), expected);
    }
}
