//! Mail: what is said, how it is kept until it is sent, and how it goes out. The only place that knows SMTP.

mod compose;
pub mod mailbox;
mod masked;
pub mod message;
pub mod outbox;
mod smtp;

use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox as Sender;
use tokio::sync::Notify;

pub use compose::Envelope;
pub use mailbox::Mailbox;

pub use smtp::SmtpSettings;

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
    from: Arc<Sender>,
    waiting: Arc<Notify>,
    at_once: usize,
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
    /// A URL, the certificates or the sender is not understood.
    pub fn smtp(settings: &SmtpSettings<'_>, from: &str, clock: Arc<dyn Clock>) -> Result<Self, MailError> {
        let mail = Self::new(Transport::Smtp(Smtp::new(settings, clock)?), from)?;
        Ok(Self { at_once: settings.connections, ..mail })
    }

    /// Into a mailbox in memory, for development.
    ///
    /// # Errors
    /// The sender is not understood.
    pub fn mailbox(from: &str) -> Result<Self, MailError> {
        Self::new(Transport::Mailbox(Mailbox::default()), from)
    }

    /// Nowhere: mail waits in the outbox until there is a mail server.
    ///
    /// # Errors
    /// The sender is not understood.
    pub fn absent(from: &str) -> Result<Self, MailError> {
        Self::new(Transport::Absent, from)
    }

    fn new(transport: Transport, from: &str) -> Result<Self, MailError> {
        let from = from.parse().map_err(|_| MailError::From)?;
        Ok(Self { transport: Arc::new(transport), from: Arc::new(from), waiting: Arc::default(), at_once: AT_ONCE })
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
        self.from.email.to_string()
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

    /// Hands one mail over, and returns who has it now: host and port of a server.
    ///
    /// # Errors
    /// See [`SendError`]; the words of the server go to the log, not further.
    pub async fn send(&self, envelope: &Envelope<'_>, rendered: &Rendered) -> Result<Arc<str>, SendError> {
        let compose = || {
            compose::compose(&self.from, envelope, rendered).map_err(|error| {
                tracing::error!(%error, "a mail could not be composed");
                SendError { reason: "composing", hopeless: true }
            })
        };
        match &*self.transport {
            Transport::Mailbox(mailbox) => {
                mailbox.receive(envelope, rendered, &compose()?.formatted());
                Ok("mailbox".into())
            }
            Transport::Absent => Err(SendError { reason: "no_mail_server", hopeless: false }),
            Transport::Smtp(smtp) => tokio::time::timeout(HAND_OVER_TIMEOUT, smtp.send(&compose()?))
                .await
                .unwrap_or(Err(SendError { reason: "timeout", hopeless: false })),
        }
    }
}

/// A mail was not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mail was not handed over: {reason}")]
pub struct SendError {
    /// What went wrong, in a word.
    pub reason: &'static str,
    /// Whether trying again is of no use.
    pub hopeless: bool,
}

/// Mail cannot be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server's URL is not understood. It is not repeated here, since it may hold a password.
    #[error("mail.url is not an smtp:// or smtps:// address of a mail server")]
    Url,
    /// The certificates are not understood.
    #[error("mail.ca holds no certificate in PEM")]
    Ca,
    /// The sender is not understood.
    #[error("mail.from is not an address such as `Doorpost <no-reply@example.org>`")]
    From,
}
