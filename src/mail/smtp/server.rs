//! One mail server: its open connections, and whether it is of use at the moment.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;

use super::address::Address;
use super::dialogue::{Parcel, step};
use super::trouble::{Stage, Trouble};
use crate::clock::Clock;

/// A server that was out of reach is passed over for so many seconds.
const PASS_OVER: i64 = 30;
/// A connection that nobody needed for so many seconds is closed.
const IDLE: i64 = 30;
const FAREWELL_TIMEOUT: Duration = Duration::from_secs(5);
const IN_REACH: i64 = i64::MIN;

/// A mail server.
pub(super) struct Server {
    address: Address,
    name: Arc<str>,
    connect_timeout: Duration,
    /// The last used one at the end.
    idle: Mutex<Vec<Idle>>,
    /// Unix seconds since when it is out of reach, or [`IN_REACH`].
    out_of_reach_since: AtomicI64,
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: i64,
}

impl Server {
    pub(super) fn new(address: Address, connect_timeout: Duration) -> Self {
        let name = address.name().into();
        let out_of_reach_since = AtomicI64::new(IN_REACH);
        Self { address, name, connect_timeout, idle: Mutex::default(), out_of_reach_since }
    }

    /// Host and port.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn name_shared(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// Whether it was out of reach lately. When that is long enough ago, one mail is told to try it, and the others pass it
    /// over meanwhile: they need not all wait for its time-out.
    pub(super) fn is_passed_over(&self, now: i64) -> bool {
        let since = self.out_of_reach_since.load(Ordering::Relaxed);
        if since == IN_REACH {
            return false;
        }
        // A clock that was put back must not keep it out for longer.
        let lately = (since..since.saturating_add(PASS_OVER)).contains(&now);
        lately || self.out_of_reach_since.compare_exchange(since, now, Ordering::Relaxed, Ordering::Relaxed).is_err()
    }

    /// Notes that it is out of reach.
    pub(super) fn pass_over(&self, now: i64) {
        self.out_of_reach_since.store(now, Ordering::Relaxed);
    }

    /// Notes that it is in reach, and returns whether that is news.
    pub(super) fn is_back(&self) -> bool {
        self.out_of_reach_since.swap(IN_REACH, Ordering::Relaxed) != IN_REACH
    }

    /// Hands a mail over, on a connection that is open already or on a new one.
    pub(super) async fn hand_over(&self, parcel: &Parcel, clock: &dyn Clock) -> Result<(), Trouble> {
        if let Some(mut connection) = self.reuse() {
            match parcel.hand_over(&mut connection).await {
                Err(trouble) if trouble.may_be_of_age() => close(connection),
                outcome => return self.finish(outcome, connection, parcel, clock),
            }
        }
        let connecting = self.address.connect(self.connect_timeout);
        let connected = step(Stage::Ourselves, self.connect_timeout, connecting).await;
        let mut connection = connected.map_err(|trouble| self.fit_for_the_log(trouble, parcel))?;
        let outcome = parcel.hand_over(&mut connection).await;
        self.finish(outcome, connection, parcel, clock)
    }

    /// Closes the connections that nobody needed for a while.
    pub(super) fn close_idle(&self, now: i64) {
        let old: Vec<Idle> = self.idle().extract_if(.., |idle| !idle.is_young(now)).collect();
        for idle in old {
            close(idle.connection);
        }
    }

    fn reuse(&self) -> Option<AsyncSmtpConnection> {
        self.idle().pop().map(|idle| idle.connection)
    }

    fn finish(
        &self,
        outcome: Result<(), Trouble>,
        connection: AsyncSmtpConnection,
        parcel: &Parcel,
        clock: &dyn Clock,
    ) -> Result<(), Trouble> {
        match outcome {
            Ok(()) => {
                self.idle().push(Idle { connection, since: clock.now() });
                Ok(())
            }
            Err(trouble) => {
                close(connection);
                Err(self.fit_for_the_log(trouble, parcel))
            }
        }
    }

    /// With the server's words, but without what they repeat of the mail and of our credentials.
    fn fit_for_the_log(&self, mut trouble: Trouble, parcel: &Parcel) -> Trouble {
        trouble.words = self.address.without_secrets(parcel.without_recipient(&trouble.words));
        trouble
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Idle {
    fn is_young(&self, now: i64) -> bool {
        (self.since..self.since.saturating_add(IDLE)).contains(&now)
    }
}

/// With a farewell, which nobody waits for.
fn close(mut connection: AsyncSmtpConnection) {
    tokio::spawn(async move {
        if let Ok(Err(error)) = tokio::time::timeout(FAREWELL_TIMEOUT, connection.quit()).await {
            tracing::trace!(%error, "a mail server had gone without a farewell");
        }
    });
}
