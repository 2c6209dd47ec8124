//! Reading the body of a request.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

/// A picture of 1 MiB as Base64, percent-encoded at its worst, is smaller.
const MAX_BODY: usize = 8 * 1024 * 1024;

/// The body, or `None` if it is too large. That one is read to its end all the same, and thrown away: a client that is still writing
/// when the connection closes may never read the answer.
pub(super) async fn read(mut body: Incoming) -> hyper::Result<Option<Bytes>> {
    let mut kept = BytesMut::new();
    let mut too_large = false;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        too_large = too_large || kept.len() + data.len() > MAX_BODY;
        if too_large {
            kept = BytesMut::new();
        } else {
            kept.extend_from_slice(&data);
        }
    }
    Ok((!too_large).then(|| kept.freeze()))
}
