//! What spam filters say of our mails: the real `SpamAssassin` and the real rspamd, over every mail in every language, without the network.
//! Nothing of a mail's content may count against it for a public host, and no more than 1.0 for a host on a LAN.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use doorpost::mail::message::Rendered;
use doorpost::mail::samples::samples;
use doorpost::mail::{Envelope, Letterhead, Mail, Sender};
use doorpost::view::branding::Branding;
use doorpost::view::locale::Locale;
use doorpost::view::static_files::StaticFiles;
use doorpost::view::templates::Templates;
use tempfile::TempDir;
use tokio::net::TcpStream;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_mins(3);
/// Where the samples' link leads to.
const SAMPLE: &str = "https://id.example.org";
const LONG: &str = "https://sign-in.very-long-name-of-a-department.very-long-name-of-a-company.login.example.org";
const PUBLIC: [&str; 4] =
    ["https://auth.example.org", LONG, "https://login.example.com:8443", "https://xn--bcher-kva.example.net"];
const LAN: [&str; 4] =
    ["http://192.168.1.20:3000", "http://nas.lan:3000", "http://nas.home.arpa:3000", "http://door.local"];

/// A mail as a receiving server has it: what it is, and its source.
type Sample = (String, String);

/// What a filter found: symbol and points.
type Symbols = BTreeMap<String, String>;

/// Every kind in every language, as sent by a server at an origin.
async fn corpus(origin: &str) -> Vec<Sample> {
    let branding = Branding::default();
    let templates = Templates::load(&branding, &StaticFiles::new(&branding), None).expect("the templates are read");
    let from = Sender::parse("Doorpost <no-reply@example.org>").expect("a sender");
    let host = url::Url::parse(origin).expect("an origin").host_str().expect("a host").to_owned();
    let mut corpus = Vec::new();
    for locale in Locale::ALL {
        for (number, message) in samples().iter().enumerate() {
            let rendered = message.render(&templates, locale, &host).expect("it is rendered");
            let here = |text: &str| text.replace(SAMPLE, origin);
            let rendered = Rendered { text: here(&rendered.text), html: here(&rendered.html), ..rendered };
            let mail = Mail::mailbox(Letterhead { from: from.clone(), reply_to: None, headers: Vec::new() });
            let date = std::time::UNIX_EPOCH.elapsed().expect("a date").as_secs();
            let envelope = Envelope {
                id: Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + number as u128),
                to: "ada@example.net",
                locale,
                date: i64::try_from(date).expect("a date"),
                links: Vec::new(),
                code: None,
            };
            mail.send(&envelope, &rendered).await.expect("the mailbox takes it");
            let source = mail.as_mailbox().expect("a mailbox").mails().remove(0).source;
            corpus.push((format!("{} in {}, sample {number}, of {origin}", message.kind(), locale.tag()), source));
        }
    }
    corpus
}

/// `SpamAssassin`'s verdict on each; `--mbox` has it start once.
fn spamassassin(corpus: &[Sample]) -> Vec<Symbols> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mails");
    let mut mails = String::new();
    for (_, source) in corpus {
        mails.push_str("From no-reply@example.org Mon Nov 30 20:00:00 2026\n");
        mails.push_str(&source.replace("\r\n", "\n").replace("\nFrom ", "\n>From "));
        mails.push('\n');
    }
    std::fs::write(&file, mails).expect("it is written");
    let output = Command::new("spamassassin")
        .args(["-L", "-t", "--mbox", "--cf=add_header all Found _TESTSSCORES_"])
        .env("HOME", folder.path())
        .stdin(std::fs::File::open(&file).expect("the mails"))
        .output()
        .expect("SpamAssassin is installed");
    let output = String::from_utf8_lossy(&output.stdout).replace("\n\t", "").replace("\n ", "");
    let found: Vec<Symbols> = output
        .lines()
        .filter_map(|line| line.strip_prefix("X-Spam-Found: "))
        .map(|line| {
            let symbols = line.split(',').filter_map(|symbol| symbol.trim().split_once('='));
            symbols.map(|(name, points)| (name.to_owned(), points.to_owned())).collect()
        })
        .collect();
    assert_eq!(found.len(), corpus.len(), "one verdict for each mail: {output}");
    found
}

