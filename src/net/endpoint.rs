//! Which URLs are called: HTTPS, and plain HTTP only where nobody stands in between.

use std::net::IpAddr;

use url::{Host, Url};

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
    /// Reads `https://host[:port]`, `http://loopback[:port]` or a bare host name.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming `setting`.
    pub(crate) fn parse(setting: &str, text: &str) -> Result<Self, EkycError> {
        if text.is_empty() {
            return Err(EkycError::configuration(setting, "is empty or has blanks; give https://host or a host name"));
        }
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = checked_url(setting, &with_scheme, is_loopback)?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(EkycError::configuration(setting, "has a path or query; give scheme and host only"));
        }
        Ok(Self { origin: url.origin().ascii_serialization(), loopback: on_this_machine(&url) })
    }

    pub(crate) fn url(&self) -> Result<Url, EkycError> {
        Url::parse(&self.origin).map_err(|_| EkycError::internal("the endpoint is not a URL"))
    }
}

/// Reads a URL that may be called. `plain` says for which hosts HTTP without TLS is accepted.
///
/// # Errors
/// `InvalidConfiguration` naming `setting`, without the URL: it can hold a token.
pub(crate) fn checked_url(setting: &str, text: &str, plain: fn(&Host<&str>) -> bool) -> Result<Url, EkycError> {
    let wrong = |reason: &str| Err(EkycError::configuration(setting, reason));
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return wrong("is empty or has blanks; give https://host or a host name");
    }
    let Ok(url) = Url::parse(text) else {
        return wrong("is not a URL; give https://host or a host name");
    };
    let Some(host) = url.host() else {
        return wrong("has no host; give https://host or a host name");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("holds a user name or password, which the service does not take");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if plain(&host) => Ok(url),
        "http" => wrong("is plain http, which is accepted for loopback only; use https"),
        _ => wrong("has another scheme than https"),
    }
}

/// Whether the URL's host is this machine.
pub(crate) fn on_this_machine(url: &Url) -> bool {
    url.host().is_some_and(|host| is_loopback(&host))
}

pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => IpAddr::V4(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::V6(*address).to_canonical().is_loopback(),
    }
}
