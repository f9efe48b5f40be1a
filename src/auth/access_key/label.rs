//! What an owner writes on a key.

use crate::auth::platform::is_invisible;

const MAX_NAME: usize = 64;
const MAX_DESCRIPTION: usize = 200;

/// A name: 1 to 64 visible characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Checks a name.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, LabelError> {
        line(text, MAX_NAME).filter(|text| !text.is_empty()).map(Self).ok_or(LabelError::Name)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A description: up to 200 visible characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description(String);

impl Description {
    /// Checks a description. A blank one is none.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Option<Self>, LabelError> {
        let text = line(text, MAX_DESCRIPTION).ok_or(LabelError::Description)?;
        Ok((!text.is_empty()).then_some(Self(text)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn line(text: &str, max: usize) -> Option<String> {
    let text = text.trim();
    let fits = text.chars().count() <= max && !text.chars().any(is_invisible);
    fits.then(|| text.to_owned())
}

/// Why a label is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Of a name.
    #[error("The name must have 1 to 64 characters, none of them invisible")]
    Name,
    /// Of a description.
    #[error("The description must have at most 200 characters, none of them invisible")]
    Description,
}
