//! STS, version 2015-04-01: AssumeRole and AssumeRoleWithOIDC.
//!
//! Any role of any account is there and may be assumed, by permanent and temporary keys alike: who may do what is not the sandbox's
//! affair. AssumeRole is signed as every operation is; AssumeRoleWithOIDC is not signed, a token vouches for it.

mod role;

use std::time::Duration;

use serde_json::json;

use crate::action::Action;
use crate::gateway::{Gateway, missing};
use crate::http::{Answer, Parameters, Refusal, WireRequest};
use crate::random;
use crate::settings::IdentitySettings;
use role::Role;

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

/// Judges a request to STS, and gives out a key.
pub(crate) fn answer(
    request: &WireRequest,
    gateway: &Gateway,
    settings: &IdentitySettings,
    request_id: &str,
    now: i64,
) -> Result<Answer, Refusal> {
    let action = operation(request)?;
    if action == Action::AssumeRole {
        gateway.authenticate(request, now)?;
    }
    let parameters = Parameters::of(request);
    if action == Action::AssumeRoleWithOidc {
        role::check_oidc(&parameters, settings.oidc_token.as_deref())?;
    }
    let role = Role::read(&parameters)?;
    let issued = gateway.issue(settings.lifetime.unwrap_or(Duration::from_secs(role.seconds)), now);
    let (Ok(issued), Ok(number)) = (issued, random::opaque()) else { return Err(Refusal::no_random_bytes()) };
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
