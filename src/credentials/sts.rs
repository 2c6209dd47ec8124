//! The Security Token Service: permanent keys or an identity token in, temporary keys out.
//!
//! AssumeRole is signed with ACS3-HMAC-SHA256: the vendor documents it for all RPC services and calls the older signature discontinued.
//! Unverified against the live service. AssumeRoleWithOIDC is not signed: the token is the proof.
//!
//! What the client does for its own calls is done here too, by the same parts: the exchange and its errors, the clock and its repair, the
//! waits, and the judgement of codes.

use std::sync::Arc;

use hyper::Method;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::environment;
use super::http::{Answer, Http, Request};
use super::json::{IssuedKeys, is_plain, parse, plain_code};
use super::loaded::Loaded;
use super::refusal::{Refusal, Why};
use super::role::Role;
use super::snapshot::{Secret, Snapshot};
use crate::bounds::{MAX_STS_MESSAGE, shown};
use crate::error::{EkycError, ServiceFault};
use crate::hex::random_hex;
use crate::model::{Acs3Request, Header, Parameter};
use crate::net::{Clock, ClockReading, ClockRepair, Endpoint};
use crate::protocol::{classify, encode, format_date, mask_fault, refuses_date, refuses_nonce, sign_acs3};

const VERSION: &str = "2015-04-01";

#[derive(Clone)]
pub(super) struct Sts {
    http: Http,
    endpoint: Option<Endpoint>,
    clock: Arc<Clock>,
}

/// What a profile says about the endpoint.
#[derive(Debug, Clone, Default)]
pub(super) struct EndpointHint {
    pub(super) region: Option<String>,
    pub(super) vpc: Option<bool>,
}

impl Sts {
    pub(super) fn new(endpoint: Option<&str>, http: Http) -> Result<Self, EkycError> {
        let endpoint = endpoint.map(|text| Endpoint::parse("sts_endpoint", text)).transpose()?;
        Ok(Self { http, endpoint, clock: Arc::default() })
    }

    /// Temporary keys of the role, for the holder of `keys`.
    pub(super) async fn assume_role(
        &self,
        keys: &Snapshot,
        role: &Role,
        hint: &EndpointHint,
    ) -> Result<Loaded, Refusal> {
        let endpoint = self.endpoint(hint)?;
        let secrets: Vec<_> = keys.secrets().chain(role.private_values()).collect();
        self.ask("AssumeRole", &endpoint, &secrets, |now| signed(&endpoint, keys, role, now)).await
    }

    /// Temporary keys of the role, for the bearer of an identity token that the provider issued.
    pub(super) async fn assume_role_with_oidc(
        &self,
        provider_arn: &str,
        token: &Secret,
        role: &Role,
        hint: &EndpointHint,
    ) -> Result<Loaded, Refusal> {
        let endpoint = self.endpoint(hint)?;
        let secrets: Vec<_> = [token.as_str()].into_iter().chain(role.private_values()).collect();
        let request = |now| unsigned(&endpoint, provider_arn, token, role, now);
        self.ask("AssumeRoleWithOIDC", &endpoint, &secrets, request).await
    }

    async fn ask(
        &self,
        action: &str,
        endpoint: &Endpoint,
        secrets: &[&str],
        request: impl Fn(ClockReading) -> Result<Request, String> + Send + Sync,
    ) -> Result<Loaded, Refusal> {
        let (mut tries, mut clock) = (self.http.tries(), ClockRepair::default());
        loop {
            let now = self.clock.read().map_err(|error| error.to_string())?;
            let refusal = match self.http.send(request(now)?).await {
                Ok(answer) => match read(&answer, secrets) {
                    Ok(loaded) => return Ok(loaded),
                    // A clock that is hours off is the most usual reason why a first call fails, and the answer says the right time.
                    Err(no) if no.why == Why::Date && clock.after(&self.clock, answer.date, Some(now)) => continue,
                    Err(no) => no,
                }
                .with(|reason| format!("{action}: {reason}")),
                Err(no) => no.with(|reason| format!("{action} at {}: {reason}", endpoint.origin)),
            };
            tries.after(refusal).await?;
        }
    }

    /// The endpoint of the settings, else of the profile, else of the environment, else the vendor's central one.
    fn endpoint(&self, hint: &EndpointHint) -> Result<Endpoint, String> {
        if let Some(endpoint) = &self.endpoint {
            return Ok(endpoint.clone());
        }
        const REGION: &str = "ALIBABA_CLOUD_STS_REGION";
        const VPC: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";
        let (name, region) = match &hint.region {
            Some(region) => ("sts_region", Some(region.clone())),
            None => (REGION, environment::text(REGION)?),
        };
        let vpc = hint.vpc.map_or_else(|| environment::switch(VPC), Ok)?;
        let Some(region) = region else {
            return Ok(Endpoint { origin: "https://sts.aliyuncs.com".to_owned(), loopback: false });
        };
        const LONGEST_REGION: usize = 40;
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if region.is_empty() || region.len() > LONGEST_REGION || !region.chars().all(fits) {
            return Err(format!("{name} is not a region such as cn-hongkong"));
        }
        let product = if vpc { "sts-vpc" } else { "sts" };
        Ok(Endpoint { origin: format!("https://{product}.{region}.aliyuncs.com"), loopback: false })
    }
}

