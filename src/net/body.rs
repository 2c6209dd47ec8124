//! A request's body that notices when the request is written.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::watched::Sender;

/// The bytes of a body, and whose they are.
///
/// hyper asks whether the body has an end when it is about to write the request's head, and not before (proto/h1/dispatch.rs). That is the
/// moment from which the service may have the request; no interface of hyper tells it. Should hyper one day ask earlier, more
/// outcomes would be called unknown than are; scenarios (`broken-after-sending`, `refused-connections`) would see that, and also if it no longer asked at all.
pub(crate) struct WatchedBody {
    bytes: Option<Bytes>,
    sender: Arc<dyn Sender>,
}

impl WatchedBody {
    pub(crate) fn new(bytes: Vec<u8>, sender: Arc<dyn Sender>) -> Self {
        Self { bytes: Some(bytes).filter(|bytes| !bytes.is_empty()).map(Bytes::from), sender }
    }
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.sender.handed_over();
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.sender.handed_over();
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
