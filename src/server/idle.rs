//! The pulse of a connection: whether anything happens on it, and whether it may go on. A connection with a timer of its own would
//! set and clear it with every request; here somebody looks around once a second instead.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::{Interval, MissedTickBehavior};

use crate::limits::Place;

const LOOK: Duration = Duration::from_secs(1);
/// Of most connections. Headers that arrive piece by piece are nothing.
const PATIENCE: Patience = Patience { quiet: 15, ending: 5 };
/// Of HTTP/2 on which something was asked for. What is written there is no sign of life, since a client can have it written for ever; an
/// answer that was made may be on its way to a slow client all the same.
const LONG_PATIENCE: Patience = Patience { quiet: 60, ending: 20 };

/// In looks.
struct Patience {
    /// A connection on which nothing happened for so long is told to end.
    quiet: u32,
    /// One that was told to end, and on which nothing happened for so long, is cut.
    ending: u32,
}

/// Where others need its place, a connection on which nothing happened for so many looks is cut; before that it is told to end, so that
/// an answer on its way arrives.
const FORSAKEN: u32 = 5;

/// Orders; zero is none.
const END: u8 = 1;
const CUT: u8 = 2;

/// The signs of life of one connection.
#[derive(Default)]
pub(super) struct Pulse {
    begun: AtomicUsize,
    ended: AtomicUsize,
    written: AtomicUsize,
    http2: AtomicBool,
    unread: AtomicBool,
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

    /// Something came, which nobody has answered yet.
    pub(super) fn note_read(&self) {
        self.unread.store(true, Ordering::Relaxed);
    }

    /// What came was read to its end, and is answered.
    pub(super) fn note_settled(&self) {
        self.unread.store(false, Ordering::Relaxed);
    }

    /// Whether there may be more of what nobody reads. Then the connection is not to be closed before the other end has read its answer:
    /// what arrives at a closed socket has the kernel reset the connection, and the answer is lost (RFC 9112 section 9.6).
    pub(super) fn may_have_more(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
    }

