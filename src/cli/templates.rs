//! `doorpost templates`.

use clap::{Args, Subcommand};

use super::{Outcome, say};
use crate::app;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Render every page and mail in every language, with the files of templates.dir in their places
    Check,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    match arguments.what {
        What::Check => {
            let count = app::check_templates(config)?;
            say(&format!("the templates are fine: {count} renderings"))?;
        }
    }
    Ok(())
}
