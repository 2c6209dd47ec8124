//! SIGPIPE kept away from the host.
//!
//! TLS writes with `writev`, which, unlike Rust's other socket writes, raises SIGPIPE when the peer has closed the connection: an idle one that
//! the service gave up is enough (rust-lang/rust#62569). Rust's own `main` ignores the signal
//! and the JVM handles it; a Swift program does neither and would be ended.

/// Blocks the signal in this thread of ours. How the process handles it is the host's business and stays as it is.
#[cfg(unix)]
pub(super) fn block_signal() {
    mask(libc::SIG_BLOCK, &only_broken_pipe());
}

#[cfg(not(unix))]
pub(super) fn block_signal() {}

/// Does something on a thread of the host's, to which the signal does not come meanwhile, nor afterwards for what was written meanwhile.
#[cfg(unix)]
pub(super) fn without_signal<T>(work: impl FnOnce() -> T) -> T {
    /// Gives the thread its signals back, also if the work panics.
    struct Back(libc::sigset_t);

    impl Drop for Back {
        fn drop(&mut self) {
            // SAFETY: the sets are plain values that live here. `sigwait` takes a signal that is there already, and so does not wait.
            unsafe {
                if libc::sigismember(&raw const self.0, libc::SIGPIPE) == 1 {
                    return; // the host blocks it by itself
                }
                let mut pending: libc::sigset_t = std::mem::zeroed();
                libc::sigpending(&raw mut pending);
                if libc::sigismember(&raw const pending, libc::SIGPIPE) == 1 {
                    let (signals, mut taken) = (only_broken_pipe(), 0);
                    libc::sigwait(&raw const signals, &raw mut taken);
                }
            }
            mask(libc::SIG_SETMASK, &self.0);
        }
    }

    let _back = Back(mask(libc::SIG_BLOCK, &only_broken_pipe()));
    work()
}

#[cfg(not(unix))]
pub(super) fn without_signal<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[cfg(unix)]
fn only_broken_pipe() -> libc::sigset_t {
    // SAFETY: the set is a plain value that lives here, emptied before use.
    unsafe {
        let mut signals: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut signals);
        libc::sigaddset(&raw mut signals, libc::SIGPIPE);
        signals
    }
}

/// Changes this thread's mask and gives the one before.
#[cfg(unix)]
fn mask(how: libc::c_int, signals: &libc::sigset_t) -> libc::sigset_t {
    // SAFETY: the sets are plain values that live here and at the caller's.
    unsafe {
        let mut before: libc::sigset_t = std::mem::zeroed();
        libc::pthread_sigmask(how, std::ptr::from_ref(signals), &raw mut before);
        before
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{IoSlice, Write};
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn a_write_to_a_closed_connection_ends_no_process() {
        // SAFETY: as a Swift program has it; a test's harness ignores the signal.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        drop(theirs);
        let written = without_signal(|| ours.write_vectored(&[IoSlice::new(b"x")]));
        assert_eq!(written.unwrap_err().kind(), std::io::ErrorKind::BrokenPipe);
        let before = mask(libc::SIG_BLOCK, &only_broken_pipe());
        // SAFETY: a plain value.
        assert_eq!(unsafe { libc::sigismember(&raw const before, libc::SIGPIPE) }, 0, "the thread's mask is as it was");
    }
}
