//! What the sandbox has seen: counters, and the latest requests.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use tokio::sync::watch;

use crate::action::Action;
use crate::door::Door;
use crate::event::{Event, Outcome};
use crate::proxy::ProxyRequest;

/// No more events are kept than this, so that a benchmark of millions of requests does not fill the memory.
const MAX_EVENTS: usize = 10_000;

/// Nor more bytes than this, for requests with pictures.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What the sandbox has seen since its start or the last reset.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Seen {
    /// TCP connections that the service accepted.
    pub connections: u64,
    /// Those of them that are open now. A reset does not change this.
    pub open_connections: u64,
    /// Requests that arrived at the service: Initialize and STS.
    pub requests: u64,
    /// Those of them whose connection the client closed before the answer was complete.
    pub aborted: u64,
    /// Requests that have ended, one way or the other.
    pub ended: u64,
    /// Requests for each [`Action`] by its name, wherever they arrived.
    pub actions: BTreeMap<&'static str, u64>,
    /// Those of them whose connection the client closed before the answer was complete.
    pub aborted_actions: BTreeMap<&'static str, u64>,
    /// Requests to the proxy.
    pub proxy_requests: u64,
    /// The latest of them, oldest first: at most 10,000.
    pub proxied: VecDeque<ProxyRequest>,
    /// The latest requests wherever they arrived, oldest first: at most 10,000 and about 64 MiB. The counters go on counting.
    pub events: VecDeque<Event>,
    #[serde(skip)]
    numbered: u64,
    #[serde(skip)]
    metadata_connections: u64,
    #[serde(skip)]
    weight: usize,
    #[serde(skip)]
    resets: u64,
}

impl Seen {
    fn push(&mut self, mut event: Event) -> Place {
        self.numbered += 1;
        event.n = self.numbered;
        let (door, action) = (event.door, event.known_action());
        if door == Door::Service {
            self.requests += 1;
        }
        if let Some(action) = action {
            *self.actions.entry(action.name()).or_default() += 1;
        }
        self.weight += event.weight();
        self.events.push_back(event);
        while self.events.len() > MAX_EVENTS || (self.weight > MAX_BYTES && self.events.len() > 1) {
            self.weight -= self.events.pop_front().map_or(0, |old| old.weight());
        }
        Place { resets: self.resets, n: self.numbered, door, action }
    }

    fn count_end(&mut self, place: Place, outcome: Outcome) {
        self.ended += 1;
        if outcome != Outcome::Aborted {
            return;
        }
        if place.door == Door::Service {
            self.aborted += 1;
        }
        if let Some(action) = place.action {
            *self.aborted_actions.entry(action.name()).or_default() += 1;
        }
    }

    /// Requests for an action so far.
    pub fn count(&self, action: Action) -> u64 {
        self.actions.get(action.name()).copied().unwrap_or(0)
    }

    /// Those of them that the client gave up.
    pub fn count_aborted(&self, action: Action) -> u64 {
        self.aborted_actions.get(action.name()).copied().unwrap_or(0)
    }

    fn event_mut(&mut self, place: Place) -> Option<&mut Event> {
        let first = self.events.front()?.n;
        let index = usize::try_from(place.n.checked_sub(first)?).ok()?;
        self.events.get_mut(index).filter(|_| place.resets == self.resets)
    }
}

/// Where an event is found again. After a reset the same number belongs to another request.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    resets: u64,
    n: u64,
    door: Door,
    action: Option<Action>,
}

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
}

impl Ledger {
    pub(crate) fn new() -> Self {
        Self { seen: watch::Sender::new(Seen::default()) }
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
        self.seen.send_modify(|seen| {
            let counter = match door {
                Door::Service => &mut seen.connections,
                Door::Metadata => &mut seen.metadata_connections,
            };
            *counter += 1;
            number = *counter;
            if door == Door::Service {
                seen.open_connections += 1;
            }
        });
        number
    }

    /// What a service's connection, once counted, must hold as long as it lasts.
    pub(crate) fn open(&self, door: Door) -> Option<OpenConnection<'_>> {
        (door == Door::Service).then(|| OpenConnection(self))
    }

    /// Writes a request to the proxy into the record. What this gives must be held as long as its connection lasts.
    pub(crate) fn proxied(&self, mut request: ProxyRequest) -> OpenProxied<'_> {
        let mut open = OpenProxied { ledger: self, resets: 0, n: 0 };
        self.seen.send_modify(|seen| {
            seen.proxy_requests += 1;
            request.n = seen.proxy_requests;
            (open.resets, open.n) = (seen.resets, request.n);
            seen.proxied.push_back(request);
            if seen.proxied.len() > MAX_EVENTS {
                seen.proxied.pop_front();
            }
        });
        open
    }

    pub(crate) fn arrived(&self, event: Event) -> Place {
        let mut place = Place { resets: 0, n: 0, door: event.door, action: None };
        self.seen.send_modify(|seen| place = seen.push(event));
        place
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
            *seen = Seen { resets: seen.resets + 1, open_connections: seen.open_connections, ..Seen::default() };
        });
    }
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

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
