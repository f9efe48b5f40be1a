//! What a request's body still holds when its answer is there. Who answers without reading it (a credential is missing, the address takes
//! no such method, the body is too large) leaves it in the connection: hyper stops reading there and says nothing, so that the next
//! request on the connection is never answered, and what still arrives has the kernel reset it, which may take the answer away.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Response};
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};

use super::idle::ConnectionActivity;

/// So much is read and thrown away, to keep the connection: a few times what a body may have.
const MOST: u64 = 64 * 1024;
/// And it has to arrive within this.
const WITHIN: Duration = Duration::from_secs(2);

/// The body of a request of HTTP/1, kept while it is lent to whoever answers. Over HTTP/2 each request is a stream of its own, and
/// nothing is left in the way of others.
pub(super) struct UnreadBody(Arc<Mutex<Incoming>>);

impl UnreadBody {
    /// The body to be answered, and what is kept of it.
    pub(super) fn of(body: Incoming) -> (Self, Body) {
        let shared = Arc::new(Mutex::new(body));
        (Self(Arc::clone(&shared)), Body::new(Lent(shared)))
    }

    /// Reads what was left, so that the connection can go on. Where that is too much, or too slow, the answer says that the connection
    /// ends.
    pub(super) async fn settle(self, activity: &ConnectionActivity, mut response: Response<Body>) -> Response<Body> {
        if matches!(tokio::time::timeout(WITHIN, self.read_out()).await, Ok(true)) {
            activity.record_read_to_end();
        } else {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// Whether it was read to its end.
    async fn read_out(self) -> bool {
        let mut body = Lent(self.0);
        let mut read = 0;
        while !body.is_end_stream() {
            if read + body.size_hint().lower() > MOST {
                return false;
            }
            match body.frame().await {
                Some(Ok(frame)) => read += frame.data_ref().map_or(0, |data| data.len() as u64),
                Some(Err(_)) => return false,
                None => return true,
            }
        }
        true
    }
}

/// A body that others keep a hand on.
struct Lent(Arc<Mutex<Incoming>>);

impl Lent {
    fn with<T>(&self, then: impl FnOnce(&mut Incoming) -> T) -> T {
        then(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.with(|body| Pin::new(body).poll_frame(cx))
    }

    fn is_end_stream(&self) -> bool {
        self.with(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|body| body.size_hint())
    }
}
