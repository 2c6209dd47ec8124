//! Brings events to the observer, off the path of the calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::events::{AttemptEvent, CallEvent, Observer};
use crate::error::EkycError;

/// How many events wait for a slow observer at most; more are counted as lost.
const QUEUE: usize = 4096;

pub(super) enum Event {
    Attempt(AttemptEvent),
    Call(CallEvent),
}

/// The way to one observer. Its thread ends when the last reference goes and what was queued is delivered.
pub(super) struct Delivery {
    /// A channel that grows as events come, with a bound that is counted beside it: the standard library's bounded channel takes its whole
    /// room at once, which would be 0.9 MB for each client.
    queue: Sender<Event>,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    waiting: AtomicUsize,
    lost: AtomicI64,
}

impl Delivery {
    pub(super) fn start(observer: Arc<dyn Observer>) -> Result<Self, EkycError> {
        let (queue, events) = channel();
        let counts = Arc::new(Counts::default());
        let deliverer = Deliverer { observer, events, counts: Arc::clone(&counts) };
        thread::Builder::new()
            .name("ekyc-observer".to_owned())
            .stack_size(1024 * 1024)
            .spawn(move || deliverer.run())
            .map_err(|error| EkycError::internal(format!("no thread for the observer: {error}")))?;
        Ok(Self { queue, counts })
    }

    pub(super) fn send(&self, event: Event) {
        if self.counts.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
            self.counts.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let _ = self.queue.send(event); // the receiver lives until this sender is gone
    }
}

struct Deliverer {
    observer: Arc<dyn Observer>,
    events: Receiver<Event>,
    counts: Arc<Counts>,
}

impl Deliverer {
    fn run(self) {
        while let Ok(event) = self.events.recv() {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
            self.tell_losses();
            self.tell(|observer| match event {
                Event::Attempt(event) => observer.attempt(event),
                Event::Call(event) => observer.call(event),
            });
        }
        self.tell_losses();
    }

    fn tell_losses(&self) {
        let lost = self.counts.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            self.tell(|observer| observer.lost(lost));
        }
    }

    /// A panic is the observer's own affair.
    fn tell(&self, what: impl FnOnce(&dyn Observer)) {
        let _ = catch_unwind(AssertUnwindSafe(|| what(&*self.observer)));
    }
}
