//! Short ways to the account page: `/me`, which clients and mails name, and the bare address.

use axum::response::Redirect;

/// Lead there.
pub(crate) async fn get() -> Redirect {
    Redirect::to("/account")
}
