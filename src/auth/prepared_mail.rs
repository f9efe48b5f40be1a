//! A mail that is ready to be sent, and why one is skipped.

use crate::mail::message::Message;
use crate::view::locale::Locale;

/// A mail that is ready to be rendered and sent. Its link is stored, as a hash, before this exists.
pub struct PreparedMail {
    /// The stored address, and no other (invariant 22).
    pub to: String,
    /// The language.
    pub locale: Locale,
    /// What it says.
    pub message: Message,
}

/// Why a mail is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// What it speaks of is gone.
    SubjectDeleted,
    /// What it speaks of is decided, expired, or nearly so (invariant 24).
    SubjectExpired,
    /// A decoy: there is nobody to mail (invariant 25).
    NoRecipient,
    /// The mailbox or the account had enough.
    RateLimited,
    /// The mailbox or the account had enough for now: it was given back, to be taken again later.
    Postponed,
    /// Another worker has it: this one was too slow.
    LeaseLost,
}

impl SkipReason {
    /// For the outbox and for metrics.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::SubjectDeleted => "gone",
            Self::SubjectExpired => "over",
            Self::NoRecipient => "nobody",
            Self::RateLimited => "capped",
            Self::Postponed => "later",
            Self::LeaseLost => "taken_over",
        }
    }
}
