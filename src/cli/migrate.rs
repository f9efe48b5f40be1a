//! `doorpost migrate`.

use clap::Args;

use super::output::{Outcome, block_on, say};
use crate::config::Config;
use crate::operator;

#[derive(Args)]
pub(super) struct Arguments {
    /// List the migrations and whether they are applied, and apply none
    #[arg(long)]
    status: bool,
    /// Delete rows that belong to nothing, such as those that deleting an account in SQLite's shell leaves, as well
    #[arg(long, conflicts_with = "status")]
    repair: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    if arguments.status {
        for (name, applied) in block_on(operator::migration_status(config))?? {
            say(&format!("{} {name}", if applied { "applied" } else { "pending" }))?;
        }
        return Ok(());
    }
    if arguments.repair {
        let deleted = block_on(operator::repair(config))??;
        let line = if deleted.is_empty() { "nothing to repair".to_owned() } else { format!("deleted: {deleted}") };
        return Ok(say(&line)?);
    }
    let names = block_on(operator::migrate(config))??;
    for name in &names {
        say(&format!("applied {name}"))?;
    }
    if names.is_empty() {
        say("nothing to apply")?;
    }
    Ok(())
}
