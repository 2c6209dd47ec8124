//! Brings events to the observer, off the path of the calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
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
    queue: SyncSender<Event>,
    lost: Arc<AtomicI64>,
}

impl Delivery {
    pub(super) fn start(observer: Arc<dyn Observer>) -> Result<Self, EkycError> {
        let (queue, events) = sync_channel(QUEUE);
        let lost = Arc::new(AtomicI64::new(0));
        let deliverer = Deliverer { observer, events, lost: Arc::clone(&lost) };
        thread::Builder::new()
            .name("ekyc-observer".to_owned())
            .stack_size(1024 * 1024)
            .spawn(move || deliverer.run())
            .map_err(|error| EkycError::internal(format!("no thread for the observer: {error}")))?;
        Ok(Self { queue, lost })
    }

    pub(super) fn send(&self, event: Event) {
        if let Err(TrySendError::Full(_)) = self.queue.try_send(event) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

struct Deliverer {
    observer: Arc<dyn Observer>,
    events: Receiver<Event>,
    lost: Arc<AtomicI64>,
}

impl Deliverer {
    fn run(self) {
        while let Ok(event) = self.events.recv() {
            self.tell_losses();
            self.tell(|observer| match event {
                Event::Attempt(event) => observer.attempt(event),
                Event::Call(event) => observer.call(event),
            });
        }
        self.tell_losses();
    }

    fn tell_losses(&self) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            self.tell(|observer| observer.lost(lost));
        }
    }

    /// A panic is the observer's own affair.
    fn tell(&self, what: impl FnOnce(&dyn Observer)) {
        let _ = catch_unwind(AssertUnwindSafe(|| what(&*self.observer)));
    }
}
