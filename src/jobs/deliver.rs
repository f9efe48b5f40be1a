//! Delivering mail: take a row, mint its link, commit, and only then talk to the mail server.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use entity::outbox::OutboxKind;
use sea_orm::DbErr;
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::auth::outgoing;
use crate::auth::prepared_mail::{PreparedMail, SkipReason};
use crate::context::Context;
use crate::crypto::random::row_id;
use crate::limits::LimitedAction;
use crate::mail::outbox::{self, Claim, Lane};
use crate::mail::{Envelope, SendError};

use super::hand_overs::HandOvers;
use super::outcomes;
use super::slots::Slots;

/// How often mail that is due again, or whose worker died, is looked for.
pub(super) const TICK: Duration = Duration::from_secs(2);
/// While mail is under way it is looked whether mail is in trouble, after so many milliseconds.
const LOOK_AGAIN: i64 = 2000;

/// Delivers what is due, and what becomes due or is accepted while any of it is under way: a mail whose hand-over hangs
/// holds up no other. Returns how many were handed over.
///
/// # Errors
/// The database does not answer. What was under way is over by then.
pub(super) async fn deliver_due(
    context: &Context,
    hand_overs: &HandOvers,
    stopping: &CancellationToken,
) -> Result<usize, DbErr> {
    if context.mail.is_absent() {
        return Ok(0);
    }
    context.mail.close_idle();
    outcomes::look(context).await?;
    let mut looked = context.clock.monotonic_millis();
    let mut under_way = UnderWay::new(context, hand_overs);
    let (mut delivered, mut resume) = (0, i64::MIN);
    loop {
        if !stopping.is_cancelled()
            && context.now() >= resume
            && let Err(error) = under_way.take_due().await
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
                        Outcome::NotSent | Outcome::Unaddressed { .. } => {}
                        Outcome::Postponed(date) => resume = date,
                    }
                }
            }
            () = context.mail.woken() => {}
            () = tokio::time::sleep(TICK) => {}
        }
        if context.clock.monotonic_millis() - looked > LOOK_AGAIN {
            looked = context.clock.monotonic_millis();
            if let Err(error) = outcomes::look(context).await {
                tracing::debug!(%error, "it could not be seen whether mail is in trouble");
            }
        }
    }
}

/// What became of a mail.
enum Outcome {
    Sent,
    NotSent,
    /// A login mail for nobody, which is noted as dropped after a pause.
    Unaddressed {
        claim: Box<Claim>,
        drop: SkipReason,
        /// By the steady clock, in milliseconds.
        until: i64,
    },
    /// Too many went out lately; there is room for the next one at this date.
    Postponed(i64),
}

/// Logins for nobody that wait for the end of their pause. Beyond these none waits: in such a flood nothing can be told by the time of
/// one write.
const MOST_PAUSES: usize = 64;

/// Mails under way in one process.
struct UnderWay<'a> {
    context: &'a Context,
    hand_overs: &'a HandOvers,
    tasks: JoinSet<Outcome>,
    mails: HashMap<Id, (Uuid, Lane)>,
    slots: Slots,
}

impl<'a> UnderWay<'a> {
    fn new(context: &'a Context, hand_overs: &'a HandOvers) -> Self {
        let slots = Slots::new(context.mail.at_once());
        Self { context, hand_overs, tasks: JoinSet::new(), mails: HashMap::new(), slots }
    }

