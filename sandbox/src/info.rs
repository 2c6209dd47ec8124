//! Where everything is, for those who must find it.

use serde::Serialize;

use crate::net::Addresses;

/// Where everything is. Serialised it is the control plane's `GET /info`.
#[derive(Serialize)]
pub(crate) struct Info {
    pub(crate) endpoint: String,
    pub(crate) control_endpoint: Option<String>,
    pub(crate) metadata_endpoint: Option<String>,
    pub(crate) proxy_endpoint: Option<String>,
    pub(crate) ca_pem: String,
}

impl Info {
    pub(crate) fn new(addresses: &Addresses, tls: bool, ca_pem: String) -> Self {
        let http = |address| format!("http://{address}");
        Self {
            endpoint: format!("{}://{}", if tls { "https" } else { "http" }, addresses.service),
            control_endpoint: addresses.control.map(http),
            metadata_endpoint: addresses.metadata.map(http),
            proxy_endpoint: addresses.proxy.map(http),
            ca_pem,
        }
    }
}
