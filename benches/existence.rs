//! Whether time tells who has an account: logins for a known and an unknown address in turn, and polls of both, over one
//! connection to the program as it is shipped; and the next write of anybody after a login for a known, a held back and an unknown
//! address. `cargo bench --bench existence` prints medians and their differences, and how often the known one was the slower of two;
//! nothing passes or fails. `PAIRS` sets how many pairs there are of each.

#[path = "support/slow_mail.rs"]
mod slow_mail;
mod support;

use std::io::Write;
use std::thread::sleep;
use std::time::Duration;

use support::{Connection, Fallible, start, start_with};

const SAMPLES: usize = 1000;
/// Of the next writes.
const PAIRS: usize = 1000;
/// The mail server takes so long for a mail.
const HAND_OVER: Duration = Duration::from_millis(30);
/// Whatever came of a login is over after so long.
const SETTLED: Duration = Duration::from_millis(90);
const KNOWN: &str = "ada@example.org";
const UNKNOWN: &str = "eve@example.org";

fn main() -> Fallible<()> {
    let directory = tempfile::tempdir()?;
    let (mut server, address) = start(directory.path())?;
    let measured = measure(&address);
    let _gone = server.kill();
    let _reaped = server.wait();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<28} {:>12} {:>12} {:>12} {:>8}", "", "known ms", "unknown ms", "apart ms", "apart %")?;
    for (name, [known, unknown]) in measured? {
        let apart = (known - unknown).abs();
        writeln!(out, "{name:<28} {known:>12.3} {unknown:>12.3} {apart:>12.3} {:>8.1}", apart / known * 100.0)?;
    }
    writeln!(out, "\n{:<44} {:>12} {:>12} {:>8}", "the next write after a login", "ms", "unknown ms", "slower")?;
    for (name, limits) in [("known", "off"), ("held back", "on")] {
        for after in [0, 45] {
            for (name, email) in [(name, KNOWN), ("control: unknown", "joe@example.org")] {
                let [first, second, slower] = next_writes(limits, email, Duration::from_millis(after))?;
                let name = format!("{name}, limits {limits}, after {after} ms");
                writeln!(out, "{name:<44} {first:>12.3} {second:>12.3} {slower:>8.3}")?;
            }
        }
    }
    Ok(())
}

/// Medians in milliseconds of the next write after a login for this address and for an unknown one, and of all pairs the share in which
/// the former was the slower.
fn next_writes(limits: &str, email: &str, after: Duration) -> Fallible<[f64; 3]> {
    let directory = tempfile::tempdir()?;
    let mail = slow_mail::start(HAND_OVER)?;
    let settings = [
        ("DOORPOST_MAIL__URL", mail.as_str()),
        ("DOORPOST_RATE_LIMIT__MODE", limits),
        ("DOORPOST_LOGIN__PER_ADDRESS", "1000000 then 1000 per 1s"),
        ("DOORPOST_LOGIN__IN_ALL", "1000000 then 1000 per 1s"),
    ];
    let (mut server, address) = start_with(directory.path(), &settings)?;
    let measured = pairs(&address, email, after);
    let _gone = server.kill();
    let _reaped = server.wait();
    let pairs = measured?;
    #[expect(clippy::cast_precision_loss, reason = "there are some thousands")]
    let slower = pairs.iter().filter(|[first, second]| first > second).count() as f64 / pairs.len() as f64;
    let [first, second] = [0, 1].map(|which| median(pairs.iter().map(|pair| pair[which]).collect()));
    Ok([first, second, slower])
}

fn pairs(address: &str, email: &str, after: Duration) -> Fallible<Vec<[f64; 2]>> {
    let count = std::env::var("PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(PAIRS);
    let (mut asking, mut bystander) = (Connection::open(address)?, Connection::open(address)?);
    register(&mut asking)?;
    // What a burst allows is used up, and the mail server is known.
    for _ in 0..6 {
        asking.send("POST", "/auth/login", "", &login(KNOWN))?;
        sleep(SETTLED);
    }
    let mut pairs = Vec::new();
    for number in 0..count {
        let mut pair = [0.0, 0.0];
        // Each is the first one as often as the other.
        for which in [number % 2, 1 - number % 2] {
            asking.send("POST", "/auth/login", "", &login([email, UNKNOWN][which]))?;
            sleep(after);
            (pair[which], _) = bystander.send("POST", "/auth/login", "", &login("bystander@example.org"))?;
            sleep(SETTLED);
        }
        pairs.push(pair);
    }
    Ok(pairs)
}

fn login(email: &str) -> String {
    format!(r#"{{"username": "ada", "email": "{email}", "session_platform": "x"}}"#)
}

fn register(connection: &mut Connection) -> Fallible<()> {
    let registration = r#"{"username": "ada", "email": "ada@example.org", "session_platform": "x"}"#;
    connection.send("POST", "/auth/registration", "", registration)?;
    Ok(())
}

/// Medians in milliseconds, known and unknown.
fn measure(address: &str) -> Fallible<Vec<(&'static str, [f64; 2])>> {
    let mut connection = Connection::open(address)?;
    register(&mut connection)?;
    let (mut logins, mut polls) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..SAMPLES {
        for (which, email) in [KNOWN, UNKNOWN].into_iter().enumerate() {
            let (millis, answer) = connection.send("POST", "/auth/login", "", &login(email))?;
            logins[which].push(millis);
            let auth_id = answer.split("\"auth_id\":\"").nth(1).and_then(|rest| rest.get(..36)).ok_or("no auth id")?;
            let (millis, _) = connection.send("GET", &format!("/auth/session/{auth_id}"), "", "")?;
            polls[which].push(millis);
        }
    }
    Ok(vec![("login", logins.map(median)), ("pending poll", polls.map(median))])
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
