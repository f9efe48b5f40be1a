//! Mail: what is said, how it is kept until it is sent, and how it goes out. The only place that knows SMTP.

mod compose;
mod extra;
pub mod health;
pub mod mailbox;
mod masked;
pub mod message;
pub mod outbox;
pub mod samples;
mod sender;
mod smtp;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

pub use compose::{Envelope, Letterhead};
pub use extra::ExtraHeader;
pub use mailbox::Mailbox;
pub use sender::Sender;
pub use smtp::{SmtpSettings, check_certificates, check_hello, check_url};

use crate::clock::Clock;
use message::Rendered;
use smtp::Smtp;

/// One hand-over may take so long in all, whatever its single steps are allowed.
const HAND_OVER_TIMEOUT: Duration = Duration::from_secs(90);
/// Mails handed over at once where there is no mail server whose connections they would be.
const AT_ONCE: usize = 16;

/// The way out for mail. Clones share it.
#[derive(Clone)]
pub struct Mail {
    transport: Arc<Transport>,
    letterhead: Arc<Letterhead>,
    waiting: Arc<Notify>,
    at_once: usize,
    /// Whether any mail was not taken since one was, on any node, as far as is known.
    troubled: Arc<AtomicBool>,
}

enum Transport {
    Smtp(Smtp),
    Mailbox(Mailbox),
    Absent,
}

impl Mail {
    /// Through the first of some mail servers that works. The clock tells how long one that was out of reach is passed over.
    ///
    /// # Errors
    /// A URL, the certificates or the name to greet with is not understood.
    pub fn smtp(settings: &SmtpSettings<'_>, letterhead: Letterhead, clock: Arc<dyn Clock>) -> Result<Self, MailError> {
        let mail = Self::new(Transport::Smtp(Smtp::new(settings, clock)?), letterhead);
        Ok(Self { at_once: settings.connections, ..mail })
    }

    /// Into a mailbox in memory, for development.
    #[must_use]
    pub fn mailbox(letterhead: Letterhead) -> Self {
        Self::new(Transport::Mailbox(Mailbox::default()), letterhead)
    }

    /// Nowhere: mail waits in the outbox until there is a mail server.
    #[must_use]
    pub fn absent(letterhead: Letterhead) -> Self {
        Self::new(Transport::Absent, letterhead)
    }

    fn new(transport: Transport, letterhead: Letterhead) -> Self {
        Self {
            transport: Arc::new(transport),
            letterhead: Arc::new(letterhead),
            waiting: Arc::default(),
            at_once: AT_ONCE,
            troubled: Arc::default(),
        }
    }

    /// The mailbox in memory, if mail goes there.
    #[must_use]
    pub fn as_mailbox(&self) -> Option<&Mailbox> {
        match &*self.transport {
            Transport::Mailbox(mailbox) => Some(mailbox),
            Transport::Smtp(_) | Transport::Absent => None,
        }
    }

    /// The address that mails come from, for people who look for one.
    #[must_use]
    pub fn sender(&self) -> String {
        self.letterhead.from.address().to_string()
    }

    /// Whether there is no way out at all.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(*self.transport, Transport::Absent)
    }

    /// How many mails may be handed over at once.
    #[must_use]
    pub fn at_once(&self) -> usize {
        self.at_once
    }

    /// Whether any mail was not taken since one was, on any node, as was last noted.
    #[must_use]
    pub fn is_troubled(&self) -> bool {
        self.troubled.load(Ordering::Relaxed)
    }

    /// Notes whether any mail was not taken since one was.
    pub fn note_trouble(&self, troubled: bool) {
        self.troubled.store(troubled, Ordering::Relaxed);
    }

    /// Closes the connections that nobody needed for a while.
    pub fn close_idle(&self) {
        match &*self.transport {
            Transport::Smtp(smtp) => smtp.close_idle(),
            Transport::Mailbox(_) | Transport::Absent => {}
        }
    }

    /// Tells the worker that there is something in the outbox.
    pub fn wake(&self) {
        self.waiting.notify_one();
    }

    /// Resolves after [`Mail::wake`].
    pub async fn woken(&self) {
        self.waiting.notified().await;
    }

    /// Puts a mail together as [`Mail::send`] does, and throws it away.
    ///
    /// # Errors
    /// No mail can be put together.
    pub fn rehearse(&self, envelope: &Envelope<'_>, rendered: &Rendered) -> Result<(), MailError> {
        let composed = compose::compose(&self.letterhead, envelope, rendered);
        let composed = composed.map_err(|error| MailError::Sample(error.to_string()))?;
        smtp::check_parcel(&composed).map_err(|_| MailError::Sample("it is not ASCII".to_owned()))
    }

    /// Hands one mail over, and returns who has it now: host and port of a server.
    ///
    /// # Errors
    /// See [`SendError`]; the words of the server go to the log, not further.
    pub async fn send(&self, envelope: &Envelope<'_>, rendered: &Rendered) -> Result<Arc<str>, SendError> {
        let compose = || {
            compose::compose(&self.letterhead, envelope, rendered).map_err(|error| {
                tracing::error!(%error, "a mail could not be composed");
                SendError::ours("composing")
            })
        };
        match &*self.transport {
            Transport::Mailbox(mailbox) => {
                mailbox.receive(envelope, rendered, &compose()?.formatted());
                Ok("mailbox".into())
            }
            Transport::Absent => Err(SendError { permanent: false, ..SendError::ours("no_mail_server") }),
            Transport::Smtp(smtp) => tokio::time::timeout(HAND_OVER_TIMEOUT, smtp.send(&compose()?))
                .await
                .unwrap_or(Err(SendError { permanent: false, sign: Sign::Unreachable, ..SendError::ours("timeout") })),
        }
    }
}

/// A mail was not handed over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mail was not handed over: {reason}")]
pub struct SendError {
    /// What went wrong, in a word.
    pub reason: &'static str,
    /// Whether trying again is of no use.
    pub permanent: bool,
    /// What it says of the mail servers.
    pub sign: Sign,
    /// The server that it came from, and its words without addresses.
    pub told: Option<(Arc<str>, String)>,
}

/// What one failure says of mail as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing.
    None,
    /// Mail is refused.
    Refused,
    /// No mail server can be reached.
    Unreachable,
}

impl SendError {
    /// A failure of ours, which no server knows of.
    #[must_use]
    pub fn ours(reason: &'static str) -> Self {
        Self { reason, permanent: true, sign: Sign::None, told: None }
    }
}

/// Mail cannot be set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// A server's URL or the certificates are not understood. It is not repeated here, since it may hold a password.
    #[error("mail.url: {0}")]
    Url(String),
    /// The name to greet with is not one.
    #[error("mail.hello: {0}")]
    Hello(String),
    /// No mail can be put together.
    #[error("no mail can be put together with these settings: {0}")]
    Sample(String),
}