    /// HTTP/2 is spoken.
    pub(super) fn note_http2(&self) {
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

    fn patience(&self) -> Patience {
        let answered = self.begun.load(Ordering::Relaxed) > 0;
        if answered && self.http2.load(Ordering::Relaxed) { LONG_PATIENCE } else { PATIENCE }
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

/// When to look around: once a second. A process that stood still looks once when it goes on, and not as often as it would have looked:
/// nobody could have shown a sign of life meanwhile.
pub(super) fn looks() -> Interval {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    looks
}

/// The connections of one listener, as whoever looks around sees them.
#[derive(Default)]
pub(super) struct Ward(Vec<Watched>);

struct Watched {
    pulse: Arc<Pulse>,
    client: Option<Place>,
    seen: [usize; 3],
    quiet: u32,
    told_to_end: bool,
}

impl Ward {
    /// One more connection, of this client where connections are counted by client.
    pub(super) fn admit(&mut self, client: Option<Place>) -> Arc<Pulse> {
        let pulse = Arc::new(Pulse::default());
        self.0.push(Watched { pulse: Arc::clone(&pulse), client, seen: [0; 3], quiet: 0, told_to_end: false });
        pulse
    }

    /// Ends up to so many connections (of one client, or of all) on which nothing is under way, those that were quiet for longest
    /// first. Returns how many.
    pub(super) fn make_room(&mut self, client: Option<Place>, count: usize) -> usize {
        let of_client = |watched: &Watched| client.is_none() || watched.client == client;
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

    /// Tells those to end on which nothing happens, and cuts those that then do not. To be called at each of [`looks`].
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
        let patience = self.pulse.patience();
        if self.told_to_end && self.quiet >= patience.ending {
            self.pulse.give(CUT);
        } else if !self.told_to_end && self.quiet >= patience.quiet {
            self.end();
        }
    }

    /// Nothing is under way, and it was not told to end. A connection of this very moment has not had time to ask.
    fn is_idle(&self) -> bool {
        let [begun, ended, _] = self.pulse.signs();
        let is_over = Arc::strong_count(&self.pulse) == 1;
        begun == ended && !self.told_to_end && !is_over && (self.quiet > 0 || begun > 0)
    }

    fn give_way(&mut self) {
        let forsaken = self.quiet >= FORSAKEN || self.pulse.begun.load(Ordering::Relaxed) == 0;
        self.end();
        if forsaken {
            self.pulse.give(CUT);
        }
    }

    fn end(&mut self) {
        self.told_to_end = true;
        self.quiet = 0;
        self.pulse.give(END);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(pulse: &Pulse, ward: &mut Ward, looks: u32) -> Vec<u8> {
        let look = |_| {
            ward.look_around();
            pulse.order.load(Ordering::Acquire)
        };
        (0..looks).map(look).collect()
    }

    fn changes(orders: &[u8]) -> Vec<(u8, usize)> {
        orders.chunk_by(|one, next| one == next).map(|same| (same[0], same.len())).collect()
    }

    #[test]
    fn silence_is_told_to_end_and_cut() {
        let mut ward = Ward::default();
        let pulse = ward.admit(None);
        assert_eq!(changes(&orders(&pulse, &mut ward, 25)), [(0, 14), (END, 5), (CUT, 6)]);
    }

    /// An answer over HTTP/2 may be on its way for long; over HTTP/1 it is seen to be.
    #[test]
    fn what_is_under_way_or_sent_is_life() {
        let mut ward = Ward::default();
        let pulse = ward.admit(None);
        let under_way = pulse.begin();
        assert_eq!(changes(&orders(&pulse, &mut ward, 100)), [(0, 100)]);
        drop(under_way);
        for _ in 0..10 {
            pulse.note_written();
            assert_eq!(changes(&orders(&pulse, &mut ward, 15)), [(0, 15)]);
        }
        pulse.note_http2();
        assert_eq!(changes(&orders(&pulse, &mut ward, 80)), [(0, 45), (END, 20), (CUT, 15)]);
    }

    /// At a stop what is still being sent is waited for, and what never asked for anything is not.
    #[test]
    fn a_stop_lets_answers_out() {
        let mut ward = Ward::default();
        let (silent, sending, http2) = (ward.admit(None), ward.admit(None), ward.admit(None));
        http2.note_http2();
        drop(http2.begin());
        ward.stop();
        for _ in 0..10 {
            sending.note_written();
            ward.look_around();
        }
        assert_eq!([&silent, &sending, &http2].map(|pulse| pulse.order.load(Ordering::Acquire)), [CUT, END, END]);
        ward.stop();
        assert_eq!(silent.order.load(Ordering::Acquire), CUT, "for good");
    }

    /// Where room is needed, what was quiet for longest goes first, and what is under way or just came stays.
    #[test]
    fn idle_connections_make_room() {
        let mut ward = Ward::default();
        let client = Some(Place::V4([203, 0, 113, 9]));
        let order = |pulse: &Arc<Pulse>| pulse.order.load(Ordering::Acquire);
        let (silent, busy) = (ward.admit(client), ward.admit(client));
        let under_way = busy.begin();
        ward.look_around();
        let (answered, new) = (ward.admit(None), ward.admit(client));
        drop(answered.begin());
        assert_eq!(ward.make_room(client, 10), 1);
        assert_eq!([&silent, &busy, &answered, &new].map(order), [CUT, 0, 0, 0]);
        assert_eq!(ward.make_room(None, 10), 1);
        assert_eq!([&busy, &answered, &new].map(order), [0, END, 0], "its answer may be on its way");
        assert_eq!(ward.make_room(None, 10), 0);
        drop(under_way);
        assert_eq!(ward.make_room(client, 10), 1);
        assert_eq!([&busy, &new].map(order), [END, 0]);
    }

    /// A process that stood still for half a minute does not blame its clients.
    #[tokio::test(start_paused = true)]
    async fn standing_still_is_one_look() {
        let mut looks = looks();
        looks.tick().await;
        tokio::time::advance(Duration::from_secs(30)).await;
        looks.tick().await;
        let next = tokio::time::timeout(LOOK / 2, looks.tick()).await;
        assert!(next.is_err(), "looks that were missed are made up for");
    }
}
