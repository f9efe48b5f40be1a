//! Delivering mail: take a row, mint its link, commit, and only then talk to the mail server.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::DbErr;
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::auth::deletion_notice;
use crate::auth::outgoing::{self, Drop, Outgoing};
use crate::context::Context;
use crate::limits::Paced;
use crate::mail::outbox::{self, Claim, Lane};
use crate::mail::{Envelope, SendError};
use crate::random::row_id;

use super::slots::Slots;

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
    context.mail.close_idle();
    let mut under_way = UnderWay::new(context.mail.at_once());
    let (mut delivered, mut resume) = (0, i64::MIN);
    loop {
        if !stopping.is_cancelled()
            && context.now() >= resume
            && let Err(error) = under_way.take_due(context).await
        {
            while under_way.next().await.is_some() {}
            return Err(error);
        }
        tokio::select! {
            outcome = under_way.next() => {
                let Some(outcome) = outcome else { return Ok(delivered) };
                let mut outcomes = vec![outcome];
                // All that ended meanwhile: whoever takes the next ones takes them in one transaction.
                outcomes.extend(std::iter::from_fn(|| under_way.try_next()));
                for outcome in outcomes {
                    match outcome {
                        Outcome::Sent => delivered += 1,
                        Outcome::NotSent => {}
                        Outcome::Postponed(date) => resume = date,
                    }
                }
            }
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

/// Mails under way in one process.
struct UnderWay {
    tasks: JoinSet<Outcome>,
    mails: HashMap<Id, (Uuid, Lane)>,
    slots: Slots,
}

impl UnderWay {
    fn new(at_once: usize) -> Self {
        Self { tasks: JoinSet::new(), mails: HashMap::new(), slots: Slots::new(at_once) }
    }

    async fn take_due(&mut self, context: &Context) -> Result<(), DbErr> {
        for lane in Lane::ALL {
            let free = self.slots.free(lane);
            if free == 0 {
                continue;
            }
            let at: Vec<Uuid> = self.mails.values().map(|(mail, _)| *mail).collect();
            for claim in outbox::claim(&context.db, &*context.clock, &*context.random, lane, free as u64, &at).await? {
                let mail = claim.row.id;
                let task = self.tasks.spawn(deliver_or_leave(context.clone(), claim));
                self.mails.insert(task.id(), (mail, lane));
                self.slots.take(lane);
            }
        }
        Ok(())
    }

    async fn next(&mut self) -> Option<Outcome> {
        let ended = self.tasks.join_next_with_id().await?;
        Some(self.ended(ended))
    }

    fn try_next(&mut self) -> Option<Outcome> {
        let ended = self.tasks.try_join_next_with_id()?;
        Some(self.ended(ended))
    }

    fn ended(&mut self, ended: Result<(Id, Outcome), JoinError>) -> Outcome {
        let (id, outcome) = ended.unwrap_or_else(|error| {
            tracing::error!(%error, "delivering a mail failed; it comes up again after its lease");
            (error.id(), Outcome::NotSent)
        });
        if let Some((_, lane)) = self.mails.remove(&id) {
            self.slots.give_back(lane);
        }
        outcome
    }
}

async fn deliver_or_leave(context: Context, claim: Claim) -> Outcome {
    deliver(&context, &claim).await.unwrap_or_else(|error| {
        tracing::warn!(mail = %claim.row.id, %error, "what became of a mail could not be noted; it comes up again after its lease");
        Outcome::NotSent
    })
}

async fn deliver(context: &Context, claim: &Claim) -> Result<Outcome, DbErr> {
    let outgoing = match outgoing::prepare(context, claim).await? {
        Ok(outgoing) => outgoing,
        Err(Drop::Later) => return Ok(Outcome::NotSent),
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
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX).min(outbox::LONGEST_PAUSE);
        let next = context.now() + seconds;
        claim.postponed(&context.db, next).await?;
        return Ok(Outcome::Postponed(next));
    }
    let kind = outgoing.message.kind();
    match send(context, outgoing).await {
        Ok(server) => {
            metrics::counter!("doorpost_mails_total", "result" => "sent").increment(1);
            tracing::info!(kind, mail = %claim.row.id, server = %server, "mail handed over");
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

async fn send(context: &Context, outgoing: Outgoing) -> Result<Arc<str>, SendError> {
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
