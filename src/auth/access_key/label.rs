//! What an owner writes on a key.

use crate::text::visible::is_visible_label;

const MAX_NAME: usize = 64;
const MAX_DESCRIPTION: usize = 200;

/// A name: 1 to 64 characters, trimmed, that follow the rule of [`is_visible_label`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Checks a name.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, LabelError> {
        let text = text.trim();
        if fits(text, MAX_NAME) { Ok(Self(text.to_owned())) } else { Err(LabelError::Name) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A description: up to 200 characters, trimmed, that follow the same rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// Checks a description. A blank one is none.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Option<Self>, LabelError> {
        let text = text.trim();
        match text.is_empty() {
            true => Ok(None),
            false if fits(text, MAX_DESCRIPTION) => Ok(Some(Self(text.to_owned()))),
            false => Err(LabelError::Description),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn fits(text: &str, max: usize) -> bool {
    text.chars().count() <= max && is_visible_label(text)
}

/// Why a label is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Of a name.
    #[error("The name must have 1 to 64 characters, none of them invisible, and at most two marks on a letter")]
    Name,
    /// Of a description.
    #[error(
        "The description must have at most 200 characters, none of them invisible, and at most two marks on a letter"
    )]
    Description,
}
