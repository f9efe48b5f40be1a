//! `doorpost backup`.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;

use super::output::{Outcome, block_on, say, say_aside};
use crate::config::Config;
use crate::operator;

#[derive(Args)]
pub(super) struct Arguments {
    /// The file to write; it must not exist. `-` is standard output. The keyring secret is not in it: keep that apart
    file: PathBuf,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let to_output = arguments.file.as_os_str() == "-";
    let left_out = if to_output {
        if std::io::stdout().is_terminal() {
            return Err("standard output is a terminal: lead it to a file or a program".into());
        }
        block_on(operator::backup_to(config, &mut std::io::stdout().lock()))??
    } else {
        block_on(operator::backup(config, &arguments.file))??
    };
    if !left_out.is_empty() {
        say_aside(&format!(
            "left out, since it belongs to nothing that is there: {left_out} (`doorpost migrate --repair` deletes it)"
        ))?;
    }
    let written = format!(
        "written to {}",
        if to_output { "standard output".into() } else { arguments.file.display().to_string() }
    );
    Ok(if to_output { say_aside(&written) } else { say(&written) }?)
}
