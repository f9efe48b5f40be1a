//! A line of the log. Beside what the event says it has the request that the work answers, without any span having been opened for
//! it: most requests say one thing, at their end.

use std::fmt;
use std::num::NonZero;

use serde::Serialize;
use serde::ser::Error;
use time::OffsetDateTime;
use time::format_description::well_known::Iso8601;
use time::format_description::well_known::iso8601::{Config, EncodedConfig, TimePrecision};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{Format, Full, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::telemetry::request_context::RequestContext;

const MICROSECONDS: EncodedConfig =
    Config::DEFAULT.set_time_precision(TimePrecision::Second { decimal_digits: NonZero::new(6) }).encode();

/// How lines look.
pub(super) enum Line {
    /// An object each.
    Json,
    /// For people.
    Text(Format<Full, ()>),
}

impl Line {
    /// For people.
    pub(super) fn text() -> Self {
        Self::Text(Format::default().without_time())
    }
}

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let origin = RequestContext::current();
        match self {
            Self::Json => {
                let mut line = Vec::with_capacity(512);
                write_json(&mut line, event, &origin).map_err(|_| fmt::Error)?;
                writer.write_str(std::str::from_utf8(&line).map_err(|_| fmt::Error)?)
            }
            Self::Text(format) => {
                SystemTime.format_time(&mut writer)?;
                writer.write_char(' ')?;
                if let Some(asked) = origin.request() {
                    write!(
                        writer,
                        "request{{id={} method={} route={}}} ",
                        asked.request_id,
                        asked.method,
                        asked.route()
                    )?;
                }
                format.format_event(context, writer, event)
            }
        }
    }
}

/// What needs no escaping is written as it is: our own names, and a request's id and method, whose characters are few (RFC 9110
/// section 5.6.2).
fn write_json(line: &mut Vec<u8>, event: &Event<'_>, origin: &RequestContext) -> Result<(), serde_json::Error> {
    let metadata = event.metadata();
    add_all(line, ["{\"timestamp\":\""]);
    OffsetDateTime::now_utc().format_into(line, &Iso8601::<MICROSECONDS>).map_err(serde_json::Error::custom)?;
    add_all(line, ["\",\"level\":\"", metadata.level().as_str(), "\""]);
    let mut fields = Fields { line, outcome: Ok(()) };
    event.record(&mut fields);
    fields.outcome?;
    add_all(line, [",\"target\":\"", metadata.target(), "\""]);
    if let Some(asked) = origin.request() {
        add_all(line, [",\"span\":{\"id\":\"", &asked.request_id, "\",\"method\":\"", &asked.method]);
        add_all(line, ["\",\"route\":\"", asked.route(), "\",\"name\":\"request\"}"]);
    }
    add_all(line, ["}\n"]);
    Ok(())
}

fn add_all<const N: usize>(line: &mut Vec<u8>, pieces: [&str; N]) {
    for piece in pieces {
        line.extend_from_slice(piece.as_bytes());
    }
}

/// What an event says, into the object.
struct Fields<'a> {
    line: &'a mut Vec<u8>,
    outcome: Result<(), serde_json::Error>,
}

impl Fields<'_> {
    fn add(&mut self, field: &Field, value: &impl Serialize) {
        if self.outcome.is_ok() {
            add_all(self.line, [",\"", field.name(), "\":"]);
            self.outcome = serde_json::to_writer(&mut *self.line, value);
        }
    }
}

impl Visit for Fields<'_> {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, &value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, &value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, &value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, &value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, &value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, &format_args!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use serde_json::{Value, json};
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;
    use crate::telemetry::request_context::{RequestInfo, set_route};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    async fn logged(line: Line, work: impl Future<Output = ()>) -> String {
        let kept = Kept::default();
        let subscriber =
            tracing_subscriber::fmt().with_ansi(false).with_writer(kept.clone()).event_format(line).finish();
        let guard = tracing::subscriber::set_default(subscriber);
        let asked = RequestInfo::new("r-1".to_owned(), "GET".into(), None);
        let work = async {
            set_route("/x/{id}");
            work.await;
        };
        RequestContext::new(asked).scope(work).await;
        drop(guard);
        String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
    }

    #[tokio::test]
    async fn json_has_what_was_said_and_for_whom() {
        let said = logged(Line::Json, async {
            let (count, name, error) = (7, "a \"b\"\n", io::Error::other("broken"));
            tracing::warn!(count, good = true, share = 0.5, name, %error, list = ?[1, 2], "it \u{1} broke");
        });
        let said = said.await;
        assert!(said.ends_with('\n') && said.matches('\n').count() == 1, "{said}");
        let mut line: Value = serde_json::from_str(&said).unwrap();
        let time = line.as_object_mut().unwrap().remove("timestamp").unwrap();
        assert!(time.as_str().unwrap().ends_with('Z') && time.as_str().unwrap().contains('T'), "{time}");
        let expected = json!({
            "level": "WARN", "message": "it \u{1} broke", "count": 7, "good": true, "share": 0.5, "name": "a \"b\"\n",
            "error": "broken", "list": "[1, 2]", "target": "doorpost::telemetry::line::tests",
            "span": {"id": "r-1", "method": "GET", "route": "/x/{id}", "name": "request"},
        });
        assert_eq!(line, expected);
    }

    #[tokio::test]
    async fn text_names_the_request() {
        let said = logged(Line::text(), async { tracing::info!(status = 200, "answered") }).await;
        assert!(said.starts_with("20") && said.contains("Z request{id=r-1 method=GET route=/x/{id}} "), "{said}");
        assert!(said.contains(" INFO ") && said.contains("answered status=200\n"), "{said}");
    }
}
