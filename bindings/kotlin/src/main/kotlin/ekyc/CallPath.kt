package ekyc

import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * How a suspending call waits for the core: for a callback of the native library, or with a thread inside it.
 *
 * A callback costs no thread, and is the way on a JVM. On Android a native thread that calls into the runtime through JNA is
 * what crashes (mozilla/uniffi-rs#2624), so there a thread of [Dispatchers.IO] waits in the core's blocking entry: at most 64
 * calls at once, more wait for their turn. Can go when UniFFI's Kotlin no longer uses JNA callbacks.
 */
internal object CallPath {
    /** Whether calls wait inside the library. The tests change it; the platform decides it. */
    @Volatile
    var insideTheLibrary: Boolean = isAndroid(System.getProperty("java.vm.name"))

    /** Android's virtual machine has called itself so since its first version, ART included. */
    fun isAndroid(virtualMachine: String?): Boolean = virtualMachine == "Dalvik"

    /**
     * Runs [blocking] on a thread that may wait. Cancelling the coroutine runs [cancel], which must make [blocking] end soon,
     * and does not wait for it.
     */
    suspend fun <T> inside(cancel: () -> Unit, blocking: () -> T): T = suspendCancellableCoroutine { continuation ->
        continuation.invokeOnCancellation {
            try {
                cancel()
            } catch (_: Exception) {
                // The client was closed meanwhile, which has cancelled the call as well.
            }
        }
        Dispatchers.IO.dispatch(EmptyCoroutineContext) {
            // Cancelled while it waited for its turn: nothing need be sent.
            if (continuation.isActive) continuation.resumeWith(runCatching(blocking))
        }
    }
}
