//! The core's threads in the JVM: attached once, as daemons, so that they hold up no exit of the JVM, and detached at their end.

use std::cell::RefCell;
use std::ffi::CString;
use std::ptr::null_mut;

use ekyc::ffi::ThreadHooks;
use jni_sys::{JNI_OK, JNI_VERSION_1_6, JNIEnv, JavaVMAttachArgs, jclass};

use crate::jvm::{jni, jvm};

/// The runtime's threads are attached when they start: each holds the class, so that its loader is not collected, and this library not
/// unloaded, while one of them runs.
pub(crate) const HOOKS: ThreadHooks = ThreadHooks { started: attach, stops: detach };

/// A thread of ours that is attached.
struct Attached {
    env: *mut JNIEnv,
    bridge: jclass,
}

thread_local! {
    static ATTACHED: RefCell<Option<Attached>> = const { RefCell::new(None) };
}

/// This thread's environment and the class to call, for as long as `work` needs them.
pub(crate) fn with_bridge(work: impl FnOnce(*mut JNIEnv, jclass)) {
    let ours = ATTACHED.with_borrow(|attached| attached.as_ref().map(|attached| (attached.env, attached.bridge)));
    if let Some((env, bridge)) = ours {
        return work(env, bridge);
    }
    let Some(jvm) = jvm() else { return };
    if let Some(env) = jvm.env() {
        // One of the JVM's own threads, inside a downcall.
        if let Some(bridge) = jvm.local_bridge(env) {
            work(env, bridge);
            jni!(env, DeleteLocalRef, bridge);
        }
        return;
    }
    attach();
    let ours = ATTACHED.with_borrow(|attached| attached.as_ref().map(|attached| (attached.env, attached.bridge)));
    if let Some((env, bridge)) = ours {
        work(env, bridge);
    }
}

fn attach() {
    let Some(jvm) = jvm() else { return };
    let name = std::thread::current().name().and_then(|name| CString::new(name).ok());
    let mut arguments = JavaVMAttachArgs {
        version: JNI_VERSION_1_6,
        name: name.as_ref().map_or(null_mut(), |name| name.as_ptr().cast_mut()),
        group: null_mut(),
    };
    let (vm, mut env) = (jvm.vm(), null_mut());
    // SAFETY: the VM is the one that loaded us, and the arguments live until the function returns.
    let status = unsafe { ((**vm).v1_4.AttachCurrentThreadAsDaemon)(vm, &raw mut env, (&raw mut arguments).cast()) };
    let env: *mut JNIEnv = env.cast();
    if status != JNI_OK {
        return;
    }
    match jvm.hold_bridge(env) {
        Some(bridge) => ATTACHED.with_borrow_mut(|attached| *attached = Some(Attached { env, bridge })),
        None => leave(),
    }
}

fn detach() {
    ATTACHED.with_borrow_mut(Option::take);
}

fn leave() {
    if let Some(jvm) = jvm() {
        let vm = jvm.vm();
        // SAFETY: this thread was attached by `attach` and no Java method is on its stack.
        unsafe { ((**vm).v1_2.DetachCurrentThread)(vm) };
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        jni!(self.env, DeleteGlobalRef, self.bridge);
        leave();
    }
}
