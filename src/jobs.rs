//! Scheduled and background work. Correctness never waits for it: expiry is checked at use, and leases end by
//! themselves.

pub mod deliver;
mod hand_overs;
mod leases;
mod outcomes;
pub mod purge;
mod run_once;
mod schedule;
mod slots;

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_cron_scheduler::JobSchedulerError;
use tokio_util::sync::CancellationToken;

use crate::auth::{access_key, event, session};
use crate::context::Context;
use crate::db::FeedEvent;
use crate::mail::outbox;

use hand_overs::HandOvers;
pub use run_once::run_once;
use schedule::{Schedule, Trigger};

/// Background work that failed pauses for so long.
const AFTER_A_FAILURE: Duration = Duration::from_secs(1);
const FIVE_SECONDS: Trigger = Trigger { cron: "*/5 * * * * *", period: Duration::from_secs(5) };
const MINUTE: Trigger = Trigger { cron: "0 * * * * *", period: Duration::from_mins(1) };
const FIVE_MINUTES: Trigger = Trigger { cron: "0 */5 * * * *", period: Duration::from_mins(5) };
const HOUR: Trigger = Trigger { cron: "0 0 * * * *", period: Duration::from_hours(1) };

/// The work of one process.
#[derive(Clone)]
pub struct Jobs {
    context: Context,
    hand_overs: HandOvers,
}

/// Running work, to be stopped before the process ends.
pub struct Running {
    context: Context,
    stopping: CancellationToken,
    tasks: JoinSet<()>,
    schedule: Schedule,
}

impl Jobs {
    /// The work that goes with a context.
    #[must_use]
    pub fn new(context: Context) -> Self {
        Self { context, hand_overs: HandOvers::default() }
    }

    /// Starts everything.
    ///
    /// # Errors
    /// The scheduler did not start.
    pub async fn start(&self) -> Result<Running, JobSchedulerError> {
        let stopping = CancellationToken::new();
        let mut tasks = JoinSet::new();
        if let Err(error) = leases::begin(&self.context).await {
            tracing::warn!(%error, "mail that an earlier process had in hand comes up again after its lease");
        }
        for (name, work) in Daemon::ALL {
            tasks.spawn(supervise(name, work, self.context.clone(), stopping.clone()));
        }
        let context = self.context.clone();
        // At the start as well: a process that never lives for an hour must announce them, too.
        tasks.spawn(async move { announce_key_ends(&context).await });
        let schedule = Schedule::start(&self.context, &Periodic::ALL).await?;
        tasks.spawn(schedule.clone().keep(stopping.clone()));
        Ok(Running { context: self.context.clone(), stopping, tasks, schedule })
    }

    /// Delivers all mail that is due now, and returns how many were handed over.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn deliver_due(&self) -> Result<usize, sea_orm::DbErr> {
        deliver::deliver_due(&self.context, &self.hand_overs, &CancellationToken::new()).await
    }

    /// Makes mail due that waits for a date which nobody within bounds can have meant, and returns how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn bring_mail_forward(&self) -> Result<u64, sea_orm::DbErr> {
        outbox::reset_future_attempts(&self.context.db, self.context.now()).await
    }

    /// Purges what has expired.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge(&self) -> Result<u64, sea_orm::DbErr> {
        purge::purge(&self.context).await
    }

    /// Announces the access keys that end soon, and returns how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn announce_key_ends(&self) -> Result<u64, sea_orm::DbErr> {
        access_key::announce_ends(&self.context).await
    }

    /// Makes the next signing key if it is time, and forgets dead ones.
    pub async fn rotate_signing_keys(&self) {
        rotate_signing_keys(&self.context).await;
    }

    /// Writes down which limits were reached, and returns how many.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn record_limits(&self) -> Result<usize, sea_orm::DbErr> {
        event::record_limits(&self.context).await
    }

    /// Writes noted uses of sessions.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn write_last_seen(&self) -> Result<usize, sea_orm::DbErr> {
        session::write_last_seen(&self.context).await
    }
}

impl Running {
    /// Lets what is under way finish, writes the last notes, and stops.
    pub async fn stop(mut self) {
        self.stopping.cancel();
        self.schedule.stop().await;
        while self.tasks.join_next().await.is_some() {}
        write_last_seen(&self.context).await;
        record_limits(&self.context).await;
    }
}

/// Work that is repeated.
#[derive(Clone, Copy)]
enum Periodic {
    WriteLastSeen,
    BringMailForward,
    Purge,
    RecordLimits,
    AnnounceKeyEnds,
    RotateSigningKeys,
}

