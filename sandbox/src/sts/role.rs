//! The documented rules of the parameters of STS: the reference pages of AssumeRole and AssumeRoleWithOIDC, version 2015-04-01. The
//! codes for a malformed RoleArn, RoleSessionName, Policy and DurationSeconds are the vendor's; those for ExternalId and the OIDC
//! parameters follow their pattern (unverified).

use crate::gateway::missing;
use crate::http::{Parameters, Refusal};

/// How long a key may live, in seconds. The most that a role can be set to; how a role is set the sandbox does not know.
const SECONDS: std::ops::RangeInclusive<u64> = 900..=43_200;

const DEFAULT_SECONDS: u64 = 3600;

/// Who is to be assumed, as what, and for how long.
pub(super) struct Role<'a> {
    pub(super) account: &'a str,
    pub(super) name: &'a str,
    pub(super) session: &'a str,
    pub(super) seconds: u64,
}

impl<'a> Role<'a> {
    pub(super) fn read(parameters: &'a Parameters) -> Result<Self, Refusal> {
        let arn = parameters.get("RoleArn").ok_or_else(|| missing("RoleArn"))?;
        let session = parameters.get("RoleSessionName").ok_or_else(|| missing("RoleSessionName"))?;
        let (account, name) = arn_of(arn, ":role/").ok_or_else(|| wrongly_formed("RoleArn"))?;
        if !fits(session, 2, 64, ".@-_") {
            return Err(wrongly_formed("RoleSessionName"));
        }
        if parameters.get("Policy").is_some_and(|policy| policy.chars().count() > 2048) {
            let message = "The size of Policy must be at most 2048 characters.";
            return Err(Refusal::new(400, "InvalidParameter.PolicySize", message));
        }
        if parameters.get("Policy").is_some_and(|policy| !is_json_object(policy)) {
            let message = "The parameter Policy has not passed grammar check.";
            return Err(Refusal::new(400, "InvalidParameter.PolicyGrammar", message));
        }
        if parameters.get("ExternalId").is_some_and(|id| !fits(id, 2, 1224, "=,.@:/-_")) {
            return Err(wrongly_formed("ExternalId"));
        }
        let seconds = match parameters.get("DurationSeconds").map(str::parse) {
            None => DEFAULT_SECONDS,
            Some(Ok(seconds)) if SECONDS.contains(&seconds) => seconds,
            Some(_) => {
                let message = format!("DurationSeconds must be {} to {} seconds.", SECONDS.start(), SECONDS.end());
                return Err(Refusal::new(400, "InvalidParameter.DurationSeconds", message));
            }
        };
        Ok(Self { account, name, session, seconds })
    }
}

/// The identity provider and its token, which stands in for a signature.
pub(super) fn check_oidc(parameters: &Parameters, accepted: Option<&str>) -> Result<(), Refusal> {
    let provider = parameters.get("OIDCProviderArn").ok_or_else(|| missing("OIDCProviderArn"))?;
    let token = parameters.get("OIDCToken").ok_or_else(|| missing("OIDCToken"))?;
    if arn_of(provider, ":oidc-provider/").is_none() {
        return Err(wrongly_formed("OIDCProviderArn"));
    }
    if !(4..=20_000).contains(&token.chars().count()) {
        return Err(wrongly_formed("OIDCToken"));
    }
    match accepted {
        Some(accepted) if accepted != token => {
            Err(Refusal::new(400, "AuthenticationFail.OIDCToken.Invalid", "The OIDC token is invalid."))
        }
        _ => Ok(()),
    }
}

/// Account and name in `acs:ram::<account>:role/<name>` and its like.
fn arn_of<'a>(arn: &'a str, kind: &str) -> Option<(&'a str, &'a str)> {
    let (account, name) = arn.strip_prefix("acs:ram::")?.split_once(kind)?;
    let number = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    (number && fits(name, 1, 128, ".-_")).then_some((account, name))
}

fn fits(text: &str, least: usize, most: usize, extra: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || extra.contains(c);
    (least..=most).contains(&text.len()) && text.chars().all(fits)
}

fn is_json_object(text: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
}

fn wrongly_formed(name: &str) -> Refusal {
    Refusal::new(400, format!("InvalidParameter.{name}"), format!("The parameter {name} is wrongly formed."))
}
