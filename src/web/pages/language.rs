//! The switch at the foot of every page.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::context::Context;
use crate::view::locale::Locale;
use crate::web::cookies;
use crate::web::error::Failure;
use crate::web::extract::{Form, SameOrigin};
use crate::web::return_to::ReturnTo;

/// Remember a language in this browser, and show the page again.
pub(crate) async fn choose(State(context): State<Context>, _: SameOrigin, form: Form) -> Result<Response, Failure> {
    let locale = form
        .get("locale")
        .and_then(|tag| Locale::ALL.into_iter().find(|locale| locale.tag() == tag))
        .ok_or_else(|| Failure::Invalid {
            field: "locale",
            code: "invalid_locale",
            sentence: "There is no such language here".to_owned(),
        })?;
    let back = form.get("return_to").and_then(|path| ReturnTo::parse(&context, path)).unwrap_or_else(ReturnTo::account);
    let cookie = cookies::choose_language(&context, locale.tag())?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to(back.location())).into_response())
}
