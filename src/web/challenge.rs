//! What `WWW-Authenticate` asks for (RFC 9110 section 11.6.1).

use axum::http::HeaderValue;

use crate::context::Context;

/// A scheme that is to be named alone: some clients take the first one of several, and give up where they do not speak it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// `Bearer` (RFC 6750).
    Bearer,
    /// `Basic` (RFC 7617).
    Basic,
    /// Cargo's own, which names where a person gets a token.
    Cargo,
}

impl Challenge {
    /// By its word in a query.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "bearer" => Some(Self::Bearer),
            "basic" => Some(Self::Basic),
            "cargo" => Some(Self::Cargo),
            _ => None,
        }
    }

    fn header(self, context: &Context) -> String {
        match self {
            Self::Bearer => "Bearer".to_owned(),
            Self::Basic => "Basic realm=\"doorpost\"".to_owned(),
            Self::Cargo => format!("Cargo login_url=\"{}\"", context.settings.public_url.join("/me")),
        }
    }
}

/// The header's value: the scheme that is wanted, or all of them. Then without `Basic` for a browser, which would open its password box.
pub(super) fn header(context: &Context, wanted: Option<Challenge>, is_browser: bool) -> Option<HeaderValue> {
    let all = [Challenge::Bearer, Challenge::Basic, Challenge::Cargo];
    let suits =
        |scheme: &Challenge| wanted.map_or(!(is_browser && *scheme == Challenge::Basic), |wanted| wanted == *scheme);
    let schemes: Vec<String> = all.into_iter().filter(suits).map(|scheme| scheme.header(context)).collect();
    HeaderValue::from_str(&schemes.join(", ")).ok()
}
