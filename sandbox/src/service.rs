//! The service as one object: the gateway before the operation, and what both remember.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::runtime::Handle;

use crate::action::Action;
use crate::callbacks::Callbacks;
use crate::clock::Clock;
use crate::cloudauth::{self, Callback, CallbackAttempt, DueCallback, Ending, VerificationView, Verifications};
use crate::error::SandboxError;
use crate::faults::{Fault, FaultKind, FaultQueues, HeldAnswers};
use crate::gateway::{Gateway, Quota};
use crate::http::{Answer, Parameters, Refusal, WireRequest};
use crate::info::Info;
use crate::listener::Listener;
use crate::metadata::Metadata;
use crate::random;
use crate::record::{Event, Outcome, Record};
use crate::settings::{CallbackDelivery, ConnectionMode, IdentitySettings, Key, Options, ProxySettings};
use crate::sts;

/// Everything that the connections share.
pub(crate) struct Service {
    gateway: Gateway,
    metadata: Metadata,
    pub(crate) verifications: Verifications,
    pub(crate) callbacks: Callbacks,
    identity: Mutex<IdentitySettings>,
    pub(crate) clock: Clock,
    pub(crate) record: Record,
    faults: Mutex<FaultQueues>,
    pub(crate) held: HeldAnswers,
    connection_mode: Mutex<ConnectionMode>,
    quota: Mutex<Quota>,
    proxy: Mutex<ProxySettings>,
    pub(crate) log: bool,
    info: Arc<Info>,
    /// What a reset goes back to.
    start: Options,
}

/// An answer, and what it means for the record.
pub(crate) struct Judged {
    pub(crate) answer: Answer,
    pub(crate) outcome: Outcome,
    /// The code of a refusal, or `Success`.
    pub(crate) verdict: String,
    /// A callback to be sent once the answer has gone.
    pub(crate) due: Option<DueCallback>,
}

impl Service {
    pub(crate) fn new(options: &Options, info: Arc<Info>) -> Result<Self, SandboxError> {
        let clock = Clock::new(options.clock_offset_ms);
        let mut quota = Quota::default();
        quota.set(options.calls_per_second);
        Ok(Self {
            gateway: Gateway::new(options.keys(), clock.now()),
            metadata: Metadata::default(),
            verifications: Verifications::default(),
            callbacks: Callbacks::new(options.callbacks.clone(), info.ca_pem.clone())?,
            identity: Mutex::new(options.identity.clone()),
            clock,
            record: Record::new(),
            faults: Mutex::new(FaultQueues::default()),
            held: HeldAnswers::default(),
            connection_mode: Mutex::new(ConnectionMode::Normal),
            quota: Mutex::new(quota),
            proxy: Mutex::new(options.proxy_settings.clone()),
            log: options.log,
            info,
            start: options.clone(),
        })
    }

    /// The answer that a request deserves.
    pub(crate) async fn judge(&self, listener: Listener, request: &WireRequest) -> Judged {
        let now = self.clock.now();
        let request_id = request_id();
        let mut due = None;
        let (result, product) = match listener {
            Listener::Page => {
                let page = cloudauth::answer_page(&self.verifications, request, now);
                let outcome = if page.verdict == "Success" { Outcome::Answered } else { Outcome::Refused };
                return Judged { answer: page.answer, outcome, verdict: page.verdict, due: page.due };
            }
            Listener::Metadata => {
                return match self.metadata.answer(request, &self.gateway, &self.identity(), now) {
                    Ok(answer) => answered(answer),
                    Err(Refusal { status, message, .. }) => Judged {
                        answer: Answer::plain(status, "text/plain", message),
                        outcome: Outcome::Refused,
                        verdict: status.to_string(),
                        due: None,
                    },
                };
            }
            Listener::Service if sts::owns(request) => {
                (sts::answer(request, &self.gateway, &self.identity(), &request_id, now), "Sts")
            }
            Listener::Service => (self.cloudauth(request, now, &request_id, &mut due).await, PRODUCT),
        };
        match result {
            Ok(answer) => Judged { due, ..answered(answer) },
            Err(refusal) => Judged {
                answer: Answer::refusal(&request_id, request.host(), product, &refusal),
                outcome: Outcome::Refused,
                verdict: refusal.code,
                due: None,
            },
        }
    }

