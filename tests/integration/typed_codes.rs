//! Codes as people type and paste them, at every door that takes one: what mail programs, keyboards and word processors put around and
//! into them does not matter there either.

use serde_json::json;

use crate::support::{TestApp, Visitor, on_both};

const EMAIL: &str = "ada@example.org";
const HERE: &str = "127.0.0.1";
/// What stands before, in the middle, and after.
const DRESSES: [(&str, &str, &str); 10] = [
    ("", "\u{2013}", ""),
    ("\u{a0}", "\u{2011}", "."),
    ("„", "\u{2212}", "“"),
    ("«\u{202f}", "\u{2012}", "\u{202f}»."),
    ("\u{feff}", "\u{200b}", "\u{200e}"),
    ("", "\u{ad}", "。"),
    ("'", " \u{2014} ", "'"),
    ("\u{202a}", "\u{3000}", "\u{202c}"),
    ("\t", "\u{ff0d}", "\r\n"),
    ("\"", "\u{2060}\u{2010}", "\".\u{fe0f}"),
];

/// A code in other widths, in another case, and with other things around it.
fn dressed(code: &str, (before, between, after): (&str, &str, &str)) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let (first, second) = plain.split_at(plain.len() / 2);
    let wide: String = first.bytes().filter_map(|byte| char::from_u32(u32::from(byte) + 0xfee0)).collect();
    format!("{before}{wide}{between}{}{after}", second.to_lowercase())
}

/// Another code of the same form.
fn other(code: &str) -> String {
    code.chars()
        .map(|character| {
            if character == '2' {
                '3'
            } else if character == '-' {
                '-'
            } else {
                '2'
            }
        })
        .collect()
}

/// A login that waits: its auth id, its match code, and its mail.
async fn waiting(app: &TestApp) -> (String, String, crate::support::Mail) {
    app.empty_mailbox().await;
    let asked = app.login("ada", EMAIL).await;
    (asked.field("auth_id"), asked.field("match_code"), app.login_mail(EMAIL).await)
}

on_both! {
    /// The mail code, sent by a program.
    async fn the_mail_code_to_the_api(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        for dress in DRESSES {
            let (auth_id, _, mail) = waiting(&app).await;
            let path = format!("/auth/session/{auth_id}");
            let typed = |code: &str| app.post(&path).json(&json!({"code": dressed(code, dress)})).send();
            typed(&other(&mail.code())).await.expect_error(400, "wrong_code");
            typed(&mail.code()).await.expect(200);
        }
    }

    /// The mail code, typed into the waiting page.
    async fn the_mail_code_on_the_waiting_page(database) {
        let app = TestApp::start(database).await;
        app.verified("ada", EMAIL).await;
        for dress in DRESSES {
            app.empty_mailbox().await;
            let mut browser = Visitor::new(&app, HERE);
            let waiting = browser.ask(EMAIL, &[]).await;
            let code = app.login_mail(EMAIL).await.code();
            let wrong = dressed(&other(&code), dress);
            browser.post(&waiting, &[("decision", "code"), ("code", &wrong)]).await.expect(422);
            browser.post(&waiting, &[("decision", "code"), ("code", &dressed(&code, dress))]).await.expect(303);
        }
    }

    /// The match code, on the page behind the link.
    async fn the_match_code_on_the_page_of_the_link(database) {
        let app = TestApp::with(database, &[("LOGIN__MATCH", "always")]).await;
        app.verified("ada", EMAIL).await;
        for dress in DRESSES {
            let (auth_id, code, mail) = waiting(&app).await;
            let page = app.open(&mail.link, HERE).await;
            page.submit(&[("decision", "approve"), ("match_code", &dressed(&other(&code), dress))]).await.expect(422);
            page.submit(&[("decision", "approve"), ("match_code", &dressed(&code, dress))]).await.expect(200);
            app.poll(&auth_id).await.expect(200);
        }
    }

    /// The match code, from a signed-in device: by its program, and on its account page.
    async fn the_match_code_on_a_signed_in_device(database) {
        let app = TestApp::start(database).await;
        let token = app.verified("ada", EMAIL).await;
        let mut browser = Visitor::new(&app, HERE);
        browser.set_cookie("doorpost", &token);
        for (number, dress) in DRESSES.into_iter().enumerate() {
            let (auth_id, code, _) = waiting(&app).await;
            let list = app.get("/auth/logins").token(&token).send().await.expect(200).json();
            let login_id = list["logins"][0]["login_id"].as_str().expect("it waits").to_owned();
            if number % 2 == 0 {
                let path = format!("/auth/logins/{login_id}");
                let body = |code: &str| json!({"decision": "approve", "match_code": dressed(code, dress)});
                let decide = |code: &str| app.post(&path).token(&token).json(&body(code)).send();
                decide(&other(&code)).await.expect_error(422, "match_code_wrong");
                decide(&code).await.expect(204);
            } else {
                let path = format!("/account/logins/{login_id}");
                let wrong = dressed(&other(&code), dress);
                browser.post(&path, &[("decision", "approve"), ("match_code", &wrong)]).await.expect(422);
                browser.post(&path, &[("decision", "approve"), ("match_code", &dressed(&code, dress))]).await.expect(303);
            }
            app.poll(&auth_id).await.expect(200);
        }
    }
}