/// Ends with the test.
struct Rspamd {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Drop for Rspamd {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

impl Rspamd {
    /// Without whatever asks the network. What it compiles of its rules is kept for the next time.
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        for path in ["conf/local.d", "conf/override.d", "run", "data"] {
            std::fs::create_dir_all(at(path)).expect("a folder");
        }
        let write = |path: &str, text: &str| std::fs::write(at(path), text).expect("it is written");
        for module in
            ["rbl", "asn", "spf", "dkim", "arc", "dmarc", "fuzzy_check", "dkim_signing", "mx_check", "hfilter"]
        {
            write(&format!("conf/local.d/{module}.conf"), "enabled = false;");
        }
        for worker in ["controller", "proxy", "fuzzy"] {
            write(&format!("conf/override.d/worker-{worker}.inc"), "enabled = false; count = -1;");
        }
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        write("conf/override.d/worker-normal.inc", &format!("bind_socket = \"127.0.0.1:{port}\"; count = 1;"));
        let cache = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/rspamd");
        std::fs::create_dir_all(&cache).expect("a folder");
        let options = format!(
            "dns {{ nameserver = [\"127.0.0.1:9\"]; timeout = 0.1s; retransmits = 1; }} filters = \"chartable,regexp\"; \
             hs_cache_dir = \"{}\";",
            cache.display()
        );
        write("conf/override.d/options.inc", &options);
        let variable = |name: &str, path: &str| format!("--var={name}={}", at(path).display());
        let child = Command::new("rspamd")
            .args(["-f", "--insecure"])
            .args([variable("DBDIR", "data"), variable("RUNDIR", "run"), variable("LOGDIR", "run")])
            .arg(variable("LOCAL_CONFDIR", "conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("rspamd is installed");
        let rspamd = Self { child, port, _folder: folder };
        let answers = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, answers).await.expect("rspamd starts");
        rspamd
    }

    async fn judge(&self, source: &str) -> Symbols {
        let url = format!("http://127.0.0.1:{}/checkv2", self.port);
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer = client.post(url).body(source.to_owned()).send().await.expect("an answer");
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        let symbols = answer["symbols"].as_object().expect("symbols");
        symbols
            .iter()
            .map(|(name, symbol)| (name.clone(), format!("{:.2}", symbol["score"].as_f64().expect("points"))))
            .collect()
    }
}

/// What counts against a mail. Both filters name what they see with a point or two in a thousand, which is none as they show it.
fn points(symbols: &Symbols) -> f64 {
    let points = symbols.values().filter_map(|points| points.parse::<f64>().ok());
    points.filter(|points| *points >= 0.05).sum()
}

/// Symbols with their points, over all mails, for the snapshot.
fn told(found: &BTreeSet<(String, String)>) -> String {
    found.iter().map(|(name, points)| format!("{name} {points}")).collect::<Vec<_>>().join("\n")
}

/// rspamd takes a text for English as soon as it meets four of the commonest English words (it knows none of Polish), and then counts every
/// letter with a mark of its own. Our Polish mails do without "to", which is a word of both languages; a host that is made of English words
/// (`very`, `of`, `a`) brings them along each time it is named.
const OF_ENGLISH_WORDS: &str = "R_MIXED_CHARSET";

fn check(mails: &[Sample], verdicts: &[Symbols], most: f64) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for ((name, source), symbols) in mails.iter().zip(verdicts) {
        let mut symbols = symbols.clone();
        if name.contains(" in pl,") && name.ends_with(LONG) {
            symbols.remove(OF_ENGLISH_WORDS);
        }
        assert!(points(&symbols) <= most, "{name}: {symbols:?}\n{source}");
        all.extend(symbols);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spamassassin_has_nothing_against_them() {
    let mut told_of = Vec::new();
    // It takes its time: half of the hosts have to do.
    for (kind, origins, most) in [("public hosts", &PUBLIC[..2], 0.0), ("hosts on a LAN", &LAN[..2], 1.0)] {
        let mut mails = Vec::new();
        for origin in origins {
            mails.extend(corpus(origin).await);
        }
        let verdicts = tokio::task::block_in_place(|| spamassassin(&mails));
        told_of.push(format!("{kind}\n{}", told(&check(&mails, &verdicts, most))));
    }
    insta::assert_snapshot!("spamassassin", told_of.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rspamd_has_nothing_against_them() {
    let rspamd = Rspamd::start().await;
    let mut told_of = Vec::new();
    for (kind, origins, most) in [("public hosts", &PUBLIC[..], 0.0), ("hosts on a LAN", &LAN[..], 1.0)] {
        let mut all = BTreeSet::new();
        for origin in origins {
            let mails = corpus(origin).await;
            let mut verdicts = Vec::new();
            for (_, source) in &mails {
                verdicts.push(rspamd.judge(source).await);
            }
            all.extend(check(&mails, &verdicts, most));
        }
        told_of.push(format!("{kind}\n{}", told(&all)));
    }
    insta::assert_snapshot!("rspamd", told_of.join("\n\n"));
}
