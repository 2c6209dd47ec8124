//! Nothing we started outlives us: on Ctrl-C, SIGTERM or a closed terminal the children end and the temporary folders go.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// How long the children get to end by themselves before we leave.
const PATIENCE: Duration = Duration::from_secs(3);

/// Watches for the signals that end us. Call once, before anything is started.
pub fn watch() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot watch for Ctrl-C")?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            INTERRUPTED.store(true, Ordering::SeqCst);
            eprintln!("xtask: interrupted, cleaning up");
            end_children();
            remove_folders();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// If we were interrupted, never returns: the watcher ends the program when it has cleaned up. Else the main thread would
/// report a child that the watcher ended as a failure, and might leave before the rest is done.
pub fn leave_to_watcher() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// A child that must not outlive us.
pub fn remember_child(id: u32) {
    lock(&CHILDREN).push(id);
}

/// A child that has been waited for.
pub fn forget_child(id: u32) {
    lock(&CHILDREN).retain(|known| *known != id);
}

/// Asks a child to end. The caller still waits for it.
pub fn ask_to_end(id: u32) {
    send(id, Signal::TERM);
}

/// The child may be gone already, which is what we want.
fn send(id: u32, signal: Signal) {
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, signal);
    }
}

/// A temporary folder with a watched life: removed when dropped, and removed when a signal ends us.
pub struct TemporaryFolder(tempfile::TempDir);

impl TemporaryFolder {
    /// A fresh folder, readable by its owner alone.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("ekyc-").tempdir().context("cannot make a temporary folder")?;
        lock(&FOLDERS).push(folder.path().to_path_buf());
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // Locked while it goes: whoever cleans up after a signal waits for it.
        let mut folders = lock(&FOLDERS);
        let _ = std::fs::remove_dir_all(self.path());
        folders.retain(|known| known != self.path());
    }
}

/// The main thread waits for its child and forgets it as soon as it ends.
fn end_children() {
    let deadline = Instant::now() + PATIENCE;
    lock(&CHILDREN).iter().for_each(|id| ask_to_end(*id));
    while Instant::now() < deadline && !lock(&CHILDREN).is_empty() {
        std::thread::sleep(Duration::from_millis(50));
    }
    lock(&CHILDREN).iter().for_each(|id| send(*id, Signal::KILL));
}

fn remove_folders() {
    for folder in lock(&FOLDERS).iter() {
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// A poisoned list is still a list of things to clean up.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
