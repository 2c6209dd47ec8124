//! What Kotlin calls. Registered by hand, so that the library exports no further symbol.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;

use ekyc::ffi::wire;
use jni_sys::{JNI_OK, JNIEnv, JNINativeMethod, jbyteArray, jclass, jint, jlong};

use crate::jvm::{bridge_class, jni, jvm};
use crate::upcalls::new_array;

/// Binds the methods. `None` with a Java exception pending if the class has not all of them.
pub(crate) fn register() -> Option<()> {
    let env = jvm()?.env()?;
    let class = bridge_class(env)?;
    let method = |name: &'static std::ffi::CStr, signature: &'static std::ffi::CStr, function: *mut c_void| {
        JNINativeMethod { name: name.as_ptr().cast_mut(), signature: signature.as_ptr().cast_mut(), fnPtr: function }
    };
    let methods = [
        method(c"build", c"()[B", build as *mut c_void),
        method(c"call", c"(I[B)[B", call as *mut c_void),
        method(c"start", c"(JJI[B)[B", start as *mut c_void),
        method(c"cancel", c"(JJ)V", cancel as *mut c_void),
    ];
    let count = jint::try_from(methods.len()).ok()?;
    let status = jni!(env, RegisterNatives, class, methods.as_ptr(), count);
    jni!(env, DeleteLocalRef, class);
    (status == JNI_OK).then_some(())
}

extern "system" fn build(env: *mut JNIEnv, _class: jclass) -> jbyteArray {
    new_array(env, wire::build().as_bytes())
}

extern "system" fn call(env: *mut JNIEnv, _class: jclass, function: jint, arguments: jbyteArray) -> jbyteArray {
    // The wire catches what the core may panic with; this is for the copying alone, and null is an internal error in Kotlin.
    catch_unwind(AssertUnwindSafe(|| new_array(env, &wire::call(function.cast_unsigned(), &copied(env, arguments)))))
        .unwrap_or(null_mut())
}

/// Null if the operation has begun.
extern "system" fn start(
    env: *mut JNIEnv,
    _class: jclass,
    client: jlong,
    call: jlong,
    operation: jint,
    arguments: jbyteArray,
) -> jbyteArray {
    let begun = || {
        let arguments = copied(env, arguments);
        wire::start(client.cast_unsigned(), call.cast_unsigned(), operation.cast_unsigned(), &arguments)
    };
    match catch_unwind(AssertUnwindSafe(begun)) {
        Ok(None) => null_mut(),
        Ok(Some(outcome)) => new_array(env, &outcome),
        Err(_) => new_array(env, &[]),
    }
}

extern "system" fn cancel(_env: *mut JNIEnv, _class: jclass, client: jlong, call: jlong) {
    let cancelled = catch_unwind(|| wire::cancel(client.cast_unsigned(), call.cast_unsigned()));
    drop(cancelled); // there is nobody to tell of a panic
}

fn copied(env: *mut JNIEnv, array: jbyteArray) -> Vec<u8> {
    let length = jni!(env, GetArrayLength, array);
    let mut bytes = vec![0_u8; usize::try_from(length).unwrap_or_default()];
    jni!(env, GetByteArrayRegion, array, 0, length, bytes.as_mut_ptr().cast());
    bytes
}
