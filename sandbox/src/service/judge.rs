//! The answer that a request deserves.

use std::time::Instant;

use super::{Service, locked};
use crate::action::Action;
use crate::cloudauth::{self, DueCallback};
use crate::http::{Answer, Parameters, Refusal, WireRequest};
use crate::listener::Listener;
use crate::random;
use crate::record::Outcome;
use crate::sts;

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
