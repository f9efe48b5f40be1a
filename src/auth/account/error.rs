//! Why an account is not read or changed.

use sea_orm::DbErr;

use crate::db::WriteFailure;

/// Why an account was not read or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// It was deleted meanwhile.
    #[error("the account is gone")]
    Gone,
    /// The credential that asks went meanwhile.
    #[error("the credential that asks is gone")]
    CallerGone,
    /// Somebody has the name, or had it until a short while ago.
    #[error("the username is taken")]
    UsernameTaken,
    /// The account left so many names that another one has to wait.
    #[error("too many names of one account rest")]
    TooManyChanges {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// The address could not be told of the change, which is not made untold (invariant 64).
    #[error("the address cannot be told before {seconds} s have passed")]
    Untold {
        /// Until it can be told.
        seconds: u64,
    },
    /// There were too many such changes lately.
    #[error("too many changes of one account")]
    TooOften {
        /// Until the next one is welcome.
        seconds: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl WriteFailure for AccountError {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}
