//! Usernames.

mod reserved;

/// So many characters at most.
pub const MAX_LENGTH: usize = 32;

/// A username that follows the rules: 1 to 32 of `[A-Za-z0-9._-]`, letter or digit at both ends, not reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Checks a name as it was typed.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, UsernameError> {
        check_grammar(text)?;
        if reserved::is_reserved(text) { Err(UsernameError::Reserved) } else { Ok(Self(text.to_owned())) }
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For comparing: names compare without regard to case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// A name that somebody typed in order to be found by it. It need not be anybody's, and may be reserved by now: accounts that had
/// such a name before keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoughtName(String);

impl SoughtName {
    /// Reads a name without the blanks around it. A blank one is as good as none.
    ///
    /// # Errors
    /// No account can have this name. That says nothing about which accounts there are.
    pub fn parse(typed: &str) -> Result<Option<Self>, UsernameError> {
        let name = typed.trim();
        if name.is_empty() {
            return Ok(None);
        }
        check_grammar(name)?;
        Ok(Some(Self(name.to_owned())))
    }

    /// Without the blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For comparing: names compare without regard to case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// For seeking a name that stands in a header, in a credential or on a command line, where a blank is no slip. What cannot be a name
/// becomes one that nobody has: it may be of any length and hold anything, and is not worth keeping.
#[must_use]
pub fn lookup_key(typed: &str) -> String {
    check_grammar(typed).map(|()| typed.to_ascii_lowercase()).unwrap_or_default()
}

fn check_grammar(text: &str) -> Result<(), UsernameError> {
    if text.is_empty() || text.len() > MAX_LENGTH {
        return Err(UsernameError::Length);
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        return Err(UsernameError::Characters);
    }
    if !text.starts_with(alphanumeric) || !text.ends_with(alphanumeric) {
        return Err(UsernameError::Ends);
    }
    Ok(())
}

fn alphanumeric(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

/// Why a string is no username.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// Empty or too long.
    #[error("The username must have 1 to 32 characters")]
    Length,
    /// A character outside the allowed ones.
    #[error("The username may only contain letters, digits, dots, underscores and dashes")]
    Characters,
    /// A dot, underscore or dash at an end.
    #[error("The username must begin and end with a letter or a digit")]
    Ends,
    /// On the reserved list.
    #[error("This username is reserved")]
    Reserved,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_the_grammar_and_nothing_else() {
        for good in ["a", "Ada", "ada.lovelace-1_x", &"x".repeat(32)] {
            assert_eq!(Username::parse(good).unwrap().as_str(), good);
        }
        for (bad, error) in [
            ("", UsernameError::Length),
            (&"x".repeat(33), UsernameError::Length),
            ("a b", UsernameError::Characters),
            ("ada\u{200b}", UsernameError::Characters),
            ("adá", UsernameError::Characters),
            (".ada", UsernameError::Ends),
            ("ada-", UsernameError::Ends),
            ("ADMIN", UsernameError::Reserved),
        ] {
            assert_eq!(Username::parse(bad), Err(error), "{bad:?}");
        }
        assert_eq!(Username::parse("Ada").unwrap().key(), "ada");
    }

    #[test]
    fn a_sought_name_follows_the_grammar_alone() {
        assert_eq!(SoughtName::parse(" \u{a0}Admin\t").unwrap().unwrap().key(), "admin");
        for blank in ["", "  ", "\u{3000}\n"] {
            assert_eq!(SoughtName::parse(blank), Ok(None), "{blank:?}");
        }
        for bad in ["a b", ".ada", "adá", &"x".repeat(33), "ada\u{200b}"] {
            assert!(SoughtName::parse(bad).is_err(), "{bad:?}");
            assert_eq!(lookup_key(bad), "", "{bad:?}");
        }
        assert_eq!(lookup_key("Admin"), "admin");
    }
}
