//! SIGPIPE kept away from the host.
//!
//! TLS writes with `writev`, which, unlike Rust's other socket writes, raises SIGPIPE when the peer has closed the connection: an idle one that
//! the service gave up is enough (rust-lang/rust#62569). Rust's own `main` ignores the signal
//! and the JVM handles it; a Swift program does neither and would be ended.

/// Blocks the signal in this thread of ours. How the process handles it is the host's business and stays as it is.
#[cfg(unix)]
pub(super) fn block_signal() {
    // SAFETY: the set is a plain value that lives here, emptied before use, and the old mask is not asked for.
    unsafe {
        let mut signals: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut signals);
        libc::sigaddset(&raw mut signals, libc::SIGPIPE);
        libc::pthread_sigmask(libc::SIG_BLOCK, &raw const signals, std::ptr::null_mut());
    }
}

#[cfg(not(unix))]
pub(super) fn block_signal() {}
