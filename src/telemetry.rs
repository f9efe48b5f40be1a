//! The log.

mod line;
mod output;
pub mod request_context;

use std::io::IsTerminal;

use line::Line;
use output::Output;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::JsonFields;

pub use output::flush;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// JSON.
    Json,
    /// Text.
    Text,
}

/// Sends log lines to standard error. Called once; a second call changes nothing. `filter` is as `tracing` reads it:
/// `info`, `warn,doorpost=debug`.
pub fn init(filter: &str, format: LogFormat) {
    let json = match format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !std::io::stderr().is_terminal(),
    };
    // The settings were checked, so that the default below is never taken.
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Output);
    let set = if json {
        builder.fmt_fields(JsonFields::new()).event_format(Line::Json).try_init()
    } else {
        let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        builder.with_ansi(colours).event_format(Line::text()).try_init()
    };
    drop(set);
}
