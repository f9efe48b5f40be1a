//! The log.

mod line;
mod output;

use std::io::IsTerminal;

use line::Line;
use output::Output;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::JsonFields;

use crate::config::{LogConfig, LogFormat};

pub use output::flush;

/// Sends log lines to standard error. Called once; a second call changes nothing.
pub fn init(config: &LogConfig) {
    let json = match config.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !std::io::stderr().is_terminal(),
    };
    // The settings were checked, so that the default below is never taken.
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Output);
    let set = if json {
        builder.fmt_fields(JsonFields::new()).event_format(Line::Json).try_init()
    } else {
        let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        builder.with_ansi(colours).event_format(Line::text()).try_init()
    };
    drop(set);
}
