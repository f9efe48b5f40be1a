//! From the use cases' failures to what a client is told. Every variant is named, so that a new one has to be decided.

use sea_orm::DbErr;

use super::Failure;
use crate::auth::access_key::{KeyError, LabelError};
use crate::auth::access_token::{AudienceError, IssueError};
use crate::auth::account::AccountError;
use crate::auth::email_address::EmailAddressError;
use crate::auth::email_link::FollowError;
use crate::auth::pending_login::{CodeError, DecisionError, FromSessionError, POLL_INTERVAL, PollError};
use crate::auth::platform::PlatformError;
use crate::auth::registration::RegistrationError;
use crate::auth::scope::ScopeError;
use crate::auth::session::RenameError;
use crate::auth::username::UsernameError;
use crate::crypto::signing_keys::SigningKeyError;
use crate::db::is_unavailable;
use crate::view::templates::TemplateError;
use crate::view::time_zone::UnknownTimeZone;
use crate::web::extract::Requirement;

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        if is_unavailable(&error) { Self::Unavailable(error.to_string()) } else { Self::Internal(error.to_string()) }
    }
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<UsernameError> for Failure {
    fn from(error: UsernameError) -> Self {
        let code = match error {
            UsernameError::Length | UsernameError::Characters | UsernameError::Ends => "invalid_username",
            UsernameError::Reserved => "username_reserved",
        };
        Self::Invalid { field: "username", code, sentence: error.to_string() }
    }
}

impl From<EmailAddressError> for Failure {
    fn from(error: EmailAddressError) -> Self {
        Self::Invalid { field: "email", code: "invalid_email", sentence: error.to_string() }
    }
}

impl From<PlatformError> for Failure {
    fn from(error: PlatformError) -> Self {
        Self::Invalid { field: "session_platform", code: "invalid_session_platform", sentence: error.to_string() }
    }
}

impl From<UnknownTimeZone> for Failure {
    fn from(error: UnknownTimeZone) -> Self {
        Self::Invalid { field: "time_zone", code: "invalid_time_zone", sentence: error.to_string() }
    }
}

impl From<RegistrationError> for Failure {
    fn from(error: RegistrationError) -> Self {
        match error {
            RegistrationError::Closed => Self::RegistrationClosed,
            RegistrationError::UsernameTaken => Self::UsernameTaken,
            RegistrationError::TooMany { seconds } => Self::TooManyRequests { retry_after: seconds },
            RegistrationError::KeyReused => Self::IdempotencyKeyReused,
            RegistrationError::KeyTaken | RegistrationError::Sealing => Self::Internal(error.to_string()),
            RegistrationError::Database(error) => error.into(),
        }
    }
}

impl From<RenameError> for Failure {
    fn from(error: RenameError) -> Self {
        match error {
            RenameError::TooOften { seconds } => Self::TooManyChanges { retry_after: seconds },
            RenameError::Database(error) => error.into(),
        }
    }
}

impl From<ScopeError> for Failure {
    fn from(error: ScopeError) -> Self {
        let code = match error {
            ScopeError::Empty | ScopeError::Unknown(_) => "invalid_scopes",
        };
        Self::Invalid { field: "scopes", code, sentence: error.to_string() }
    }
}

impl From<LabelError> for Failure {
    fn from(error: LabelError) -> Self {
        let (field, code) = match error {
            LabelError::Name => ("name", "invalid_name"),
            LabelError::Description => ("description", "invalid_description"),
        };
        Self::Invalid { field, code, sentence: error.to_string() }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::NameTaken => Self::KeyNameTaken,
            KeyError::TooMany => Self::TooManyKeys,
            KeyError::TooOften { seconds } => Self::TooManyChanges { retry_after: seconds },
            KeyError::Past | KeyError::TooLong(_) => {
                Self::Invalid { field: "expiration_date", code: "invalid_expiration_date", sentence: error.to_string() }
            }
            KeyError::WiderThanMaker => Self::ExceedsIssuer("a scope"),
            KeyError::LongerThanMaker => Self::ExceedsIssuer("a life"),
            // The account went while the request was under way, and its credentials with it.
            KeyError::AccountGone | KeyError::MakerGone => Self::InvalidCredentials,
            KeyError::Database(error) => error.into(),
        }
    }
}

