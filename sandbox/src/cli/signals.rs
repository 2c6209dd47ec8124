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

    /// Returns when SIGINT or SIGTERM comes.
    #[cfg(unix)]
    pub(crate) fn wait(self) {
        let Self { runtime, mut interrupt, mut terminate } = self;
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        });
    }

    /// Returns on Ctrl-C.
    #[cfg(not(unix))]
    pub(crate) fn wait(self) {
        let _ = self.runtime.block_on(tokio::signal::ctrl_c());
    }
}
