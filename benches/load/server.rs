//! A server as a process of its own, and what the kernel says about it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::Fallible;

/// In which the kernel counts processor time, on every Linux that Rust knows.
const TICKS_A_SECOND: f64 = 100.0;

/// Killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Kept, so that it can go on printing.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// The program of this build; see `program`.
    pub(crate) fn doorpost(directory: &Path, database: Option<&str>, mail: SocketAddr) -> Fallible<Self> {
        Self::program(Path::new(env!("CARGO_BIN_EXE_doorpost")), directory, database, mail)
    }

    /// A program as it is shipped, with its log in a file, and mail going to `mail`. Without a database it keeps
    /// SQLite in the directory.
    pub(crate) fn program(
        program: &Path,
        directory: &Path,
        database: Option<&str>,
        mail: SocketAddr,
    ) -> Fallible<Self> {
        let mut command = Command::new(program);
        command
            .env("DOORPOST_LISTEN", "127.0.0.1:0")
            .env("DOORPOST_DATA_DIR", directory.join("data"))
            .env("DOORPOST_MAIL__URL", format!("smtp://{mail}"));
        if let Some(url) = database {
            command.env("DOORPOST_DATABASE_URL", url);
        }
        let log = File::options().create(true).append(true).open(directory.join("log"))?;
        Self::start(command.stderr(log))
    }

    /// A bare server: this same program, started with `BARE`.
    pub(crate) fn bare(kind: &str, body: usize) -> Fallible<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        Self::start(command.env("BARE", kind).env("BARE_BODY", body.to_string()))
    }

    fn start(command: &mut Command) -> Fallible<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        // Other lines may come before it.
        let listening = stdout
            .by_ref()
            .lines()
            .find_map(|line| line.map(|line| line.strip_prefix("listening on http://").map(str::to_owned)).transpose());
        let address = listening.ok_or("it ended without a word")??.parse()?;
        Ok(Self { child, address, _stdout: stdout })
    }

    /// Seconds of processor time that it has used, its own and the kernel's for it.
    pub(crate) fn cpu(&self) -> Fallible<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name may have blanks in it, and ends with the last parenthesis.
        let fields: Vec<&str> = text.rsplit_once(')').ok_or("no name")?.1.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field).ok_or("too few fields")?.parse::<f64>().map_err(|_| "no number");
        Ok((ticks(11)? + ticks(12)?) / TICKS_A_SECOND)
    }

    /// Its proportional set size in KiB.
    pub(crate) fn pss(&self) -> Fallible<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line = text.lines().find(|line| line.starts_with("Pss:")).ok_or("no Pss line")?;
        Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
