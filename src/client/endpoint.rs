//! Which host is called.

use std::net::IpAddr;

use url::{Host, Url};

use super::config::{ClientConfig, Network};
use crate::error::EkycError;

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// Scheme and host, with the port if it is not the scheme's own: `https://host`. Nothing behind it.
    pub(crate) origin: String,
    /// Whether the host is this machine. Proxies are not asked then.
    pub(crate) loopback: bool,
}

impl Endpoint {
    pub(super) fn resolve(config: &ClientConfig) -> Result<Self, EkycError> {
        match (&config.endpoint, config.region) {
            (Some(_), Some(_)) => {
                Err(EkycError::configuration("endpoint", "is given together with a region; give one of them"))
            }
            (Some(_), None) if config.network.is_some() => Err(EkycError::configuration(
                "network",
                "chooses among a region's endpoints; it has no meaning with an endpoint",
            )),
            (Some(endpoint), None) => Self::parse(endpoint),
            (None, Some(region)) => {
                let product = match config.network.unwrap_or(Network::Public) {
                    Network::Public => "cloudauth-intl",
                    Network::Vpc => "cloudauth-intl-vpc",
                };
                Ok(Self { origin: format!("https://{product}.{}.aliyuncs.com", region.id()), loopback: false })
            }
            (None, None) => Err(EkycError::configuration("region", "is missing; give a region or an endpoint")),
        }
    }

    fn parse(text: &str) -> Result<Self, EkycError> {
        let wrong = |reason: &str| Err(EkycError::configuration("endpoint", reason));
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return wrong("is empty or has blanks; give https://host or a host name");
        }
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let Ok(url) = Url::parse(&with_scheme) else {
            return wrong("is not a URL; give https://host or a host name");
        };
        let Some(host) = url.host() else {
            return wrong("has no host; give https://host or a host name");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return wrong("holds a user name or password, which the service does not take");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return wrong("has a path or query; give scheme and host only");
        }
        let loopback = is_loopback(&host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return wrong("is plain http, which is accepted for loopback only; use https"),
            _ => return wrong("has another scheme than https"),
        }
        Ok(Self { origin: url.origin().ascii_serialization(), loopback })
    }
}

/// Scheme and host of the endpoint that a configuration names, for signing without a client.
pub(crate) fn origin_of(config: &ClientConfig) -> Result<String, EkycError> {
    Endpoint::resolve(config).map(|endpoint| endpoint.origin)
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => IpAddr::V4(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::V6(*address).is_loopback(),
    }
}
