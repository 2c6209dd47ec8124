//! What happens to connections before HTTP begins.

/// What happens to the service's connections from now on. Those that are open stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionMode {
    /// They are served.
    #[default]
    Normal,
    /// They are accepted, and then nothing is said, not even TLS, until the client closes: a handshake that never comes.
    Silent,
    /// They are accepted and closed at once.
    Refuse,
}

impl ConnectionMode {
    /// The mode of that name: `normal`, `silent` or `refuse`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "normal" => Some(Self::Normal),
            "silent" => Some(Self::Silent),
            "refuse" => Some(Self::Refuse),
            _ => None,
        }
    }
}
