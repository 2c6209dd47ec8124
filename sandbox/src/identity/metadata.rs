//! The metadata of an ECS instance, and the credentials URI beside it.
//!
//! The vendor documents the paths, the headers and the range of the time to live. The answer to a token that is wrong or has expired
//! (here 403, as without one), to a time to live out of range (here 400) and the bodies of these answers are unverified.

use std::sync::PoisonError;

use ekyc::protocol::format_date;
use serde_json::json;

use super::{Desk, Issued, MetadataVersion};
use crate::action::Action;
use crate::answer::{Answer, Refusal};
use crate::random;
use crate::wire::WireRequest;

const TOKEN_PATH: &str = "/latest/api/token";

const ROLE_PATH: &str = "/latest/meta-data/ram/security-credentials";

const URI_PATH: &str = "/credentials";

const TTL_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";

const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";

/// The longest that a token may live, in seconds.
const MAX_TTL: i64 = 21_600;

/// How long a role's key lives if nothing else is set, in seconds.
const LIFETIME: u64 = 6 * 60 * 60;

/// What a path asks for.
pub(crate) fn action_of(path: &str) -> Option<Action> {
    match path {
        TOKEN_PATH => Some(Action::MetadataToken),
        URI_PATH => Some(Action::CredentialsUri),
        _ => match path.strip_prefix(ROLE_PATH)? {
            "" | "/" => Some(Action::MetadataRole),
            role => role.starts_with('/').then_some(Action::MetadataCredentials),
        },
    }
}

impl Desk<'_> {
    /// Answers a request for metadata or at the credentials URI: success, or status and words of a failure.
    pub(crate) fn metadata(&self, request: &WireRequest) -> Result<Answer, Refusal> {
        let Some(action) = action_of(&request.path) else { return Err(not_found()) };
        let method = if action == Action::MetadataToken { "PUT" } else { "GET" };
        let version = self.identity.settings().metadata_version;
        if action == Action::MetadataToken && version == MetadataVersion::V1 {
            return Err(not_found());
        }
        if request.method != method {
            return Err(Refusal::new(405, "", format!("This path is asked with {method}.")));
        }
        match action {
            Action::MetadataToken => self.give_token(request),
            Action::CredentialsUri => Ok(document(&self.issue(LIFETIME)?, None)),
            _ => {
                self.open(request, version)?;
                self.role(request, action)
            }
        }
    }

    fn give_token(&self, request: &WireRequest) -> Result<Answer, Refusal> {
        let ttl = request.header(TTL_HEADER).and_then(|text| text.parse::<i64>().ok());
        let Some(ttl) = ttl.filter(|ttl| (1..=MAX_TTL).contains(ttl)) else {
            return Err(Refusal::new(400, "", format!("The header {TTL_HEADER} must be 1 to {MAX_TTL} seconds.")));
        };
        let token = random::opaque().map_err(|_| super::no_randomness())?;
        let mut tokens = self.identity.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.add(token.clone(), self.now.saturating_add(ttl));
        Ok(Answer::plain(200, "text/plain", token))
    }

    /// Whether this request may see anything. Version 1 does not know the token's header and ignores it.
    fn open(&self, request: &WireRequest, version: MetadataVersion) -> Result<(), Refusal> {
        let token = request.header(TOKEN_HEADER).filter(|token| !token.is_empty());
        let opened = match (version, token) {
            (MetadataVersion::V1, _) | (MetadataVersion::Both, None) => true,
            (MetadataVersion::V2, None) => false,
            (_, Some(token)) => {
                let tokens = self.identity.tokens.lock().unwrap_or_else(PoisonError::into_inner);
                tokens.opens(token, self.now)
            }
        };
        if opened { Ok(()) } else { Err(Refusal::new(403, "", "The metadata token is missing, wrong or expired.")) }
    }

    fn role(&self, request: &WireRequest, action: Action) -> Result<Answer, Refusal> {
        let role = self.identity.settings().role_name;
        if role.is_empty() {
            return Err(not_found());
        }
        if action == Action::MetadataRole {
            return Ok(Answer::plain(200, "text/plain", role));
        }
        if request.path.strip_prefix(ROLE_PATH) != Some(format!("/{role}").as_str()) {
            return Err(not_found());
        }
        Ok(document(&self.issue(LIFETIME)?, Some(&format_date(self.now))))
    }
}

fn document(issued: &Issued, last_updated: Option<&str>) -> Answer {
    let mut document = json!({
        "Code": "Success",
        "AccessKeyId": issued.id,
        "AccessKeySecret": issued.secret,
        "SecurityToken": issued.security_token,
        "Expiration": issued.expiration,
    });
    if let (Some(date), Some(members)) = (last_updated, document.as_object_mut()) {
        members.insert("LastUpdated".to_owned(), date.into());
    }
    Answer { code: Some("Success".to_owned()), ..Answer::plain(200, "application/json", document.to_string()) }
}

fn not_found() -> Refusal {
    Refusal::new(404, "", "404 - Not Found")
}
