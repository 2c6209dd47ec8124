//! One way to misbehave.

use std::collections::BTreeMap;
use std::time::Duration;

use super::codes;
use crate::action::Action;
use crate::record::Event;

/// A way to misbehave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// 403 `Throttling.Api`, with the header `x-acs-retry-after` if a time is given.
    Throttle {
        /// How long the client is asked to wait.
        retry_after: Option<Duration>,
    },
    /// Throttling under another name, with the header `x-acs-retry-after` if a time is given.
    ThrottleAs {
        /// `Throttling`, `Throttling.User` or `Throttling.Api`, as the gateway has them; any other is sent as it is.
        code: String,
        /// The HTTP status, 400 to 599: by the gateway's list 400.
        status: u16,
        /// How long the client is asked to wait.
        retry_after: Option<Duration>,
    },
    /// Refuses with a code of the service. For one that the sandbox knows ([`FaultKind::refuse`]) the status is found.
    Refuse {
        /// The code.
        code: String,
        /// The HTTP status, 400 to 599.
        status: u16,
        /// The message; `None` for the usual one.
        message: Option<String>,
    },
    /// 500 `InternalError`.
    InternalError,
    /// 503 `ServiceUnavailable`.
    Unavailable,
    /// Waits, then answers as ever.
    Slow {
        /// How long to wait.
        delay: Duration,
    },
    /// Never answers; ends when the client closes the connection.
    Hang,
    /// Holds the answer until it is released ([`Sandbox::release`](crate::Sandbox::release), `POST /release`), then answers as ever.
    Hold,
    /// Reads no more than the head of the request until it is released as [`Hold`](Self::Hold) is, then answers as ever: a client that
    /// is still sending. The record has the request from its head on; that the client has gone is seen at the latest once it is
    /// released.
    Unread,
    /// Sends status, headers and the first half of the body, and then nothing until the client closes the connection.
    Stall,
    /// 400 `InvalidParameter` with a message that repeats the name and value of every parameter and header of the request.
    Echo,
    /// Resets the TCP connection (RST) instead of answering.
    Reset,
    /// Declares a content length and closes the connection half way.
    Cut,
    /// 200 with an HTML page.
    NotJson,
    /// Exactly this answer.
    Answer {
        /// The HTTP status, 200 to 599.
        status: u16,
        /// The headers. The body's length is added, and one given here ignored.
        headers: BTreeMap<String, String>,
        /// The body.
        body: String,
    },
    /// The answer that the request deserves, made larger than 1 MiB.
    Huge {
        /// Without a content length: the client learns the size only by reading.
        chunked: bool,
    },
    /// 302 to another place.
    Redirect {
        /// The place.
        location: String,
    },
}

impl FaultKind {
    /// The name in the control plane's JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Throttle { .. } | Self::ThrottleAs { .. } => "throttle",
            Self::Refuse { .. } => "refuse",
            Self::InternalError => "internal_error",
            Self::Unavailable => "unavailable",
            Self::Slow { .. } => "slow",
            Self::Hang => "hang",
            Self::Hold => "hold",
            Self::Unread => "unread",
            Self::Stall => "stall",
            Self::Echo => "echo",
            Self::Reset => "reset",
            Self::Cut => "cut",
            Self::NotJson => "not_json",
            Self::Answer { .. } => "answer",
            Self::Huge { .. } => "huge",
            Self::Redirect { .. } => "redirect",
        }
    }

    /// A refusal with a code that the sandbox knows, which finds its HTTP status; any other code gets 400.
    pub fn refuse(code: impl Into<String>) -> Self {
        let code = code.into();
        let status = codes::known(&code).map_or(400, |(status, _)| status);
        Self::Refuse { code, status, message: None }
    }

    /// This fault for the next `times` requests.
    pub fn times(self, times: u32) -> Fault {
        Fault { kind: self, times, on: Action::Initialize, only_where: BTreeMap::new() }
    }

    /// This fault for the next request for `action`.
    pub fn on(self, action: Action) -> Fault {
        self.times(1).on(action)
    }
}

/// A way to misbehave for a number of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What happens.
    pub kind: FaultKind,
    /// To how many requests.
    pub times: u32,
    /// To requests for what. Initialize stands also for requests to the service for something that it does not know.
    pub on: Action,
    /// Only to requests that say all of this: parameters and their values, or `AccessKeyId` and whose key the request claims to be signed
    /// with. Requests that say something else leave the fault to others, so that tests which run at the same time do not take each
    /// other's.
    pub only_where: BTreeMap<String, String>,
}

impl Fault {
    /// Aims the fault at requests for `action`.
    #[must_use]
    pub fn on(self, action: Action) -> Self {
        Self { on: action, ..self }
    }

    /// Aims the fault at requests that have this value under this name.
    #[must_use]
    pub fn only_where(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.only_where.insert(name.into(), value.into());
        self
    }

    /// Whether a request is one of those that it is meant for.
    pub(crate) fn is_for(&self, event: &Event) -> bool {
        self.only_where.iter().all(|(name, value)| event.says(name) == Some(value))
    }
}

impl From<FaultKind> for Fault {
    /// Once, to Initialize.
    fn from(kind: FaultKind) -> Self {
        kind.times(1)
    }
}
