package ekyc

import com.sun.jna.Callback
import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import ekyc.uniffiCallbackInterfaceCoreObserver as Observer
import ekyc.uniffiCallbackInterfaceCredentialProvider as Provider

/**
 * The native threads that call into the JVM.
 *
 * JNA would attach such a thread and detach it again for every callback (mozilla/uniffi-rs#1474, #2133); kept attached, calls had 1.3
 * to 1.7 times the throughput. As daemons, or the JVM would never exit. JNA detaches a thread when it ends. Can go when UniFFI's
 * Kotlin no longer uses JNA callbacks.
 */
internal object CallbackThreads {
    /** To be called before the generated code registers its callbacks: JNA notes with each whether its threads are to be prepared. */
    fun keepAttached() {
        // A finished call is announced from a thread of the Rust runtime.
        attached("ekyc-callback", uniffiRustFutureContinuationCallbackImpl)
        attached("ekyc-observer", Observer.attempt, Observer.call, Observer.lost, Observer.uniffiClone, Observer.uniffiFree)
        attached("ekyc-provider", Provider.fetch, Provider.uniffiClone, Provider.uniffiFree)
    }

    private fun attached(name: String, vararg callbacks: Callback) {
        val initializer = CallbackThreadInitializer(/* daemon = */ true, /* detach = */ false, name)
        callbacks.forEach { Native.setCallbackThreadInitializer(it, initializer) }
    }
}
