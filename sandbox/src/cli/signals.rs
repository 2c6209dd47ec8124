//! The signals that stop the sandbox.

use std::io;

use tokio::runtime::{Builder, Runtime};

/// Listening for them.
pub(crate) struct Signals {
    runtime: Runtime,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    /// From here on a signal does not end the process but the waiting.
    pub(crate) fn listen() -> Result<Self, String> {
        Self::try_listen().map_err(|error| format!("cannot listen for signals: {error}"))
    }

    #[cfg(unix)]
    fn try_listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let inside = runtime.enter();
        let (interrupt, terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        drop(inside);
        Ok(Self { runtime, interrupt, terminate })
    }

    #[cfg(not(unix))]
    fn try_listen() -> io::Result<Self> {
        Ok(Self { runtime: Builder::new_current_thread().enable_all().build()? })
    }

    /// Returns when SIGINT or SIGTERM comes; with `or_stdin_ends` also when there is nothing more to read.
    #[cfg(unix)]
    pub(crate) fn wait(self, or_stdin_ends: bool) {
        let Self { runtime, mut interrupt, mut terminate } = self;
        let ended = stdin_ended(or_stdin_ends);
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                () = ended => {}
            }
        });
    }

    /// Returns on Ctrl-C; with `or_stdin_ends` also when there is nothing more to read.
    #[cfg(not(unix))]
    pub(crate) fn wait(self, or_stdin_ends: bool) {
        let ended = stdin_ended(or_stdin_ends);
        self.runtime.block_on(async {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                () = ended => {}
            }
        });
    }
}

/// Ends when standard input does, read on a thread of its own; never if nobody asked.
async fn stdin_ended(asked: bool) {
    if !asked {
        return std::future::pending().await;
    }
    let (ended, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // An error of reading is an end as well.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    let _ = told.await;
}
