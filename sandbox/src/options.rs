//! How a sandbox is set up.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

/// How a sandbox is set up. Formatting it shows neither the secret nor the token.
#[derive(Clone)]
pub struct Options {
    /// Where to listen: loopback only. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Where the control plane listens (plain HTTP, loopback only); `None` for no control plane.
    pub control: Option<SocketAddr>,
    /// The only AccessKey id that is known.
    pub access_key_id: String,
    /// Its secret.
    pub access_key_secret: String,
    /// With a token the key is temporary, and every request must carry the token.
    pub security_token: Option<String>,
    /// HTTPS, as the service; `false` for plain HTTP.
    pub tls: bool,
    /// One line on standard error for each request, without personal data.
    pub log: bool,
}

impl Options {
    /// HTTPS on any free port of 127.0.0.1, a permanent key, no control plane, no log.
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: None,
            access_key_id: access_key_id.into(),
            access_key_secret: access_key_secret.into(),
            security_token: None,
            tls: true,
            log: false,
        }
    }

    /// Makes the key temporary: every request must carry this token.
    #[must_use]
    pub fn security_token(mut self, token: impl Into<String>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// Serves plain HTTP instead of HTTPS.
    #[must_use]
    pub fn plain_http(mut self) -> Self {
        self.tls = false;
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("control", &self.control)
            .field("access_key_id", &self.access_key_id)
            .field("temporary", &self.security_token.is_some())
            .field("tls", &self.tls)
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}
