//! What a listener says to a connection that it has no room for.

use super::error::Failure;

/// Put beside a request by the listener: its connection is beyond what can be served, and it is told to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crowded {
    /// All clients together have too many.
    Server,
    /// This client has too many.
    Client,
}

/// Seconds after which it may try again.
const COME_BACK: u64 = 2;
/// Whoever asks these decides whether the program is restarted.
const HEALTH: [&str; 2] = ["/livez", "/readyz"];

impl Crowded {
    /// A word for the metrics.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Server => "connections",
            Self::Client => "address",
        }
    }

    /// Whether requests for this path are refused: all but those that are answered whatever happens.
    #[must_use]
    pub fn refuses(self, path: &str) -> bool {
        !HEALTH.contains(&path)
    }

    pub(super) fn refusal(self) -> Failure {
        match self {
            Self::Server => Failure::Unavailable("there are no more connections".to_owned()),
            Self::Client => Failure::TooManyRequests { retry_after: COME_BACK },
        }
    }
}
