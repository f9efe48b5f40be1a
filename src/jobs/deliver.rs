//! Delivering mail: take a row, mint its link, commit, and only then talk to the mail server.

use std::time::Duration;

use sea_orm::DbErr;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::auth::deletion_notice;
use crate::auth::outgoing::{self, Drop, Outgoing};
use crate::context::Context;
use crate::limits::Paced;
use crate::mail::outbox::{self, Claim};
use crate::mail::{Envelope, SendError};
use crate::random::row_id;

/// Mails under way at once in one process.
const AT_ONCE: usize = 4;
/// How often mail that is due again, or whose worker died, is looked for.
pub(super) const TICK: Duration = Duration::from_secs(2);

/// Delivers what is due, and what becomes due or is accepted while any of it is under way: a mail whose hand-over hangs
/// holds up no other. Returns how many were handed over.
///
/// # Errors
/// The database does not answer. What was under way is over by then.
pub async fn deliver_due(context: &Context, stopping: &CancellationToken) -> Result<usize, DbErr> {
    if context.mail.is_absent() {
        return Ok(0);
    }
    let mut under_way = JoinSet::new();
    let (mut delivered, mut resume) = (0, i64::MIN);
    loop {
        if !stopping.is_cancelled()
            && context.now() >= resume
            && let Err(error) = take_due(context, &mut under_way).await
        {
            while under_way.join_next().await.is_some() {}
            return Err(error);
        }
        tokio::select! {
            outcome = under_way.join_next() => match outcome {
                None => return Ok(delivered),
                Some(Ok(Outcome::Sent)) => delivered += 1,
                Some(Ok(Outcome::NotSent)) => {}
                Some(Ok(Outcome::Postponed(date))) => resume = date,
                Some(Err(error)) => tracing::error!(%error, "delivering a mail failed; it comes up again after its lease"),
            },
            () = context.mail.woken() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// What became of a mail.
enum Outcome {
    Sent,
    NotSent,
    /// Too many went out lately; there is room for the next one at this date.
    Postponed(i64),
}

async fn take_due(context: &Context, under_way: &mut JoinSet<Outcome>) -> Result<(), DbErr> {
    let free = AT_ONCE.saturating_sub(under_way.len());
    if free == 0 {
        return Ok(());
    }
    for claim in outbox::claim(&context.db, &*context.clock, &*context.random, free as u64).await? {
        let context = context.clone();
        under_way.spawn(async move {
            deliver(&context, &claim).await.unwrap_or_else(|error| {
                tracing::warn!(mail = %claim.row.id, %error, "what became of a mail could not be noted; it comes up again after its lease");
                Outcome::NotSent
            })
        });
    }
    Ok(())
}

async fn deliver(context: &Context, claim: &Claim) -> Result<Outcome, DbErr> {
    let outgoing = match outgoing::prepare(context, claim).await? {
        Ok(outgoing) => outgoing,
        Err(drop) => {
            metrics::counter!("doorpost_mails_total", "result" => drop.reason()).increment(1);
            claim.dropped(&context.db, context.now(), drop.reason()).await?;
            if drop != Drop::TakenOver {
                deletion_notice::forget(context, &claim.row).await?;
            }
            return Ok(Outcome::NotSent);
        }
    };
    // Only now: what is for nobody must not hold up what is for somebody.
    if let Err(seconds) = context.limits.pace(Paced::MailInAll, None) {
        let next = context.now().saturating_add_unsigned(seconds);
        claim.postponed(&context.db, next).await?;
        return Ok(Outcome::Postponed(next));
    }
    let kind = outgoing.message.kind();
    match send(context, outgoing).await {
        Ok(()) => {
            metrics::counter!("doorpost_mails_total", "result" => "sent").increment(1);
            tracing::info!(kind, mail = %claim.row.id, "mail handed over");
            claim.sent(&context.db, context.now()).await?;
            deletion_notice::forget(context, &claim.row).await?;
            Ok(Outcome::Sent)
        }
        Err(error) => {
            let again = claim.failed(&context.db, context.now(), error.reason, error.hopeless).await?;
            if !again {
                deletion_notice::forget(context, &claim.row).await?;
            }
            let result = if again { "retried" } else { "failed" };
            metrics::counter!("doorpost_mails_total", "result" => result).increment(1);
            tracing::warn!(kind, mail = %claim.row.id, reason = error.reason, again, "mail not handed over");
            Ok(Outcome::NotSent)
        }
    }
}

async fn send(context: &Context, outgoing: Outgoing) -> Result<(), SendError> {
    let host = context.settings.public_url.host();
    let rendered = outgoing.message.render(&context.templates, outgoing.locale, host).map_err(|error| {
        tracing::error!(%error, "a mail could not be rendered");
        SendError { reason: "rendering", hopeless: true }
    })?;
    let envelope = Envelope {
        id: row_id(&*context.clock, &*context.random),
        to: &outgoing.to,
        locale: outgoing.locale,
        date: context.now(),
        links: vec![outgoing.message.link().to_owned()],
    };
    context.mail.send(&envelope, &rendered).await
}