    async fn cloudauth(
        &self,
        request: &WireRequest,
        now: i64,
        request_id: &str,
        due: &mut Option<DueCallback>,
    ) -> Result<Answer, Refusal> {
        let action = cloudauth::operation(request)?;
        let caller = self.gateway.authenticate(request, now)?;
        let account = &caller.account;
        if !locked(&self.quota).pass(account, action, Instant::now()) {
            return Err(Refusal::new(403, "Throttling.Api", "API request is blocked due to throttling."));
        }
        let parameters = Parameters::of(request);
        let table = &self.verifications;
        let result = match action {
            Action::CheckResult => cloudauth::check_result(table, account, &parameters, now)?,
            Action::CheckVerifyLog => cloudauth::check_verify_log(table, account, &parameters, now)?,
            Action::DeleteVerifyResult => cloudauth::delete_verify_result(table, account, &parameters, now)?,
            Action::Operation(name) => return Err(cloudauth::not_simulated(name)),
            _ => {
                cloudauth::check(&parameters, self.callbacks.settings().allow_http)?;
                if let Some(url) = parameters.get("CallbackUrl") {
                    self.callbacks.check_reachable(url).await?;
                }
                let endpoint = self.info.endpoint_at(request.host());
                let call = cloudauth::Call { verifications: table, account, endpoint: &endpoint, now };
                let (result, callback) = cloudauth::begin(&call, &parameters)?;
                *due = callback;
                result
            }
        };
        Ok(Answer::success(request_id, result))
    }

    /// The fault that the next request for an action meets.
    pub(crate) fn next_fault(&self, action: Action, event: &Event) -> Option<FaultKind> {
        locked(&self.faults).take(action, event)
    }

    /// Whether a fault waits for a request that has not arrived whole.
    pub(crate) fn any_unread_fault(&self) -> bool {
        locked(&self.faults).any_unread()
    }

    /// The fault `unread`, if it is the one that the next request for an action meets.
    pub(crate) fn next_unread_fault(&self, action: Action, event: &Event) -> Option<FaultKind> {
        locked(&self.faults).take_unread(action, event)
    }

    pub(crate) fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        locked(&self.faults).set(faults);
    }

    pub(crate) fn add_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        let mut queues = locked(&self.faults);
        faults.into_iter().for_each(|fault| queues.add(fault));
    }

    /// The faults to come.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        locked(&self.faults).all().cloned().collect()
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

    /// Makes a verification end. `None` if there is none of that id.
    pub(crate) fn end_verification(self: &Arc<Self>, transaction_id: &str, ending: Ending) -> Option<()> {
        let due = self.verifications.end(transaction_id, ending, self.clock.now())?;
        due.into_iter().for_each(|due| self.call_back_later(due));
        Some(())
    }

    /// All verifications as they are now, oldest first.
    pub(crate) fn views(&self) -> Vec<VerificationView> {
        self.verifications.views(self.clock.now(), &self.info.endpoint)
    }

    /// One verification as it is now.
    pub(crate) fn view(&self, transaction_id: &str) -> Option<VerificationView> {
        self.verifications.view(transaction_id, self.clock.now(), &self.info.endpoint)
    }

    /// Sends what is due, in a task of its own. Outside the runtime nobody would be there to send it.
    pub(crate) fn call_back_later(self: &Arc<Self>, due: DueCallback) {
        let Ok(runtime) = Handle::try_current() else { return };
        let service = Arc::clone(self);
        runtime.spawn(async move {
            let times = match due.delivery.unwrap_or(service.callbacks.settings().delivery) {
                CallbackDelivery::Never => 0,
                CallbackDelivery::Once => 1,
                CallbackDelivery::Twice => 2,
                CallbackDelivery::Late(delay) => {
                    tokio::time::sleep(delay).await;
                    1
                }
            };
            for _ in 0..times {
                service.call_back(&due.callback).await;
            }
        });
    }

    /// Sends a callback now, and tells what came of it.
    pub(crate) async fn call_back(&self, callback: &Callback) -> CallbackAttempt {
        let attempt = self.callbacks.send(callback).await;
        let attempt = self.verifications.attempted(&callback.belongs_to, attempt);
        self.record.called_back();
        attempt
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
        self.verifications.forget();
        // What could be set at the start can be set again.
        let _ = self.callbacks.set(self.start.callbacks.clone());
        self.record.reset();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The service's name in its own troubleshooting links.
const PRODUCT: &str = "Cloudauth-intl";

fn answered(answer: Answer) -> Judged {
    Judged { answer, outcome: Outcome::Answered, verdict: "Success".to_owned(), due: None }
}

/// A refusal in the gateway's shape.
pub(crate) fn refuse(request: &WireRequest, refusal: &Refusal) -> Answer {
    Answer::refusal(&request_id(), request.host(), PRODUCT, refusal)
}

/// A fresh request id. Without random bytes from the system there are greater worries than an id that repeats.
fn request_id() -> String {
    random::request_id().unwrap_or_else(|_| "00000000-0000-4000-8000-000000000000".to_owned())
}
