//! The service as one object: the gateway before the operation, and what both remember.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::action::Action;
use crate::clock::Clock;
use crate::cloudauth;
use crate::faults::{Fault, FaultKind, FaultQueues, HeldAnswers};
use crate::gateway::{Gateway, Quota};
use crate::http::{Answer, Refusal, WireRequest};
use crate::listener::Listener;
use crate::metadata::Metadata;
use crate::random;
use crate::record::{Outcome, Record};
use crate::settings::{ConnectionMode, IdentitySettings, Key, Options, ProxySettings};
use crate::sts;

/// Everything that the connections share.
pub(crate) struct Service {
    gateway: Gateway,
    metadata: Metadata,
    identity: Mutex<IdentitySettings>,
    pub(crate) clock: Clock,
    pub(crate) record: Record,
    faults: Mutex<FaultQueues>,
    pub(crate) held: HeldAnswers,
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
            metadata: Metadata::default(),
            identity: Mutex::new(options.identity.clone()),
            clock,
            record: Record::new(),
            faults: Mutex::new(FaultQueues::default()),
            held: HeldAnswers::default(),
            connection_mode: Mutex::new(ConnectionMode::Normal),
            quota: Mutex::new(quota),
            proxy: Mutex::new(options.proxy_settings.clone()),
            log: options.log,
            start: options.clone(),
        }
    }

    /// The answer that a request deserves.
    pub(crate) fn judge(&self, listener: Listener, request: &WireRequest) -> Judged {
        let now = self.clock.now();
        let request_id = request_id();
        let (result, product) = match listener {
            Listener::Metadata => {
                return match self.metadata.answer(request, &self.gateway, &self.identity(), now) {
                    Ok(answer) => answered(answer),
                    Err(Refusal { status, message, .. }) => Judged {
                        answer: Answer::plain(status, "text/plain", message),
                        outcome: Outcome::Refused,
                        verdict: status.to_string(),
                    },
                };
            }
            Listener::Service if sts::owns(request) => {
                (sts::answer(request, &self.gateway, &self.identity(), &request_id, now), "Sts")
            }
            Listener::Service => (self.cloudauth(request, now, &request_id), PRODUCT),
        };
        result.map(answered).unwrap_or_else(|refusal| Judged {
            answer: Answer::refusal(&request_id, request.host(), product, &refusal),
            outcome: Outcome::Refused,
            verdict: refusal.code,
        })
    }

    fn cloudauth(&self, request: &WireRequest, now: i64, request_id: &str) -> Result<Answer, Refusal> {
        cloudauth::check_operation(request)?;
        let caller = self.gateway.authenticate(request, now)?;
        if !locked(&self.quota).pass(&caller.account, Instant::now()) {
            return Err(Refusal::new(403, "Throttling.Api", "API request is blocked due to throttling."));
        }
        cloudauth::initialize(request).map(|result| Answer::success(request_id, result))
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

    fn identity(&self) -> IdentitySettings {
        locked(&self.identity).clone()
    }

    pub(crate) fn set_identity(&self, settings: IdentitySettings) {
        *locked(&self.identity) = settings;
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
        self.set_identity(self.start.identity.clone());
        self.metadata.forget_tokens();
        self.set_keys(self.start.keys());
        self.gateway.forget_nonces();
        self.record.reset();
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
