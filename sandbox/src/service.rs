//! The service as one object: the gateway before the operation, and what both remember.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::answer::{Answer, Refusal};
use crate::event::Outcome;
use crate::fault::{Fault, FaultKind, FaultQueue};
use crate::gateway::{Gateway, Key};
use crate::initialize::{Parameters, initialize};
use crate::ledger::Ledger;
use crate::options::Options;
use crate::random;
use crate::wire::WireRequest;

/// Everything that the connections share.
pub(crate) struct Service {
    gateway: Gateway,
    pub(crate) ledger: Ledger,
    faults: Mutex<FaultQueue>,
    pub(crate) log: bool,
}

/// An answer, and what it means for the record.
pub(crate) struct Judged {
    pub(crate) answer: Answer,
    pub(crate) outcome: Outcome,
}

impl Service {
    pub(crate) fn new(options: &Options) -> Self {
        let key = Key {
            id: options.access_key_id.clone(),
            secret: options.access_key_secret.clone(),
            security_token: options.security_token.clone(),
        };
        Self {
            gateway: Gateway::new(key),
            ledger: Ledger::new(),
            faults: Mutex::new(FaultQueue::default()),
            log: options.log,
        }
    }

    /// The answer that a request deserves.
    pub(crate) fn judge(&self, request: &WireRequest) -> Judged {
        let result = self.gateway.check(request, now()).and_then(|()| initialize(&Parameters::of(request)));
        match result {
            Ok(result) => Judged { answer: Answer::success(&request_id(), result), outcome: Outcome::Answered },
            Err(refusal) => Judged { answer: refuse(request, &refusal), outcome: Outcome::Refused },
        }
    }

    /// The fault that the next request meets.
    pub(crate) fn next_fault(&self) -> Option<FaultKind> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).set(faults);
    }

    /// Forgets everything but the open connections.
    pub(crate) fn reset(&self) {
        self.set_faults([]);
        self.gateway.forget_nonces();
        self.ledger.reset();
    }
}

/// A refusal in the gateway's shape.
pub(crate) fn refuse(request: &WireRequest, refusal: &Refusal) -> Answer {
    Answer::refusal(&request_id(), request.host(), refusal)
}

/// A fresh request id. Without random bytes from the system there are greater worries than an id that repeats.
fn request_id() -> String {
    random::request_id().unwrap_or_else(|_| "00000000-0000-4000-8000-000000000000".to_owned())
}

fn now() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}
