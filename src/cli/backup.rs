//! `doorpost backup`.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, block_on, say};
use crate::app;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Arguments {
    /// The file to write; it must not exist. The keyring secret is not in it: keep that apart
    file: PathBuf,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    block_on(app::backup(config, &arguments.file))??;
    Ok(say(&format!("written to {}", arguments.file.display()))?)
}
