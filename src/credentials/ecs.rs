//! The role of the machine, from the ECS metadata server: with a session token (v2), else without (v1).

use std::fmt;
use std::time::Duration;

use hyper::Method;

use super::environment;
use super::http::{Answer, Http, Request};
use super::json::{IssuedKeys, parse};
use super::loaded::{Failure, Loaded};
use super::refusal::{Refusal, Why};
use super::role::no_blanks;
use super::source::{Loading, Source};
use crate::bounds::timeout;
use crate::error::EkycError;
use crate::model::Header;
use crate::net::{Endpoint, endpoint};
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

const NO_ROLE: &str = "HTTP 404; no role is attached to the instance";

/// The role of the ECS instance that the process runs on.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[non_exhaustive]
pub struct EcsRole {
    /// The role's name. Absent: `ALIBABA_CLOUD_ECS_METADATA`, else the metadata server is asked for it.
    #[uniffi(default)]
    pub role_name: Option<String>,
    /// Whether to insist on the metadata server's session token (v2). Absent: `ALIBABA_CLOUD_IMDSV1_DISABLED`, else `false`.
    #[uniffi(default)]
    pub version_1_disabled: Option<bool>,
    /// The metadata server, to test: `http://127.0.0.1:port`. Absent: the vendor's, `http://100.100.100.200`. What it holds besides scheme and
    /// host is never printed.
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
        Self::with_endpoint_named("endpoint", settings)
    }

    /// As `new`, for settings in which the endpoint has another name.
    pub(super) fn with_endpoint_named(endpoint: &str, settings: &EcsRole) -> Result<Self, EkycError> {
        let origin = match &settings.endpoint {
            Some(text) => Endpoint::parse(endpoint, text)?.origin,
            None => METADATA_SERVER.to_owned(),
        };
        if let Some(name) = &settings.role_name {
            no_blanks("role_name", name)?;
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

    pub(super) async fn load_role(&self, role: Option<String>) -> Result<Loaded, Failure> {
        if environment::switch(DISABLED)? {
            return Err(Failure::NotConfigured(format!("{DISABLED} is true")));
        }
        let role = match role {
            Some(role) => Some(role),
            None => environment::text(ROLE_NAME)?,
        };
        let only_v2 = self.version_1_disabled.map_or_else(|| environment::switch(V1_DISABLED), Ok)?;
        let (token, version, before) = match self.session().await {
            Ok(token) => (Some(token), 2, String::new()),
            Err(no) => {
                let told = format!("session token: {} ({})", no.reason, self.origin);
                match no.why {
                    // Nobody is there, and nothing says that somebody ought to be.
                    Why::Unreachable if role.is_none() => return Err(Failure::NotThere(told)),
                    // A server that fails is not asked in the old way, or a hiccup would take the session's protection away.
                    Why::Unreachable | Why::ForNow(_) | Why::SlowDown(_) => return Err(Failure::Failed(told)),
                    _ if only_v2 => return Err(Failure::Failed(format!("{told}; version 1 is switched off"))),
                    // One that gives no session is; and one that is silent: version 2's answer can be lost where version 1's arrives (hop
                    // limit).
                    _ => (None, 1, format!("{told}; ")),
                }
            }
        };
        let role = match role {
            Some(role) => role,
            None => match self.discover(token.as_deref()).await {
                Ok(role) => role,
                Err(no) => {
                    let told = format!("{before}role name: {} ({}, version {version})", no.reason, self.origin);
                    return Err(if no.reason == NO_ROLE { Failure::NotThere(told) } else { Failure::Failed(told) });
                }
            },
        };
        let keys = self.keys(&role, token.as_deref()).await;
        let told = |reason| format!("{before}{reason} ({}, version {version})", self.origin);
        Ok(keys.map_err(|no| no.with(told))?)
    }

    /// A session's token.
    async fn session(&self) -> Result<String, Refusal> {
        let header = Header::new("x-aliyun-ecs-metadata-token-ttl-seconds", SESSION_SECONDS);
        let answer = self.ask(Method::PUT, TOKEN_PATH.to_owned(), Some(header)).await?;
        let token = plain_text(&answer)?;
        no_blanks("the answer", &token).map_err(String::from)?;
        if token.is_ascii() { Ok(token) } else { Err("the answer is not ASCII".to_owned().into()) }
    }

    async fn keys(&self, role: &str, token: Option<&str>) -> Result<Loaded, Refusal> {
        let answer = self.get(format!("{ROLES_PATH}{}", encode::encoded(role)), token).await?;
        ok(&answer)?;
        let keys: IssuedKeys = parse(&answer.body).map_err(|reason| format!("the answer {reason}"))?;
        keys.must_be_success()?;
        Ok(keys.loaded(answer.date)?)
    }

    async fn discover(&self, token: Option<&str>) -> Result<String, Refusal> {
        let answer = self.get(ROLES_PATH.to_owned(), token).await?;
        if answer.status == 404 {
            return Err(NO_ROLE.to_owned().into());
        }
        let role = plain_text(&answer)?;
        if role.lines().count() > 1 {
            return Err("the answer has more than one line; give the role's name".to_owned().into());
        }
        no_blanks("the answer", &role).map_err(String::from)?;
        Ok(role)
    }

    async fn get(&self, path: String, token: Option<&str>) -> Result<Answer, Refusal> {
        self.ask(Method::GET, path, token.map(|token| Header::new("x-aliyun-ecs-metadata-token", token.to_owned())))
            .await
    }

    /// An answer that says neither that the server fails nor that it wants to be left alone.
    async fn ask(&self, method: Method, path: String, header: Option<Header>) -> Result<Answer, Refusal> {
        let mut tries = self.http.tries();
        loop {
            let (url, headers) = ([&*self.origin, &path].concat(), header.iter().cloned().collect());
            let request = Request::to(method.clone(), &url, headers, Vec::new())?;
            let refusal = match self.http.send(request).await {
                Ok(answer) => {
                    let refusal = answer.refusal(format!("HTTP {}", answer.status));
                    if !matches!(refusal.why, Why::ForNow(_) | Why::SlowDown(_)) {
                        return Ok(answer);
                    }
                    refusal
                }
                Err(refusal) => refusal,
            };
            tries.after(refusal).await?;
        }
    }
}

impl Source for Metadata {
    fn name(&self) -> &'static str {
        "ECS metadata"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.load_role(self.role_name.clone()))
    }
}

fn ok(answer: &Answer) -> Result<(), Refusal> {
    if answer.status == 200 { Ok(()) } else { Err(answer.refusal(format!("HTTP {}", answer.status))) }
}

/// An answer that is text and nothing else.
fn plain_text(answer: &Answer) -> Result<String, Refusal> {
    ok(answer)?;
    let text = std::str::from_utf8(&answer.body).map_err(|_| "the answer is not text".to_owned())?;
    Ok(text.trim().to_owned())
}

impl fmt::Debug for EcsRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcsRole")
            .field("role_name", &self.role_name)
            .field("version_1_disabled", &self.version_1_disabled)
            .field("endpoint", &endpoint(&self.endpoint))
            .field("timeout_ms", &self.timeout_ms)
            .finish()
    }
}
