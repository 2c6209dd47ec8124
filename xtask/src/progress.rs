//! What the person sees while waiting. Everything goes to standard error; standard output belongs to the verbs.

use std::fmt::Display;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

static STARTED: OnceLock<Instant> = OnceLock::new();

/// Starts the clock that the steps show.
pub fn start() {
    STARTED.get_or_init(Instant::now);
}

/// One announced step: its name and the time so far, then how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let so_far = STARTED.get_or_init(Instant::now).elapsed();
    eprintln!("==> {name} (at {})", seconds(so_far));
    let began = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "done" } else { "FAILED" };
    eprintln!("    {name}: {verdict} in {}", seconds(began.elapsed()));
    result
}

/// A line under the current step.
pub fn note(text: &str) {
    eprintln!("    {text}");
}

/// What this machine lacks for a check: said now, and once more at the end. In CI nothing is left out, so there it fails.
pub fn not_checked(what: &str, install: &str) -> Result<()> {
    ensure!(std::env::var_os("CI").is_none(), "CI checks everything, and this it cannot: {what}; {install}");
    note(&format!("NOT CHECKED: {what}; {install}"));
    UNCHECKED.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{what}; {install}"));
    Ok(())
}

static UNCHECKED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Everything that was not checked, for the last line of a run.
pub fn unchecked() -> Vec<String> {
    UNCHECKED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The last lines of a longer text, indented.
pub fn tail(text: &str, lines: usize) {
    let all: Vec<&str> = text.lines().collect();
    for line in all.iter().skip(all.len().saturating_sub(lines)) {
        eprintln!("    | {line}");
    }
}

/// A duration as a person says it.
pub fn seconds(duration: Duration) -> impl Display {
    humantime::format_duration(Duration::from_secs(duration.as_secs()))
}
