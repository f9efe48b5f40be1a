//! Where lines go: to standard error, many at a time, by a thread of their own. No request waits for whoever reads the log: what is
//! logged while nobody reads is kept up to a point, and beyond that counted.

use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// Lines are gathered for so long, unless one of them is worth a warning.
const GATHERED_FOR: Duration = Duration::from_millis(10);
/// Bytes that are kept for a reader who does not read.
const MOST: usize = 1024 * 1024;
/// The end of the program waits so long for him.
const PATIENCE: Duration = Duration::from_secs(1);

static LINES: Mutex<Lines> = Mutex::new(Lines { waiting: Vec::new(), urgent: false, dropped: 0, writing: false });
static ARRIVED: Condvar = Condvar::new();
static WRITTEN: Condvar = Condvar::new();

struct Lines {
    waiting: Vec<u8>,
    urgent: bool,
    dropped: u64,
    writing: bool,
}

/// Waits, not for long, until what was logged is written.
pub fn flush() {
    let mut lines = lines();
    lines.urgent = true;
    ARRIVED.notify_one();
    let pending = |lines: &mut Lines| lines.writing || !lines.waiting.is_empty();
    drop(WRITTEN.wait_timeout_while(lines, PATIENCE, pending));
}

fn lines() -> MutexGuard<'static, Lines> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Standard error.
pub(super) struct Output;

/// One line on its way.
pub(super) struct LineWriter {
    urgent: bool,
}

impl<'a> MakeWriter<'a> for Output {
    type Writer = LineWriter;

    fn make_writer(&'a self) -> LineWriter {
        LineWriter { urgent: true }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> LineWriter {
        LineWriter { urgent: *metadata.level() <= Level::WARN }
    }
}

impl Write for LineWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        start_thread();
        let mut lines = lines();
        if lines.waiting.len() + bytes.len() > MOST {
            lines.dropped += 1;
            return Ok(bytes.len());
        }
        let first = lines.waiting.is_empty();
        lines.waiting.extend_from_slice(bytes);
        if first || (self.urgent && !lines.urgent) {
            lines.urgent |= self.urgent;
            ARRIVED.notify_one();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn start_thread() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        // Without the thread there is no log, and nobody to tell.
        let _no_log = std::thread::Builder::new().name("log".to_owned()).spawn(write_all);
    });
}

fn write_all() {
    loop {
        let arrived = ARRIVED.wait_while(lines(), |lines| lines.waiting.is_empty());
        let gathering = arrived.unwrap_or_else(PoisonError::into_inner);
        let gathered = ARRIVED.wait_timeout_while(gathering, GATHERED_FOR, |lines| !lines.urgent);
        let (mut lines, _) = gathered.unwrap_or_else(PoisonError::into_inner);
        let mut text = std::mem::take(&mut lines.waiting);
        let dropped = std::mem::take(&mut lines.dropped);
        lines.urgent = false;
        lines.writing = true;
        drop(lines);
        if dropped > 0 {
            text.extend_from_slice(format!("{dropped} lines of the log were dropped: nobody read them\n").as_bytes());
        }
        // With nobody to read it, there is nobody to tell, either.
        let _unread = io::stderr().lock().write_all(&text);
        self::lines().writing = false;
        WRITTEN.notify_all();
    }
}
