//! The body of an answer, counted for as long as its peer has not read it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use crate::net::unread::Claim;

/// A body whose bytes are counted until the connection has sent them: longer than this body itself lives.
pub(super) struct CountedBody {
    body: Body,
    claim: Arc<Claim>,
}

impl CountedBody {
    /// Counts the body from now on. A body of unknown length is counted piece by piece.
    pub(super) fn around(body: Body, claim: Arc<Claim>) -> Body {
        let length = body.size_hint().exact().unwrap_or(0);
        claim.set(usize::try_from(length).unwrap_or(usize::MAX));
        if body.is_end_stream() { body } else { Body::new(Self { body, claim }) }
    }
}

impl HttpBody for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(task));
        let counted_body = |data: Bytes| Bytes::from_owner(Piece { _claim: self.claim.split(data.len()), data });
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.map_data(counted_body))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes that are counted until the last of them is sent.
struct Piece {
    data: Bytes,
    _claim: Claim,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.data
    }
}
