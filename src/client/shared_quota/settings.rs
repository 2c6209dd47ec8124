//! Where the quota that many servers share is kept.

use std::fmt;
use std::time::Duration;

use hyper::Uri;
use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

use crate::bounds;
use crate::error::EkycError;
use crate::net::{Connector, TrustedRoots, connector, hidden, tls_config, without_user_info};

/// A quota that all servers of an account share, counted by a Redis or Valkey server on its own clock: together they begin no more calls
/// than one would be allowed to. Servers that wait take turns.
///
/// Only counts and times go there: nothing of a request or of a key.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct SharedQuotaSettings {
    /// The server: `redis://host[:port][/database]`, or `rediss://` for TLS. Redis 5 or newer, or Valkey, not as a cluster. It may hold a
    /// user name and password, `redis://user:password@host`, which are never printed.
    pub server: String,
    /// The user's name, if the server has users.
    #[uniffi(default)]
    pub user: Option<String>,
    /// The password, as it is. Never printed.
    #[uniffi(default)]
    pub password: Option<String>,
    /// What is counted together, if several accounts use one store: 1 to 64 letters, digits and `.`, `_`, `-`. Servers with the same account
    /// here share one quota. Absent: `default`.
    #[uniffi(default)]
    pub account: Option<String>,
    /// What happens while the store cannot be asked. With a number here, 1 to 1,000, each server goes on with its share, which is the limit
    /// divided by this number, and at least one call a second. Without it, calls fail (`quota_unavailable`).
    #[uniffi(default)]
    pub servers_when_away: Option<i32>,
    /// How long a question to the store may take, connecting included, in milliseconds. 1 to 600,000.
    #[uniffi(default = 1000)]
    pub timeout_ms: i64,
    /// Root certificates to trust besides the bundled web roots, for `rediss://`: PEM text with one or more certificates. Never printed.
    #[uniffi(default)]
    pub extra_root_certificates_pem: Option<String>,
    /// Which root certificates are trusted, besides the extra ones; absent: the bundled ones.
    #[uniffi(default)]
    pub trusted_roots: Option<TrustedRoots>,
}

impl SharedQuotaSettings {
    /// The settings for this server, which calls fail without.
    pub fn new(server: impl Into<String>) -> Self {
        Self {
            server: server.into(),
            user: None,
            password: None,
            account: None,
            servers_when_away: None,
            timeout_ms: 1_000,
            extra_root_certificates_pem: None,
            trusted_roots: None,
        }
    }

    pub(super) fn account(&self) -> Result<&str, EkycError> {
        let account = self.account.as_deref().unwrap_or("default");
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if (1..=64).contains(&account.len()) && account.chars().all(fits) {
            return Ok(account);
        }
        Err(wrong("account", "must be 1 to 64 letters, digits and . _ -"))
    }

    pub(super) fn servers_when_away(&self) -> Result<Option<u32>, EkycError> {
        let checked = |servers| bounds::servers("quota.shared.servers_when_away", servers).map(i32::unsigned_abs);
        self.servers_when_away.map(checked).transpose()
    }

    pub(super) fn target(&self) -> Result<Target, EkycError> {
        const SERVER: &str = "server";
        let url = Url::parse(&self.server).map_err(|_| wrong(SERVER, "is not a URL; give redis://host:port"))?;
        let (scheme, tls, usual_port) = match url.scheme() {
            "redis" => ("http", false, 6379),
            "rediss" => ("https", true, 6379),
            _ => return Err(wrong(SERVER, "has another scheme than redis and rediss")),
        };
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return Err(wrong(SERVER, "has no host; give redis://host:port"));
        };
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong(SERVER, "has something behind the database; give redis://host:port/database"));
        }
        let database = match url.path().trim_start_matches('/') {
            "" => 0,
            number => number.parse::<u32>().map_err(|_| wrong(SERVER, "has a database that is no number"))?,
        };
        let place = format!("{host}:{}", url.port().unwrap_or(usual_port));
        let uri = format!("{scheme}://{place}/").parse().map_err(|_| wrong(SERVER, "has a host that is none"))?;
        let (user, password) = self.login(&url)?;
        let tls_settings =
            tls_config(self.trusted_roots.unwrap_or_default(), self.extra_root_certificates_pem.as_deref())
                .map_err(within)?;
        let timeout = bounds::timeout("quota.shared.timeout_ms", self.timeout_ms)?;
        Ok(Target { place, uri, connector: connector(tls_settings, None, tls), database, user, password, timeout })
    }

    /// User and password, of the settings or of the URL.
    fn login(&self, url: &Url) -> Result<(Option<String>, Option<Zeroizing<String>>), EkycError> {
        let in_settings = self.user.is_some() || self.password.is_some();
        let in_url = !url.username().is_empty() || url.password().is_some();
        if in_settings && in_url {
            return Err(wrong("server", "holds a user name or password besides those of the settings; give them once"));
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (user, password) = if in_url {
            (Some(decoded(url.username())), url.password().map(decoded))
        } else {
            (self.user.clone(), self.password.clone())
        };
        let user = user.filter(|user| !user.is_empty());
        if user.is_some() && password.is_none() {
            return Err(wrong("password", "is missing; a user was given"));
        }
        Ok((user, password.map(Zeroizing::new)))
    }
}

/// Where the store is and how it is reached.
pub(super) struct Target {
    /// For people: host and port.
    pub(super) place: String,
    pub(super) uri: Uri,
    pub(super) connector: Connector,
    pub(super) database: u32,
    pub(super) user: Option<String>,
    pub(super) password: Option<Zeroizing<String>>,
    pub(super) timeout: Duration,
}

fn wrong(setting: &str, reason: &str) -> EkycError {
    EkycError::configuration(&format!("quota.shared.{setting}"), reason)
}

fn within(error: EkycError) -> EkycError {
    match error {
        EkycError::InvalidConfiguration { setting, reason } => wrong(&setting, &reason),
        other => other,
    }
}

impl fmt::Debug for SharedQuotaSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedQuotaSettings")
            .field("server", &format_args!("{}", without_user_info(&self.server)))
            .field("user", &self.user)
            .field("password", &hidden(&self.password))
            .field("account", &self.account)
            .field("servers_when_away", &self.servers_when_away)
            .field("timeout_ms", &self.timeout_ms)
            .field("extra_root_certificates_pem", &hidden(&self.extra_root_certificates_pem))
            .field("trusted_roots", &self.trusted_roots)
            .finish()
    }
}
