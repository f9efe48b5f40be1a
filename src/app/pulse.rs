//! The pulse of a connection: whether anything happens on it, and whether it may go on. A connection with a timer of its own would
//! set and clear it with every request; here somebody looks around once a second instead.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::task::AtomicWaker;

/// How often somebody has to look around.
pub(super) const LOOK: Duration = Duration::from_secs(1);
/// A connection on which nothing happened in so many looks is told to end. Headers that arrive piece by piece are nothing.
const QUIET: u32 = 15;
/// One that was told to end and is still there so many looks later is cut.
const ENDING: u32 = 5;

/// Orders; zero is none.
const END: u8 = 1;
const CUT: u8 = 2;

/// The signs of life of one connection.
#[derive(Default)]
pub(super) struct Pulse {
    begun: AtomicUsize,
    ended: AtomicUsize,
    written: AtomicUsize,
    order: AtomicU8,
    waker: AtomicWaker,
}

/// A request that is under way until this is dropped.
pub(super) struct UnderWay(Arc<Pulse>);

impl Pulse {
    /// A request began.
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        self.begun.fetch_add(1, Ordering::Relaxed);
        UnderWay(Arc::clone(self))
    }

    /// Something was sent.
    pub(super) fn note_written(&self) {
        self.written.fetch_add(1, Ordering::Relaxed);
    }

    /// Does the work of the connection until it is over, or until the connection is cut. `end` asks the work to come to its end, and
    /// says whether that takes any more work, which is lent: as a value it would be kept several times over.
    pub(super) async fn drive<W: Future>(
        &self,
        mut work: Pin<&mut W>,
        end: impl Fn(Pin<&mut W>) -> ControlFlow<()>,
    ) -> Option<W::Output> {
        let mut told = false;
        poll_fn(|task| {
            // Before the order is read: one that is given in between wakes the task.
            self.waker.register(task.waker());
            let order = self.order.load(Ordering::Acquire);
            if order == CUT {
                return None.into();
            }
            if order == END && !told {
                told = true;
                if end(work.as_mut()).is_break() {
                    return None.into();
                }
            }
            work.as_mut().poll(task).map(Some)
        })
        .await
    }

    fn give(&self, order: u8) {
        self.order.store(order, Ordering::Release);
        self.waker.wake();
    }

    fn signs(&self) -> [usize; 3] {
        [&self.begun, &self.ended, &self.written].map(|sign| sign.load(Ordering::Relaxed))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::Relaxed);
    }
}

/// The connections of one listener, as whoever looks around sees them.
#[derive(Default)]
pub(super) struct Ward(Vec<Watched>);

struct Watched {
    pulse: Arc<Pulse>,
    seen: [usize; 3],
    quiet: u32,
    ending: u32,
}

impl Ward {
    /// One more connection.
    pub(super) fn admit(&mut self) -> Arc<Pulse> {
        let pulse = Arc::new(Pulse::default());
        self.0.push(Watched { pulse: Arc::clone(&pulse), seen: [0; 3], quiet: 0, ending: 0 });
        pulse
    }

    /// Tells those to end on which nothing happens, and cuts those that then do not. To be called every [`LOOK`].
    pub(super) fn look_around(&mut self) {
        // Whose connection is over is watched by nobody else.
        self.0.retain_mut(|watched| {
            watched.look();
            Arc::strong_count(&watched.pulse) > 1
        });
    }

    /// Tells all of them to end. Requests under way are finished first.
    pub(super) fn stop(&mut self) {
        for watched in &mut self.0 {
            watched.end();
        }
    }
}

impl Watched {
    fn look(&mut self) {
        let signs = self.pulse.signs();
        let [begun, ended, _] = signs;
        let under_way = begun != ended;
        self.quiet = if under_way || signs != self.seen { 0 } else { self.quiet + 1 };
        self.seen = signs;
        if self.ending > 0 {
            // What it writes now is its farewell.
            self.ending += u32::from(!under_way);
            if self.ending > ENDING {
                self.pulse.give(CUT);
            }
        } else if self.quiet >= QUIET {
            self.end();
        }
    }

    fn end(&mut self) {
        self.ending = 1;
        self.pulse.give(END);
    }
}
