//! `doorpost config`.

use clap::{Args, Subcommand};

use super::output::{Outcome, say};
use crate::config::Config;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

impl Arguments {
    /// Whether the settings are to be tried.
    pub(super) fn checks(&self) -> bool {
        matches!(self.what, What::Check)
    }
}

#[derive(Subcommand)]
enum What {
    /// Show every setting as it is in force, and where it comes from; secrets are masked
    Show,
    /// Check the settings and say all that is wrong with them
    Check,
}

/// The settings were read and tried before this runs; had there been a problem, it would have been told.
pub(super) fn run(config: &Config, arguments: &Arguments) -> Outcome {
    match arguments.what {
        What::Check => {
            for warning in config.warnings() {
                say(&format!("warning: {warning}"))?;
            }
            if let Some(suffixes) = config.suffixes() {
                say(&format!(
                    "cookie.domain is no public suffix by the list of {suffixes}; browsers may have a newer one"
                ))?;
            }
            say("the settings are fine")?;
        }
        What::Show => {
            for setting in config.effective() {
                say(&format!("{} = {:?}  # {}", setting.key, setting.value, setting.origin))?;
            }
        }
    }
    Ok(())
}
