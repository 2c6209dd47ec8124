//! What is remembered of what the proxy was asked.

use serde::Serialize;

/// What a request to the proxy said about who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProxyAuthorization {
    /// Nothing.
    Absent,
    /// The name and password that the proxy asks for.
    Right,
    /// Others, or something else altogether.
    Wrong,
    /// Something, though the proxy asks for nothing.
    NotAskedFor,
}

/// What the proxy made of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProxyOutcome {
    /// 200, and then what the target says.
    Tunnelled,
    /// 407: credentials are asked for.
    Unauthorized,
    /// 403: it was told to refuse, or the target is not on this machine.
    Refused,
    /// 502: nobody listens at the target.
    Unreachable,
    /// 405: another method than CONNECT.
    NotConnect,
    /// Not HTTP, as it was told.
    Garbage,
    /// Nothing, as it was told.
    Silent,
}

/// One request to the proxy. It holds no credentials.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ProxyRequest {
    /// The request's number, from 1.
    pub n: u64,
    /// The HTTP method.
    pub method: String,
    /// The target as it stands in the request: host and port for CONNECT.
    pub target: String,
    /// What it said about who sent it.
    pub authorization: ProxyAuthorization,
    /// What the proxy made of it.
    pub outcome: ProxyOutcome,
    /// Whether the client's connection is still open.
    pub open: bool,
}
