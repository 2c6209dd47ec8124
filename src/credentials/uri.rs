//! Keys from a URL of your own, such as a sidecar.

use std::fmt;

use hyper::Method;
use url::{Host, Url};

use super::environment::{self, not_set};
use super::http::{Http, Request, SourceHttp};
use super::json::{IssuedKeys, parse};
use super::loaded::{Failure, Loaded};
use super::reason::reason_of;
use super::refusal::Refusal;
use super::source::{Loading, Source};
use crate::error::EkycError;
use crate::net::{checked_url, is_loopback, origin};

pub(super) const URI: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// A URL that answers a GET with keys: JSON with `Code` (`Success`), `AccessKeyId`, `AccessKeySecret`, `SecurityToken` and `Expiration`.
///
/// Printing it leaves the URL's path and query out: they can hold a token.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct CredentialsUri {
    /// The URL: `https://`, or `http://` to loopback or to the metadata server `100.100.100.200`. Absent: `ALIBABA_CLOUD_CREDENTIALS_URI`.
    /// What stands behind the host is never printed.
    #[uniffi(default)]
    pub uri: Option<String>,
    /// How it is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct UriSource {
    http: Http,
    url: Option<Url>,
}

impl UriSource {
    pub(super) fn new(settings: &CredentialsUri) -> Result<Self, EkycError> {
        let url = settings.uri.as_deref().map(|text| callable("uri", text)).transpose()?;
        Ok(Self { http: Http::new(settings.http.as_ref())?, url })
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => {
                let text = environment::text(URI)?.ok_or_else(|| not_set(URI))?;
                callable(URI, &text).map_err(reason_of)?
            }
        };
        Ok(keys_from(&self.http, &url).await?)
    }
}

impl Source for UriSource {
    fn name(&self) -> &'static str {
        "credentials URI"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
    }
}

/// Asks a URL for keys.
pub(super) async fn keys_from(http: &Http, url: &Url) -> Result<Loaded, Refusal> {
    let mut tries = http.tries();
    loop {
        match ask(http, url).await {
            Ok(loaded) => return Ok(loaded),
            Err(no) => {
                let at = url.origin().ascii_serialization();
                tries.after(no).await.map_err(|no| no.with(|reason| format!("{reason} ({at})")))?;
            }
        }
    }
}

async fn ask(http: &Http, url: &Url) -> Result<Loaded, Refusal> {
    let request = Request { method: Method::GET, url: url.clone(), headers: Vec::new(), body: Vec::new() };
    let answer = http.send(request).await?;
    if answer.status != 200 {
        return Err(answer.refusal(format!("HTTP {}", answer.status)));
    }
    let keys: IssuedKeys = parse(&answer.body).map_err(|reason| format!("the answer {reason}"))?;
    keys.must_be_success()?;
    Ok(keys.loaded(answer.date)?)
}

/// A URL that may be asked for keys.
pub(super) fn callable(setting: &str, text: &str) -> Result<Url, EkycError> {
    checked_url(setting, text, on_own_link)
}

/// Where nobody can listen in: on this machine, and between it and the vendor's metadata server.
fn on_own_link(host: &Host<&str>) -> bool {
    is_loopback(host) || matches!(host, Host::Ipv4(address) if address.octets() == [100, 100, 100, 200])
}

impl fmt::Debug for CredentialsUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsUri")
            .field("uri", &self.uri.as_deref().map(origin))
            .field("http", &self.http)
            .finish()
    }
}

impl fmt::Display for CredentialsUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
