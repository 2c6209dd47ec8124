//! The record of what the sandbox has seen.

mod event;
mod proxied;
mod seen;

use std::time::Instant;

use tokio::sync::watch;

use crate::listener::Listener;
pub use event::{Event, Outcome};
pub use proxied::{ProxyAuthorization, ProxyOutcome, ProxyRequest};
pub(crate) use seen::EntryId;
pub use seen::Seen;

/// A service's connection that is open. Dropped, it is not.
pub(crate) struct OpenConnection<'a>(&'a Record);

impl Drop for OpenConnection<'_> {
    fn drop(&mut self) {
        self.0.seen.send_modify(|seen| seen.open_connections -= 1);
    }
}

/// A proxy's connection that is open. Dropped, it is not.
pub(crate) struct OpenProxied<'a> {
    record: &'a Record,
    resets: u64,
    n: u64,
}

impl Drop for OpenProxied<'_> {
    fn drop(&mut self) {
        self.record.seen.send_modify(|seen| {
            let request = seen.proxied.iter_mut().rev().find(|request| request.n == self.n);
            if let Some(request) = request.filter(|_| self.resets == seen.resets) {
                request.open = false;
            }
        });
    }
}

/// Keeps [`Seen`], and wakes those who wait for a change.
pub(crate) struct Record {
    seen: watch::Sender<Seen>,
    started: Instant,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self { seen: watch::Sender::new(Seen::default()), started: Instant::now() }
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Seen> {
        self.seen.subscribe()
    }

    /// Counts a connection and gives its number.
    pub(crate) fn connected(&self, listener: Listener) -> u64 {
        let mut number = 0;
        self.seen.send_modify(|seen| number = seen.connect(listener));
        number
    }

    /// What a service's connection, once counted, must hold as long as it lasts.
    pub(crate) fn open(&self, listener: Listener) -> Option<OpenConnection<'_>> {
        (listener == Listener::Service).then(|| OpenConnection(self))
    }

    /// Counts an attempt to call back.
    pub(crate) fn called_back(&self) {
        self.seen.send_modify(|seen| seen.callbacks += 1);
    }

    /// Writes a request to the proxy into the record. What this gives must be held as long as its connection lasts.
    pub(crate) fn proxied(&self, request: ProxyRequest) -> OpenProxied<'_> {
        let mut open = OpenProxied { record: self, resets: 0, n: 0 };
        self.seen.send_modify(|seen| {
            open.resets = seen.resets;
            open.n = seen.push_proxied(request);
        });
        open
    }

    pub(crate) fn arrived(&self, mut event: Event) -> EntryId {
        let mut id = EntryId { resets: 0, n: 0, listener: event.listener, action: None };
        event.at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.seen.send_modify(|seen| id = seen.push(event));
        id
    }

    /// Adds to what is known of a request.
    pub(crate) fn amend(&self, id: EntryId, amend: impl FnOnce(&mut Event)) {
        self.seen.send_modify(|seen| seen.amend(id, amend));
    }

    /// Writes how a request ended, and shows the event as it now is.
    pub(crate) fn ended(
        &self,
        id: EntryId,
        outcome: Outcome,
        status: Option<u16>,
        code: Option<String>,
        show: impl FnOnce(&Event),
    ) {
        self.seen.send_modify(|seen| {
            if id.resets == seen.resets {
                seen.count_end(id, outcome);
            }
            if let Some(event) = seen.event_mut(id) {
                event.outcome = outcome;
                event.status = status;
                event.code = code;
                show(event);
            }
        });
    }

    pub(crate) fn reset(&self) {
        self.seen.send_modify(|seen| {
            seen.forget();
        });
    }
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::seen::{MAX_BYTES, MAX_EVENTS};
    use super::*;

    fn event(value: &str) -> Event {
        let (head, ()) = Request::builder().header("x-value", value).body(()).unwrap().into_parts();
        Event::new(1, Listener::Service, &head)
    }

    #[test]
    fn keeps_the_latest_and_counts_all() {
        let record = Record::new();
        let first = record.arrived(event(""));
        for _ in 0..MAX_EVENTS {
            record.arrived(event(""));
        }
        record.ended(first, Outcome::Aborted, None, None, |_| panic!("the first event is gone"));
        let seen = record.seen();
        assert_eq!((seen.requests, seen.aborted, seen.events.len()), (MAX_EVENTS as u64 + 1, 1, MAX_EVENTS));
        assert_eq!(seen.events.front().map(|event| event.n), Some(2));
    }

    #[test]
    fn keeps_no_more_bytes_than_it_may() {
        let record = Record::new();
        let large = "x".repeat(MAX_BYTES / 4);
        for _ in 0..10 {
            record.arrived(event(&large));
        }
        let seen = record.seen();
        assert_eq!((seen.requests, seen.events.len()), (10, 3));
        assert_eq!(seen.weight, seen.events.iter().map(Event::weight).sum::<usize>());
        record.arrived(event(&large.repeat(5)));
        assert_eq!(record.seen().events.len(), 1, "the latest stays, however large");
    }
}
