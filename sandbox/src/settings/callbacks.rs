//! How callbacks are sent.

use std::time::Duration;

/// When the callback of a verification is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackDelivery {
    /// Once, as soon as the verification has ended.
    #[default]
    Once,
    /// Twice in a row.
    Twice,
    /// Once, so long after the end.
    Late(Duration),
    /// Not by itself; only when it is told to ([`Sandbox::send_callback`](crate::Sandbox::send_callback), `POST
    /// /verifications/{id}/callback`).
    Never,
}

/// Which token a callback carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackToken {
    /// The one that Initialize was given, or none if it was given none.
    #[default]
    Right,
    /// Another one.
    Wrong,
    /// None.
    Absent,
}

impl CallbackToken {
    /// The token of that name: `right`, `wrong` or `absent`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "right" => Some(Self::Right),
            "wrong" => Some(Self::Wrong),
            "absent" => Some(Self::Absent),
            _ => None,
        }
    }
}

/// What Initialize makes of a `CallbackUrl`. The vendor's page says that the service probes it, and answers 400 if it is not reachable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reachability {
    /// It is accepted without a look.
    #[default]
    Accept,
    /// A connection to it is opened; if that fails the request is refused. An address that no callback may go to counts as unreachable.
    Probe,
    /// It is refused.
    Refuse,
}

impl Reachability {
    /// The value of that name: `accept`, `probe` or `refuse`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "accept" => Some(Self::Accept),
            "probe" => Some(Self::Probe),
            "refuse" => Some(Self::Refuse),
            _ => None,
        }
    }
}

/// How callbacks are sent, and to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackSettings {
    /// When they are sent, if a verification says nothing else.
    pub delivery: CallbackDelivery,
    /// What Initialize makes of a `CallbackUrl`.
    pub reachability: Reachability,
    /// Whether they may go to other machines. Without this only loopback addresses are called.
    pub allow_remote: bool,
    /// Whether `CallbackUrl` may begin with `http://`, which the service refuses.
    pub allow_http: bool,
    /// Whether the certificate of the receiver is not looked at.
    pub any_certificate: bool,
    /// Further authorities to trust, as PEM. The sandbox's own is trusted always, and if callbacks may go to other machines so are those
    /// that browsers trust.
    pub roots_pem: Option<String>,
}
