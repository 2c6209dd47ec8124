//! What can go wrong with the sandbox itself, in sentences.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// Why the sandbox could not be started, told what to do, or waited for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The address is reachable from other machines.
    #[error(
        "the sandbox serves this machine only; {0} is not a loopback address, give 127.0.0.1:PORT or [::1]:PORT, or allow other machines explicitly (allow_remote, --allow-remote)"
    )]
    NotLoopback(SocketAddr),
    /// The listener could not be opened.
    #[error("cannot listen on {address}: {source}; choose another port, or port 0 for any free one")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// An option makes no sense.
    #[error("{option} {reason}")]
    Option {
        /// Its name in [`Options`](crate::Options).
        option: &'static str,
        /// What is wrong with it, without the value.
        reason: String,
    },
    /// There is no verification of that transaction id, or it cannot be called back.
    #[error("there is no verification of that transaction id, or it has no CallbackUrl")]
    UnknownVerification,
    /// The certificate authority or the server's certificate could not be made.
    #[error("cannot make the sandbox's certificates: {0}")]
    Certificate(String),
    /// The system gave no thread, no runtime or no random bytes.
    #[error("cannot start the sandbox: {0}")]
    System(#[from] io::Error),
    /// What was waited for did not happen.
    #[error("after {} s the sandbox has still not seen it: {connections} connections, {requests} requests, {aborted} aborted", .waited.as_secs())]
    Timeout {
        /// How long was waited.
        waited: Duration,
        /// Connections seen so far.
        connections: u64,
        /// Requests seen so far.
        requests: u64,
        /// Requests aborted so far.
        aborted: u64,
    },
    /// The sandbox was stopped while somebody waited.
    #[error("the sandbox was stopped")]
    Stopped,
}
