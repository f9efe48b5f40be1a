//! Delivering mail: take a row, mint its link, commit, and only then talk to the mail server.

use sea_orm::DbErr;
use tokio::task::JoinSet;

use crate::auth::outgoing::{self, Outgoing};
use crate::context::Context;
use crate::mail::outbox::{self, Claim};
use crate::mail::{Envelope, SendError};
use crate::random::row_id;

/// Mails under way at once in one process.
const AT_ONCE: u64 = 4;

/// Delivers what is due, and returns how many mails were handed over.
///
/// # Errors
/// The database does not answer.
pub async fn deliver_due(context: &Context) -> Result<usize, DbErr> {
    if context.mail.is_absent() {
        return Ok(0);
    }
    let mut delivered = 0;
    loop {
        let claims = outbox::claim(&context.db, &*context.clock, &*context.random, AT_ONCE).await?;
        if claims.is_empty() {
            return Ok(delivered);
        }
        let mut mails = JoinSet::new();
        for claim in claims {
            let context = context.clone();
            mails.spawn(async move { deliver(&context, &claim).await });
        }
        while let Some(outcome) = mails.join_next().await {
            match outcome {
                Ok(Ok(true)) => delivered += 1,
                Ok(Ok(false)) => {}
                Ok(Err(error)) => return Err(error),
                Err(error) => tracing::error!(%error, "delivering a mail failed; it comes up again after its lease"),
            }
        }
    }
}

async fn deliver(context: &Context, claim: &Claim) -> Result<bool, DbErr> {
    let outgoing = match outgoing::prepare(context, claim).await? {
        Ok(outgoing) => outgoing,
        Err(drop) => {
            metrics::counter!("doorpost_mails_total", "result" => drop.reason()).increment(1);
            claim.dropped(&context.db, context.now(), drop.reason()).await?;
            return Ok(false);
        }
    };
    let kind = outgoing.message.kind();
    match send(context, outgoing).await {
        Ok(()) => {
            metrics::counter!("doorpost_mails_total", "result" => "sent").increment(1);
            tracing::info!(kind, mail = %claim.row.id, "mail handed over");
            claim.sent(&context.db, context.now()).await?;
            Ok(true)
        }
        Err(error) => {
            let again = claim.failed(&context.db, context.now(), error.reason, error.hopeless).await?;
            let result = if again { "retried" } else { "failed" };
            metrics::counter!("doorpost_mails_total", "result" => result).increment(1);
            tracing::warn!(kind, mail = %claim.row.id, reason = error.reason, again, "mail not handed over");
            Ok(false)
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
