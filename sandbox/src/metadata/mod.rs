//! The metadata of an ECS instance, and the credentials URI beside it.
//!
//! The vendor documents the paths, the headers and the range of the time to live. The answer to a token that is wrong or has expired
//! (here 403, as without one), to a time to live out of range (here 400) and the bodies of these answers are unverified. Unlike the real
//! metadata, which repeats a key until it nears its end, every answer here holds a fresh one.

mod tokens;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;

use crate::action::Action;
use crate::date;
use crate::gateway::{Gateway, IssuedKey};
use crate::http::{Answer, Refusal, WireRequest};
use crate::random;
use crate::settings::{IdentitySettings, MetadataVersion};
use tokens::MetadataTokens;

const TOKEN_PATH: &str = "/latest/api/token";

const ROLE_PATH: &str = "/latest/meta-data/ram/security-credentials";

const URI_PATH: &str = "/credentials";

const TTL_HEADER: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";

const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";

/// The longest that a token may live, in seconds.
const MAX_TTL: i64 = 21_600;

/// How long a role's key lives if nothing else is set.
const LIFETIME: Duration = Duration::from_secs(6 * 60 * 60);

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

/// The metadata's memory: the tokens that it gave out.
#[derive(Default)]
pub(crate) struct Metadata {
    tokens: Mutex<MetadataTokens>,
}

impl Metadata {
    /// Answers a request for metadata or at the credentials URI: success, or status and words of a failure.
    pub(crate) fn answer(
        &self,
        request: &WireRequest,
        gateway: &Gateway,
        settings: &IdentitySettings,
        now: i64,
    ) -> Result<Answer, Refusal> {
        let Some(action) = action_of(&request.path) else { return Err(not_found()) };
        let method = if action == Action::MetadataToken { "PUT" } else { "GET" };
        let version = settings.metadata_version;
        if action == Action::MetadataToken && version == MetadataVersion::V1 {
            return Err(not_found());
        }
        if request.method != method {
            return Err(Refusal::new(405, "", format!("This path is asked with {method}.")));
        }
        let issue = || {
            let lifetime = settings.lifetime.unwrap_or(LIFETIME);
            gateway.issue(lifetime, now).map_err(|_| Refusal::no_random_bytes())
        };
        match action {
            Action::MetadataToken => return self.give_token(request, now),
            Action::CredentialsUri => return Ok(document(&issue()?, None)),
            _ => self.open(request, version, now)?,
        }
        let role = settings.role_name.as_str();
        match action {
            _ if role.is_empty() => Err(not_found()),
            Action::MetadataRole => Ok(Answer::plain(200, "text/plain", role.to_owned())),
            _ if request.path.strip_prefix(ROLE_PATH) != Some(format!("/{role}").as_str()) => Err(not_found()),
            _ => Ok(document(&issue()?, Some(&date::format(now)))),
        }
    }

    pub(crate) fn forget_tokens(&self) {
        *self.tokens() = MetadataTokens::default();
    }

    fn give_token(&self, request: &WireRequest, now: i64) -> Result<Answer, Refusal> {
        let ttl = request.header(TTL_HEADER).and_then(|text| text.parse::<i64>().ok());
        let Some(ttl) = ttl.filter(|ttl| (1..=MAX_TTL).contains(ttl)) else {
            return Err(Refusal::new(400, "", format!("The header {TTL_HEADER} must be 1 to {MAX_TTL} seconds.")));
        };
        let token = random::opaque().map_err(|_| Refusal::no_random_bytes())?;
        self.tokens().add(token.clone(), now.saturating_add(ttl));
        Ok(Answer::plain(200, "text/plain", token))
    }

    /// Whether this request may see anything. Version 1 does not know the token's header and ignores it.
    fn open(&self, request: &WireRequest, version: MetadataVersion, now: i64) -> Result<(), Refusal> {
        let token = request.header(TOKEN_HEADER).filter(|token| !token.is_empty());
        let opened = match (version, token) {
            (MetadataVersion::V1, _) | (MetadataVersion::Both, None) => true,
            (MetadataVersion::V2, None) => false,
            (_, Some(token)) => self.tokens().opens(token, now),
        };
        if opened { Ok(()) } else { Err(Refusal::new(403, "", "The metadata token is missing, wrong or expired.")) }
    }

    fn tokens(&self) -> MutexGuard<'_, MetadataTokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn document(issued: &IssuedKey, last_updated: Option<&str>) -> Answer {
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