impl Periodic {
    const ALL: [Self; 6] = [
        Self::WriteLastSeen,
        Self::BringMailForward,
        Self::Purge,
        Self::RecordLimits,
        Self::AnnounceKeyEnds,
        Self::RotateSigningKeys,
    ];

    fn trigger(self) -> Trigger {
        match self {
            Self::WriteLastSeen => FIVE_SECONDS,
            Self::BringMailForward | Self::Purge => MINUTE,
            Self::RecordLimits => FIVE_MINUTES,
            Self::AnnounceKeyEnds | Self::RotateSigningKeys => HOUR,
        }
    }

    async fn run(self, context: &Context) {
        match self {
            Self::WriteLastSeen => write_last_seen(context).await,
            Self::BringMailForward => bring_mail_forward(context).await,
            Self::Purge => purge(context).await,
            Self::RecordLimits => record_limits(context).await,
            Self::AnnounceKeyEnds => announce_key_ends(context).await,
            Self::RotateSigningKeys => rotate_signing_keys(context).await,
        }
    }
}

/// Work that continues for as long as the process does.
#[derive(Clone, Copy)]
enum Daemon {
    DeliverMail,
    FollowChangeFeed,
    WatchProcesses,
}

impl Daemon {
    const ALL: [(&'static str, Self); 3] = [
        ("hear_changes", Self::FollowChangeFeed),
        ("deliver_mail", Self::DeliverMail),
        ("watch_processes", Self::WatchProcesses),
    ];
}

/// A mistake of ours in one round must not end the work for ever: the process would live on, and nobody would get mail.
async fn supervise(name: &'static str, work: Daemon, context: Context, stopping: CancellationToken) {
    loop {
        let (context, told) = (context.clone(), stopping.clone());
        let round = match work {
            Daemon::DeliverMail => tokio::spawn(deliver_mail(context, told)),
            Daemon::FollowChangeFeed => tokio::spawn(follow_change_feed(context, told)),
            Daemon::WatchProcesses => tokio::spawn(leases::watch(context, told)),
        };
        let Err(error) = round.await else { return };
        tracing::error!(name, %error, "background work failed; it begins again");
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(AFTER_A_FAILURE) => {}
        }
    }
}

async fn deliver_mail(context: Context, stopping: CancellationToken) {
    let hand_overs = HandOvers::default();
    loop {
        if let Err(error) = deliver::deliver_due(&context, &hand_overs, &stopping).await {
            tracing::warn!(%error, "mail could not be taken from the outbox; the next round tries again");
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = context.mail.woken() => {}
            () = tokio::time::sleep(deliver::TICK) => {}
        }
    }
}

async fn follow_change_feed(context: Context, stopping: CancellationToken) {
    let mut changes = context.db.changes();
    loop {
        let since = context.clock.monotonic_millis();
        tokio::select! {
            () = stopping.cancelled() => return,
            heard = changes.next() => match heard {
                FeedEvent::Invalidation(notice) => context.apply_invalidation(notice),
                FeedEvent::Nothing => context.credential_cache.mark_fresh_since(since),
            }
        }
    }
}

async fn bring_mail_forward(context: &Context) {
    match outbox::reset_future_attempts(&context.db, context.now()).await {
        Ok(0) => {}
        Ok(mails) => {
            tracing::warn!(mails, "mail waited for dates far ahead, as if a clock had been set back; it is due now");
            context.mail.wake();
        }
        Err(error) => tracing::warn!(%error, "mail that waits could not be looked at; the next run tries again"),
    }
}

async fn purge(context: &Context) {
    if let Err(error) = run_once(context, "purge", MINUTE.period, purge::purge(context)).await {
        tracing::warn!(%error, "purging failed; the next run tries again");
    }
}

async fn announce_key_ends(context: &Context) {
    let announcing = access_key::announce_ends(context);
    if let Err(error) = run_once(context, "announce_key_ends", HOUR.period, announcing).await {
        tracing::warn!(%error, "the ends of access keys were not announced; the next run tries again");
    }
}

async fn rotate_signing_keys(context: &Context) {
    if let Err(error) = context.signing_keys.rotate(&context.db, &*context.clock, &*context.random).await {
        tracing::error!(%error, "signing keys could not be rotated; the next run tries again");
    }
}

async fn write_last_seen(context: &Context) {
    if let Err(error) = session::write_last_seen(context).await {
        tracing::warn!(%error, "uses of sessions could not be written; the next round tries again");
    }
}

async fn record_limits(context: &Context) {
    if let Err(error) = event::record_limits(context).await {
        tracing::warn!(%error, "limits that were reached could not be written down");
    }
}
