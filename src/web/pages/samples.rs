//! Every page in every state, made of the structs that the handlers fill: for checking templates without a server.

use serde_json::json;

use super::sample::Sample;
use super::{account, confirm, docs, email, mailbox, register, sign_in, sign_out, signed_in, waiting};

/// All of them.
pub(crate) fn all() -> Vec<Sample> {
    let mut samples = errors();
    samples.extend(sign_in::samples());
    samples.extend(sign_out::samples());
    samples.extend(signed_in::samples());
    samples.extend(waiting::samples());
    samples.extend(register::samples());
    samples.extend(account::samples());
    samples.extend(confirm::samples());
    samples.extend(email::samples());
    samples.extend(super::outcome_samples());
    samples.extend(docs::samples());
    samples.extend(mailbox::samples());
    samples
}

fn errors() -> Vec<Sample> {
    let page = |status: u16, code: &str, retry_after: Option<u64>| {
        let fields = json!({"status": status, "code": code, "sentence": "No.", "retry_after": retry_after, "untold": false, "request_id": "r1"});
        Sample::of("pages/error.html", fields)
    };
    let untold = json!({"status": 429, "code": "too_many_requests", "sentence": "No.", "retry_after": 600, "untold": true, "request_id": "r1"});
    let mut samples: Vec<Sample> = [400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 500, 503]
        .into_iter()
        .map(|status| page(status, "other", None))
        .collect();
    samples.push(page(429, "slow_down", Some(1)));
    samples.push(page(429, "too_many_requests", Some(1200)));
    samples.push(Sample::of("pages/error.html", untold));
    samples.extend(
        [
            "not_found",
            "method_not_allowed",
            "malformed_body",
            "body_too_large",
            "unsupported_media_type",
            "request_timeout",
            "registration_closed",
            "authentication_required",
            "invalid_credentials",
            "ambiguous_credentials",
            "insufficient_scope",
            "cross_origin",
            "unavailable",
            "internal",
        ]
        .map(|code| page(404, code, None)),
    );
    samples
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::view::branding::Branding;
    use crate::view::locale::Locale;
    use crate::view::static_files::StaticFiles;
    use crate::view::templates::Templates;
    use crate::web::pages::sample::forms;

    fn templates() -> Templates {
        let branding = Branding::default();
        Templates::load(&branding, &StaticFiles::new(&branding), None).unwrap()
    }

    /// Everything that a page loads.
    fn static_bytes(page: &str) -> usize {
        let files = StaticFiles::new(&Branding::default());
        let mut names: Vec<&str> = page.split("/static/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() >= 2, "a style sheet and an icon at least");
        let bytes = |name: &str| files.get_gzipped(name).unwrap_or_else(|| files.get(name).unwrap().0).len();
        names.into_iter().map(bytes).sum()
    }

    /// And no page and all that it loads is over 45 KB, as a browser gets it.
    #[test]
    fn every_page_renders_in_every_language() {
        let templates = templates();
        for locale in Locale::ALL {
            for sample in all() {
                let name = sample.template;
                let page = sample
                    .render(&templates, locale)
                    .unwrap_or_else(|error| panic!("{name} in {locale:?} with {}: {error:?}", sample.fields));
                assert!(
                    page.contains(&format!("<html lang=\"{}\" dir=\"{}\"", locale.tag(), locale.direction())),
                    "{name}"
                );
                for forbidden in ["<style", " style=", "onclick", "<b>", "\u{2068}", "javascript:"] {
                    assert!(!page.contains(forbidden), "{name} has {forbidden}");
                }
                assert!(!page.replace("<script src=\"/static/doorpost.", "").contains("<script"), "{name}");
                assert_eq!(page.matches("<h1>").count(), 1, "{name}");
                assert!(
                    page.len() + static_bytes(&page) < 45_000,
                    "{name}: {} and {}",
                    page.len(),
                    static_bytes(&page)
                );
                let mut ids: Vec<&str> =
                    page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
                let all = ids.len();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!(ids.len(), all, "{name} has an id twice");
            }
        }
    }

    /// For a browser that does not say where a form comes from.
    #[test]
    fn every_form_has_its_token() {
        let templates = templates();
        let samples = all();
        let rendered = samples.iter().map(|sample| sample.render(&templates, Locale::En).unwrap());
        assert!(rendered.map(|page| forms(&page).len()).sum::<usize>() > 50, "forms are found");
        for sample in &samples {
            assert_eq!(sample.forms_without_tokens(&templates), Vec::<String>::new());
        }
    }

    #[test]
    fn every_page_template_is_among_the_samples() {
        let sampled: BTreeSet<String> = all().iter().map(|sample| sample.template.to_owned()).collect();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/pages");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = format!("pages/{}", entry.unwrap().file_name().to_str().unwrap());
            assert!(sampled.contains(&name) || name == "pages/layout.html", "{name}");
        }
    }

    #[test]
    fn the_first_button_is_the_one_that_enter_may_press() {
        let templates = templates();
        for sample in all().iter().filter(|sample| sample.template == "pages/confirm.html") {
            let page = sample.render(&templates, Locale::En).unwrap();
            let button = page.split("<article").nth(1).unwrap().split("<button").nth(1).unwrap();
            let button = button.split('>').next().unwrap();
            let first = button.split("value=\"").nth(1).map(|value| value.split('"').next().unwrap());
            let denies = sample.fields["state"] == "deny_again" || sample.fields["state"] == "deny_missing";
            let expected = match sample.fields["match_required"] == true {
                _ if denies => Some("deny"),
                true => Some("approve"),
                // It sends what the box says, and nothing where that is not ticked.
                false => None,
            };
            assert_eq!(first, expected, "{}", sample.fields);
        }
    }

    #[test]
    fn what_has_to_be_read_first_takes_no_focus() {
        let templates = templates();
        for sample in all().iter().filter(|sample| {
            ["pages/confirm.html", "pages/delete_account.html", "pages/account.html"].contains(&sample.template)
        }) {
            let page = sample.render(&templates, Locale::En).unwrap();
            let focused = page.contains("autofocus");
            assert_eq!(focused, page.contains("role=\"alert\""), "only an error takes the focus: {}", sample.template);
        }
    }
}
