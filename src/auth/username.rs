//! Usernames.

/// Names that people would take for the program's or the operator's own.
const RESERVED: [&str; 26] = [
    "abuse",
    "account",
    "admin",
    "administrator",
    "anonymous",
    "auth",
    "doorpost",
    "guest",
    "help",
    "hostmaster",
    "info",
    "login",
    "logout",
    "me",
    "noreply",
    "null",
    "operator",
    "postmaster",
    "register",
    "root",
    "security",
    "self",
    "support",
    "system",
    "undefined",
    "webmaster",
];
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
        if text.is_empty() || text.len() > MAX_LENGTH {
            return Err(UsernameError::Length);
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
            return Err(UsernameError::Characters);
        }
        if !text.starts_with(alphanumeric) || !text.ends_with(alphanumeric) {
            return Err(UsernameError::Ends);
        }
        let username = Self(text.to_owned());
        if RESERVED.contains(&username.key().as_str()) {
            return Err(UsernameError::Reserved);
        }
        Ok(username)
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

/// For seeking a name that somebody typed. What cannot be a name becomes one that nobody has: it may be of any length and
/// hold anything, and is not worth keeping.
#[must_use]
pub fn sought_key(typed: &str) -> String {
    Username::parse(typed).map(|username| username.key()).unwrap_or_default()
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
}
