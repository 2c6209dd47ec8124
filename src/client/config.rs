//! The client's settings.

use std::fmt;

use super::local_quota::QuotaSettings;
use super::retry::RetrySettings;
use crate::net::{Proxy, TrustedRoots, without_user_info};

/// The settings of a client. Give a region or an endpoint; everything else has a default.
///
/// Printing them shows neither a proxy's password nor the certificates.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct ClientConfig {
    /// The region whose public or VPC endpoint is called. eKYC is offered in Hong Kong; results stay in the region.
    #[uniffi(default)]
    pub region: Option<Region>,
    /// Whether the region's public or its VPC endpoint is called.
    #[uniffi(default)]
    pub network: Option<Network>,
    /// An endpoint instead of a region: `https://host[:port]` or a bare host name. Plain `http://` is accepted for loopback only
    /// (`127.0.0.1`, `[::1]`, `localhost`), for the sandbox.
    #[uniffi(default)]
    pub endpoint: Option<String>,
    /// How long opening a connection may take, TLS included, in milliseconds. 1 to 600,000.
    #[uniffi(default = 5000)]
    pub connect_timeout_ms: i64,
    /// How long one attempt may take, from sending (or connecting, if no connection is open) to the answer's last byte, in milliseconds. 1 to
    /// 600,000.
    #[uniffi(default = 10000)]
    pub attempt_timeout_ms: i64,
    /// How long a whole call may take, with all its attempts and waits, in milliseconds. 1 to 600,000.
    #[uniffi(default = 30000)]
    pub overall_timeout_ms: i64,
    /// Root certificates to trust besides the bundled web roots: PEM text with one or more certificates. For the sandbox and for
    /// proxies that open TLS.
    #[uniffi(default)]
    pub extra_root_certificates_pem: Option<String>,
    /// Your application's name, for the user agent: 1 to 50 letters, digits and `-`, `_`, `.`, `/`.
    #[uniffi(default)]
    pub application_name: Option<String>,
    /// How failed calls are repeated. Without it: up to three attempts, but none that could have an effect twice, such as a second transaction.
    #[uniffi(default)]
    pub retry: Option<RetrySettings>,
    /// A limit on this client's calls a second. Without it there is none.
    #[uniffi(default)]
    pub quota: Option<QuotaSettings>,
    /// The proxy. Without it: what the environment says.
    #[uniffi(default)]
    pub proxy: Option<Proxy>,
    /// Which root certificates are trusted, besides the extra ones. Without it: the bundled ones.
    #[uniffi(default)]
    pub trusted_roots: Option<TrustedRoots>,
}

/// A region that offers the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
#[non_exhaustive]
pub enum Region {
    /// `cn-hongkong`.
    HongKong,
    /// `ap-southeast-1`.
    Singapore,
    /// `ap-southeast-3`.
    KualaLumpur,
    /// `ap-southeast-5`.
    Jakarta,
}

/// Which of a region's endpoints is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
#[non_exhaustive]
pub enum Network {
    /// From the internet.
    Public,
    /// From inside a VPC of the same region.
    Vpc,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            region: None,
            network: None,
            endpoint: None,
            connect_timeout_ms: 5_000,
            attempt_timeout_ms: 10_000,
            overall_timeout_ms: 30_000,
            extra_root_certificates_pem: None,
            application_name: None,
            retry: None,
            quota: None,
            proxy: None,
            trusted_roots: None,
        }
    }
}

impl ClientConfig {
    /// The settings for a region's public endpoint.
    pub fn for_region(region: Region) -> Self {
        Self { region: Some(region), ..Self::default() }
    }

    /// The settings for an endpoint of your own, such as the sandbox.
    pub fn for_endpoint(endpoint: impl Into<String>) -> Self {
        Self { endpoint: Some(endpoint.into()), ..Self::default() }
    }
}

impl Region {
    /// The region's id, for example `cn-hongkong`.
    pub fn id(self) -> &'static str {
        match self {
            Self::HongKong => "cn-hongkong",
            Self::Singapore => "ap-southeast-1",
            Self::KualaLumpur => "ap-southeast-3",
            Self::Jakarta => "ap-southeast-5",
        }
    }
}

impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pem = if self.extra_root_certificates_pem.is_some() { "present" } else { "absent" };
        f.debug_struct("ClientConfig")
            .field("region", &self.region)
            .field("network", &self.network)
            .field("endpoint", &self.endpoint.as_deref().map(without_user_info))
            .field("connect_timeout_ms", &self.connect_timeout_ms)
            .field("attempt_timeout_ms", &self.attempt_timeout_ms)
            .field("overall_timeout_ms", &self.overall_timeout_ms)
            .field("extra_root_certificates_pem", &pem)
            .field("application_name", &self.application_name)
            .field("retry", &self.retry)
            .field("quota", &self.quota)
            .field("proxy", &self.proxy)
            .field("trusted_roots", &self.trusted_roots)
            .finish()
    }
}

impl fmt::Display for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
