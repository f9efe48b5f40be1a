//! The whole program as one service.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;

use super::layers::{self, Layers};
use super::mailed_link::drop_appendix;
use super::routes;
use crate::context::Context;

/// What answers requests. Clones are cheap and the same.
#[derive(Clone)]
pub struct HttpService {
    layers: Arc<Layers>,
    router: Router,
}

impl HttpService {
    /// Stands on this context.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        let router = routes::router().with_state(context.clone());
        Self { layers: Arc::new(Layers::new(context.clone())), router }
    }

    /// Answers a request. What answers it may be dropped at any point, as when a client leaves.
    pub fn answer(self, mut request: Request) -> impl Future<Output = Response> + Send + 'static {
        drop_appendix(&mut request);
        layers::handle(self.layers, request, self.router)
    }
}
