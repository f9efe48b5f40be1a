//! What the outcomes of hand-overs say of mail as a whole.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sea_orm::DbErr;
use uuid::Uuid;

use crate::context::Context;
use crate::mail::health::{self, Health, Untaken};
use crate::mail::{SendError, Sign};

/// Looks whether mail is in trouble, on any node: most mails that are taken need not say that it is over.
pub(super) async fn look(context: &Context) -> Result<(), DbErr> {
    context.mail.note_trouble(health::is_troubled(&context.db).await?);
    Ok(())
}

/// A mail was taken.
pub(super) async fn taken(context: &Context) -> Result<(), DbErr> {
    if !context.mail.is_troubled() {
        return Ok(());
    }
    context.mail.note_trouble(false);
    if health::taken(&context.db).await? {
        tracing::info!("mail is taken again");
    }
    Ok(())
}

/// A mail was not taken. The first that shows that none is leaves one line for whoever is called by errors.
pub(super) async fn not_taken(context: &Context, mail_id: Uuid, to: &str, error: &SendError) -> Result<(), DbErr> {
    if error.sign == Sign::None {
        return Ok(());
    }
    context.mail.note_trouble(true);
    let hash = context.keyring.hmac("mail trouble", &[to.to_ascii_lowercase().as_bytes()]);
    let mail = Untaken { mail_id, mailbox_hash: STANDARD_NO_PAD.encode(hash), sign: error.sign };
    let news = health::not_taken(&context.db, &*context.clock, &*context.random, &mail).await?;
    let told = error.told.as_ref();
    let (server, words) = told.map_or(("none", ""), |(server, words)| (&**server, words.as_str()));
    match news {
        Some(Health::Refused) => {
            tracing::error!(server, error = words, "mail servers refuse every mail: nobody new gets in");
        }
        Some(Health::Unreachable) => {
            tracing::error!(server, error = words, "no mail server can be reached: nobody new gets in");
        }
        Some(Health::Ok) | None => {}
    }
    Ok(())
}
