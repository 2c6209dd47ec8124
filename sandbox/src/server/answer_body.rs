//! The body of an answer, which knows whether it was sent whole.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use super::entry::Entry;
use crate::record::Outcome;

/// Small enough that a client which goes away in the midst of a large answer is noticed.
const PIECE: usize = 16 * 1024;

/// How much of the body is sent, and what is said about it beforehand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// All of it, with its length.
    Whole,
    /// All of it, without its length.
    Chunked,
    /// The first half of what its length promises, then the connection closes.
    Cut,
    /// The first half of what its length promises, then nothing for ever.
    Stall,
}

impl Delivery {
    fn ends_half_way(self) -> bool {
        matches!(self, Self::Cut | Self::Stall)
    }
}

pub(super) struct AnswerBody {
    rest: Bytes,
    delivery: Delivery,
    /// What is still to be sent of `rest` before the cut.
    until_cut: usize,
    flushed: bool,
    entry: Entry,
    outcome: Outcome,
}

impl AnswerBody {
    /// `never_sent` for answers that HTTP gives no body, whatever we hold.
    pub(super) fn new(body: Bytes, delivery: Delivery, never_sent: bool, entry: Entry, outcome: Outcome) -> Self {
        let until_cut = body.len() / 2;
        let mut this = Self { rest: body, delivery, until_cut, flushed: false, entry, outcome };
        if never_sent || (this.rest.is_empty() && !delivery.ends_half_way()) {
            this.rest = Bytes::new();
            this.entry.end(outcome);
        }
        this
    }

    fn next_piece(&mut self, limit: usize) -> Frame<Bytes> {
        let piece = self.rest.split_to(limit.min(PIECE).min(self.rest.len()));
        if self.rest.is_empty() {
            self.entry.end(self.outcome);
        }
        Frame::data(piece)
    }

    fn half(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.until_cut > 0 {
            let limit = self.until_cut;
            let before = self.rest.len();
            let piece = self.next_piece(limit);
            self.until_cut -= before - self.rest.len();
            return Poll::Ready(Some(Ok(piece)));
        }
        if self.delivery == Delivery::Stall {
            return Poll::Pending; // hyper drops the body when the client closes, and with it the entry
        }
        if !self.flushed {
            // hyper sends what it has when a body has nothing ready; an error at once would throw the half away.
            self.flushed = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.entry.end(Outcome::Cut);
        Poll::Ready(Some(Err(io::Error::other("cut on purpose"))))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.delivery.ends_half_way() {
            return self.half(cx);
        }
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(self.next_piece(PIECE))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && !self.delivery.ends_half_way()
    }

    fn size_hint(&self) -> SizeHint {
        match (self.delivery, u64::try_from(self.rest.len())) {
            (Delivery::Whole | Delivery::Cut | Delivery::Stall, Ok(length)) => SizeHint::with_exact(length),
            _ => SizeHint::default(),
        }
    }
}
