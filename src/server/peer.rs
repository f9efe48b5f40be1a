//! The peer of a connection, and how its requests are answered.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use futures_util::FutureExt;
use futures_util::future::{Either, ready};
use hyper::body::Incoming;

use super::admission::AdmissionPermit;
use super::counted_body::CountedBody;
use super::idle::ConnectionActivity;
use super::unread_body::UnreadBody;
use crate::limits::RateLimitKey;
use crate::net::unread::Unread;
use crate::web::Crowded;

/// A request on a connection beyond the limit waits so long for room: longer than from one look to the next.
const CAPACITY_TIMEOUT: Duration = Duration::from_secs(2);

/// The peer of a connection.
pub(super) struct Peer {
    pub(super) address: SocketAddr,
    pub(super) client: Option<RateLimitKey>,
    pub(super) activity: Arc<ConnectionActivity>,
    /// Why it is told to come back, if it is.
    pub(super) crowded: Option<Crowded>,
    pub(super) seat: AdmissionPermit,
}

impl Peer {
    /// Answers a request.
    pub(super) fn ask<A, F>(
        &self,
        answer: &A,
        request: Request<Incoming>,
    ) -> impl Future<Output = Response<Body>> + use<A, F>
    where
        A: Fn(Request<Body>) -> F + Clone + Send + 'static,
        F: Future<Output = Response<Body>> + Send + 'static,
    {
        let under_way = self.activity.begin();
        let activity = Arc::clone(&self.activity);
        let (parts, body) = request.into_parts();
        // Nearly every request is without a body, and is not to pay for a box.
        if body.is_end_stream() {
            let answered = self.answered(answer, Request::from_parts(parts, Body::empty()));
            return Either::Left(answered.map(move |response| {
                activity.record_read_to_end();
                drop(under_way);
                response
            }));
        }
        if parts.version >= Version::HTTP_2 {
            let answered = self.answered(answer, Request::from_parts(parts, Body::new(body)));
            return Either::Right(Either::Left(answered.map(move |response| {
                drop(under_way);
                response
            })));
        }
        let (unread_body, body) = UnreadBody::of(body);
        let answered = self.answered(answer, Request::from_parts(parts, body));
        Either::Right(Either::Right(Box::pin(async move {
            let response = unread_body.settle(&activity, answered.await).await;
            drop(under_way);
            response
        })))
    }

    fn answered<A, F>(&self, answer: &A, mut request: Request<Body>) -> impl Future<Output = Response<Body>> + use<A, F>
    where
        A: Fn(Request<Body>) -> F + Clone + Send + 'static,
        F: Future<Output = Response<Body>> + Send + 'static,
    {
        request.extensions_mut().insert(ConnectInfo(self.address));
        if !has_single_host(&request) {
            Either::Left(ready(refusal()))
        } else if let Some(crowded) = self.crowded {
            Either::Right(Either::Left(self.ask_in_a_crowd(crowded, answer.clone(), request)))
        } else {
            Either::Right(Either::Right(answer(request)))
        }
    }

    /// On a connection beyond the limit: what has to be answered is, and the rest once there is room; else the client is told to come
    /// back, and the connection ends.
    fn ask_in_a_crowd<A, F>(
        &self,
        crowded: Crowded,
        answer: A,
        mut request: Request<Body>,
    ) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>>
    where
        A: Fn(Request<Body>) -> F + Send + 'static,
        F: Future<Output = Response<Body>> + Send + 'static,
    {
        let (seats, client, activity) = (self.seat.seats(), self.client, Arc::clone(&self.activity));
        Box::pin(async move {
            if crowded.refuses(request.uri().path())
                && tokio::time::timeout(CAPACITY_TIMEOUT, seats.room(client)).await.is_err()
            {
                metrics::counter!("doorpost_connections_refused_total", "reason" => crowded.reason()).increment(1);
                request.extensions_mut().insert(crowded);
                let mut response = answer(request).await;
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                activity.end();
                return response;
            }
            answer(request).await
        })
    }
}

/// A request is begun once the peer has read enough of the answers before it. Until then it is no sign of life, so that a peer that
/// reads nothing is cut.
pub(super) async fn answer_when_read<A, F>(
    unread: &Arc<Unread>,
    peer: &Peer,
    answer: &A,
    mut request: Request<Incoming>,
) -> Response<Body>
where
    A: Fn(Request<Body>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let claim = Arc::new(unread.claim().await);
    request.extensions_mut().insert(Arc::clone(&claim));
    peer.ask(answer, request).await.map(|body| CountedBody::around(body, claim))
}

/// A request of HTTP/1.1 names one host (RFC 9112 section 3.2), and none names two: a proxy in front may have meant another one than
/// we do.
fn has_single_host(request: &Request<Body>) -> bool {
    let count = request.headers().get_all(HOST).iter().count();
    count == 1 || (count == 0 && request.version() != Version::HTTP_11)
}

/// As bare as what hyper itself refuses, and the end of the connection.
fn refusal() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
