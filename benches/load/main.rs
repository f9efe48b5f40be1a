//! The program under load, and in turn, on the same machine and under the same load, a bare axum handler whose answer is as long.
//! `cargo bench --bench load` prints both with their ratios, and what is wanted; nothing passes or fails.
//!
//! What is measured, the settings of a run, and figures: docs/performance.md.

mod bare;
mod client;
mod commit;
mod mail;
mod options;
mod postgres;
mod rows;
mod server;
mod sign_in;
mod smtp;
mod table;
mod waiters;
mod wrk;

use options::Options;
use postgres::Cluster;
use rows::Place;
use smtp::Sink;
use table::{Figures, line};
use waiters::Protocol;

type Fallible<T, E = Box<dyn std::error::Error>> = Result<T, E>;

fn main() -> Fallible<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // The bare server is this same program.
    if let Ok(kind) = std::env::var("BARE") {
        let body = std::env::var("BARE_BODY")?.parse()?;
        return runtime.block_on(bare::run(&kind, body));
    }
    runtime.block_on(run(&Options::read()?))
}

async fn run(options: &Options) -> Fallible<()> {
    wrk::is_installed().await?;
    let sink = Sink::start().await?;
    line(&format!(
        "{} processors; wrk with {} threads and {} connections; {} s for each row and server in {} rounds, after {} s of warming up;\n\
         log level info (the default) to a file; no rate limits (loopback public URL); mail to a sink in the driver; CPU is of the \
         server's own process; each row has a new database",
        std::thread::available_parallelism()?,
        options.threads,
        options.connections,
        options.seconds,
        options.rounds,
        options.warm
    ))?;
    let group_commit = if options.wants("commit") { Some(commit::measure(options).await?) } else { None };
    let mut cluster = if options.wants_on("postgres") { Some(Cluster::start().await?) } else { None };
    table::head()?;
    for row in rows::ROWS.into_iter().filter(|(name, _)| options.wants(name)) {
        if options.wants_on("sqlite") {
            let ours = rows::measure(options, &sink, row, Place::Sqlite).await?;
            if row.0.starts_with("login") {
                to_group_commit(&ours, group_commit)?;
            }
        }
        if let Some(cluster) = &mut cluster {
            rows::measure(options, &sink, row, Place::Postgres(cluster)).await?;
        }
    }
    for (row, protocol) in [("waiters", Protocol::Http1), ("waiters-http2", Protocol::Http2)] {
        if options.wants(row) {
            let bare = waiters::bare(options, protocol).await?;
            if options.wants_on("sqlite") {
                waiters::measure(options, &sink, (&bare, protocol), ("SQLite", None)).await?;
            }
            if let Some(cluster) = &mut cluster {
                let url = cluster.create_database().await?;
                waiters::measure(options, &sink, (&bare, protocol), ("PostgreSQL", Some(&url))).await?;
            }
        }
    }
    if options.wants("mail") {
        mail::measure().await?;
    }
    Ok(())
}

fn to_group_commit(ours: &Figures, group_commit: Option<f64>) -> Fallible<()> {
    match group_commit {
        Some(rate) => line(&format!("{:>35} {:.3} of bare group commit (target >= 0.25)", "", ours.rate / rate)),
        None => Ok(()),
    }
}

#[expect(clippy::disallowed_methods, reason = "time is what is measured")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}
