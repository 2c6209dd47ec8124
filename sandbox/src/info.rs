//! Where everything is, for those who must find it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use serde::Serialize;
use url::Url;

use crate::net::Addresses;

/// Where everything is. Serialised it is the control plane's `GET /info`.
#[derive(Serialize)]
pub(crate) struct Info {
    pub(crate) endpoint: String,
    pub(crate) control_endpoint: Option<String>,
    pub(crate) metadata_endpoint: Option<String>,
    pub(crate) proxy_endpoint: Option<String>,
    pub(crate) ca_pem: String,
    /// The names that the certificate is for.
    #[serde(skip)]
    names: Vec<String>,
}

impl Info {
    pub(crate) fn new(addresses: &Addresses, tls: bool, ca_pem: String, names: Vec<String>) -> Self {
        let http = |address| format!("http://{}", reachable(address));
        Self {
            endpoint: format!("{}://{}", if tls { "https" } else { "http" }, reachable(addresses.service)),
            control_endpoint: addresses.control.map(http),
            metadata_endpoint: addresses.metadata.map(http),
            proxy_endpoint: addresses.proxy.map(http),
            ca_pem,
            names,
        }
    }

    /// The names that the certificate is for.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The service's address for somebody who asked for it by that `host`: the same, if it is one of the names that the certificate is
    /// for. So a page is found through a forwarded port and under a container's name.
    pub(crate) fn endpoint_at(&self, host: &str) -> String {
        let scheme = self.endpoint.split_once("://").map_or("https", |(scheme, _)| scheme);
        let asked = Url::parse(&format!("{scheme}://{host}")).ok();
        let asked = asked.filter(|url| {
            let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
            self.names.iter().any(|known| known == name)
        });
        asked.map_or_else(|| self.endpoint.clone(), |url| url.origin().ascii_serialization())
    }
}

/// Who listens everywhere is reached at the loopback address.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}
