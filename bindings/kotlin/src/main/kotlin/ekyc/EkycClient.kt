package ekyc

import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/**
 * Calls Alibaba Cloud ID Verification. Thread-safe; make one and keep it, so that its connections are used again.
 *
 * One call, three ways to wait for it: [initialize] for coroutines, [initializeBlocking] and [initializeFuture] for Java. All
 * three send the same request and fail with the same [EkycException]. Ending the wait aborts the HTTP request; the
 * service may have processed it by then.
 *
 * All three wait for a callback of the native library and hold no thread inside it, so virtual threads are not pinned. (On
 * Android a thread of [Dispatchers.IO] waits inside it instead: callbacks from native threads are what crashes there,
 * mozilla/uniffi-rs#2624.)
 *
 * @constructor Opens no connection.
 * @throws EkycException.InvalidConfiguration naming the setting that is wrong
 */
public class EkycClient @Throws(EkycException::class) constructor(config: ClientConfig, credentials: Credentials) :
    AutoCloseable {
    private val core: CoreClient = crossing { CoreClient(config, credentials.core, runtimeName()) }
    private val lastCall = AtomicLong()
    private val closed = AtomicBoolean()

    /**
     * Starts a verification. Can be called from any thread, the main thread of an app too.
     *
     * Cancelling the coroutine aborts the HTTP request and throws its `CancellationException`.
     *
     * @throws EkycException for everything else that goes wrong
     */
    // Away from the caller's thread, for two reasons: without a dispatcher (`suspend fun main`, Dispatchers.Unconfined) the
    // caller's code would go on in the callback, on one of the two threads that carry all requests; and packing a picture of 1 MiB
    // takes milliseconds that a main thread does not have.
    public suspend fun initialize(request: InitializeRequest): InitializeResponse =
        withContext(Dispatchers.Default) { call(request) }

    /**
     * Starts a verification and waits for the answer on this thread.
     *
     * Interrupting the thread aborts the HTTP request.
     *
     * @throws EkycException if the call fails
     * @throws InterruptedException if the thread was interrupted before or during the call
     */
    @Throws(EkycException::class, InterruptedException::class)
    public fun initializeBlocking(request: InitializeRequest): InitializeResponse {
        if (Thread.interrupted()) throw InterruptedException("interrupted before the call; nothing was sent")
        return runBlocking { call(request) }
    }

    /**
     * Starts a verification.
     *
     * Cancelling the future aborts the HTTP request. A failed call completes it with an [EkycException], which `get()` wraps into
     * an `ExecutionException` and `join()` into a `CompletionException`. Dependent stages without an executor run on a
     * thread of [Dispatchers.Default]: do not block there.
     */
    public fun initializeFuture(request: InitializeRequest): CompletableFuture<InitializeResponse> =
        CoroutineScope(Dispatchers.Default).future { call(request) }

    /**
     * Refuses new calls, cancels the running ones with [EkycException.Cancelled] and closes the connections. More than once is fine.
     */
    override fun close() {
        if (closed.compareAndSet(false, true)) {
            try {
                crossing { core.stop() }
            } finally {
                core.destroy()
            }
        }
    }

    /** Shows whether the client is closed. */
    override fun toString(): String = if (closed.get()) "EkycClient(closed)" else "EkycClient"

    private suspend fun call(request: InitializeRequest): InitializeResponse = whileOpen {
        val id = lastCall.incrementAndGet().toULong()
        if (CallPath.insideTheLibrary) CallPath.inside({ core.cancel(id) }) { core.initializeBlocking(request, id) }
        else core.initialize(request, id)
    }

    private inline fun <T> whileOpen(call: () -> T): T {
        if (closed.get()) throw closedError()
        try {
            return crossing(call)
        } catch (error: EkycException.Internal) {
            // Closed by another thread since the look above: the generated object says so with an IllegalStateException.
            if (closed.get() && error.cause is IllegalStateException) throw closedError()
            throw error
        }
    }

    private fun closedError(): EkycException = invalidConfiguration("client", "is closed; make a new one")
}

/** For the user agent. */
private fun runtimeName(): String = "kotlin/${KotlinVersion.CURRENT} java/${System.getProperty("java.version")}"
