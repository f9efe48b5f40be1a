//! Where the work at hand comes from: the request that it answers. It is the same for everything that a request does, and stands on
//! every line of its log; work that no request asked for has none.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

/// A request, as far as a record of what it did goes. Clones are cheap.
#[derive(Clone, Debug, Default)]
pub struct RequestContext(Option<Arc<RequestInfo>>);

/// What was asked.
#[derive(Debug)]
pub struct RequestInfo {
    /// The request's id, which the log has as well.
    pub request_id: String,
    /// The method.
    pub method: Cow<'static, str>,
    /// The client's address.
    pub ip: Option<IpAddr>,
    route: OnceLock<&'static str>,
}

impl RequestInfo {
    /// A request whose route is not known yet.
    #[must_use]
    pub fn new(request_id: String, method: Cow<'static, str>, ip: Option<IpAddr>) -> Self {
        Self { request_id, method, ip, route: OnceLock::new() }
    }

    /// The route's template, and nothing else of the path: paths of ours hold secrets (invariant 17).
    #[must_use]
    pub fn route(&self) -> &'static str {
        self.route.get().unwrap_or(&"unknown")
    }
}

tokio::task_local! {
    static CURRENT: RequestContext;
}

/// Says which route the request at hand goes to.
pub fn set_route(template: &'static str) {
    // Work that no request asked for goes nowhere, and a request only once.
    let _known = CURRENT.try_with(|origin| origin.request().map(|asked| asked.route.set(template)));
}

impl RequestContext {
    /// A request.
    #[must_use]
    pub fn new(asked: RequestInfo) -> Self {
        Self(Some(Arc::new(asked)))
    }

    /// Does `work` as that of this request.
    pub fn scope<T>(self, work: impl Future<Output = T>) -> impl Future<Output = T> {
        CURRENT.scope(self, work)
    }

    /// Of the work at hand.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_default()
    }

    /// What was asked, if this is a request.
    #[must_use]
    pub fn request(&self) -> Option<&RequestInfo> {
        self.0.as_deref()
    }
}
