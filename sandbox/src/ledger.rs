//! The book of what the sandbox has seen.

use std::time::Instant;

use tokio::sync::watch;

use crate::door::Door;
use crate::event::{Event, Outcome};
use crate::proxy::ProxyRequest;
use crate::seen::{Place, Seen};

/// A service's connection that is open. Dropped, it is not.
pub(crate) struct OpenConnection<'a>(&'a Ledger);

impl Drop for OpenConnection<'_> {
    fn drop(&mut self) {
        self.0.seen.send_modify(|seen| seen.open_connections -= 1);
    }
}

/// A proxy's connection that is open. Dropped, it is not.
pub(crate) struct OpenProxied<'a> {
    ledger: &'a Ledger,
    resets: u64,
    n: u64,
}

impl Drop for OpenProxied<'_> {
    fn drop(&mut self) {
        self.ledger.seen.send_modify(|seen| {
            let request = seen.proxied.iter_mut().rev().find(|request| request.n == self.n);
            if let Some(request) = request.filter(|_| self.resets == seen.resets) {
                request.open = false;
            }
        });
    }
}

/// Keeps [`Seen`], and wakes those who wait for a change.
pub(crate) struct Ledger {
    seen: watch::Sender<Seen>,
    started: Instant,
}

impl Ledger {
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
    pub(crate) fn connected(&self, door: Door) -> u64 {
        let mut number = 0;
        self.seen.send_modify(|seen| number = seen.connect(door));
        number
    }

    /// What a service's connection, once counted, must hold as long as it lasts.
    pub(crate) fn open(&self, door: Door) -> Option<OpenConnection<'_>> {
        (door == Door::Service).then(|| OpenConnection(self))
    }

    /// Writes a request to the proxy into the record. What this gives must be held as long as its connection lasts.
    pub(crate) fn proxied(&self, request: ProxyRequest) -> OpenProxied<'_> {
        let mut open = OpenProxied { ledger: self, resets: 0, n: 0 };
        self.seen.send_modify(|seen| {
            open.resets = seen.resets;
            open.n = seen.push_proxied(request);
        });
        open
    }

    pub(crate) fn arrived(&self, mut event: Event) -> Place {
        let mut place = Place { resets: 0, n: 0, door: event.door, action: None };
        event.at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.seen.send_modify(|seen| place = seen.push(event));
        place
    }

    /// Adds to what is known of a request.
    pub(crate) fn amend(&self, place: Place, amend: impl FnOnce(&mut Event)) {
        self.seen.send_modify(|seen| seen.amend(place, amend));
    }

    /// Writes how a request ended, and shows the event as it now is.
    pub(crate) fn ended(
        &self,
        place: Place,
        outcome: Outcome,
        status: Option<u16>,
        code: Option<String>,
        show: impl FnOnce(&Event),
    ) {
        self.seen.send_modify(|seen| {
            if place.resets == seen.resets {
                seen.count_end(place, outcome);
            }
            if let Some(event) = seen.event_mut(place) {
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

    use super::*;
    use crate::seen::{MAX_BYTES, MAX_EVENTS};

    fn event(value: &str) -> Event {
        let (head, ()) = Request::builder().header("x-value", value).body(()).unwrap().into_parts();
        Event::new(1, Door::Service, &head)
    }

    #[test]
    fn keeps_the_latest_and_counts_all() {
        let ledger = Ledger::new();
        let first = ledger.arrived(event(""));
        for _ in 0..MAX_EVENTS {
            ledger.arrived(event(""));
        }
        ledger.ended(first, Outcome::Aborted, None, None, |_| panic!("the first event is gone"));
        let seen = ledger.seen();
        assert_eq!((seen.requests, seen.aborted, seen.events.len()), (MAX_EVENTS as u64 + 1, 1, MAX_EVENTS));
        assert_eq!(seen.events.front().map(|event| event.n), Some(2));
    }

    #[test]
    fn keeps_no_more_bytes_than_it_may() {
        let ledger = Ledger::new();
        let large = "x".repeat(MAX_BYTES / 4);
        for _ in 0..10 {
            ledger.arrived(event(&large));
        }
        let seen = ledger.seen();
        assert_eq!((seen.requests, seen.events.len()), (10, 3));
        assert_eq!(seen.weight, seen.events.iter().map(Event::weight).sum::<usize>());
        ledger.arrived(event(&large.repeat(5)));
        assert_eq!(ledger.seen().events.len(), 1, "the latest stays, however large");
    }
}
