//! Where the work at hand comes from: the request that it answers. It is the same for everything that a request does, and stands on
//! every line of its log; work that no request asked for has none.

use std::net::IpAddr;
use std::sync::Arc;

/// A request, as far as a record of what it did goes. Clones are cheap.
#[derive(Clone, Debug, Default)]
pub struct Origin(Option<Arc<Asked>>);

/// What was asked.
#[derive(Debug)]
pub struct Asked {
    /// The request's id, which the log has as well.
    pub request_id: String,
    /// The method.
    pub method: String,
    /// The route's template: paths of ours hold secrets (invariant 17).
    pub route: String,
    /// The client's address.
    pub ip: Option<IpAddr>,
}

tokio::task_local! {
    static CURRENT: Origin;
}

impl Origin {
    /// A request.
    #[must_use]
    pub fn of(asked: Asked) -> Self {
        Self(Some(Arc::new(asked)))
    }

    /// Does `work` as that of this request.
    pub async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// Of the work at hand.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_default()
    }

    /// What was asked, if this is a request.
    #[must_use]
    pub fn asked(&self) -> Option<&Asked> {
        self.0.as_deref()
    }
}