impl From<SigningKeyError> for Failure {
    fn from(error: SigningKeyError) -> Self {
        match error {
            SigningKeyError::None | SigningKeyError::Seal(_) | SigningKeyError::Key(_) => {
                Self::Internal(error.to_string())
            }
            SigningKeyError::Database(error) => error.into(),
        }
    }
}

impl From<AudienceError> for Failure {
    fn from(error: AudienceError) -> Self {
        Self::Invalid { field: "audience", code: "invalid_audience", sentence: error.to_string() }
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::WiderThanIssuer => Self::ExceedsIssuer("a scope"),
            IssueError::Gone => Self::InvalidCredentials,
            IssueError::AccessToken => Self::InsufficientScope(Requirement::SessionOrKey),
            IssueError::TooOften { seconds } => Self::TooManyChanges { retry_after: seconds },
            IssueError::Key(error) => error.into(),
        }
    }
}

impl From<PollError> for Failure {
    fn from(error: PollError) -> Self {
        match error {
            PollError::Pending => Self::AuthorizationPending { retry_after: POLL_INTERVAL },
            PollError::Denied => Self::AccessDenied,
            PollError::Expired => Self::ExpiredToken,
            PollError::Sealing(error) => Self::Internal(error.to_string()),
            PollError::Database(error) => error.into(),
        }
    }
}

impl From<CodeError> for Failure {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::Malformed => Self::Invalid {
                field: "code",
                code: "invalid_code",
                sentence: "The code must be the eight characters that the mail shows".to_owned(),
            },
            CodeError::Wrong => Self::WrongCode,
            CodeError::Poll(error) => error.into(),
        }
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            // The account went while the request was under way, and its credentials with it.
            AccountError::Gone | AccountError::CallerGone => Self::InvalidCredentials,
            AccountError::UsernameTaken => Self::UsernameTaken,
            AccountError::TooManyChanges { seconds } | AccountError::TooOften { seconds } => {
                Self::TooManyChanges { retry_after: seconds }
            }
            AccountError::Untold { seconds } => Self::Untold { retry_after: seconds },
            AccountError::Database(error) => error.into(),
        }
    }
}

/// For the pages, which answer the other variants with words of their own.
impl From<DecisionError> for Failure {
    fn from(error: DecisionError) -> Self {
        match error {
            DecisionError::Database(error) => error.into(),
            DecisionError::Unknown => Self::NotFound,
            DecisionError::Decided
            | DecisionError::MatchCodeMissing
            | DecisionError::MatchCodeMalformed
            | DecisionError::MatchCodeWrong { .. }
            | DecisionError::TooManyMatchCodes
            | DecisionError::AccountMissing => Self::Internal(error.to_string()),
        }
    }
}

impl From<FromSessionError> for Failure {
    fn from(error: FromSessionError) -> Self {
        match error {
            FromSessionError::Unknown => Self::NotFound,
            FromSessionError::CallerGone => Self::InvalidCredentials,
            FromSessionError::MatchCode(error) => match_code(error),
            FromSessionError::Database(error) => error.into(),
        }
    }
}

/// What is wrong with a match code.
fn match_code(error: DecisionError) -> Failure {
    let (code, sentence) = match error {
        DecisionError::MatchCodeMissing => {
            ("match_code_missing", "Approving takes the match code that the waiting device shows".to_owned())
        }
        DecisionError::MatchCodeMalformed => (
            "match_code_wrong",
            "A match code has six characters, 0 to 9 and A to F; this one was not counted".to_owned(),
        ),
        DecisionError::MatchCodeWrong { tries_left } => (
            "match_code_wrong",
            format!("The waiting device shows another match code; different codes left to try: {tries_left}"),
        ),
        DecisionError::TooManyMatchCodes => {
            ("match_code_wrong", "The third wrong match code ended this login".to_owned())
        }
        DecisionError::Unknown
        | DecisionError::Decided
        | DecisionError::AccountMissing
        | DecisionError::Database(_) => return error.into(),
    };
    Failure::Invalid { field: "match_code", code, sentence }
}

/// For the pages, which answer the other variants with words of their own.
impl From<FollowError> for Failure {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Database(error) => error.into(),
            FollowError::Unknown => Self::NotFound,
            FollowError::Untold { seconds } => Self::Untold { retry_after: seconds },
            FollowError::Used
            | FollowError::Expired
            | FollowError::NotConfirmed
            | FollowError::Confirmed
            | FollowError::Replaced => Self::Internal(error.to_string()),
        }
    }
}