    async fn take_due(&mut self) -> Result<(), DbErr> {
        let context = self.context;
        for lane in Lane::ALL {
            let free = self.slots.free(lane);
            if free == 0 {
                continue;
            }
            let at: Vec<Uuid> = self.mails.values().map(|(mail, _)| *mail).collect();
            for claim in outbox::claim(&context.db, &*context.clock, &*context.random, lane, free as u64, &at).await? {
                let mail = claim.row.id;
                let work = deliver_or_leave(context.clone(), self.hand_overs.clone(), claim);
                let task = self.tasks.spawn(work);
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
        match outcome {
            // It holds no slot meanwhile: what is for nobody must not hold up what is for somebody.
            Outcome::Unaddressed { claim, drop, until } => {
                let pauses = self.tasks.len().saturating_sub(self.mails.len());
                let until = if pauses < MOST_PAUSES { until } else { i64::MIN };
                self.tasks.spawn(drop_later(self.context.clone(), claim, drop, until));
                Outcome::NotSent
            }
            other => other,
        }
    }
}

async fn deliver_or_leave(context: Context, hand_overs: HandOvers, claim: Claim) -> Outcome {
    let mail = claim.row.id;
    deliver(&context, &hand_overs, claim).await.unwrap_or_else(|error| left(mail, &error))
}

fn left(mail: Uuid, error: &DbErr) -> Outcome {
    tracing::warn!(%mail, %error, "what became of a mail could not be noted; it comes up again after its lease");
    Outcome::NotSent
}

/// Notes that a login is for nobody when others note that theirs was handed over (invariant 76).
async fn drop_later(context: Context, claim: Box<Claim>, drop: SkipReason, until: i64) -> Outcome {
    // The timer rounds up, by a millisecond in the mean.
    let pause = until.saturating_sub(context.clock.monotonic_millis()).saturating_sub(1);
    if pause > 0 {
        tokio::time::sleep(Duration::from_millis(pause.unsigned_abs())).await;
    }
    match dropped(&context, &claim, drop).await {
        Ok(()) => Outcome::NotSent,
        Err(error) => left(claim.row.id, &error),
    }
}

async fn dropped(context: &Context, claim: &Claim, drop: SkipReason) -> Result<(), DbErr> {
    metrics::counter!("doorpost_mails_total", "result" => drop.reason()).increment(1);
    claim.dropped(&context.db, context.now(), drop.reason()).await?;
    if drop != SkipReason::LeaseLost {
        outgoing::forget(context, &claim.row).await?;
    }
    Ok(())
}

async fn deliver(context: &Context, hand_overs: &HandOvers, claim: Claim) -> Result<Outcome, DbErr> {
    let outgoing = match outgoing::prepare(context, &claim).await? {
        Ok(outgoing) => outgoing,
        // It was given back already.
        Err(SkipReason::Postponed) => return Ok(Outcome::NotSent),
        Err(drop) => {
            if claim.row.kind == OutboxKind::Login
                && matches!(drop, SkipReason::NoRecipient | SkipReason::RateLimited)
                && let Some(pause) = hand_overs.one(&*context.random)
            {
                let pause = i64::try_from(pause.as_millis()).unwrap_or(0);
                let until = context.clock.monotonic_millis() + pause;
                return Ok(Outcome::Unaddressed { claim: Box::new(claim), drop, until });
            }
            dropped(context, &claim, drop).await?;
            return Ok(Outcome::NotSent);
        }
    };
    // Only now: what is for nobody must not hold up what is for somebody.
    if let Err(seconds) = context.limits.check_rate_limit(LimitedAction::MailGlobal, None) {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX).min(outbox::LONGEST_PAUSE);
        let next = context.now() + seconds;
        claim.postponed(&context.db, next).await?;
        return Ok(Outcome::Postponed(next));
    }
    let kind = outgoing.message.kind();
    let to = outgoing.to.clone();
    let began = context.clock.monotonic_millis();
    let sent = send(context, outgoing).await;
    if claim.row.kind == OutboxKind::Login {
        let took = context.clock.monotonic_millis() - began;
        hand_overs.note(Duration::from_millis(took.unsigned_abs()));
    }
    match sent {
        Ok(server) => {
            metrics::counter!("doorpost_mails_total", "result" => "sent").increment(1);
            tracing::info!(kind, mail = %claim.row.id, server = %server, "mail handed over");
            claim.sent(&context.db, context.now()).await?;
            outcomes::taken(context).await?;
            outgoing::forget(context, &claim.row).await?;
            Ok(Outcome::Sent)
        }
        Err(error) => {
            let again = claim.failed(&context.db, context.now(), error.reason, error.permanent).await?;
            if !again {
                outgoing::forget(context, &claim.row).await?;
            }
            let result = if again { "retried" } else { "failed" };
            metrics::counter!("doorpost_mails_total", "result" => result).increment(1);
            tracing::warn!(kind, mail = %claim.row.id, reason = error.reason, again, "mail not handed over");
            outcomes::not_taken(context, claim.row.id, &to, &error).await?;
            Ok(Outcome::NotSent)
        }
    }
}

async fn send(context: &Context, outgoing: PreparedMail) -> Result<Arc<str>, SendError> {
    let host = context.settings.public_url.host();
    let rendered = outgoing.message.render(&context.templates, outgoing.locale, host).map_err(|error| {
        tracing::error!(%error, "a mail could not be rendered");
        SendError::ours("rendering")
    })?;
    let envelope = Envelope {
        id: row_id(&*context.clock, &*context.random),
        to: &outgoing.to,
        locale: outgoing.locale,
        date: context.now(),
        links: vec![outgoing.message.link().to_owned()],
        code: outgoing.message.mail_code().map(str::to_owned),
    };
    context.mail.send(&envelope, &rendered).await
}
