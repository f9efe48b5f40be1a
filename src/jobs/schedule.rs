//! When work that comes again is done.

use std::time::Duration;

use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Periodic;
use crate::clock::{Clock, SystemClock};
use crate::context::Context;

/// How often it is looked whether the clock was set back.
const LOOK: Duration = Duration::from_secs(2);

/// The moments at which a job runs. Not pauses between its runs: what the scheduler repeats after a pause it never runs again once it
/// came too late by more than one, as after a suspended machine or a clock that was set forward.
#[derive(Clone, Copy)]
pub(super) struct Trigger {
    /// In cron's words; seconds come first.
    pub(super) cron: &'static str,
    /// From one to the next.
    pub(super) period: Duration,
}

/// The scheduler with its jobs. Clones share it.
#[derive(Clone)]
pub(super) struct Schedule {
    scheduler: JobScheduler,
    jobs: Vec<(Uuid, Duration)>,
}

impl Schedule {
    /// Runs each of these at its moments.
    pub(super) async fn start(context: &Context, work: &[Periodic]) -> Result<Self, JobSchedulerError> {
        let scheduler = JobScheduler::new().await?;
        let mut jobs = Vec::new();
        for work in work.iter().copied() {
            let (Trigger { cron, period }, context) = (work.trigger(), context.clone());
            let job = Job::new_async(cron, move |_, _| {
                let context = context.clone();
                Box::pin(async move { work.run(&context).await })
            })?;
            jobs.push((scheduler.add(job).await?, period));
        }
        scheduler.start().await?;
        Ok(Self { scheduler, jobs })
    }

    /// Keeps jobs from waiting for moments that a wrong clock chose, until it is told to stop.
    pub(super) async fn keep(self, stopping: CancellationToken) {
        loop {
            tokio::select! {
                () = stopping.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            if let Err(error) = self.catch_up().await {
                tracing::warn!(%error, "it could not be seen whether jobs wait for too long; the next look tries again");
            }
        }
    }

    /// The scheduler waits for the date of a job's next run, which lies days ahead once the clock was set back by days.
    async fn catch_up(&self) -> Result<(), JobSchedulerError> {
        // The clock that the scheduler reads, which is not the context's.
        let now = u64::try_from(SystemClock.now()).unwrap_or(0);
        let mut stored = self.scheduler.context.metadata_storage.write().await;
        for (id, period) in &self.jobs {
            if let Some(mut job) = stored.get(*id).await?
                && job.next_tick > now + period.as_secs()
            {
                job.next_tick = now;
                // It runs nothing whose last run is later than its next.
                job.last_tick = None;
                stored.add_or_update(job).await?;
            }
        }
        Ok(())
    }

    /// Begins no more work.
    pub(super) async fn stop(mut self) {
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::warn!(%error, "the scheduler did not stop");
        }
    }
}
