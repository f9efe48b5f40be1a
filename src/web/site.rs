//! The whole program as one service.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;

use super::layers::{self, Layers};
use super::routes;
use crate::context::Context;

/// What answers requests. Clones are cheap and the same.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

struct Parts {
    layers: Layers,
    router: Router,
}

impl Site {
    /// Stands on this context.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        let router = routes::router().with_state(context.clone());
        Self(Arc::new(Parts { layers: Layers::new(context.clone()), router }))
    }

    /// Answers a request. What answers it may be dropped at any point, as when a client leaves.
    pub fn answer(self, request: Request) -> impl Future<Output = Response> + Send + 'static {
        let router = self.0.router.clone();
        layers::around(self, request, router)
    }

    pub(super) fn layers(&self) -> &Layers {
        &self.0.layers
    }
}
