//! The binary: reads arguments, runs the command, and says what went wrong.

use std::process::ExitCode;

use clap::Parser;
use doorpost::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