fn signed(endpoint: &Endpoint, keys: &Snapshot, role: &Role, now: ClockReading) -> Result<Request, String> {
    let host = endpoint.origin.split_once("://").map_or("", |(_, host)| host);
    let request = Acs3Request {
        method: "POST".to_owned(),
        host: host.to_owned(),
        path: "/".to_owned(),
        action: "AssumeRole".to_owned(),
        version: VERSION.to_owned(),
        date: format_date(now.unix_seconds),
        nonce: nonce()?,
        query: role
            .parameters()
            .map(|(name, value)| Parameter { name: name.to_owned(), value: value.into_owned() })
            .collect(),
        headers: Vec::new(),
        form: Vec::new(),
        body: Vec::new(),
    };
    let signed = sign_acs3(&request, &keys.key()).map_err(|error| error.to_string())?;
    drop(Zeroizing::new(signed.canonical_request)); // it repeats the security token
    let request = signed.request;
    let url = match request.url.strip_prefix("https://") {
        Some(rest) if endpoint.origin.starts_with("http://") => format!("http://{rest}"),
        _ => request.url,
    };
    Request::to(Method::POST, &url, request.headers, request.body)
}

/// The token goes in the body: URLs are logged by whoever opens TLS on the way.
fn unsigned(
    endpoint: &Endpoint,
    provider_arn: &str,
    token: &str,
    role: &Role,
    now: ClockReading,
) -> Result<Request, String> {
    let mut query = Vec::new();
    let (timestamp, nonce) = (format_date(now.unix_seconds), nonce()?);
    encode::push_pairs(
        &mut query,
        [
            ("Action", "AssumeRoleWithOIDC"),
            ("Format", "JSON"),
            ("SignatureNonce", &nonce),
            ("Timestamp", &timestamp),
            ("Version", VERSION),
        ],
    );
    // Room for three bytes for each, so that the vector is not copied.
    let mut body = Vec::with_capacity(8192 + 3 * token.len());
    let parameters: Vec<_> = role.parameters().collect();
    let own = [("OIDCProviderArn", provider_arn), ("OIDCToken", token)];
    encode::push_pairs(&mut body, own.into_iter().chain(parameters.iter().map(|(name, value)| (*name, &**value))));
    let url = format!("{}/?{}", endpoint.origin, encode::ascii(&query));
    Request::to(Method::POST, &url, vec![Header::new("content-type", "application/x-www-form-urlencoded")], body)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reply {
    credentials: Option<IssuedKeys>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    recommend: Option<String>,
}

/// The keys, or the service's own reason for giving none.
fn issued(answer: &Answer) -> Result<Result<IssuedKeys, ServiceFault>, Refusal> {
    let status = answer.status;
    let reply: Reply =
        parse(&answer.body).map_err(|reason| answer.refusal(format!("the answer {reason} (HTTP {status})")))?;
    match reply {
        Reply { credentials: Some(keys), .. } if status == 200 => Ok(Ok(keys)),
        Reply { code: Some(code), message, request_id, recommend, .. } => Ok(Err(ServiceFault {
            http_status: i32::from(status),
            code: plain_code(&code).to_owned(),
            text: message.unwrap_or_default(),
            request_id: request_id.filter(|id| is_plain(id)),
            recommend,
        })),
        _ if status == 200 => Err("the answer has no Credentials".to_owned().into()),
        _ => Err(answer.refusal(format!("HTTP {status} without a Code"))),
    }
}

/// The keys in an answer, or why there are none, without what is secret in it.
fn read(answer: &Answer, secrets: &[&str]) -> Result<Loaded, Refusal> {
    let mut fault = match issued(answer)? {
        Ok(keys) => return Ok(keys.loaded(answer.date)?),
        Err(fault) => fault,
    };
    let why = why(&fault, answer);
    mask_fault(&mut fault, secrets.iter().copied());
    Err(Refusal { reason: shortened(fault).to_string(), why })
}

/// What the client would do about the same code.
fn why(fault: &ServiceFault, answer: &Answer) -> Why {
    if refuses_date(&fault.code) {
        return Why::Date;
    }
    match classify(fault.clone(), None) {
        EkycError::Credentials { .. } => Why::Keys,
        EkycError::Throttled { .. } => Why::SlowDown(answer.retry_after),
        EkycError::ServiceFailure { .. } => Why::ForNow(answer.retry_after),
        _ if refuses_nonce(&fault.code) => Why::ForNow(None),
        _ => Why::ForGood,
    }
}

/// After masking, or a value cut in half would be shown.
fn shortened(fault: ServiceFault) -> ServiceFault {
    ServiceFault { text: shown(&fault.text, MAX_STS_MESSAGE), ..fault }
}

fn nonce() -> Result<String, String> {
    random_hex().map_err(|error| error.to_string())
}
