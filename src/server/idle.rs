//! Closes idle connections. One sweep per second compares activity counters, instead of a timer that every request would set and clear
//! (docs/performance.md says what that costs).

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::{Interval, MissedTickBehavior};

use crate::limits::RateLimitKey;

const SWEEP_INTERVAL: Duration = Duration::from_secs(1);
/// Time-outs of most connections. Headers that arrive piece by piece are no activity.
const DEFAULT_TIMEOUTS: IdleTimeouts = IdleTimeouts { quiet: 15, ending: 5 };
/// Time-outs of an HTTP/2 connection that has had a request. What is written there is no activity, since a client can have it written for
/// ever; an answer may still be on its way to a slow client.
const HTTP2_TIMEOUTS: IdleTimeouts = IdleTimeouts { quiet: 60, ending: 20 };

/// How long a connection may be idle, in sweeps.
struct IdleTimeouts {
    /// After so many sweeps without activity a connection is asked to shut down.
    quiet: u32,
    /// After so many more it is aborted.
    ending: u32,
}

/// Where others need its place, a connection without activity for so many sweeps is aborted; before that it is asked to shut down, so that
/// an answer on its way arrives.
const ABORT_AFTER_QUIET_SWEEPS: u32 = 5;

/// Orders; zero is none.
const END: u8 = 1;
const CUT: u8 = 2;

/// What happens on one connection, counted.
#[derive(Default)]
pub(super) struct ConnectionActivity {
    begun: AtomicUsize,
    ended: AtomicUsize,
    written: AtomicUsize,
    http2: AtomicBool,
    unread: AtomicBool,
    order: AtomicU8,
    waker: AtomicWaker,
}

/// A request that is under way until this is dropped.
pub(super) struct UnderWay(Arc<ConnectionActivity>);

impl ConnectionActivity {
    /// A request began.
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        self.begun.fetch_add(1, Ordering::Relaxed);
        UnderWay(Arc::clone(self))
    }

    /// Something was sent.
    pub(super) fn record_write(&self) {
        self.written.fetch_add(1, Ordering::Relaxed);
    }

    /// Something came, which nobody has answered yet.
    pub(super) fn record_read(&self) {
        self.unread.store(true, Ordering::Relaxed);
    }

    /// What came was read to its end, and is answered.
    pub(super) fn record_read_to_end(&self) {
        self.unread.store(false, Ordering::Relaxed);
    }

    /// Whether there may be more of what nobody reads. Then the connection is not to be closed before the other end has read its answer:
    /// what arrives at a closed socket has the kernel reset the connection, and the answer is lost (RFC 9112 section 9.6).
    pub(super) fn may_have_more(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
    }

    /// HTTP/2 is spoken.
    pub(super) fn set_http2(&self) {
        self.http2.store(true, Ordering::Relaxed);
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

    /// Tells the connection to end, once what is under way is answered.
    pub(super) fn end(&self) {
        self.give(END);
    }

    fn give(&self, order: u8) {
        self.order.fetch_max(order, Ordering::AcqRel);
        self.waker.wake();
    }

    fn timeouts(&self) -> IdleTimeouts {
        let answered = self.begun.load(Ordering::Relaxed) > 0;
        if answered && self.http2.load(Ordering::Relaxed) { HTTP2_TIMEOUTS } else { DEFAULT_TIMEOUTS }
    }

    fn counters(&self) -> [usize; 3] {
        [&self.begun, &self.ended, &self.written].map(|sign| sign.load(Ordering::Relaxed))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::Relaxed);
    }
}

/// When to sweep: once a second. A process that was stopped sweeps once when it continues, and not once for each second it missed:
/// nobody could have shown a sign of life meanwhile.
pub(super) fn sweeps() -> Interval {
    let mut sweeps = tokio::time::interval(SWEEP_INTERVAL);
    sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
    sweeps
}

/// The connections of one listener, for the sweep.
#[derive(Default)]
pub(super) struct IdleReaper(Vec<WatchedConnection>);

struct WatchedConnection {
    activity: Arc<ConnectionActivity>,
    client: Option<RateLimitKey>,
    seen: [usize; 3],
    quiet: u32,
    told_to_end: bool,
}

impl IdleReaper {
    /// One more connection, of this client where connections are counted by client.
    pub(super) fn admit(&mut self, client: Option<RateLimitKey>) -> Arc<ConnectionActivity> {
        let activity = Arc::new(ConnectionActivity::default());
        self.0.push(WatchedConnection {
            activity: Arc::clone(&activity),
            client,
            seen: [0; 3],
            quiet: 0,
            told_to_end: false,
        });
        activity
    }

    /// Ends up to so many connections (of one client, or of all) on which nothing is under way, those that were quiet for longest
    /// first. Returns how many.
    pub(super) fn make_room(&mut self, client: Option<RateLimitKey>, count: usize) -> usize {
        let of_client = |watched: &WatchedConnection| client.is_none() || watched.client == client;
        let mut idle: Vec<(u32, usize)> = (self.0.iter().enumerate())
            .filter(|(_, watched)| of_client(watched) && watched.is_idle())
            .map(|(place, watched)| (watched.quiet, place))
            .collect();
        idle.sort_unstable_by(|one, other| other.cmp(one));
        idle.truncate(count);
        for (_, place) in &idle {
            self.0[*place].give_way();
        }
        idle.len()
    }

