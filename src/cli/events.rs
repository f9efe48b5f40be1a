//! `doorpost events`.

use std::time::Duration;

use clap::Args;

use super::output::{Outcome, block_on, say};
use crate::config::Config;
use crate::operator::{self, EventFilter};

#[derive(Args)]
pub(super) struct Arguments {
    /// Not older than this, such as 7d or 1h
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    since: Option<Duration>,
    /// Of the account with this name or id alone
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Go on with new ones as they come
    #[arg(long)]
    follow: bool,
}

pub(super) fn run(config: &Config, arguments: Arguments) -> Outcome {
    let filter = EventFilter { since: arguments.since, account: arguments.account, follow: arguments.follow };
    Ok(block_on(operator::events(config, &filter, say))??)
}
