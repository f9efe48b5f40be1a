//! One mail server: its open connections, and whether it is of use at the moment.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;

use super::connect::Entrance;
use super::delivery_error::DeliveryError;
use super::dialogue::PreparedMessage;
use crate::clock::Clock;

/// A server that was out of reach is passed over for so many seconds.
const PASS_OVER: i64 = 30;
/// A connection that nobody needed for so many seconds is closed.
const IDLE: i64 = 30;
/// Refusals of us in a row, of mails to different mailboxes, that are no longer laid at the door of one mailbox.
const REFUSALS: usize = 3;
const QUIT_TIMEOUT: Duration = Duration::from_secs(5);
const IN_REACH: i64 = i64::MIN;

/// A mail server.
pub(super) struct Server {
    entrance: Entrance,
    name: Arc<str>,
    connect_timeout: Duration,
    /// Mails on one connection: Exim, for one, takes an eleventh and lets it lie until its next run.
    per_connection: usize,
    /// The last used one at the end.
    idle: Mutex<Vec<Idle>>,
    /// Unix seconds since when it is out of reach, or [`IN_REACH`].
    out_of_reach_since: AtomicI64,
    /// Recipients of the mails that it refused because of us since it took one.
    refused: Mutex<Vec<String>>,
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: i64,
    mails: usize,
}

impl Server {
    pub(super) fn new(entrance: Entrance, connect_timeout: Duration, per_connection: usize) -> Self {
        Self {
            name: entrance.address.name().into(),
            entrance,
            connect_timeout,
            per_connection,
            idle: Mutex::default(),
            out_of_reach_since: AtomicI64::new(IN_REACH),
            refused: Mutex::default(),
        }
    }

    /// Host and port.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn name_shared(&self) -> &Arc<str> {
        &self.name
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
    pub(super) fn mark_unreachable(&self, now: i64) {
        self.out_of_reach_since.store(now, Ordering::Relaxed);
    }

    /// Notes that it is in reach, and returns whether that is news.
    pub(super) fn is_back(&self) -> bool {
        self.out_of_reach_since.swap(IN_REACH, Ordering::Relaxed) != IN_REACH
    }

    /// Notes that it took a mail.
    pub(super) fn took(&self) {
        self.refused().clear();
    }

    /// Notes that it refused a mail because of us, and returns whether it does so whoever is to get it.
    pub(super) fn refuses_everybody(&self, recipient: &str) -> bool {
        let mut refused = self.refused();
        if refused.len() < REFUSALS && !refused.iter().any(|known| known.eq_ignore_ascii_case(recipient)) {
            refused.push(recipient.to_owned());
        }
        refused.len() == REFUSALS
    }

    /// Hands a mail over, on a connection that is open already or on a new one.
    pub(super) async fn hand_over(&self, message: &PreparedMessage, clock: &dyn Clock) -> Result<(), DeliveryError> {
        if let Some(Idle { mut connection, mails, .. }) = self.reuse() {
            match message.hand_over(&mut connection).await {
                Err(error) if error.may_be_stale_connection() => close(connection),
                outcome => return self.finish(outcome, connection, mails, message, clock),
            }
        }
        let entering = tokio::time::timeout(self.connect_timeout, self.entrance.pass(self.connect_timeout)).await;
        let entered = entering.unwrap_or_else(|_| Err(DeliveryError::timeout()));
        let mut connection = entered.map_err(|error| self.redacted(error, message))?;
        let outcome = message.hand_over(&mut connection).await;
        self.finish(outcome, connection, 0, message, clock)
    }

    /// Closes the connections that nobody needed for a while.
    pub(super) fn close_idle(&self, now: i64) {
        let old: Vec<Idle> = self.idle().extract_if(.., |idle| !idle.is_reusable(now)).collect();
        for idle in old {
            close(idle.connection);
        }
    }

    fn reuse(&self) -> Option<Idle> {
        self.idle().pop()
    }

    /// `mails` went over the connection before.
    fn finish(
        &self,
        outcome: Result<(), DeliveryError>,
        connection: AsyncSmtpConnection,
        mails: usize,
        message: &PreparedMessage,
        clock: &dyn Clock,
    ) -> Result<(), DeliveryError> {
        match outcome {
            Ok(()) => {
                if mails + 1 < self.per_connection {
                    self.idle().push(Idle { connection, since: clock.now(), mails: mails + 1 });
                } else {
                    close(connection);
                }
                Ok(())
            }
            Err(error) => {
                close(connection);
                Err(self.redacted(error, message))
            }
        }
    }

    /// With the server's words, but without what they repeat of the mail and of our credentials.
    fn redacted(&self, mut error: DeliveryError, message: &PreparedMessage) -> DeliveryError {
        error.words = self.entrance.address.without_secrets(message.without_recipient(&error.words));
        error
    }

    fn refused(&self) -> MutexGuard<'_, Vec<String>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Idle {
    fn is_reusable(&self, now: i64) -> bool {
        (self.since..self.since.saturating_add(IDLE)).contains(&now)
    }
}

/// With a farewell, which nobody waits for.
fn close(mut connection: AsyncSmtpConnection) {
    tokio::spawn(async move {
        if let Ok(Err(error)) = tokio::time::timeout(QUIT_TIMEOUT, connection.quit()).await {
            tracing::trace!(%error, "a mail server had gone without a farewell");
        }
    });
}
