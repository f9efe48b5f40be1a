//! What it means that a mail was not taken.

use lettre::transport::smtp::Error;

use crate::mail::SendError;

/// What the server knows of when it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Only us: connecting, greeting, signing in, and the sender.
    Ourselves,
    /// The recipient.
    Recipient,
    /// Everything: the text is on its way.
    Text,
}

/// What a failure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The mail: no other server is asked.
    Mail,
    /// The server, which is of no use at the moment: another one is asked, for the next mails as well.
    Server,
    /// This one connection, after the text was sent: another server is asked.
    Connection,
}

/// A mail was not taken.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) failure: SendError,
    pub(super) about: About,
    /// The server's, or the system's.
    pub(super) words: String,
}

impl Trouble {
    /// The server said nothing in time.
    pub(super) fn timeout() -> Self {
        let failure = SendError { reason: "timeout", hopeless: false };
        Self { failure, about: About::Server, words: "it took too long".to_owned() }
    }

    /// A refusal of this mail is final (RFC 5321 section 4.2.1). A refusal of ourselves, such as a wrong password, is the
    /// operator's to mend, and the mail waits for that or goes through another server.
    pub(super) fn judge(error: &Error, stage: Stage) -> Self {
        let code = error.status().map(|code| code.to_string());
        let ours = stage == Stage::Ourselves
            || code
                .as_deref()
                .is_some_and(|code| matches!(code, "530" | "534" | "535" | "538" | "421" | "500" | "502"));
        let (reason, hopeless, about) = if error.is_timeout() {
            ("timeout", false, About::Server)
        } else if error.is_tls() {
            ("tls", false, About::Server)
        } else if code.is_some() && ours {
            ("refused_us", false, About::Server)
        } else if error.is_permanent() {
            ("refused", true, About::Mail)
        } else if error.is_transient() {
            ("try_later", false, About::Mail)
        } else if stage == Stage::Text {
            ("connection", false, About::Connection)
        } else {
            ("connection", false, About::Server)
        };
        Self { failure: SendError { reason, hopeless }, about, words: error.to_string() }
    }

    /// Whether a connection that had been idle may have been to blame: servers close those, with or without a word.
    pub(super) fn may_be_of_age(&self) -> bool {
        self.about == About::Server && self.failure.reason != "timeout"
    }
}
