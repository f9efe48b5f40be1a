//! `doorpost templates`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output::{Outcome, say};
use crate::config::Config;
use crate::operator;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Render every page and mail in every language, with the files of templates.dir in their places
    Check,
    /// Write every page and mail, in every state and language, into a new directory, to look at them in a browser
    Render {
        /// Where: one that is not there yet, or is empty
        directory: PathBuf,
    },
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    match &arguments.what {
        What::Check => {
            let count = operator::check_templates(config)?;
            say(&format!("the templates are fine: {count} renderings"))?;
        }
        What::Render { directory } => {
            let count = operator::render_templates(config, directory)?;
            say(&format!("{count} renderings are in {}", directory.display()))?;
        }
    }
    Ok(())
}
