//! Headers that the operator adds to every mail.

use lettre::message::header::{HeaderName, HeaderValue};

/// Ours, or a mail server's: an operator's beside them would contradict them.
const TAKEN: [&str; 20] = [
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "auto-submitted",
    "mime-version",
    "return-path",
    "received",
    "dkim-signature",
    "x-auto-response-suppress",
    "x-entity-ref-id",
    "delivered-to",
    "authentication-results",
];
const TAKEN_BEGINNINGS: [&str; 3] = ["content-", "resent-", "arc-"];
/// Of a name, and of a value: together they stay well below what a line may hold.
const LONGEST_NAME: usize = 60;
const LONGEST_VALUE: usize = 500;

/// A header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraHeader {
    name: String,
    value: String,
}

impl ExtraHeader {
    /// Checks a name and a value.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn new(name: &str, value: &str) -> Result<Self, String> {
        let (name, value) = (name.trim(), value.trim());
        let is_name = (1..=LONGEST_NAME).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !is_name {
            return Err(format!("{name} is no name of a header"));
        }
        let lower = name.to_ascii_lowercase();
        if TAKEN.contains(&lower.as_str()) || TAKEN_BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning)) {
            let hint = if lower == "reply-to" { ": set mail.reply_to" } else { "" };
            return Err(format!("{name} cannot be set here{hint}"));
        }
        if value.is_empty() || value.len() > LONGEST_VALUE || value.contains(char::is_control) {
            return Err(format!("{name} must have a value of one line, of at most {LONGEST_VALUE} bytes"));
        }
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }

    /// The name, as it was written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        let name = HeaderName::new_from_ascii(self.name.clone()).ok()?;
        Some(HeaderValue::new(name, self.value.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_cannot_be_overridden() {
        for name in
            ["From", "to", "SUBJECT", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", "Bcc"]
        {
            assert!(ExtraHeader::new(name, "x").is_err(), "{name}");
        }
        for (name, value) in [("", "x"), ("a b", "x"), ("X-Y:", "x"), ("X-Y", ""), ("X-Y", "a\r\nBcc: b")] {
            assert!(ExtraHeader::new(name, value).is_err(), "{name}: {value}");
        }
        let header = ExtraHeader::new("X-Mailgun-Track-Clicks", " no ").unwrap();
        assert_eq!((header.name.as_str(), header.value.as_str()), ("X-Mailgun-Track-Clicks", "no"));
    }
}
