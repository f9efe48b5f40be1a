//! The edge towards HTTP. The only module, with `app`, that names axum.

mod answer;
mod api;
mod challenge;
mod cookies;
mod cors;
mod crowded;
mod development;
mod error;
mod extract;
mod form_token;
mod known_browser;
mod layers;
mod mailed_link;
pub mod ops;
mod page_load;
mod pages;
mod return_to;
pub mod routes;
mod service;

use std::collections::BTreeSet;

use crate::view::locale::Locale;
use crate::view::templates::{TemplateError, Templates};

pub use crowded::Crowded;
pub use service::HttpService;

/// Every page in every state, rendered in this language, by the path of its template.
pub fn render_pages(
    templates: &Templates,
    locale: Locale,
) -> impl Iterator<Item = (&'static str, Result<String, TemplateError>)> {
    pages::samples::all().into_iter().map(move |sample| (sample.template, sample.render(templates, locale)))
}

/// Forms without the token that browsers need which do not say where a form comes from (invariant 58), in one line each.
#[must_use]
pub fn forms_without_tokens(templates: &Templates) -> BTreeSet<String> {
    pages::samples::all().iter().flat_map(|sample| sample.forms_without_tokens(templates)).collect()
}
