//! The core behind a C interface: what `Sources/EkycCoreFFI/include/EkycCoreFFI.h` declares, which Swift calls, and what it is called with.
//!
//! A call is one crossing each way, each with one run of bytes; see `ekyc::ffi::wire` for what is in them. Bytes are lent for the time of a
//! crossing, so neither side frees what the other made. Nothing here knows an operation.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null;
use std::sync::OnceLock;

use ekyc::ffi::{ThreadHooks, wire};

/// Takes bytes that are lent to it, for the one who gave `context`.
type Take = extern "C" fn(context: *mut c_void, bytes: *const u8, length: usize);

/// Whom the core tells. See [`wire::Host`].
#[repr(C)]
#[derive(Clone, Copy)]
pub struct EkycHost {
    completed: extern "C" fn(call: u64, reply: *const u8, length: usize),
    observed: extern "C" fn(observer: u64, event: *const u8, length: usize),
    fetch: extern "C" fn(provider: u64, promise: u64),
}

impl wire::Host for EkycHost {
    fn completed(&self, call: u64, reply: &[u8]) {
        (self.completed)(call, reply.as_ptr(), reply.len());
    }

    fn observed(&self, observer: u64, event: Option<&[u8]>) {
        let (bytes, length) = event.map_or((null(), 0), |event| (event.as_ptr(), event.len()));
        (self.observed)(observer, bytes, length);
    }

    fn fetch(&self, provider: u64, promise: Option<u64>) {
        (self.fetch)(provider, promise.unwrap_or(0));
    }
}

static HOST: OnceLock<EkycHost> = OnceLock::new();

/// Says whom the core tells. To be called before anything else but `ekyc_build`, once.
#[unsafe(no_mangle)]
pub extern "C" fn ekyc_set_host(host: EkycHost) {
    let hooks = ThreadHooks { started: || {}, stops: || {} };
    wire::set_host(HOST.get_or_init(|| host), hooks);
}

/// The build that the library is of: version and fingerprint, with a blank between them. The one function that never changes.
#[unsafe(no_mangle)]
pub extern "C" fn ekyc_build(context: *mut c_void, take: Take) {
    give(context, take, || Some(wire::build().into_bytes()));
}

/// Runs a function to its end and gives its outcome.
///
/// # Safety
/// `arguments` points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ekyc_call(
    function: u32,
    arguments: *const u8,
    length: usize,
    context: *mut c_void,
    take: Take,
) {
    // SAFETY: the caller's promise.
    let arguments = unsafe { bytes(arguments, length) };
    give(context, take, || Some(wire::call(function, arguments)));
}

/// Begins an operation; the host is told how it ends. What hinders it from beginning is given at once, and then the host is told nothing.
///
/// # Safety
/// `arguments` points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ekyc_start(
    client: u64,
    call: u64,
    operation: u32,
    arguments: *const u8,
    length: usize,
    context: *mut c_void,
    take: Take,
) {
    // SAFETY: the caller's promise.
    let arguments = unsafe { bytes(arguments, length) };
    give(context, take, || wire::start(client, call, operation, arguments));
}

/// Cancels a call; one that has ended, or not yet begun, is fine too.
#[unsafe(no_mangle)]
pub extern "C" fn ekyc_cancel(client: u64, call: u64) {
    let cancelled = catch_unwind(|| wire::cancel(client, call));
    drop(cancelled); // there is nobody to tell of a panic
}

/// # Safety
/// `start` points to `length` bytes.
unsafe fn bytes<'a>(start: *const u8, length: usize) -> &'a [u8] {
    if start.is_null() {
        return &[];
    }
    // SAFETY: the caller's promise; they are not changed while the crossing lasts.
    unsafe { std::slice::from_raw_parts(start, length) }
}

/// The wire catches what the core may panic with; here is nothing left to panic but for want of memory. Empty bytes are an internal error in
/// Swift.
fn give(context: *mut c_void, take: Take, work: impl FnOnce() -> Option<Vec<u8>>) {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Some(reply)) => take(context, reply.as_ptr(), reply.len()),
        Ok(None) => {}
        Err(_) => take(context, null(), 0),
    }
}
