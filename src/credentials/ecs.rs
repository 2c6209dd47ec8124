//! The role of the machine, from the ECS metadata server: with a session token (v2), else without (v1).

use std::time::Duration;

use super::environment;
use super::http::{Answer, Http};
use super::json::{IssuedKeys, parse};
use super::role::named;
use super::source::{Failure, Loaded};
use crate::error::EkycError;
use crate::model::{Header, SignedRequest};
use crate::net::{Endpoint, timeout};
use crate::protocol::encode;

const DISABLED: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const V1_DISABLED: &str = "ALIBABA_CLOUD_IMDSV1_DISABLED";
const ROLE_NAME: &str = "ALIBABA_CLOUD_ECS_METADATA";

/// The vendor's address. Plain HTTP, but the packets do not leave the machine's own link.
const METADATA_SERVER: &str = "http://100.100.100.200";
const TOKEN_PATH: &str = "/latest/api/token";
const ROLES_PATH: &str = "/latest/meta-data/ram/security-credentials/";
/// The longest session the metadata server gives, in seconds: the vendor's SDKs ask for it.
const SESSION_SECONDS: &str = "21600";

/// The role of the ECS instance that the process runs on.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct EcsRole {
    /// The role's name. Absent: `ALIBABA_CLOUD_ECS_METADATA`, else the metadata server is asked for it.
    #[uniffi(default)]
    pub role_name: Option<String>,
    /// Whether to insist on the metadata server's session token (v2). Absent: `ALIBABA_CLOUD_IMDSV1_DISABLED`, else `false`.
    #[uniffi(default)]
    pub version_1_disabled: Option<bool>,
    /// The metadata server, to test: `http://127.0.0.1:port`. Absent: the vendor's, `http://100.100.100.200`.
    #[uniffi(default)]
    pub endpoint: Option<String>,
    /// How long connecting to it may take, and as long again its answer, in milliseconds. 1 to 600,000; absent: 1,000.
    #[uniffi(default)]
    pub timeout_ms: Option<i64>,
}

pub(super) struct Metadata {
    http: Http,
    origin: String,
    role_name: Option<String>,
    version_1_disabled: Option<bool>,
}

impl Metadata {
    pub(super) fn new(settings: &EcsRole) -> Result<Self, EkycError> {
        Self::named("endpoint", settings)
    }

    /// As `new`, for settings in which the endpoint has another name.
    pub(super) fn named(endpoint: &str, settings: &EcsRole) -> Result<Self, EkycError> {
        let origin = match &settings.endpoint {
            Some(text) => Endpoint::parse(endpoint, text)?.origin,
            None => METADATA_SERVER.to_owned(),
        };
        if let Some(name) = &settings.role_name {
            named("role_name", name)?;
        }
        let limit = match settings.timeout_ms {
            Some(ms) => timeout("timeout_ms", ms)?,
            None => Duration::from_secs(1),
        };
        Ok(Self {
            http: Http::nearby(limit)?,
            origin,
            role_name: settings.role_name.clone(),
            version_1_disabled: settings.version_1_disabled,
        })
    }

    pub(super) async fn load(&self) -> Result<Loaded, Failure> {
        self.load_role(self.role_name.clone()).await
    }

    pub(super) async fn load_role(&self, role: Option<String>) -> Result<Loaded, Failure> {
        if environment::switch(DISABLED)? {
            return Err(Failure::NotConfigured(format!("{DISABLED} is true")));
        }
        let role = match role {
            Some(role) => Some(role),
            None => environment::text(ROLE_NAME)?,
        };
        let only_v2 = self.version_1_disabled.map_or_else(|| environment::switch(V1_DISABLED), Ok)?;
        // Only a server that gives no session is asked in the old way: once version 2 works, its answers are what counts.
        let (reason, reached) = match self.session().await {
            Ok(token) => {
                let keys = self.keys(role.as_deref(), Some(&token)).await;
                return Ok(keys.map_err(|reason| format!("{reason} ({}, version 2)", self.origin))?);
            }
            Err(failed) => failed,
        };
        let at = &self.origin;
        if only_v2 {
            return Err(Failure::Failed(format!("{reason} ({at}, version 2; version 1 is switched off)")));
        }
        if !reached {
            return Err(Failure::Failed(format!("{reason} ({at})")));
        }
        let again = self.keys(role.as_deref(), None).await;
        Ok(again.map_err(|second| format!("{reason} ({at}, version 2); {second} (version 1)"))?)
    }

    /// A session's token, or why there is none and whether anybody was reached.
    async fn session(&self) -> Result<String, (String, bool)> {
        let header = Header::new("x-aliyun-ecs-metadata-token-ttl-seconds", SESSION_SECONDS);
        let request = self.request("PUT", TOKEN_PATH.to_owned(), Some(header));
        let failed = |reason: &str| (format!("session token: {reason}"), true);
        // Version 2's answer can be lost where version 1's arrives (hop limit), so only where nobody was reached there is no second try.
        let answer = self
            .http
            .send(request, true)
            .await
            .map_err(|no| (format!("session token: {}", no.reason), !no.unreachable))?;
        let token = line(&answer).map_err(|reason| failed(&reason))?;
        named("the answer", &token).map_err(|wrong| failed(&String::from(wrong)))?;
        if token.is_ascii() { Ok(token) } else { Err(failed("the answer is not ASCII")) }
    }

    async fn keys(&self, role: Option<&str>, token: Option<&str>) -> Result<Loaded, String> {
        let role = match role {
            Some(role) => role.to_owned(),
            None => self.discover(token).await.map_err(|reason| format!("role name: {reason}"))?,
        };
        let answer = self.get(format!("{ROLES_PATH}{}", encode::encoded(&role)), token).await?;
        ok(&answer)?;
        let keys: IssuedKeys = parse(&answer.body).map_err(|reason| format!("the answer {reason}"))?;
        keys.must_be_success()?;
        keys.loaded(answer.now())
    }

    async fn discover(&self, token: Option<&str>) -> Result<String, String> {
        let answer = self.get(ROLES_PATH.to_owned(), token).await?;
        if answer.status == 404 {
            return Err("HTTP 404; no role is attached to the instance".to_owned());
        }
        let role = line(&answer)?;
        named("the answer", &role).map_err(String::from)?;
        Ok(role)
    }

    async fn get(&self, path: String, token: Option<&str>) -> Result<Answer, String> {
        let header = token.map(|token| Header::new("x-aliyun-ecs-metadata-token", token.to_owned()));
        self.http.send(self.request("GET", path, header), true).await.map_err(|no| no.reason)
    }

    fn request(&self, method: &str, path: String, header: Option<Header>) -> SignedRequest {
        SignedRequest {
            method: method.to_owned(),
            url: [&*self.origin, &path].concat(),
            headers: header.into_iter().collect(),
            body: Vec::new(),
        }
    }
}

fn ok(answer: &Answer) -> Result<(), String> {
    if answer.status == 200 { Ok(()) } else { Err(format!("HTTP {}", answer.status)) }
}

/// An answer of one line.
fn line(answer: &Answer) -> Result<String, String> {
    ok(answer)?;
    let text = std::str::from_utf8(&answer.body).map_err(|_| "the answer is not text".to_owned())?;
    Ok(text.trim().to_owned())
}
