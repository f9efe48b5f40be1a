//! What it means that a mail was not taken.

use lettre::transport::smtp::Error;

use super::refusal::{self, Verdict};
use crate::mail::masked::masked;
use crate::mail::{SendError, Sign};

/// What the server knows of when it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Only us: connecting, greeting, signing in.
    Ourselves,
    /// The sender.
    Sender,
    /// The recipient.
    Recipient,
    /// That a text is to come.
    Data,
    /// Everything: the text is on its way.
    Text,
}

/// What a failure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorScope {
    /// The mail: no other server is asked.
    Mail,
    /// Us, says this server: another one is asked.
    Us,
    /// The server, which is of no use at the moment: another one is asked, for the next mails as well.
    Server,
    /// This one connection, after the text was sent: another server is asked.
    Connection,
}

/// A mail was not taken.
#[derive(Debug)]
pub(super) struct DeliveryError {
    pub(super) reason: &'static str,
    pub(super) permanent: bool,
    pub(super) about: ErrorScope,
    /// Whether it was said of the sender, before anybody heard the recipient.
    early: bool,
    /// The server's, or the system's.
    pub(super) words: String,
}

impl DeliveryError {
    /// The server said nothing in time.
    pub(super) fn timeout() -> Self {
        Self::of_the_way("timeout", "it took too long")
    }

    /// No connection came about that mail can go over.
    pub(super) fn of_the_way(reason: &'static str, words: impl Into<String>) -> Self {
        Self { reason, permanent: false, about: ErrorScope::Server, early: false, words: words.into() }
    }

    /// A refusal of the recipient is final (RFC 5321 section 4.2.1). A refusal of ourselves, such as a wrong password or a relay that
    /// is not ours, is the operator's to mend, and the mail waits for that or goes through another server.
    pub(super) fn classify(error: &Error, stage: Stage, recipient: &str) -> Self {
        let words = error.to_string();
        let code = error.status().map(|code| code.to_string());
        let Some(code) = code else {
            let about = if stage == Stage::Text { ErrorScope::Connection } else { ErrorScope::Server };
            let reason = if error.is_timeout() { "timeout" } else { "connection" };
            return Self { reason, permanent: false, about, early: false, words };
        };
        let of_session = matches!(code.as_str(), "530" | "534" | "535" | "538" | "421" | "500" | "502");
        if stage == Stage::Ourselves || of_session {
            return Self { reason: "refused_us", permanent: false, about: ErrorScope::Server, early: false, words };
        }
        let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        let said = refusal::without_addresses(&masked(&said, recipient));
        let (reason, permanent, about) = match refusal::classify(error.is_permanent(), &said, stage) {
            Verdict::Us => ("refused_us", false, ErrorScope::Us),
            Verdict::Recipient => ("refused", true, ErrorScope::Mail),
            Verdict::Later => ("try_later", false, ErrorScope::Mail),
        };
        Self { reason, permanent, about, early: stage == Stage::Sender, words }
    }

    /// Whether a connection that had been idle, or had carried other mails, may have been to blame: servers close those with or without a
    /// word, and refuse the sender of a mail too many.
    pub(super) fn may_be_stale_connection(&self) -> bool {
        self.early || (self.about == ErrorScope::Server && self.reason != "timeout")
    }

    /// The failure of one server, whose name is told with it.
    pub(super) fn into_error(self, server: &std::sync::Arc<str>) -> SendError {
        let sign = match self.reason {
            "refused" | "refused_us" => Sign::Refused,
            "try_later" => Sign::None,
            _ => Sign::Unreachable,
        };
        SendError { reason: self.reason, permanent: self.permanent, sign, told: Some((server.clone(), self.words)) }
    }
}
