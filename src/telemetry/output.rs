//! Where lines go: to standard error, many at a time. What is worth a warning, and what came before it, is there at once; the rest
//! within a few milliseconds, so that no request waits for whoever reads the log.

use std::io::{self, Write};
use std::sync::{Condvar, Mutex, Once, PoisonError};
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// Lines are gathered for so long.
const GATHERED_FOR: Duration = Duration::from_millis(10);
/// Whoever logs more than so many bytes meanwhile writes them himself.
const MOST: usize = 64 * 1024;

static GATHERED: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ARRIVED: Condvar = Condvar::new();

/// Writes what has gathered.
pub fn flush() {
    write_out(&mut GATHERED.lock().unwrap_or_else(PoisonError::into_inner));
}

/// With nobody to read it, there is nobody to tell, either.
fn write_out(gathered: &mut Vec<u8>) {
    let _unread = io::stderr().lock().write_all(gathered);
    gathered.clear();
    gathered.shrink_to(MOST);
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
        let mut gathered = GATHERED.lock().unwrap_or_else(PoisonError::into_inner);
        let first = gathered.is_empty();
        gathered.extend_from_slice(bytes);
        if self.urgent || gathered.len() > MOST {
            write_out(&mut gathered);
        } else if first {
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
        // Without the thread lines come late, with the next warning or at the end.
        let _late = std::thread::Builder::new().name("log".to_owned()).spawn(write_regularly);
    });
}

fn write_regularly() {
    loop {
        let gathered = GATHERED.lock().unwrap_or_else(PoisonError::into_inner);
        drop(ARRIVED.wait_while(gathered, |gathered| gathered.is_empty()).unwrap_or_else(PoisonError::into_inner));
        std::thread::sleep(GATHERED_FOR);
        flush();
    }
}
