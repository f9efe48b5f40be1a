use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::*;

const REQUESTED: i64 = 1_795_701_900;

fn confirm() -> Json {
    json!({
        "state": "question", "action": "/auth/confirm/TOKEN", "username": "ada", "accounts": [],
        "platform": "cURL <b>&\"", "user_agent": "curl/8.14.1", "ip": "203.0.113.9",
        "requested": REQUESTED, "expires": REQUESTED + 900,
        "match_required": false, "match_error": null, "tries_left": null,
        "offer_end_other_sessions": false, "other_sessions": 0, "account_error": false, "host": "id.example.org",
    })
}

fn outcome(outcome: &str) -> Json {
    json!({
        "outcome": outcome, "platform": "cURL", "username": "ada", "undo_action": null, "undo_until": null,
        "email": "ada@example.org", "host": "id.example.org",
    })
}

/// A context with some of its fields replaced.
fn with(mut context: Json, changes: Json) -> Json {
    let Json::Object(changes) = changes else { panic!("not an object") };
    context.as_object_mut().unwrap().extend(changes);
    context
}

/// Every page in every state: template and context.
fn samples() -> Vec<(&'static str, Json)> {
    let accounts = json!([{"account_id": "1", "username": "ada"}, {"account_id": "2", "username": "ada-2"}]);
    let mut samples = vec![
        ("pages/confirm.html", confirm()),
        ("pages/confirm.html", with(confirm(), json!({"state": "deny_again"}))),
        (
            "pages/confirm.html",
            with(
                confirm(),
                json!({
                    "username": null, "accounts": accounts, "user_agent": null, "ip": null, "account_error": true,
                    "match_required": true, "offer_end_other_sessions": true, "other_sessions": 2,
                }),
            ),
        ),
        (
            "pages/approved.html",
            json!({"username": "ada", "platform": "cURL", "undo_action": "/auth/confirm/TOKEN",
                   "undo_until": REQUESTED, "undo_offered": true}),
        ),
        (
            "pages/approved.html",
            json!({"username": "ada", "platform": "cURL", "undo_action": "", "undo_until": 0, "undo_offered": false}),
        ),
        ("pages/error.html", json!({"status": 418, "sentence": "No.", "request_id": "r1"})),
        ("pages/error.html", json!({"status": 404, "title": "Own title", "sentence": "No.", "request_id": "r1"})),
        ("pages/mailbox.html", json!({"messages": []})),
        (
            "pages/mailbox.html",
            json!({"messages": [{"id": "1", "to": "ada@example.org", "subject": "S", "date": 1_795_681_857, "text": "T",
                                 "html": "<p>T</p>", "links": ["http://127.0.0.1:3000/auth/confirm/TOKEN"]}]}),
        ),
        (
            "pages/docs.html",
            json!({"title": "Doorpost", "version": "0.1.0", "groups": [{"name": "Sign-in", "operations": [
                {"method": "post", "path": "/auth/login", "summary": "Ask", "description": "Asks for a link.",
                 "parameters": [{"name": "wait", "in": "query", "required": true, "description": "Seconds"}],
                 "request_schema": "{}", "responses": [{"status": "200", "description": "Accepted"}]},
                {"method": "get", "path": "/livez", "summary": "", "description": "", "parameters": [],
                 "request_schema": null, "responses": []},
            ]}]}),
        ),
    ];
    for (error, tries_left) in
        [("missing", json!(null)), ("malformed", json!(null)), ("wrong", json!(2)), ("wrong", json!(1))]
    {
        let changes =
            json!({"state": "match_error", "match_required": true, "match_error": error, "tries_left": tries_left});
        samples.push(("pages/confirm.html", with(confirm(), changes)));
    }
    for name in [
        "denied",
        "undone",
        "already_approved",
        "already_denied",
        "expired",
        "too_many_codes",
        "unknown_link",
        "email_confirmed",
        "email_undone",
        "email_link_used",
        "email_link_expired",
        "email_link_replaced",
    ] {
        let changes =
            json!({"platform": null, "username": null, "email": null, "undo_action": "/x", "undo_until": REQUESTED});
        samples.push(("pages/outcome.html", outcome(name)));
        samples.push(("pages/outcome.html", with(outcome(name), changes)));
    }
    for kind in ["verification", "change", "undo"] {
        for other in [json!(null), json!("new@example.org")] {
            samples.push((
                "pages/email.html",
                json!({"action": "/auth/email/TOKEN", "kind": kind, "username": "ada", "email": "ada@example.org",
                       "old_email": other, "new_email": other}),
            ));
        }
    }
    for status in [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503] {
        samples.push(("pages/error.html", json!({"status": status, "sentence": "No.", "request_id": "r1"})));
    }
    samples
}

#[test]
fn every_page_renders_in_every_language() {
    let templates = Templates::load().unwrap();
    for locale in Locale::ALL {
        for (name, context) in samples() {
            let page = templates
                .render(name, locale, &context)
                .unwrap_or_else(|error| panic!("{name} in {locale:?} with {context}: {error:?}"));
            assert!(page.contains(&format!("<html lang=\"{}\" dir=\"ltr\">", locale.tag())), "{name}");
            for forbidden in ["<script", "style=", "onclick", "<b>", "\u{2068}"] {
                assert!(!page.contains(forbidden), "{name} has {forbidden}");
            }
            assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        }
    }
}

#[test]
fn every_page_template_is_among_the_samples() {
    let sampled: BTreeSet<&str> = samples().into_iter().map(|(name, _)| name).collect();
    for name in ["approved", "confirm", "docs", "email", "error", "mailbox", "outcome"] {
        assert!(sampled.contains(format!("pages/{name}.html").as_str()), "{name}");
    }
}

#[test]
fn the_first_button_is_the_one_that_enter_may_press() {
    let templates = Templates::load().unwrap();
    let first_button = |context: Json| {
        let page = templates.render("pages/confirm.html", Locale::En, context).unwrap();
        page.split("name=\"decision\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(first_button(confirm()), "deny");
    assert_eq!(first_button(with(confirm(), json!({"match_required": true}))), "approve");
    assert_eq!(first_button(with(confirm(), json!({"state": "deny_again"}))), "deny");
}

#[test]
fn only_errors_take_the_focus() {
    let templates = Templates::load().unwrap();
    let render = |context: Json| templates.render("pages/confirm.html", Locale::En, context).unwrap();
    assert!(!render(confirm()).contains("autofocus"));
    let wrong = json!({"state": "match_error", "match_required": true, "match_error": "wrong", "tries_left": 2});
    assert!(render(with(confirm(), wrong)).contains("autofocus"));
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
    let english = message_ids(include_str!("../../locales/en.ftl"));
    assert!(english.contains("mail-login-subject"));
    assert_eq!(english, message_ids(include_str!("../../locales/de.ftl")));
    assert_eq!(english, message_ids(include_str!("../../locales/fr.ftl")));
}

fn render_line(source: &str, locale: Locale, context: Value) -> Result<String, Error> {
    let templates = Templates::load().unwrap();
    templates.environment.render_str(source, context! { locale => locale.tag(), ..context })
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
fn strangers_words_become_no_links() {
    for (text, expected) in [
        ("cURL", "cURL"),
        ("(X11; rv:145.0) Firefox/145.0", "(X11; rv:145.0) Firefox/145.0"),
        ("https://evil.example", "https: //evil .example"),
        ("www.evil.example", "www .evil .example"),
        ("mailto:a@b.example", "mailto: a@b .example"),
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
