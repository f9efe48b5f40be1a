//! `doorpost restore`.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, block_on, say};
use crate::app;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Arguments {
    /// The backup to read; it may come from SQLite or from PostgreSQL, whichever is restored into
    file: PathBuf,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    block_on(app::restore(config, &arguments.file))??;
    Ok(say(&format!("restored from {}", arguments.file.display()))?)
}