    /// Tells those to end on which nothing happens, and cuts those that then do not. To be called at each of [`sweeps`].
    pub(super) fn sweep(&mut self) {
        // Whose connection is over is watched by nobody else.
        self.0.retain_mut(|watched| {
            watched.look();
            Arc::strong_count(&watched.activity) > 1
        });
    }

    /// Tells all of them to end. Requests under way are finished first.
    pub(super) fn stop(&mut self) {
        for watched in &mut self.0 {
            watched.end();
        }
    }
}

impl WatchedConnection {
    fn look(&mut self) {
        let counters = self.activity.counters();
        let [begun, ended, _] = counters;
        let under_way = begun != ended;
        self.quiet = if under_way || counters != self.seen { 0 } else { self.quiet + 1 };
        self.seen = counters;
        let timeouts = self.activity.timeouts();
        if self.told_to_end && self.quiet >= timeouts.ending {
            self.activity.give(CUT);
        } else if !self.told_to_end && self.quiet >= timeouts.quiet {
            self.end();
        }
    }

    /// Nothing is under way, and it was not told to end. A connection of this very moment has not had time to ask.
    fn is_idle(&self) -> bool {
        let [begun, ended, _] = self.activity.counters();
        let is_over = Arc::strong_count(&self.activity) == 1;
        begun == ended && !self.told_to_end && !is_over && (self.quiet > 0 || begun > 0)
    }

    fn give_way(&mut self) {
        let forsaken = self.quiet >= ABORT_AFTER_QUIET_SWEEPS || self.activity.begun.load(Ordering::Relaxed) == 0;
        self.end();
        if forsaken {
            self.activity.give(CUT);
        }
    }

    fn end(&mut self) {
        self.told_to_end = true;
        self.quiet = 0;
        self.activity.give(END);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(activity: &ConnectionActivity, reaper: &mut IdleReaper, sweeps: u32) -> Vec<u8> {
        let look = |_| {
            reaper.sweep();
            activity.order.load(Ordering::Acquire)
        };
        (0..sweeps).map(look).collect()
    }

    fn changes(orders: &[u8]) -> Vec<(u8, usize)> {
        orders.chunk_by(|one, next| one == next).map(|same| (same[0], same.len())).collect()
    }

    #[test]
    fn silence_is_told_to_end_and_cut() {
        let mut reaper = IdleReaper::default();
        let activity = reaper.admit(None);
        assert_eq!(changes(&orders(&activity, &mut reaper, 25)), [(0, 14), (END, 5), (CUT, 6)]);
    }

    /// An answer over HTTP/2 may be on its way for long; over HTTP/1 it is seen to be.
    #[test]
    fn what_is_under_way_or_sent_is_life() {
        let mut reaper = IdleReaper::default();
        let activity = reaper.admit(None);
        let under_way = activity.begin();
        assert_eq!(changes(&orders(&activity, &mut reaper, 100)), [(0, 100)]);
        drop(under_way);
        for _ in 0..10 {
            activity.record_write();
            assert_eq!(changes(&orders(&activity, &mut reaper, 15)), [(0, 15)]);
        }
        activity.set_http2();
        assert_eq!(changes(&orders(&activity, &mut reaper, 80)), [(0, 45), (END, 20), (CUT, 15)]);
    }

    /// At a stop what is still being sent is waited for, and what never asked for anything is not.
    #[test]
    fn a_stop_lets_answers_out() {
        let mut reaper = IdleReaper::default();
        let (silent, sending, http2) = (reaper.admit(None), reaper.admit(None), reaper.admit(None));
        http2.set_http2();
        drop(http2.begin());
        reaper.stop();
        for _ in 0..10 {
            sending.record_write();
            reaper.sweep();
        }
        assert_eq!([&silent, &sending, &http2].map(|activity| activity.order.load(Ordering::Acquire)), [CUT, END, END]);
        reaper.stop();
        assert_eq!(silent.order.load(Ordering::Acquire), CUT, "for good");
    }

    /// Where room is needed, what was quiet for longest goes first, and what is under way or just came stays.
    #[test]
    fn idle_connections_make_room() {
        let mut reaper = IdleReaper::default();
        let client = Some(RateLimitKey::V4([203, 0, 113, 9]));
        let order = |activity: &Arc<ConnectionActivity>| activity.order.load(Ordering::Acquire);
        let (silent, busy) = (reaper.admit(client), reaper.admit(client));
        let under_way = busy.begin();
        reaper.sweep();
        let (answered, new) = (reaper.admit(None), reaper.admit(client));
        drop(answered.begin());
        assert_eq!(reaper.make_room(client, 10), 1);
        assert_eq!([&silent, &busy, &answered, &new].map(order), [CUT, 0, 0, 0]);
        assert_eq!(reaper.make_room(None, 10), 1);
        assert_eq!([&busy, &answered, &new].map(order), [0, END, 0], "its answer may be on its way");
        assert_eq!(reaper.make_room(None, 10), 0);
        drop(under_way);
        assert_eq!(reaper.make_room(client, 10), 1);
        assert_eq!([&busy, &new].map(order), [END, 0]);
    }

    /// A process that stood still for half a minute does not blame its clients.
    #[tokio::test(start_paused = true)]
    async fn standing_still_is_one_look() {
        let mut sweeps = sweeps();
        sweeps.tick().await;
        tokio::time::advance(Duration::from_secs(30)).await;
        sweeps.tick().await;
        let next = tokio::time::timeout(SWEEP_INTERVAL / 2, sweeps.tick()).await;
        assert!(next.is_err(), "sweeps that were missed are made up for");
    }
}
