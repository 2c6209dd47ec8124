//! What the sandbox has seen: counters, and the latest requests.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::event::{Event, Outcome};
use super::proxied::ProxyRequest;
use crate::action::Action;
use crate::listener::Listener;

/// No more events are kept than this, so that a benchmark of millions of requests does not fill the memory.
pub(crate) const MAX_EVENTS: usize = 10_000;

/// Nor more bytes than this, for requests with pictures.
pub(crate) const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What the sandbox has seen since its start or the last reset.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Seen {
    /// TCP connections that the service accepted.
    pub connections: u64,
    /// Those of them that are open now. A reset does not change this.
    pub open_connections: u64,
    /// Requests that arrived at the service: the operations of the product and STS, but not the verification pages.
    pub requests: u64,
    /// Those of them whose connection the client closed before the answer was complete.
    pub aborted: u64,
    /// Requests that have ended, one way or the other.
    pub ended: u64,
    /// Requests for each [`Action`] by its name, wherever they arrived.
    pub actions: BTreeMap<&'static str, u64>,
    /// Those of them whose connection the client closed before the answer was complete.
    pub aborted_actions: BTreeMap<&'static str, u64>,
    /// Attempts to call a merchant back, successful or not.
    pub callbacks: u64,
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
    pub(crate) weight: usize,
    #[serde(skip)]
    pub(crate) resets: u64,
}

impl Seen {
    /// Counts a connection and gives its number.
    pub(crate) fn connect(&mut self, listener: Listener) -> u64 {
        let counter = match listener {
            Listener::Service | Listener::Page => &mut self.connections,
            Listener::Metadata => &mut self.metadata_connections,
        };
        *counter += 1;
        let number = *counter;
        if listener == Listener::Service {
            self.open_connections += 1;
        }
        number
    }

    /// Begins anew. What is open stays open.
    pub(crate) fn forget(&mut self) {
        *self = Self { resets: self.resets + 1, open_connections: self.open_connections, ..Self::default() };
    }

    /// Adds a request to the proxy and gives its number.
    pub(crate) fn push_proxied(&mut self, mut request: ProxyRequest) -> u64 {
        self.proxy_requests += 1;
        request.n = self.proxy_requests;
        self.proxied.push_back(request);
        if self.proxied.len() > MAX_EVENTS {
            self.proxied.pop_front();
        }
        self.proxy_requests
    }

    pub(crate) fn push(&mut self, mut event: Event) -> EntryId {
        self.numbered += 1;
        event.n = self.numbered;
        let (listener, action) = (event.listener, event.known_action());
        if listener == Listener::Service {
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
        EntryId { resets: self.resets, n: self.numbered, listener, action }
    }

    /// Adds to what is known of a request, and counts its memory again.
    pub(crate) fn amend(&mut self, id: EntryId, amend: impl FnOnce(&mut Event)) {
        let Some(event) = self.event_mut(id) else { return };
        let before = event.weight();
        amend(event);
        let after = event.weight();
        self.weight = self.weight + after - before;
    }

    /// Counts how a request ended.
    pub(crate) fn count_end(&mut self, id: EntryId, outcome: Outcome) {
        self.ended += 1;
        if outcome != Outcome::Aborted {
            return;
        }
        if id.listener == Listener::Service {
            self.aborted += 1;
        }
        if let Some(action) = id.action {
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

    pub(crate) fn event_mut(&mut self, id: EntryId) -> Option<&mut Event> {
        let first = self.events.front()?.n;
        let index = usize::try_from(id.n.checked_sub(first)?).ok()?;
        self.events.get_mut(index).filter(|_| id.resets == self.resets)
    }
}

/// Where an event is found again. After a reset the same number belongs to another request.
#[derive(Clone, Copy)]
pub(crate) struct EntryId {
    pub(crate) resets: u64,
    pub(crate) n: u64,
    pub(crate) listener: Listener,
    pub(crate) action: Option<Action>,
}
