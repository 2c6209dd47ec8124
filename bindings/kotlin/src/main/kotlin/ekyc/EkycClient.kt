package ekyc

import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/**
 * Calls Alibaba Cloud ID Verification. Thread-safe; make one and keep it, so that its connections are used again.
 *
 * One call, three ways to wait for it: [initialize] for coroutines, [initializeBlocking] and [initializeFuture] for Java. All
 * three send the same request and fail with the same [EkycException]. Ending the wait ends the call wherever it is: waiting
 * for credentials, for the quota or for the next attempt, connecting, sending or reading; the service may have processed the
 * request by then.
 *
 * All three wait for a callback of the native library and hold no thread inside it, so virtual threads are not pinned. (On
 * Android a thread of [Dispatchers.IO] waits inside it instead: callbacks from native threads are what crashes there,
 * mozilla/uniffi-rs#2624.)
 *
 * @constructor Opens no connection. The observer, if there is one, is told of all calls.
 * @throws EkycException.InvalidConfiguration naming the setting that is wrong
 */
public class EkycClient @JvmOverloads @Throws(EkycException::class) constructor(
    config: ClientConfig,
    credentials: Credentials,
    observer: EkycObserver? = null,
) : AutoCloseable {
    private val core = crossing { OpenCore(CoreClient(config, credentials.core, observer?.let { ObserverBridge(it) }, runtimeName())) }

    /**
     * Starts a verification. Can be called from any thread, the main thread of an app too.
     *
     * Cancelling the coroutine ends the call and throws its `CancellationException`.
     *
     * @param options what this call decides for itself; `null` for the client's settings
     * @throws EkycException for everything else that goes wrong
     */
    // Away from the caller's thread, for two reasons: without a dispatcher (`suspend fun main`, Dispatchers.Unconfined) the
    // caller's code would go on in the callback, on one of the two threads that carry all requests; and packing a picture of 1 MiB
    // takes milliseconds that a main thread does not have.
    public suspend fun initialize(request: InitializeRequest, options: CallOptions? = null): InitializeResponse =
        withContext(Dispatchers.Default) { core.initialize(request, options) }

    /**
     * Starts a verification and waits for the answer on this thread.
     *
     * Interrupting the thread ends the call.
     *
     * @param options what this call decides for itself; `null` for the client's settings
     * @throws EkycException if the call fails
     * @throws InterruptedException if the thread was interrupted before or during the call
     */
    @JvmOverloads
    @Throws(EkycException::class, InterruptedException::class)
    public fun initializeBlocking(request: InitializeRequest, options: CallOptions? = null): InitializeResponse {
        if (Thread.interrupted()) throw InterruptedException("interrupted before the call; nothing was sent")
        return runBlocking { core.initialize(request, options) }
    }

    /**
     * Starts a verification.
     *
     * Cancelling the future ends the call. A failed call completes it with an [EkycException], which `get()` wraps into
     * an `ExecutionException` and `join()` into a `CompletionException`. Dependent stages without an executor run on a
     * thread of [Dispatchers.Default]: do not block there.
     *
     * @param options what this call decides for itself; `null` for the client's settings
     */
    @JvmOverloads
    public fun initializeFuture(request: InitializeRequest, options: CallOptions? = null): CompletableFuture<InitializeResponse> =
        CoroutineScope(Dispatchers.Default).future { core.initialize(request, options) }

    /**
     * Refuses new calls, lets the running ones finish for up to [graceMs] milliseconds (0 to 600,000), cancels those that are left
     * with [EkycException.Cancelled], and closes the client. Cancelling the coroutine ends only the wait for it.
     *
     * @return `true` if no call had to be cancelled
     * @throws EkycException.InvalidConfiguration if [graceMs] is out of range; the client is as it was then
     */
    public suspend fun shutdown(graceMs: Long): Boolean = withContext(Dispatchers.Default) { core.shutdown(graceMs) }

    /** As the other `shutdown`, to the millisecond. */
    public suspend fun shutdown(grace: Duration): Boolean = shutdown(grace.inWholeMilliseconds)

    /**
     * As [shutdown], waiting on this thread.
     *
     * @throws InterruptedException if the thread was interrupted during the wait; the shutdown goes on
     */
    @Throws(EkycException::class, InterruptedException::class)
    public fun shutdownBlocking(graceMs: Long): Boolean = runBlocking { core.shutdown(graceMs) }

    /** As the other `shutdownBlocking`, to the millisecond. */
    @Throws(EkycException::class, InterruptedException::class)
    public fun shutdownBlocking(grace: java.time.Duration): Boolean = shutdownBlocking(grace.toKotlinDuration().inWholeMilliseconds)

    /** As [shutdown]. Cancelling the future changes nothing; it completes as that of [initializeFuture] does. */
    public fun shutdownFuture(graceMs: Long): CompletableFuture<Boolean> =
        CoroutineScope(Dispatchers.Default).future { core.shutdown(graceMs) }

    /** As the other `shutdownFuture`, to the millisecond. */
    public fun shutdownFuture(grace: java.time.Duration): CompletableFuture<Boolean> =
        shutdownFuture(grace.toKotlinDuration().inWholeMilliseconds)

    /**
     * Refuses new calls, cancels the running ones with [EkycException.Cancelled] and closes the connections. More than once is fine.
     */
    override fun close() {
        core.close()
    }

    /** Shows whether the client is closed. */
    override fun toString(): String = if (core.isClosed) "EkycClient(closed)" else "EkycClient"
}

/** For the user agent. */
private fun runtimeName(): String = "kotlin/${KotlinVersion.CURRENT} java/${System.getProperty("java.version")}"
