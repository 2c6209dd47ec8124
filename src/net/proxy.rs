//! Which proxy a connection goes through.

use std::env;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Uri;
use hyper::header::HeaderValue;
use percent_encoding::percent_decode_str;
use url::{Position, Url};

use super::bypass::Bypass;
use super::endpoint::on_this_machine;
use crate::error::EkycError;

/// Which proxy the calls go through.
///
/// Printing it shows neither the user name nor the password that a proxy's URL can hold.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub enum Proxy {
    /// What `HTTPS_PROXY` (or `ALL_PROXY`) and `NO_PROXY` say, in capitals or small letters; read when the client is made. Never for a loopback
    /// endpoint. A proxy that cannot be used (SOCKS, for example) is an error only if one is needed. The default.
    FromEnvironment,
    /// No proxy, whatever the environment says.
    Direct,
    /// This one. Not together with a plain `http://` endpoint, which the proxy would see in clear.
    Through {
        /// `http://[user:password@]host[:port]`. The connection to the proxy is plain, the one through it is TLS to the service all the same.
        /// Its user name and password are never printed.
        url: String,
        /// Hosts to reach without it, as in `NO_PROXY`: names with their subdomains (`example.com`, `.example.com`, `*.example.com`),
        /// addresses, networks such as `10.0.0.0/8`, patterns such as `10.1.*`, each with or without a port, or `*` for all hosts. An entry
        /// that is not understood is an error.
        bypass: Vec<String>,
    },
}

impl Proxy {
    /// Reads the setting now, and the environment if the setting says so.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming what is wrong with a proxy that was given. What is wrong in the environment is told when a proxy is
    /// needed: a variable that was set for other programs must not stop what works without.
    pub(crate) fn rules(&self) -> Result<ProxyRules, EkycError> {
        match self {
            Self::Direct => Ok(ProxyRules::default()),
            Self::FromEnvironment => Ok(ProxyRules::from_environment()),
            Self::Through { url, bypass } => {
                let not_understood = |entry: String| {
                    let reason = format!("has an entry that is not understood: {}", without_user_info(&entry));
                    EkycError::configuration("proxy.bypass", reason)
                };
                let bypass = Bypass::read(bypass.iter().map(String::as_str)).map_err(not_understood)?;
                Ok(ProxyRules { proxy: Some(Ok(proxy("proxy", url)?)), bypass, explicit: true })
            }
        }
    }
}

/// A proxy that tunnels. The connection to it is plain.
#[derive(Clone)]
pub(crate) struct HttpProxy {
    pub(super) uri: Uri,
    /// Not printed: it holds the password.
    pub(super) authorization: Option<HeaderValue>,
}

/// What is known about the proxy before it is known who is called.
#[derive(Clone, Default)]
pub(crate) struct ProxyRules {
    proxy: Option<Result<HttpProxy, EkycError>>,
    bypass: Bypass,
    /// The settings name the proxy, not the environment.
    explicit: bool,
}

impl ProxyRules {
    fn from_environment() -> Self {
        let named = first_set(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]);
        let listed = first_set(&["NO_PROXY", "no_proxy"]);
        let (proxy, bypass) = match (named, listed) {
            (Ok(None), _) => (None, Bypass::default()),
            (Err(error), _) | (_, Err(error)) => (Some(Err(error)), Bypass::default()),
            (Ok(Some((variable, url))), Ok(listed)) => (
                Some(proxy(&format!("the environment variable {variable}"), &url)),
                listed.map(|(_, list)| Bypass::read_leniently(&list)).unwrap_or_default(),
            ),
        };
        Self { proxy, bypass, explicit: false }
    }

    /// The proxy for a URL, if it needs one.
    ///
    /// # Errors
    /// `InvalidConfiguration` if it needs one and that cannot be used, or if plain HTTP would go through it.
    pub(crate) fn for_url(&self, url: &Url) -> Result<Option<HttpProxy>, EkycError> {
        let Some(proxy) = &self.proxy else { return Ok(None) };
        let direct = self.bypass.covers(url) || (!self.explicit && on_this_machine(url));
        match proxy {
            _ if direct => Ok(None),
            // Accepted only where nobody stands in between, so there must be no proxy either.
            Ok(_) if url.scheme() == "http" => {
                Err(EkycError::configuration("proxy", "would see everything, because the endpoint is plain http"))
            }
            Ok(proxy) => Ok(Some(proxy.clone())),
            Err(EkycError::InvalidConfiguration { setting, reason }) => Err(EkycError::configuration(
                setting,
                format!("{reason}; if no proxy is needed here, set `proxy` to `Direct` or name the host in NO_PROXY"),
            )),
            Err(other) => Err(other.clone()),
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

fn proxy(setting: &str, text: &str) -> Result<HttpProxy, EkycError> {
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
    let origin = format!("http://{}/", &url[Position::BeforeHost..Position::AfterPort]);
    let uri = origin.parse().map_err(|_| wrong("cannot be used as a proxy; give http://host:port"))?;
    Ok(HttpProxy { uri, authorization: authorization(&url).map_err(wrong)? })
}

/// What the proxy is told about who asks (RFC 7617), if its URL says that.
fn authorization(url: &Url) -> Result<Option<HeaderValue>, &'static str> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let [name, password] = [url.username(), url.password().unwrap_or_default()];
    let mut pair: Vec<u8> = percent_decode_str(name).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(password));
    let login = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair)));
    login.map(Some).map_err(|_| "has a user name or password that cannot be sent")
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
