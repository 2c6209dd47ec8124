//! How the proxy behaves.

use std::fmt;

/// What the proxy does with a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyMode {
    /// Opens a tunnel, if the credentials are right and the target is on this machine.
    #[default]
    Tunnel,
    /// Answers 403.
    Refuse,
    /// Answers with something that is not HTTP, and closes.
    Garbage,
    /// Never answers; ends when the client closes.
    Silent,
}

impl ProxyMode {
    /// The mode of that name: `tunnel`, `refuse`, `garbage` or `silent`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "tunnel" => Some(Self::Tunnel),
            "refuse" => Some(Self::Refuse),
            "garbage" => Some(Self::Garbage),
            "silent" => Some(Self::Silent),
            _ => None,
        }
    }
}

/// How the proxy behaves. Formatting it shows no password.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProxySettings {
    /// What it does with a request.
    pub mode: ProxyMode,
    /// The name and password that it asks for (the scheme `Basic`); `None` if it asks for none. The name has no colon.
    pub credentials: Option<(String, String)>,
}

impl ProxySettings {
    /// A proxy that asks for this name and password.
    #[must_use]
    pub fn with_credentials(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials = Some((username.into(), password.into()));
        self
    }

    /// A proxy that does this.
    #[must_use]
    pub fn with_mode(mut self, mode: ProxyMode) -> Self {
        self.mode = mode;
        self
    }
}

impl fmt::Debug for ProxySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxySettings")
            .field("mode", &self.mode)
            .field("asks_for_credentials", &self.credentials.is_some())
            .finish_non_exhaustive()
    }
}
