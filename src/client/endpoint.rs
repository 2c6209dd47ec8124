//! Which host is called.

use super::config::{ClientConfig, Network};
use crate::error::EkycError;
pub(crate) use crate::net::Endpoint;

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
            (Some(endpoint), None) => Self::parse("endpoint", endpoint),
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
}

/// Scheme and host of the endpoint that a configuration names, for signing without a client.
pub(crate) fn origin_of(config: &ClientConfig) -> Result<String, EkycError> {
    Endpoint::resolve(config).map(|endpoint| endpoint.origin)
}
