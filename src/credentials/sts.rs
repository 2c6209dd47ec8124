//! The Security Token Service: permanent keys or an identity token in, temporary keys out.
//!
//! AssumeRole is signed with ACS3-HMAC-SHA256: the vendor documents it for all RPC services and calls the older signature discontinued.
//! Unverified against the live service. AssumeRoleWithOIDC is not signed: the token is the proof.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::environment;
use super::http::{Answer, Http, SourceHttp};
use super::json::{IssuedKeys, parse, word};
use super::role::Role;
use super::snapshot::{Secret, Snapshot};
use super::source::Loaded;
use crate::error::{EkycError, ServiceFault};
use crate::model::{Acs3Request, Header, Parameter, SignedRequest};
use crate::net::Endpoint;
use crate::protocol::{encode, format_date, mask_fault, refuses_keys, sign_acs3};

const VERSION: &str = "2015-04-01";

/// The longest text of the service that is repeated.
const MAX_TEXT: usize = 500;

#[derive(Clone)]
pub(super) struct Sts {
    http: Http,
    endpoint: Option<Endpoint>,
}

/// Why it gave no keys.
pub(super) struct Refusal {
    pub(super) reason: String,
    /// It is the keys that it does not accept; others may do.
    pub(super) keys_refused: bool,
}

/// What a profile says about the endpoint.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) region: Option<String>,
    pub(super) vpc: Option<bool>,
}

impl Sts {
    pub(super) fn new(endpoint: Option<&str>, http: Option<&SourceHttp>) -> Result<Self, EkycError> {
        let endpoint = endpoint.map(|text| Endpoint::parse("sts_endpoint", text)).transpose()?;
        Ok(Self { http: Http::new(http)?, endpoint })
    }

    /// Temporary keys of the role, for the holder of `keys`.
    pub(super) async fn assume_role(&self, keys: &Snapshot, role: &Role, place: &Place) -> Result<Loaded, Refusal> {
        let endpoint = self.endpoint(place)?;
        let (mut now, mut corrected) = (SystemTime::now(), false);
        loop {
            let request = signed(&endpoint, keys, role, now)?;
            let answer = self.send("AssumeRole", &endpoint, request).await?;
            let mut fault = match issued("AssumeRole", &answer) {
                Ok(keys) => return Ok(keys.loaded(answer.now()).map_err(|reason| format!("AssumeRole: {reason}"))?),
                Err(NotIssued::Other(reason)) => return Err(reason.into()),
                Err(NotIssued::Fault(fault)) => fault,
            };
            // A clock that is hours off is the most usual reason why a first call fails, and the answer says the right time.
            let about_time = !corrected && fault.code.to_ascii_lowercase().contains("timestamp");
            if let Some(theirs) = answer.date.filter(|theirs| about_time && is_off(now, *theirs)) {
                (now, corrected) = (theirs, true);
                continue;
            }
            mask_fault(&mut fault, keys.secrets().chain(role.private_values()));
            return Err(Refusal {
                keys_refused: refuses_keys(&fault.code),
                reason: format!("AssumeRole: {}", shortened(fault)),
            });
        }
    }

    /// Temporary keys of the role, for the bearer of an identity token that the provider issued.
    pub(super) async fn assume_role_with_oidc(
        &self,
        provider_arn: &str,
        token: &Secret,
        role: &Role,
        place: &Place,
    ) -> Result<Loaded, String> {
        let endpoint = self.endpoint(place)?;
        let request = unsigned(&endpoint, provider_arn, token, role)?;
        const ACTION: &str = "AssumeRoleWithOIDC";
        let answer = self.send(ACTION, &endpoint, request).await?;
        match issued(ACTION, &answer) {
            Ok(keys) => keys.loaded(answer.now()).map_err(|reason| format!("{ACTION}: {reason}")),
            Err(NotIssued::Other(reason)) => Err(reason),
            Err(NotIssued::Fault(mut fault)) => {
                mask_fault(&mut fault, [token.as_str()].into_iter().chain(role.private_values()));
                Err(format!("{ACTION}: {}", shortened(fault)))
            }
        }
    }

    async fn send(&self, action: &str, endpoint: &Endpoint, request: SignedRequest) -> Result<Answer, String> {
        let answer = self.http.send(request, endpoint.loopback).await;
        answer.map_err(|no| format!("{action} at {}: {}", endpoint.origin, no.reason))
    }

