//! Platforms: a client's own label for itself.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

const MAX_LENGTH: usize = 64;

/// A platform that follows the rules: 1 to 64 characters after trimming, none of them invisible.
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
        if trimmed.chars().any(is_invisible) {
            return Err(PlatformError::Characters);
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control, bidirectional and zero-width characters, and what breaks a line: with these a label could reorder or hide
/// what stands beside it.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    )
}

/// Why a string is no platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// Blank or too long.
    #[error("The session platform must have 1 to 64 characters")]
    Length,
    /// An invisible character.
    #[error("The session platform must not contain control, bidirectional or zero-width characters")]
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
        for bad in ["a\nb", "a\u{202e}b", "a\u{200b}b", "a\u{2066}b", "a\u{7f}b", "a\u{2028}b", "a\0b"] {
            assert_eq!(Platform::parse(bad), Err(PlatformError::Characters), "{bad:?}");
        }
    }
}
