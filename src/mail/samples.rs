//! Every mail with facts made up: for checking templates without a mail server, and for tests.

use super::message::Message;

/// The link in each of them.
pub(super) const LINK: &str =
    "https://id.example.org/auth/confirm/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4";
const NOW: i64 = 1_795_701_900;

pub(super) fn login(platform: &str) -> Message {
    Message::Login {
        link: LINK.to_owned(),
        mail_code: Some("K7QM-2XTD".to_owned()),
        username: Some("ada".to_owned()),
        platform: platform.to_owned(),
        user_agent: Some(
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0 (+https://evil.example/)"
                .to_owned(),
        ),
        program: None,
        system: None,
        ip: Some("2001:db8:1234:5678:9abc:def0:1234:5678".to_owned()),
        requested: NOW,
        expires: NOW + 900,
        time_zone: None,
        held_back: None,
    }
}

fn last_of_day(which: &'static str) -> Message {
    let mut message = login("cURL");
    if let Message::Login { held_back, .. } = &mut message {
        *held_back = Some(which);
    }
    message
}

/// All of them, with the longest values that there can be, and with words that mail programs would make links of.
#[must_use]
pub fn samples() -> Vec<Message> {
    let email = format!("{}@{}.example.org", "a".repeat(64), "b".repeat(60));
    let username = "www.evil.com-1-800-555-0199-long".to_owned();
    let mut samples = vec![
        login("cURL"),
        login(&"Ⓦ".repeat(64)),
        login("https://evil.example, or call +49 89 1234567"),
        last_of_day("strangers"),
        last_of_day("all"),
        Message::Login {
            link: LINK.to_owned(),
            mail_code: Some("K7QM-2XTD".to_owned()),
            username: None,
            platform: "cURL".to_owned(),
            user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned()),
            program: Some("Firefox"),
            system: Some("Linux"),
            ip: None,
            requested: NOW,
            expires: NOW + 60,
            time_zone: Some("Asia/Kolkata".to_owned()),
            held_back: None,
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
        username: username.clone(),
        name: "https://evil.example, or call +49 89 1234567".to_owned(),
        prefix: "dpk_4gfFC3".to_owned(),
        scopes,
        expires: NOW + 604_800,
    });
    samples.push(Message::UsernameChanged {
        link: LINK.to_owned(),
        old_username: username,
        username: "a-very-long-user-name-of-32-char".to_owned(),
        changed: NOW,
    });
    samples.push(Message::AccountDeleted { link: LINK.to_owned(), username: "ada".to_owned(), deleted: NOW });
    samples
}
