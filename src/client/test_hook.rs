//! A panic on demand, to test what becomes of one. Not in release builds.

use crate::protocol::Operation;

/// The extra parameter that asks for it.
#[cfg(debug_assertions)]
const PANIC: &str = "EkycTestPanic";

#[cfg(debug_assertions)]
#[allow(clippy::panic)]
pub(super) fn panic_if_asked(request: &(impl Operation + ?Sized)) {
    if let Some(text) = request.parts().extra.and_then(|extra| extra.get(PANIC)) {
        panic!("asked for, with {text}");
    }
}

#[cfg(not(debug_assertions))]
pub(super) const fn panic_if_asked(_: &(impl Operation + ?Sized)) {}
