//! `doorpost migrate`.

use clap::Args;

use super::{Outcome, block_on, say};
use crate::app;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Arguments {
    /// List the migrations and whether they are applied, and apply none
    #[arg(long)]
    status: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    if arguments.status {
        for (name, applied) in block_on(app::migration_status(config))?? {
            say(&format!("{} {name}", if applied { "applied" } else { "pending" }))?;
        }
        return Ok(());
    }
    let names = block_on(app::migrate(config))??;
    for name in &names {
        say(&format!("applied {name}"))?;
    }
    if names.is_empty() {
        say("nothing to apply")?;
    }
    Ok(())
}
