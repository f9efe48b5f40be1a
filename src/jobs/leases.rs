//! Mail that a process had in hand when it ended: its leases end with it.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::DbErr;
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::mail::outbox;

/// How often it is looked who is gone.
const LOOK: Duration = Duration::from_secs(2);
/// A process that is not seen for so many milliseconds is gone. One that lost its session to a restart of the database, or to the
/// network, has another by then.
const GONE_AFTER: i64 = 8000;

/// At the start: where no other process can be at work, whatever was in hand is free.
pub(super) async fn begin(context: &Context) -> Result<(), DbErr> {
    if context.db.is_sole_process().await? {
        let mails = outbox::end_leases(&context.db).await?;
        if mails > 0 {
            tracing::info!(mails, "mail that an earlier process had in hand is taken up again");
        }
    }
    Ok(())
}

/// Takes up what others had in hand that are gone, until it is told to stop.
pub(super) async fn watch(context: Context, stopping: CancellationToken) {
    let mut unseen_since = HashMap::new();
    loop {
        if let Err(error) = look(&context, &mut unseen_since).await {
            tracing::debug!(%error, "it could not be seen which processes live; the next look tries again");
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn look(context: &Context, unseen_since: &mut HashMap<i32, i64>) -> Result<(), DbErr> {
    let now = context.clock.monotonic_millis();
    let unseen = context.db.unseen_processes().await?;
    unseen_since.retain(|process, _| unseen.contains(process));
    for process in unseen {
        let since = *unseen_since.entry(process).or_insert(now);
        if now - since < GONE_AFTER || context.db.visible_process() == Some(process) {
            continue;
        }
        let mails = outbox::end_leases_of(&context.db, process).await?;
        unseen_since.remove(&process);
        if mails > 0 {
            tracing::info!(mails, "mail that a process had in hand which is gone is taken up again");
            context.mail.wake();
        }
    }
    Ok(())
}
