//! What a panic says, kept off standard error.
//!
//! Rust's own hook writes a panic's text there, and the text can hold a value of the request. Of a panic on a thread of ours only the place is
//! written, for whoever mends it; the caller gets an error of kind `internal`.

use std::io::Write;
use std::panic::{set_hook, take_hook};
use std::sync::Once;
use std::thread;

static INSTALLED: Once = Once::new();

/// Installs the hook. On all other threads the hook that was there before goes on.
pub(super) fn install() {
    INSTALLED.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !is_ours() {
                return before(panic);
            }
            let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
            let _ = writeln!(std::io::stderr(), "ekyc panicked at {place}; please report it");
        }));
    });
}

/// Threads of ours are called `ekyc` or begin with `ekyc-`.
fn is_ours() -> bool {
    thread::current().name().is_some_and(|name| name == "ekyc" || name.starts_with("ekyc-"))
}
