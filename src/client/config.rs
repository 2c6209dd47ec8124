//! The client's settings.

/// The settings of a client. Give a region or an endpoint; everything else has a default.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
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
    /// How long one attempt may take, from sending to the answer's last byte, in milliseconds. 1 to 600,000.
    #[uniffi(default = 10000)]
    pub attempt_timeout_ms: i64,
    /// How long a whole call may take, in milliseconds. 1 to 600,000.
    #[uniffi(default = 30000)]
    pub overall_timeout_ms: i64,
    /// Root certificates to trust besides the bundled web roots: PEM text with one or more certificates. For the sandbox and for
    /// proxies that open TLS.
    #[uniffi(default)]
    pub extra_root_certificates_pem: Option<String>,
    /// Your application's name, for the user agent: 1 to 50 letters, digits and `-`, `_`, `.`, `/`.
    #[uniffi(default)]
    pub application_name: Option<String>,
}

/// A region that offers the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
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
