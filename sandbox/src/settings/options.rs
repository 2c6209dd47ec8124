//! How a sandbox is set up.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use super::{CallbackSettings, IdentitySettings, Key, ProxySettings};
use crate::clock::check_offset;
use crate::error::SandboxError;

/// How a sandbox is set up. Formatting it shows neither the secret nor the token.
#[derive(Clone)]
pub struct Options {
    /// Where to listen: loopback only. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Where the control plane listens (plain HTTP, loopback only); `None` for no control plane.
    pub control: Option<SocketAddr>,
    /// Where the metadata of an ECS instance and the credentials URI are served (plain HTTP, as the real ones; loopback only); `None`
    /// for nowhere.
    pub metadata: Option<SocketAddr>,
    /// Where an HTTP proxy for CONNECT listens (loopback only); `None` for no proxy. It opens tunnels to this machine only.
    pub proxy: Option<SocketAddr>,
    /// How the proxy behaves.
    pub proxy_settings: ProxySettings,
    /// The AccessKey id that is known.
    pub access_key_id: String,
    /// Its secret.
    pub access_key_secret: String,
    /// With a token the key is temporary, and every request must carry the token.
    pub security_token: Option<String>,
    /// Further keys of the same account.
    pub more_keys: Vec<Key>,
    /// How the services that give out keys are set up.
    pub identity: IdentitySettings,
    /// How far the service's clock is ahead of the machine's, in milliseconds; negative if it is behind. At most a century.
    pub clock_offset_ms: i64,
    /// How many calls of Initialize the account may make within any second, all its keys together; `None` or 0 for any number.
    pub calls_per_second: Option<u32>,
    /// HTTPS, as the service; `false` for plain HTTP.
    pub tls: bool,
    /// How callbacks are sent.
    pub callbacks: CallbackSettings,
    /// Whether the addresses above may be reachable from other machines. Everybody who reaches them sees the test data and may steer the
    /// sandbox.
    pub allow_remote: bool,
    /// Names and addresses that the certificate is for, besides 127.0.0.1, ::1 and localhost.
    pub names: Vec<String>,
    /// A folder in which the certificate authority is kept (`ca.pem` and `ca-key.pem`, made if they are not there); `None` for one that
    /// lives as long as the sandbox.
    pub ca_dir: Option<PathBuf>,
    /// One line on standard error for each request, without personal data.
    pub log: bool,
}

impl Options {
    /// HTTPS on any free port of 127.0.0.1, a permanent key, no control plane, no metadata, no proxy, no log.
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self {
            listen: any_port(),
            control: None,
            metadata: None,
            proxy: None,
            proxy_settings: ProxySettings::default(),
            access_key_id: access_key_id.into(),
            access_key_secret: access_key_secret.into(),
            security_token: None,
            more_keys: Vec::new(),
            identity: IdentitySettings::default(),
            clock_offset_ms: 0,
            calls_per_second: None,
            tls: true,
            callbacks: CallbackSettings::default(),
            allow_remote: false,
            names: Vec::new(),
            ca_dir: None,
            log: false,
        }
    }

    /// Makes the key temporary: every request must carry this token.
    #[must_use]
    pub fn security_token(mut self, token: impl Into<String>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// Opens the control plane on any free port of 127.0.0.1.
    #[must_use]
    pub fn with_control(mut self) -> Self {
        self.control = Some(any_port());
        self
    }

    /// Serves metadata and credentials URI on any free port of 127.0.0.1.
    #[must_use]
    pub fn with_metadata(mut self) -> Self {
        self.metadata = Some(any_port());
        self
    }

    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        if self.proxy_settings.credentials.as_ref().is_some_and(|(username, _)| username.contains(':')) {
            let reason = "has a username with a colon, which no client could send".to_owned();
            return Err(SandboxError::Option { option: "proxy_settings", reason });
        }
        check_offset(self.clock_offset_ms)
    }

    /// Opens a proxy on any free port of 127.0.0.1.
    #[must_use]
    pub fn with_proxy(mut self) -> Self {
        self.proxy = Some(any_port());
        self
    }

    /// All names that the certificate is for.
    pub(crate) fn all_names(&self) -> Vec<String> {
        let own = ["127.0.0.1", "::1", "localhost"].map(str::to_owned);
        own.into_iter().chain(self.names.iter().cloned()).collect()
    }

    /// All keys known at the start.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let mut first = Key::permanent(&self.access_key_id, &self.access_key_secret);
        first.security_token.clone_from(&self.security_token);
        std::iter::once(first).chain(self.more_keys.iter().cloned()).collect()
    }

    /// Serves plain HTTP instead of HTTPS.
    #[must_use]
    pub fn plain_http(mut self) -> Self {
        self.tls = false;
        self
    }
}

fn any_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("control", &self.control)
            .field("metadata", &self.metadata)
            .field("access_key_id", &self.access_key_id)
            .field("temporary", &self.security_token.is_some())
            .field("proxy", &self.proxy)
            .field("proxy_settings", &self.proxy_settings)
            .field("more_keys", &self.more_keys)
            .field("identity", &self.identity)
            .field("clock_offset_ms", &self.clock_offset_ms)
            .field("calls_per_second", &self.calls_per_second)
            .field("tls", &self.tls)
            .field("callbacks", &self.callbacks)
            .field("allow_remote", &self.allow_remote)
            .field("names", &self.names)
            .field("ca_dir", &self.ca_dir)
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}
