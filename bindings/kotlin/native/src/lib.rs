//! The core behind JNI: what `io.github.ekyc.internal.NativeBridge` calls, and what it is called with.
//!
//! A call is one downcall and one upcall, each with one byte array; see `ekyc::ffi::wire` for what is in them. Nothing here knows an operation.

mod downcalls;
mod jvm;
mod threads;
mod upcalls;

use std::ffi::c_void;
use std::panic::catch_unwind;

use ekyc::ffi::wire;
use jni_sys::{JNI_ERR, JNI_VERSION_1_6, JavaVM, jint};

/// Called by the JVM when it has loaded the library.
#[unsafe(no_mangle)]
#[allow(non_snake_case)]
pub extern "system" fn JNI_OnLoad(vm: *mut JavaVM, _reserved: *mut c_void) -> jint {
    let loaded = catch_unwind(|| {
        jvm::remember(vm)?;
        downcalls::register()?;
        wire::set_host(&upcalls::Jvm, threads::HOOKS);
        Some(JNI_VERSION_1_6)
    });
    // With an exception pending, the JVM throws that; without one it says that the version is not supported.
    loaded.ok().flatten().unwrap_or(JNI_ERR)
}
