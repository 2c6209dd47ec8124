//! A request's entry in the record, written whatever becomes of it.

use std::io::Write as _;
use std::mem;
use std::sync::Arc;

use crate::cloudauth::DueCallback;
use crate::record::{EntryId, Event, Outcome};
use crate::service::Service;

/// Goes with a request from its head to the last byte of its answer. Dropped before the end, it writes that the client went away: hyper
/// drops the work on a request as soon as the peer closes the connection.
pub(super) struct Entry {
    service: Arc<Service>,
    stage: Stage,
    status: Option<u16>,
    code: Option<String>,
    due: Option<DueCallback>,
}

enum Stage {
    /// The body is still arriving.
    Arriving(Box<Event>),
    /// Written as arrived.
    Open(EntryId),
    /// Written as ended.
    Ended,
}

impl Entry {
    pub(super) fn new(service: Arc<Service>, event: Event) -> Self {
        Self { service, stage: Stage::Arriving(Box::new(event)), status: None, code: None, due: None }
    }

    /// Writes the request into the record when it is called first; `complete` adds what is known by then.
    pub(super) fn write(&mut self, complete: impl FnOnce(&mut Event)) {
        self.stage = match mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Arriving(mut event) => {
                complete(&mut event);
                Stage::Open(self.service.record.arrived(*event))
            }
            Stage::Open(id) => {
                self.service.record.amend(id, complete);
                Stage::Open(id)
            }
            Stage::Ended => Stage::Ended,
        };
    }

    /// Notes a callback to be sent once the request has ended.
    pub(super) fn then_call_back(&mut self, due: Option<DueCallback>) {
        self.due = due;
    }

    /// Notes the answer that is about to be sent.
    pub(super) fn answering(&mut self, status: u16, code: Option<String>) {
        self.status = Some(status);
        self.code = code;
    }

    /// Writes how the request ended. Only the first time counts.
    pub(super) fn end(&mut self, outcome: Outcome) {
        if let Stage::Arriving(_) = self.stage {
            self.write(|_| {});
        }
        if let Stage::Open(id) = self.stage {
            self.stage = Stage::Ended;
            let log = self.service.log;
            self.service.record.ended(id, outcome, self.status, self.code.take(), |event| {
                if log {
                    let _ = writeln!(std::io::stderr(), "{}", event.log_line()); // nobody may be reading
                }
            });
            self.due.take().into_iter().for_each(|due| self.service.call_back_later(due));
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.end(Outcome::Aborted);
    }
}
