//! Which proxy a connection goes through.

use std::env;
use std::fmt;

use reqwest::NoProxy;
use url::{Position, Url};

use crate::error::EkycError;

/// Which proxy the calls go through.
///
/// Printing it shows neither the user name nor the password that a proxy's URL can hold.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum Proxy {
    /// What `HTTPS_PROXY` (or `ALL_PROXY`) and `NO_PROXY` say, in capitals or small letters; read when the client is made. Never for a loopback
    /// endpoint. The default.
    FromEnvironment,
    /// No proxy, whatever the environment says.
    Direct,
    /// This one.
    Through {
        /// `http://[user:password@]host[:port]`. The connection to the proxy is plain, the one through it is TLS to the service all the same.
        url: String,
        /// Hosts to reach without it, as in `NO_PROXY`: names with their subdomains, addresses, networks such as `10.0.0.0/8`, or `*`.
        bypass: Vec<String>,
    },
}

impl Proxy {
    /// The proxy for an endpoint, if it needs one. The environment is read here, because reqwest would ignore in silence a variable that it
    /// cannot read.
    pub(crate) fn choose(&self, loopback: bool) -> Result<Option<reqwest::Proxy>, EkycError> {
        match self {
            Self::Direct => Ok(None),
            Self::FromEnvironment if loopback => Ok(None),
            Self::FromEnvironment => {
                let Some((variable, url)) = first_set(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])?
                else {
                    return Ok(None);
                };
                let bypass = first_set(&["NO_PROXY", "no_proxy"])?.map(|(_, hosts)| hosts).unwrap_or_default();
                proxy(&format!("the environment variable {variable}"), &url, &bypass).map(Some)
            }
            Self::Through { url, bypass } => proxy("proxy", url, &bypass.join(",")).map(Some),
        }
    }
}

/// The first of the variables that is set and not empty.
fn first_set(names: &[&str]) -> Result<Option<(String, String)>, EkycError> {
    for name in names {
        match env::var(name) {
            Ok(value) if !value.trim().is_empty() => return Ok(Some(((*name).to_owned(), value.trim().to_owned()))),
            Ok(_) | Err(env::VarError::NotPresent) => {}
            Err(env::VarError::NotUnicode(_)) => {
                return Err(EkycError::configuration(&format!("the environment variable {name}"), "is not valid text"));
            }
        }
    }
    Ok(None)
}

fn proxy(setting: &str, text: &str, bypass: &str) -> Result<reqwest::Proxy, EkycError> {
    let wrong = |reason: &str| EkycError::configuration(setting, reason);
    // As curl and others read it: without a scheme it is an HTTP proxy.
    let with_scheme = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&with_scheme).map_err(|_| wrong("is not a URL; give http://host:port"))?;
    if url.host_str().is_none_or(str::is_empty) {
        return Err(wrong("has no host; give http://host:port"));
    }
    if url.scheme() != "http" {
        return Err(wrong("has another scheme than http; TLS to the proxy itself and SOCKS are not supported"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has a path or query; give http://host:port"));
    }
    let proxy = reqwest::Proxy::all(&url[..Position::BeforePath])
        .map_err(|_| wrong("cannot be used as a proxy; give http://host:port"))?;
    Ok(proxy.no_proxy(NoProxy::from_string(bypass)))
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromEnvironment => f.write_str("FromEnvironment"),
            Self::Direct => f.write_str("Direct"),
            Self::Through { url, bypass } => f
                .debug_struct("Through")
                .field("url", &format_args!("{}", without_user_info(url)))
                .field("bypass", bypass)
                .finish(),
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A URL for people to read, without user name and password. What stands before the last `@` goes, because a broken URL may hold a password
/// anywhere.
pub(crate) fn without_user_info(url: &str) -> String {
    let (scheme, rest) = url.find("://").map_or(("", url), |at| url.split_at(at + "://".len()));
    match rest.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}***@{host}"),
        None => url.to_owned(),
    }
}
