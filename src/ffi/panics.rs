//! A panic's text kept out of the host's standard error: it can hold a value of the request.

use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::Once;
use std::thread;

static QUIET: Once = Once::new();

/// Makes the panics of the library's own threads, and of foreign ones that are inside it, tell no more than where they were.
///
/// The hook is the library's own: as a shared or static library it has a standard library of its own. Only our Rust tests share it; their
/// threads have other names, and their panics are told as ever.
pub(super) fn keep_quiet() {
    QUIET.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| if is_ours() { tell_location(panic) } else { before(panic) }));
    });
}

/// Rust does not know a foreign thread's name.
fn is_ours() -> bool {
    thread::current().name().is_none_or(|name| name.starts_with("ekyc"))
}

#[allow(clippy::print_stderr)]
fn tell_location(panic: &PanicHookInfo<'_>) {
    if let Some(place) = panic.location() {
        eprintln!("ekyc {} panicked at {place}; please report it", env!("CARGO_PKG_VERSION"));
    }
}
