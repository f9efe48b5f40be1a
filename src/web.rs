//! The edge towards HTTP. The only module, with `app`, that names axum.

mod api;
mod error;
mod extract;
mod layers;
pub mod ops;
mod pages;
pub mod routes;

use axum::Router;

use crate::context::Context;

/// The whole program as one service.
pub fn router(context: &Context) -> Router {
    layers::wrap(routes::router(), context).with_state(context.clone())
}
