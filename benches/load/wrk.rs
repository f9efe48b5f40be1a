//! wrk, which makes the load, and what it says.

use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::process::Command;

use crate::Fallible;
use crate::options::Options;

const MISSING: &str = "wrk is not installed, and it makes the load here: `apt-get install wrk` (Debian, Ubuntu), \
                       `brew install wrk`, or https://github.com/wg/wrk";

/// What is asked, again and again.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    /// Where, unless the script says it.
    pub(crate) path: String,
    /// Such as `Authorization: Bearer …`.
    pub(crate) headers: Vec<String>,
    /// In the folder `scripts`.
    pub(crate) script: &'static str,
    /// For the script.
    pub(crate) arguments: Vec<String>,
}

/// What came of it.
pub(crate) struct Answered {
    /// Answers in all.
    pub(crate) requests: f64,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Milliseconds.
    pub(crate) p50: f64,
    /// Milliseconds.
    pub(crate) p99: f64,
    /// Answers of 400 and above.
    pub(crate) refused: f64,
    /// Requests without an answer.
    pub(crate) broken: f64,
}

/// An error that says how to install it, if it is missing.
pub(crate) async fn is_installed() -> Fallible<()> {
    // Without arguments it prints its usage and fails.
    Command::new("wrk").output().await.map(drop).map_err(|_| MISSING.into())
}

pub(crate) async fn run(options: &Options, server: SocketAddr, asked: &Asked, seconds: u64) -> Fallible<Answered> {
    let mut command = Command::new("wrk");
    command
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/load/scripts"))
        .args(["--connections", &options.connections.to_string(), "--threads", &options.threads.to_string()])
        .args(["--duration", &format!("{seconds}s"), "--timeout", "10s", "--script", asked.script]);
    for header in &asked.headers {
        command.args(["--header", header]);
    }
    command.arg(format!("http://{server}{}", asked.path)).arg("--").args(&asked.arguments);
    let output = command.kill_on_drop(true).output().await?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("figures "));
    let figures: Vec<f64> = line
        .ok_or_else(|| format!("wrk said: {text}{}", String::from_utf8_lossy(&output.stderr)))?
        .split(' ')
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let [requests, seconds, p50, p99, refused, broken] = figures[..] else { return Err("too few figures".into()) };
    Ok(Answered { requests, seconds, p50, p99, refused, broken })
}
