//! `doorpost serve`.

use super::{Outcome, block_on};
use crate::config::Config;
use crate::{app, telemetry};

pub(super) fn run(config: Config) -> Outcome {
    telemetry::init(&config.log);
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let outcome = block_on(app::serve(config));
    telemetry::flush();
    Ok(outcome??)
}
