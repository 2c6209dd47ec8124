//! The service as one object: the gateway before the operation, and what both remember.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::action::Action;
use crate::answer::{Answer, Refusal};
use crate::clock::Clock;
use crate::connections::ConnectionMode;
use crate::door::Door;
use crate::event::Outcome;
use crate::fault::{Fault, FaultKind, Faults};
use crate::gateway::{Gateway, operation};
use crate::hold::Held;
use crate::identity::{self, Desk, Identity};
use crate::initialize::initialize;
use crate::key::Key;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::parameters::Parameters;
use crate::proxy::ProxySettings;
use crate::quota::Quota;
use crate::random;
use crate::wire::WireRequest;

/// Everything that the connections share.
pub(crate) struct Service {
    gateway: Gateway,
    pub(crate) identity: Identity,
    pub(crate) clock: Clock,
    pub(crate) ledger: Ledger,
    faults: Mutex<Faults>,
    pub(crate) held: Held,
    connection_mode: Mutex<ConnectionMode>,
    quota: Mutex<Quota>,
    proxy: Mutex<ProxySettings>,
    pub(crate) log: bool,
    /// What a reset goes back to.
    start: Options,
}

/// An answer, and what it means for the record.
pub(crate) struct Judged {
    pub(crate) answer: Answer,
    pub(crate) outcome: Outcome,
    /// The code of a refusal, or `Success`.
    pub(crate) verdict: String,
}

impl Service {
    pub(crate) fn new(options: &Options) -> Self {
        let clock = Clock::new(options.clock_offset_ms);
        let mut quota = Quota::default();
        quota.set(options.calls_per_second);
        Self {
            gateway: Gateway::new(options.keys(), clock.now()),
            identity: Identity::new(options.identity.clone()),
            clock,
            ledger: Ledger::new(),
            faults: Mutex::new(Faults::default()),
            held: Held::default(),
            connection_mode: Mutex::new(ConnectionMode::Normal),
            quota: Mutex::new(quota),
            proxy: Mutex::new(options.proxy_settings.clone()),
            log: options.log,
            start: options.clone(),
        }
    }

    /// The answer that a request deserves.
    pub(crate) fn judge(&self, door: Door, request: &WireRequest) -> Judged {
        let now = self.clock.now();
        let desk = Desk { identity: &self.identity, gateway: &self.gateway, now };
        let request_id = request_id();
        let (result, product) = match door {
            Door::Metadata => {
                return match desk.metadata(request) {
                    Ok(answer) => answered(answer),
                    Err(Refusal { status, message, .. }) => Judged {
                        answer: Answer::plain(status, "text/plain", message),
                        outcome: Outcome::Refused,
                        verdict: status.to_string(),
                    },
                };
            }
            Door::Service if identity::owns(request) => (desk.sts(request, &request_id), "Sts"),
            Door::Service => (self.initialize(request, now, &request_id), PRODUCT),
        };
        result.map(answered).unwrap_or_else(|refusal| Judged {
            answer: Answer::refusal(&request_id, request.host(), product, &refusal),
            outcome: Outcome::Refused,
            verdict: refusal.code,
        })
    }

    fn initialize(&self, request: &WireRequest, now: i64, request_id: &str) -> Result<Answer, Refusal> {
        operation::check(request)?;
        self.gateway.authenticate(request, now)?;
        if !locked(&self.quota).pass(Instant::now()) {
            return Err(Refusal::new(400, "Throttling.User", "Request was denied due to user flow control."));
        }
        initialize(&Parameters::of(request)).map(|result| Answer::success(request_id, result))
    }

    /// The fault that the next request for an action meets.
    pub(crate) fn next_fault(&self, action: Action) -> Option<FaultKind> {
        locked(&self.faults).take(action)
    }

    /// Whether a fault waits for a request that has not arrived whole.
    pub(crate) fn any_unread_fault(&self) -> bool {
        locked(&self.faults).any_unread()
    }

    /// The fault `unread`, if it is the one that the next request for an action meets.
    pub(crate) fn next_unread_fault(&self, action: Action) -> Option<FaultKind> {
        locked(&self.faults).take_unread(action)
    }

    pub(crate) fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        locked(&self.faults).set(faults);
    }

    pub(crate) fn connection_mode(&self) -> ConnectionMode {
        *locked(&self.connection_mode)
    }

    pub(crate) fn set_connection_mode(&self, mode: ConnectionMode) {
        *locked(&self.connection_mode) = mode;
    }

    pub(crate) fn proxy(&self) -> ProxySettings {
        locked(&self.proxy).clone()
    }

    pub(crate) fn set_proxy(&self, settings: ProxySettings) {
        *locked(&self.proxy) = settings;
    }

    pub(crate) fn set_quota(&self, calls_per_second: Option<u32>) {
        locked(&self.quota).set(calls_per_second);
    }

    /// Knows these keys and no others.
    pub(crate) fn set_keys(&self, keys: impl IntoIterator<Item = Key>) {
        self.gateway.set_keys(keys, self.clock.now());
    }

    /// Forgets everything but the open connections, and sets everything as it was at the start.
    pub(crate) fn reset(&self) {
        self.set_faults([]);
        self.held.release(None);
        self.set_connection_mode(ConnectionMode::Normal);
        self.set_quota(self.start.calls_per_second);
        self.set_proxy(self.start.proxy_settings.clone());
        self.clock.set_offset_ms(self.start.clock_offset_ms);
        self.identity.set(self.start.identity.clone());
        self.identity.forget_tokens();
        self.set_keys(self.start.keys());
        self.gateway.forget_nonces();
        self.ledger.reset();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The service's name in its own troubleshooting links.
const PRODUCT: &str = "Cloudauth-intl";

fn answered(answer: Answer) -> Judged {
    Judged { answer, outcome: Outcome::Answered, verdict: "Success".to_owned() }
}

/// A refusal in the gateway's shape.
pub(crate) fn refuse(request: &WireRequest, refusal: &Refusal) -> Answer {
    Answer::refusal(&request_id(), request.host(), PRODUCT, refusal)
}

/// A fresh request id. Without random bytes from the system there are greater worries than an id that repeats.
fn request_id() -> String {
    random::request_id().unwrap_or_else(|_| "00000000-0000-4000-8000-000000000000".to_owned())
}
