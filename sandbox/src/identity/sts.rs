//! STS, version 2015-04-01: AssumeRole and AssumeRoleWithOIDC.
//!
//! Any role of any account is there and may be assumed, by permanent and temporary keys alike: who may do what is not the sandbox's
//! affair. AssumeRole is signed as Initialize is (ACS3), or the older way in the query (RPC 1.0), which the official credentials library
//! for Python still does.

use serde_json::json;

use super::Desk;
use super::sts_rules::{self, Role};
use crate::action::Action;
use crate::answer::{Answer, Refusal};
use crate::gateway::missing;
use crate::parameters::Parameters;
use crate::random;
use crate::wire::WireRequest;

const VERSION: &str = "2015-04-01";

/// Whether a request to the service is one for STS: by the name of its action, or by its version.
pub(crate) fn owns(request: &WireRequest) -> bool {
    let action = request.action().as_deref().and_then(Action::from_name);
    matches!(action, Some(Action::AssumeRole | Action::AssumeRoleWithOidc))
        || version_of(request) == Some(VERSION.to_owned())
}

fn version_of(request: &WireRequest) -> Option<String> {
    request.named("x-acs-version", "Version")
}

impl Desk<'_> {
    /// Judges a request to STS, and gives out a key.
    pub(crate) fn sts(&self, request: &WireRequest, request_id: &str) -> Result<Answer, Refusal> {
        let action = operation(request)?;
        if action == Action::AssumeRole {
            self.gateway.authenticate_either_way(request, self.now)?;
        }
        let parameters = Parameters::of(request);
        if action == Action::AssumeRoleWithOidc {
            sts_rules::check_oidc(&parameters, self.identity.settings().oidc_token.as_deref())?;
        }
        let role = Role::read(&parameters)?;
        let issued = self.issue(role.seconds)?;
        let number = random::opaque().map_err(|_| super::no_randomness())?;
        let number: String = number.chars().take(18).collect();
        let body = json!({
            "RequestId": request_id,
            "AssumedRoleUser": {
                "AssumedRoleId": format!("{number}:{}", role.session),
                "Arn": format!("acs:ram::{}:role/{}/{}", role.account, role.name, role.session),
            },
            "Credentials": {
                "AccessKeyId": issued.id,
                "AccessKeySecret": issued.secret,
                "SecurityToken": issued.security_token,
                "Expiration": issued.expiration,
            },
        });
        Ok(Answer::json(200, request_id, body))
    }
}

/// As the gateway judges an operation: path, method, version, action.
fn operation(request: &WireRequest) -> Result<Action, Refusal> {
    if request.path != "/" {
        return Err(not_found("the path is not /"));
    }
    if !matches!(request.method.as_str(), "GET" | "POST") {
        let message = "This http method is not supported. STS is called with GET or POST.";
        return Err(Refusal::new(400, "UnsupportedHTTPMethod", message));
    }
    match version_of(request).as_deref() {
        None => return Err(missing("Version")),
        Some(VERSION) => {}
        Some(_) => {
            let message = format!("Specified version is not found. STS has {VERSION}.");
            return Err(Refusal::new(400, "NoSuchVersion", message));
        }
    }
    match request.action().as_deref().map(Action::from_name) {
        None => Err(missing("Action")),
        Some(Some(action @ (Action::AssumeRole | Action::AssumeRoleWithOidc))) => Ok(action),
        Some(_) => Err(not_found("the sandbox's STS knows AssumeRole and AssumeRoleWithOIDC")),
    }
}

fn not_found(hint: &str) -> Refusal {
    let message = format!("Specified api is not found, please check your url and method ({hint}).");
    Refusal::new(404, "InvalidAction.NotFound", message)
}
