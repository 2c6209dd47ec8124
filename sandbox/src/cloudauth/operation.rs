//! Which operation of the product is called.

use crate::action::Action;
use crate::gateway::missing;
use crate::http::{Refusal, WireRequest};

const VERSION: &str = "2022-08-09";

/// As the gateway judges an operation: path, method, version, action.
pub(crate) fn operation(request: &WireRequest) -> Result<Action, Refusal> {
    if request.path != "/" {
        return Err(not_found("the path is not /"));
    }
    if request.method != "POST" {
        let message = "This http method is not supported. The operations of this product are called with POST.";
        return Err(Refusal::new(400, "UnsupportedHTTPMethod", message));
    }
    match request.named("x-acs-version", "Version").as_deref() {
        None => return Err(missing("Version")),
        Some(VERSION) => {}
        Some(_) => {
            let message = format!("Specified version is not found. The sandbox knows {VERSION}.");
            return Err(Refusal::new(400, "NoSuchVersion", message));
        }
    }
    let action = request.action().ok_or_else(|| missing("Action"))?;
    match Action::from_name(&action) {
        Some(
            action @ (Action::Initialize
            | Action::InitializeV2
            | Action::CheckResult
            | Action::CheckVerifyLog
            | Action::DeleteVerifyResult
            | Action::Operation(_)),
        ) => Ok(action),
        _ => Err(not_found("no operation of cloudauth-intl 2022-08-09 is written like this")),
    }
}

/// For an operation that is there, at the service. The code is the sandbox's own, so that nobody takes it for one of the service's.
pub(crate) fn not_simulated(name: &str) -> Refusal {
    let message = format!(
        "{name} is an operation of cloudauth-intl {VERSION}, and the request was signed as it must be, but the sandbox does not simulate \
         it. Its parameters were not judged. To get an answer, set one: the fault \"answer\" with \"on\": \"{name}\"."
    );
    Refusal::new(400, "Sandbox.NotSimulated", message)
}

fn not_found(hint: &str) -> Refusal {
    let message = format!("Specified api is not found, please check your url and method ({hint}).");
    Refusal::new(404, "InvalidAction.NotFound", message)
}
