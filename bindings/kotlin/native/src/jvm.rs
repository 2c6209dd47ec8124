//! The JVM, and the class on its side, as long as there is one.
//!
//! The class is found when the library is loaded, on the thread that loads it: there the JVM looks with the class loader of the class that
//! asked for the library. A native thread would look with the system's, which does not know the classes of a web application.

use std::ptr::null_mut;
use std::sync::OnceLock;

use jni_sys::{JNI_OK, JNI_VERSION_1_6, JNIEnv, JavaVM, jclass, jmethodID, jobject};

/// What was found when the library was loaded.
pub(crate) struct Jvm {
    vm: *mut JavaVM,
    /// Weak: a strong reference would keep the class loader, and with it a whole web application, for ever.
    bridge: jobject,
    pub(crate) completed: jmethodID,
    pub(crate) observed: jmethodID,
    pub(crate) fetch: jmethodID,
}

// SAFETY: the pointers are the JVM's, which allows their use on any thread: of the VM and method ids by its specification, of a weak global
// reference likewise.
unsafe impl Send for Jvm {}
// SAFETY: as above; nothing is changed after it was made.
unsafe impl Sync for Jvm {}

static JVM: OnceLock<Jvm> = OnceLock::new();

/// A function of JNI, called through its table.
macro_rules! jni {
    ($env:expr, $function:ident $(, $argument:expr)*) => {{
        let env = $env;
        // SAFETY: `env` belongs to this thread and its table is the JVM's; every JVM that can load us has the functions of JNI 1.6.
        unsafe { ((**env).v1_6.$function)(env $(, $argument)*) }
    }};
}
pub(crate) use jni;

pub(crate) fn jvm() -> Option<&'static Jvm> {
    JVM.get()
}

/// Looks up what upcalls need. `None` with a Java exception pending if the class is not ours.
pub(crate) fn remember(vm: *mut JavaVM) -> Option<()> {
    let env = env_of(vm)?;
    let class = bridge_class(env)?;
    let method = |name: &std::ffi::CStr, signature: &std::ffi::CStr| -> Option<jmethodID> {
        let id = jni!(env, GetStaticMethodID, class, name.as_ptr(), signature.as_ptr());
        (!id.is_null()).then_some(id)
    };
    let found = Jvm {
        vm,
        bridge: jni!(env, NewWeakGlobalRef, class),
        completed: method(c"completed", c"(J[B)V")?,
        observed: method(c"observed", c"(J[B)V")?,
        fetch: method(c"fetch", c"(JJ)V")?,
    };
    let _ = JVM.set(found);
    jni!(env, DeleteLocalRef, class);
    Some(())
}

pub(crate) fn bridge_class(env: *mut JNIEnv) -> Option<jclass> {
    let class = jni!(env, FindClass, c"io/github/ekyc/internal/NativeBridge".as_ptr());
    (!class.is_null()).then_some(class)
}

fn env_of(vm: *mut JavaVM) -> Option<*mut JNIEnv> {
    let mut env = null_mut();
    // SAFETY: the VM is the one that loaded us.
    let status = unsafe { ((**vm).v1_2.GetEnv)(vm, &raw mut env, JNI_VERSION_1_6) };
    (status == JNI_OK).then_some(env.cast())
}

impl Jvm {
    /// This thread's environment, if it is attached.
    pub(crate) fn env(&self) -> Option<*mut JNIEnv> {
        env_of(self.vm)
    }

    pub(crate) fn vm(&self) -> *mut JavaVM {
        self.vm
    }

    /// A global reference to the class, which keeps its loader. `None` if it is gone.
    pub(crate) fn hold_bridge(&self, env: *mut JNIEnv) -> Option<jclass> {
        let class = jni!(env, NewGlobalRef, self.bridge);
        (!class.is_null()).then_some(class)
    }

    /// A local reference to the class, for a thread of the JVM's own.
    pub(crate) fn local_bridge(&self, env: *mut JNIEnv) -> Option<jclass> {
        let class = jni!(env, NewLocalRef, self.bridge);
        (!class.is_null()).then_some(class)
    }
}
