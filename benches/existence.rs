//! Whether time tells who has an account: logins for a known and an unknown address in turn, and polls of both, over one
//! connection to the program as it is shipped. `cargo bench --bench existence` prints medians and their differences; nothing passes
//! or fails.

mod support;

use std::io::Write;

use support::{Connection, Fallible, start};

const SAMPLES: usize = 1000;

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
    Ok(())
}

/// Medians in milliseconds, known and unknown.
fn measure(address: &str) -> Fallible<Vec<(&'static str, [f64; 2])>> {
    let mut connection = Connection::open(address)?;
    let registration = r#"{"username": "ada", "email": "ada@example.org", "session_platform": "x"}"#;
    connection.send("POST", "/auth/registration", "", registration)?;
    let (mut logins, mut polls) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..SAMPLES {
        for (which, email) in ["ada@example.org", "eve@example.org"].into_iter().enumerate() {
            let body = format!(r#"{{"username": "ada", "email": "{email}", "session_platform": "x"}}"#);
            let (millis, answer) = connection.send("POST", "/auth/login", "", &body)?;
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
