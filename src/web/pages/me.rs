//! A short way to the account page, which clients and mails name.

use axum::response::Redirect;

/// Lead there.
pub(crate) async fn get() -> Redirect {
    Redirect::to("/account")
}
