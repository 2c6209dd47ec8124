//! Keys from a URL of your own, such as a sidecar.

use std::fmt;

use url::{Host, Url};

use super::environment::{self, not_set};
use super::http::{Http, SourceHttp};
use super::json::{IssuedKeys, parse};
use super::reason_of;
use super::source::{Failure, Loaded};
use crate::error::EkycError;
use crate::model::SignedRequest;
use crate::net::{checked_url, is_loopback, on_this_machine};

const URI: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// A URL that answers a GET with keys: JSON with `Code` (`Success`), `AccessKeyId`, `AccessKeySecret`, `SecurityToken` and `Expiration`.
///
/// Printing it leaves the URL's path and query out: they can hold a token.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct CredentialsUri {
    /// The URL: `https://`, or `http://` to loopback or to the metadata server `100.100.100.200`. Absent: `ALIBABA_CLOUD_CREDENTIALS_URI`.
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
        let url = settings.uri.as_deref().map(|text| checked_url("uri", text, on_own_link)).transpose()?;
        Ok(Self { http: Http::new(settings.http.as_ref())?, url })
    }

    pub(super) async fn load(&self) -> Result<Loaded, Failure> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => {
                let text = environment::text(URI)?.ok_or_else(|| not_set(URI))?;
                checked_url(URI, &text, on_own_link).map_err(reason_of)?
            }
        };
        let at = url.origin().ascii_serialization();
        let direct = on_this_machine(&url) || url.scheme() == "http";
        let request =
            SignedRequest { method: "GET".to_owned(), url: url.into(), headers: Vec::new(), body: Vec::new() };
        let answer = self.http.send(request, direct).await.map_err(|no| format!("{} ({at})", no.reason))?;
        if answer.status != 200 {
            return Err(Failure::Failed(format!("HTTP {} ({at})", answer.status)));
        }
        let keys: IssuedKeys = parse(&answer.body).map_err(|reason| format!("the answer {reason} ({at})"))?;
        let loaded = keys.must_be_success().and_then(|()| keys.loaded(answer.now()));
        Ok(loaded.map_err(|reason| format!("{reason} ({at})"))?)
    }
}

/// Where nobody can listen in: on this machine, and between it and the vendor's metadata server.
fn on_own_link(host: &Host<&str>) -> bool {
    is_loopback(host) || matches!(host, Host::Ipv4(address) if address.octets() == [100, 100, 100, 200])
}

impl fmt::Debug for CredentialsUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin =
            |text: &String| Url::parse(text).map_or("***".to_owned(), |url| url.origin().ascii_serialization());
        f.debug_struct("CredentialsUri").field("uri", &self.uri.as_ref().map(origin)).field("http", &self.http).finish()
    }
}

impl fmt::Display for CredentialsUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
