//! Scopes: what a credential may do, as `noun:verb`.

/// Reading one's account.
pub const ACCOUNT_READ: &str = "account:read";
/// Changing and deleting one's account.
pub const ACCOUNT_WRITE: &str = "account:write";
/// Listing one's sessions.
pub const SESSIONS_READ: &str = "sessions:read";
/// Ending one's sessions.
pub const SESSIONS_WRITE: &str = "sessions:write";
/// Listing one's access keys.
pub const KEYS_READ: &str = "keys:read";
/// Making, changing and revoking access keys.
pub const KEYS_WRITE: &str = "keys:write";
/// Having access tokens issued.
pub const TOKENS_ISSUE: &str = "tokens:issue";

/// Every scope of this program.
pub const OWN: [&str; 7] =
    [ACCOUNT_READ, ACCOUNT_WRITE, SESSIONS_READ, SESSIONS_WRITE, KEYS_READ, KEYS_WRITE, TOKENS_ISSUE];

/// A set of scopes, in the order in which this installation knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Every scope that there is: those of this program and those that the operator declared. A session has them all.
    #[must_use]
    pub fn all(extra: &[String]) -> Self {
        Self(OWN.iter().map(|scope| (*scope).to_owned()).chain(extra.iter().cloned()).collect())
    }

    /// Those that a client asks for.
    ///
    /// # Errors
    /// See [`ScopeError`].
    pub fn parse(asked: &[String], extra: &[String]) -> Result<Self, ScopeError> {
        let all = Self::all(extra);
        if asked.is_empty() {
            return Err(ScopeError::Empty);
        }
        if asked.iter().any(|scope| !all.contains(scope)) {
            return Err(ScopeError::Unknown(all.to_string()));
        }
        Ok(Self(all.0.into_iter().filter(|scope| asked.contains(scope)).collect()))
    }

    /// From a column or a claim (RFC 8693 section 4.2): separated by blanks.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.split_ascii_whitespace().map(str::to_owned).collect())
    }

    /// Those that still are declared: a scope that the operator took back is worth nothing, whoever has it.
    #[must_use]
    pub fn known(self, extra: &[String]) -> Self {
        Self(self.0.into_iter().filter(|scope| OWN.contains(&scope.as_str()) || extra.contains(scope)).collect())
    }

    /// Whether a scope is among them.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }

    /// Whether all of them are among `others`.
    #[must_use]
    pub fn are_within(&self, others: &Self) -> bool {
        self.0.iter().all(|scope| others.contains(scope))
    }

    /// One by one.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// One by one.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        self.0.clone()
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.join(" "))
    }
}

/// Why scopes are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// None at all.
    #[error("At least one scope is needed")]
    Empty,
    /// One that nobody declared.
    #[error("A scope is unknown here; known are: {0}")]
    Unknown(String),
}
