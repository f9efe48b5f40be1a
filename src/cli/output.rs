//! What a command says, and how it runs.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// Blocking work that is left over at the end may take so long.
const SETTLE: Duration = Duration::from_secs(1);

/// What became of a command.
pub(super) type Outcome = Result<(), Box<dyn std::error::Error>>;

pub(super) fn fail(error: &(impl std::fmt::Display + ?Sized), code: u8) -> ExitCode {
    // With nobody to tell, the exit code has to do.
    let _untold = writeln!(std::io::stderr().lock(), "doorpost: {error}");
    ExitCode::from(code)
}

pub(super) fn say(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")
}

/// Beside what is written to standard output.
pub(super) fn say_aside(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stderr().lock(), "{line}")
}

pub(super) fn block_on<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(work);
    // Dropping it would wait without end for blocking work, such as a name server that does not answer.
    runtime.shutdown_timeout(SETTLE);
    Ok(outcome)
}
