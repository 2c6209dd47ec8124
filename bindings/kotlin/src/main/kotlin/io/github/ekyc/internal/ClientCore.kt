package io.github.ekyc.internal

import io.github.ekyc.CallOptions
import io.github.ekyc.CallbackHint
import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycException
import io.github.ekyc.EkycObserver
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.suspendCancellableCoroutine

/** The core's client as long as it is open, and the three ways to wait for its calls. */
internal class ClientCore(config: ClientConfig, credentials: Credentials, observers: List<EkycObserver>) {
    private val observing = if (observers.isEmpty()) null else Observers.start(observers)
    private val handle = open(config, credentials)
    private val closed = AtomicBoolean()
    private val client = Calls.client().also { observing?.client = it }
    private val lastCall = AtomicLong()

    private fun number(): Long = client or lastCall.incrementAndGet()

    init {
        Callbacks.acquire()
    }

    val isClosed: Boolean get() = closed.get()

    private fun open(config: ClientConfig, credentials: Credentials): Handle = try {
        val number = NativeCore.call(
            Numbers.OPEN_CLIENT,
            {
                clientConfig(config)
                long(credentials.handle())
                optional(observing) { long(it.number) }
                string(runtimeName(), "binding")
            },
        ) { long() }
        credentials.keepAlive()
        Handle.ofClient(this, number)
    } catch (problem: Throwable) {
        observing?.end()
        throw problem
    }

    suspend fun <T> suspending(operation: Int, options: CallOptions?, write: Writer.() -> Unit, read: Reader.() -> T): T {
        currentCoroutineContext().ensureActive()
        return tagged(options) {
            val arguments = arguments(options, write)
            NativeCore.outcome(suspended(operation, arguments), read)
        }
    }

    private suspend fun suspended(operation: Int, arguments: ByteArray): ByteArray? = suspendCancellableCoroutine { continuation ->
        val call = number()
        val waiting = SuspendedCall(continuation)
        val given = { if (Calls.leave(call)) waiting.given().let { true } else false }
        start(operation, call, arguments, waiting)
        continuation.invokeOnCancellation { if (given()) NativeBridge.cancel(handle.number, call) }
    }

    fun <T> blocking(operation: Int, options: CallOptions?, write: Writer.() -> Unit, read: Reader.() -> T): T {
        if (Thread.interrupted()) throw InterruptedException("interrupted before the call; nothing was sent")
        return tagged(options) { NativeCore.outcome(blocked(operation, arguments(options, write)), read) }
    }

    private fun blocked(operation: Int, arguments: ByteArray): ByteArray? {
        val call = number()
        val waiting = BlockedCall()
        start(operation, call, arguments, waiting)
        try {
            return waiting.await()
        } catch (interrupted: InterruptedException) {
            if (Calls.leave(call)) NativeBridge.cancel(handle.number, call)
            throw interrupted
        }
    }

    fun <T> future(operation: Int, options: CallOptions?, write: Writer.() -> Unit, read: Reader.() -> T): CompletableFuture<T> = try {
        futureOf(operation, tagged(options) { arguments(options, write) }) { reply -> tagged(options) { NativeCore.outcome(reply, read) } }
    } catch (problem: EkycException) {
        CompletableFuture<T>().apply { completeExceptionally(problem) }
    }

    private fun <T> futureOf(operation: Int, arguments: ByteArray, read: (ByteArray?) -> T): CompletableFuture<T> {
        val call = number()
        val future = FutureCall(read)
        start(operation, call, arguments, future)
        // However it ended: by its reply the call has left already.
        future.whenComplete { _, _ ->
            if (Calls.leave(call)) {
                future.given()
                NativeBridge.cancel(handle.number, call)
            }
        }
        return future
    }

    private fun start(operation: Int, call: Long, arguments: ByteArray, waiting: Waiting) {
        observing?.begins(call)
        Calls.enter(call, waiting)
        val refused = NativeBridge.start(handle.number, call, operation, arguments) ?: return
        if (Calls.leave(call)) waiting.completed(refused)
    }

    private fun arguments(options: CallOptions?, write: Writer.() -> Unit): ByteArray {
        if (isClosed) throw closedError()
        return NativeCore.arguments {
            write()
            optional(options) { callOptions(it) }
        }
    }

    /** `true` if no call had to be cancelled. A closed client has none. */
    suspend fun shutdown(operation: Int, grace: Duration): Boolean {
        if (isClosed) return true
        return NativeCore.outcome(suspended(operation, grace(grace))) { boolean() }.also { close() }
    }

    fun shutdownBlocking(operation: Int, grace: Duration): Boolean {
        if (Thread.interrupted()) throw InterruptedException("interrupted before the shutdown")
        if (isClosed) return true
        return NativeCore.outcome(blocked(operation, grace(grace))) { boolean() }.also { close() }
    }

    fun shutdownFuture(operation: Int, grace: Duration): CompletableFuture<Boolean> {
        if (isClosed) return CompletableFuture.completedFuture(true)
        return futureOf(operation, grace(grace)) { reply -> NativeCore.outcome(reply) { boolean() }.also { close() } }
    }

    private fun grace(grace: Duration): ByteArray = NativeCore.arguments { long(grace.inWholeMilliseconds) }

    fun callbackArrived(callback: CallbackHint): Boolean {
        if (isClosed) return false
        return NativeCore.call(
            Numbers.CALLBACK_ARRIVED,
            {
                long(handle.number)
                callbackHint(callback)
            },
        ) { boolean() }
    }

    fun close() {
        if (!closed.compareAndSet(false, true)) return
        try {
            NativeCore.call(Numbers.STOP_CLIENT, { long(handle.number) }) { boolean() }
        } finally {
            handle.close()
            Callbacks.release()
        }
    }

    private inline fun <T> tagged(options: CallOptions?, work: () -> T): T = try {
        work()
    } catch (problem: EkycException) {
        problem.tag = options?.tag
        throw problem
    }

    private fun closedError(): EkycException {
        val reason = "is closed; make a new one"
        return EkycException.InvalidConfiguration("invalid configuration: client: $reason", "client", reason)
    }

    /** For the user agent. */
    private fun runtimeName(): String = "kotlin/${KotlinVersion.CURRENT} java/${System.getProperty("java.version")}"
}
