//! Schemes of the URLs in settings: any case is as good as another (RFC 3986 section 3.1).

use crate::binary::doorpost;
use crate::support::{MailServer, Manner, Process, TestApp, on_both};

const EMAIL: &str = "ada@example.org";

/// The URL with another spelling of its scheme.
fn spelled(url: &str, spell: impl Fn(&str) -> String) -> String {
    let (scheme, rest) = url.split_once(':').expect("a scheme");
    format!("{}:{rest}", spell(scheme))
}

fn capitals(scheme: &str) -> String {
    scheme.to_ascii_uppercase()
}

fn capital(scheme: &str) -> String {
    format!("{}{}", &scheme[..1].to_ascii_uppercase(), &scheme[1..])
}

on_both! {
    /// Database, mail servers, public URL and ways back: the same as in small letters.
    async fn in_any_case(database) {
        let server = MailServer::start(Manner::Polite).await;
        let mail = format!("{},{}", spelled(&server.url(), capitals), spelled(&server.url(), capital));
        for spell in [capitals, capital] {
            let first = TestApp::start(database).await;
            let token = first.registered("ada", None).await;
            let location = first.database_location();
            let urls = [
                ("DATABASE_URL", spelled(&location, spell)),
                ("MAIL__URL", mail.clone()),
                ("PUBLIC_URL", spelled("https://ID.example.org", spell)),
                ("REDIRECT__ORIGINS", spelled("https://app.example.org", spell)),
                ("COOKIE__DOMAIN", "Example.ORG".to_owned()),
                ("TRUSTED_PROXIES", "127.0.0.9".to_owned()),
            ];
            let urls: Vec<(&str, &str)> = urls.iter().map(|(key, url)| (*key, url.as_str())).collect();
            let app = first.restarted_with(&urls).await;
            app.is_cut_off();
            assert_eq!(app.get("/auth/whoami").token(&token).send().await.expect(200).field("username"), "ada");
            let page = app.get("/auth/verify?redirect=1").from("127.0.0.9").header("accept", "text/html");
            let page = page.header("x-forwarded-proto", "https").header("x-forwarded-host", "app.example.org");
            let way = page.header("x-forwarded-uri", "/").send().await.expect(303).location();
            assert!(way.starts_with("https://id.example.org/sign-in?return_to=https%3A%2F%2Fapp.example.org"), "{way}");
            let sent = server.texts().len();
            app.registered("bob", Some(EMAIL)).await;
            assert_eq!((app.deliver().await, server.texts().len()), (1, sent + 1));
        }
    }

    /// What a mail server says stays readable, however short our password is; and no password of ours is in it.
    async fn words_around_a_short_password(database) {
        for (password, told) in [("o", "5.7.8 who are you?"), ("who", "5.7.8 … are you?"), ("are%20y", "5.7.8 who are you?")] {
            let server = MailServer::start(Manner::WrongPassword).await;
            let url = server.url().replace("smtp://", &format!("smtp://door:{password}@"));
            let process = Process::with(database, &[("MAIL__URL", url.as_str())]).await;
            process.register("ada", Some(EMAIL)).await;
            for _ in 0..500 {
                if process.log().contains("5.7.8") {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            assert!(process.log().contains(told), "{told}: {}", process.log());
        }
    }
}

/// What there is, is named.
#[test]
fn what_a_database_can_be() {
    for other in ["mysql://u:hunter2@h/d", "POSTGRE://u:hunter2@h/d", "postgres:u:hunter2@h/d"] {
        let (code, _, error) = doorpost(&["config", "check"], &[("DOORPOST_DATABASE_URL", other)]);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains("must begin with sqlite:, postgres:// or postgresql://"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    for good in ["POSTGRES://u:hunter2@h/d", "PostgreSQL://u:hunter2@h/d", "SQLITE:x.db", "SQLite://x.db?mode=rwc"] {
        let (code, said, error) = doorpost(&["config", "check"], &[("DOORPOST_DATABASE_URL", good)]);
        assert_eq!(code, Some(0), "{good}: {said}{error}");
    }
}
