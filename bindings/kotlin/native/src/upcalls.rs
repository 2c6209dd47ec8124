//! What the core tells the JVM. Nothing of Java's may be pending afterwards, and no reference may be left: these threads never return to Java.

use std::ptr::null_mut;

use ekyc::ffi::wire::Host;
use jni_sys::{JNIEnv, jclass, jmethodID, jobject, jsize, jvalue};

use crate::jvm::{self, jni, jvm};
use crate::threads::with_bridge;

pub(crate) struct Jvm;

impl Host for Jvm {
    fn completed(&self, call: u64, reply: &[u8]) {
        with_bridge(|env, bridge| call_with_bytes(env, bridge, |jvm| jvm.completed, call, Some(reply)));
    }

    fn observed(&self, observer: u64, event: Option<&[u8]>) {
        with_bridge(|env, bridge| call_with_bytes(env, bridge, |jvm| jvm.observed, observer, event));
    }

    fn fetch(&self, provider: u64, promise: Option<u64>) {
        with_bridge(|env, bridge| {
            let arguments = [number(provider), number(promise.unwrap_or(0))];
            call(env, bridge, |jvm| jvm.fetch, &arguments);
        });
    }
}

/// Without memory for the array, Java is told all the same, with `null`: somebody waits there.
fn call_with_bytes(
    env: *mut JNIEnv,
    bridge: jclass,
    method: fn(&jvm::Jvm) -> jmethodID,
    id: u64,
    bytes: Option<&[u8]>,
) {
    let array = bytes.map_or(null_mut(), |bytes| new_array(env, bytes));
    call(env, bridge, method, &[number(id), jvalue { l: array }]);
    if !array.is_null() {
        jni!(env, DeleteLocalRef, array);
    }
}

/// A new byte array; null if there is no memory for it.
pub(crate) fn new_array(env: *mut JNIEnv, bytes: &[u8]) -> jobject {
    let Ok(length) = jsize::try_from(bytes.len()) else { return null_mut() };
    let array = jni!(env, NewByteArray, length);
    if array.is_null() {
        jni!(env, ExceptionClear);
        return array;
    }
    jni!(env, SetByteArrayRegion, array, 0, length, bytes.as_ptr().cast());
    array
}

fn call(env: *mut JNIEnv, bridge: jclass, method: fn(&jvm::Jvm) -> jmethodID, arguments: &[jvalue]) {
    let Some(jvm) = jvm() else { return };
    jni!(env, CallStaticVoidMethodA, bridge, method(jvm), arguments.as_ptr());
    if jni!(env, ExceptionCheck) {
        jni!(env, ExceptionClear); // an OutOfMemoryError at most: Kotlin catches everything else
    }
}

/// Java has no unsigned numbers; ids are small and never negative.
fn number(id: u64) -> jvalue {
    jvalue { j: id.cast_signed() }
}