    /// The endpoint of the settings, else of the profile, else of the environment, else the vendor's central one.
    fn endpoint(&self, place: &Place) -> Result<Endpoint, String> {
        if let Some(endpoint) = &self.endpoint {
            return Ok(endpoint.clone());
        }
        const REGION: &str = "ALIBABA_CLOUD_STS_REGION";
        const VPC: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";
        let (name, region) = match &place.region {
            Some(region) => ("sts_region", Some(region.clone())),
            None => (REGION, environment::text(REGION)?),
        };
        let vpc = place.vpc.map_or_else(|| environment::switch(VPC), Ok)?;
        let Some(region) = region else {
            return Ok(Endpoint { origin: "https://sts.aliyuncs.com".to_owned(), loopback: false });
        };
        if region.is_empty() || !region.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(format!("{name} is not a region such as cn-hongkong"));
        }
        let product = if vpc { "sts-vpc" } else { "sts" };
        Ok(Endpoint { origin: format!("https://{product}.{region}.aliyuncs.com"), loopback: false })
    }
}

fn signed(endpoint: &Endpoint, keys: &Snapshot, role: &Role, now: SystemTime) -> Result<SignedRequest, String> {
    let host = endpoint.origin.split_once("://").map_or("", |(_, host)| host);
    let request = Acs3Request {
        method: "POST".to_owned(),
        host: host.to_owned(),
        path: "/".to_owned(),
        action: "AssumeRole".to_owned(),
        version: VERSION.to_owned(),
        date: date(now),
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
    let mut request = signed.request;
    if let Some(rest) = request.url.strip_prefix("https://").filter(|_| endpoint.origin.starts_with("http://")) {
        request.url = format!("http://{rest}");
    }
    Ok(request)
}

/// The token goes in the body: URLs are logged by whoever opens TLS on the way.
fn unsigned(endpoint: &Endpoint, provider_arn: &str, token: &str, role: &Role) -> Result<SignedRequest, String> {
    let mut query = Vec::new();
    let (timestamp, nonce) = (date(SystemTime::now()), nonce()?);
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
    Ok(SignedRequest {
        method: "POST".to_owned(),
        url: format!("{}/?{}", endpoint.origin, encode::written(&query)),
        headers: vec![Header::new("content-type", "application/x-www-form-urlencoded")],
        body,
    })
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

enum NotIssued {
    Fault(ServiceFault),
    Other(String),
}

fn issued(action: &str, answer: &Answer) -> Result<IssuedKeys, NotIssued> {
    let status = answer.status;
    let reply: Reply = parse(&answer.body)
        .map_err(|reason| NotIssued::Other(format!("{action}: the answer {reason} (HTTP {status})")))?;
    match reply {
        Reply { credentials: Some(keys), .. } if status == 200 => Ok(keys),
        Reply { code: Some(code), message, request_id, recommend, .. } => Err(NotIssued::Fault(ServiceFault {
            http_status: i32::from(status),
            code: word(&code).to_owned(),
            text: message.unwrap_or_default(),
            request_id: request_id.filter(|id| word(id) == id),
            recommend,
        })),
        _ if status == 200 => Err(NotIssued::Other(format!("{action}: the answer has no Credentials"))),
        _ => Err(NotIssued::Other(format!("{action}: HTTP {status} without a Code"))),
    }
}

/// After masking, or a value cut in half would be shown.
fn shortened(mut fault: ServiceFault) -> ServiceFault {
    if let Some((at, _)) = fault.text.char_indices().nth(MAX_TEXT) {
        fault.text.truncate(at);
        fault.text.push_str("...");
    }
    fault
}

fn is_off(ours: SystemTime, theirs: SystemTime) -> bool {
    const NOISE_SECONDS: u64 = 60;
    let apart = ours.duration_since(theirs).or_else(|_| theirs.duration_since(ours)).unwrap_or_default();
    apart.as_secs() > NOISE_SECONDS
}

fn date(now: SystemTime) -> String {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    format_date(i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn nonce() -> Result<String, String> {
    crate::model::new_merchant_biz_id().map_err(|error| error.to_string()) // 128 random bits
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self { reason, keys_refused: false }
    }
}
