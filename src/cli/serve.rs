//! `doorpost serve`.

use super::output::{Outcome, block_on};
use crate::config::Config;
use crate::server;
use crate::telemetry;

pub(super) fn run(config: Config) -> Outcome {
    telemetry::init(&config.log.filter, config.log.format);
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let outcome = block_on(server::serve(config));
    telemetry::flush();
    Ok(outcome??)
}
