//! Platforms: a client's own label for itself.

use crate::text::visible::{is_visible_label, shown};

const MAX_LENGTH: usize = 64;

/// A platform that follows the rules: 1 to 64 characters after trimming, at least one of them visible, and none that hides or
/// misleads: see [`is_visible_label`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform(String);

impl Platform {
    /// Checks a label and trims it.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, PlatformError> {
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.chars().count() > MAX_LENGTH {
            return Err(PlatformError::Length);
        }
        if !is_visible_label(trimmed) {
            return Err(PlatformError::Characters);
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// From a row. One that was stored before the rule was as it is now has its characters replaced, and ends nobody's sign-in.
    #[must_use]
    pub fn of_row(stored: &str) -> Self {
        Self(shown(stored))
    }

    /// The label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a string is no platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// Blank or too long.
    #[error("The session platform must have 1 to 64 characters")]
    Length,
    /// Nothing visible in it, or a character that hides or misleads.
    #[error(
        "The session platform must be visible, without control, bidirectional or zero-width characters, and with at most two \
         marks on a letter"
    )]
    Characters,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_refuses_what_cannot_be_seen() {
        assert_eq!(Platform::parse("  cURL ").unwrap().as_str(), "cURL");
        assert_eq!(Platform::parse(&"\u{e9}".repeat(64)).unwrap().as_str().chars().count(), 64);
        for bad in ["", "  ", "\u{a0}", &"x".repeat(65)] {
            assert_eq!(Platform::parse(bad), Err(PlatformError::Length), "{bad:?}");
        }
        for bad in ["a\nb", "a\u{202e}b", "a\u{200b}b", "a\u{2066}b", "a\u{7f}b", "a\u{2028}b", "a\0b", "\u{3164}"] {
            assert_eq!(Platform::parse(bad), Err(PlatformError::Characters), "{bad:?}");
            assert!(Platform::parse(Platform::of_row(bad).as_str()).is_ok(), "{bad:?}");
        }
    }
}
