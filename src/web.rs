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
mod site;

use crate::locale::Locale;
use crate::templates::Templates;

pub use crowded::Crowded;
pub use site::Site;

/// Renders every page in every state and language; what is wrong is said in one line each.
#[must_use]
pub fn check_pages(templates: &Templates) -> Vec<Result<(), String>> {
    let samples = pages::samples::all();
    let check = |locale: Locale| {
        samples.iter().map(move |sample| {
            let problem = |error| format!("{} in {}: {error:#}", sample.template, locale.tag());
            sample.render(templates, locale).map(drop).map_err(problem)
        })
    };
    Locale::ALL.into_iter().flat_map(check).collect()
}
