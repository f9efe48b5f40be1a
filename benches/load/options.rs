//! What to run and for how long, from the environment.

use std::path::PathBuf;

use crate::Fallible;

/// Bounds of a run.
pub(crate) struct Options {
    /// `LOAD_ONLY`: beginnings of the names of rows. Empty: all.
    only: Vec<String>,
    /// `LOAD_DATABASES`.
    databases: Vec<String>,
    /// `LOAD_SECONDS`: measured, for each row and server.
    pub(crate) seconds: u64,
    /// `LOAD_WARM`: seconds before that.
    pub(crate) warm: u64,
    /// `LOAD_CONNECTIONS`: connections of wrk, and people who sign in at once.
    pub(crate) connections: usize,
    /// `LOAD_THREADS`: of wrk.
    pub(crate) threads: usize,
    /// `LOAD_ROUNDS`: how often all servers of a row are measured in turn.
    pub(crate) rounds: u64,
    /// `LOAD_BEFORE`: the program of another build, measured beside this one.
    pub(crate) before: Option<PathBuf>,
    /// `WAITERS`: connections that wait.
    pub(crate) waiters: usize,
}

impl Options {
    pub(crate) fn read() -> Fallible<Self> {
        let seconds = number("LOAD_SECONDS", 8)?.max(2);
        Ok(Self {
            only: list("LOAD_ONLY", ""),
            databases: list("LOAD_DATABASES", "sqlite,postgres"),
            seconds,
            warm: number("LOAD_WARM", 5)?,
            connections: usize::try_from(number("LOAD_CONNECTIONS", 64)?)?,
            threads: usize::try_from(number("LOAD_THREADS", 2)?)?,
            // wrk knows whole seconds only.
            rounds: number("LOAD_ROUNDS", 2)?.clamp(1, seconds),
            before: std::env::var_os("LOAD_BEFORE").map(std::path::absolute).transpose()?,
            waiters: usize::try_from(number("WAITERS", 10_000)?)?,
        })
    }

    /// Whether a row is wanted.
    pub(crate) fn wants(&self, row: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|beginning| row.starts_with(beginning.as_str()))
    }

    /// Whether rows on this database are wanted.
    pub(crate) fn wants_on(&self, database: &str) -> bool {
        self.databases.iter().any(|wanted| wanted == database)
    }
}

fn list(name: &str, default: &str) -> Vec<String> {
    let text = std::env::var(name).unwrap_or_else(|_| default.to_owned());
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn number(name: &str, default: u64) -> Fallible<u64> {
    match std::env::var(name) {
        Ok(text) => text.parse().map_err(|_| format!("{name} is not a number: {text}").into()),
        Err(_) => Ok(default),
    }
}
