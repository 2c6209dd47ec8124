//! Nothing we started outlives us: on Ctrl-C, SIGTERM or a closed terminal the children end and the temporary folders go.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tempfile::TempDir;

static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// All our temporary folders lie in it.
static TEMPORARY: Mutex<Option<TempDir>> = Mutex::new(None);

/// How long the children get to end by themselves before we leave.
const PATIENCE: Duration = Duration::from_secs(3);

/// Watches for the signals that end us. Call once, before anything is started.
pub fn watch() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot watch for Ctrl-C")?;
    let folder = tempfile::Builder::new().prefix("ekyc-").tempdir().context("cannot make a temporary folder")?;
    *lock(&TEMPORARY) = Some(folder);
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            INTERRUPTED.store(true, Ordering::SeqCst);
            eprintln!("xtask: interrupted, cleaning up");
            end_children();
            finish();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Removes what is temporary, before we end or become another program.
pub fn finish() {
    drop(lock(&TEMPORARY).take());
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

/// Sends a child a signal. It may be gone already, which is what we want; the caller still waits for it.
pub fn send(id: u32, signal: Signal) {
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, signal);
    }
}

/// A fresh temporary folder, readable by its owner alone: removed when dropped, and with all others when we end.
pub fn temporary_folder() -> Result<TempDir> {
    let all = lock(&TEMPORARY);
    tempfile::tempdir_in(all.as_ref().context("we are ending")?.path()).context("cannot make a temporary folder")
}

/// The main thread waits for its child and forgets it as soon as it ends.
fn end_children() {
    let deadline = Instant::now() + PATIENCE;
    lock(&CHILDREN).iter().for_each(|id| send(*id, Signal::TERM));
    while Instant::now() < deadline && !lock(&CHILDREN).is_empty() {
        std::thread::sleep(Duration::from_millis(50));
    }
    lock(&CHILDREN).iter().for_each(|id| send(*id, Signal::KILL));
}

/// What a thread that panicked has left is still to be cleaned up.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
