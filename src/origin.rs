//! Where the work at hand comes from: the request that it answers. It is the same for everything that a request does, like its
//! span in the log; work that no request asked for has none.

use std::net::IpAddr;

/// A request, as far as a record of what it did goes.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Its id, which the log has as well.
    pub request_id: Option<String>,
    /// The client's address.
    pub ip: Option<IpAddr>,
}

tokio::task_local! {
    static CURRENT: Origin;
}

impl Origin {
    /// Does `work` as that of this request.
    pub async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// Of the work at hand.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_default()
    }
}
