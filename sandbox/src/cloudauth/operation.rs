//! Whether the operation called is Initialize.

use crate::gateway::missing;
use crate::http::{Refusal, WireRequest};

const VERSION: &str = "2022-08-09";

const ACTION: &str = "Initialize";

pub(crate) fn check(request: &WireRequest) -> Result<(), Refusal> {
    if request.path != "/" {
        return Err(not_found("the path is not /"));
    }
    if request.method != "POST" {
        let message = "This http method is not supported. Initialize is called with POST.";
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
    match request.action().as_deref() {
        None => Err(missing("Action")),
        Some(ACTION) => Ok(()),
        Some(_) => Err(not_found("the sandbox knows the action Initialize")),
    }
}

fn not_found(hint: &str) -> Refusal {
    let message = format!("Specified api is not found, please check your url and method ({hint}).");
    Refusal::new(404, "InvalidAction.NotFound", message)
}
