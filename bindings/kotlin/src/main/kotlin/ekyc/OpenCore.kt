package ekyc

import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong
import kotlin.coroutines.cancellation.CancellationException

/** The core's client, as long as it is open: whoever comes later is told in the same words, whatever was met on the way. */
internal class OpenCore(private val core: CoreClient) : AutoCloseable {
    private val lastCall = AtomicLong()
    private val closed = AtomicBoolean()

    val isClosed: Boolean get() = closed.get()

    suspend fun initialize(request: InitializeRequest, options: CallOptions?): InitializeResponse {
        if (isClosed) throw closedError()
        return crossing { untilClosed { call(request, options, lastCall.incrementAndGet().toULong()) } ?: throw closedError() }
    }

    private suspend fun call(request: InitializeRequest, options: CallOptions?, id: ULong): InitializeResponse =
        if (CallPath.insideTheLibrary) CallPath.inside({ core.cancel(id) }) { core.initializeBlocking(request, options, id) }
        else core.initialize(request, options, id)

    /** `true` if no call had to be cancelled. A closed client has none. */
    suspend fun shutdown(graceMs: Long): Boolean {
        if (isClosed) return true
        val finished = crossing { untilClosed { core.shutdown(graceMs) } ?: true }
        close()
        return finished
    }

    override fun close() {
        if (closed.compareAndSet(false, true)) {
            try {
                crossing { core.stop() }
            } finally {
                core.destroy()
            }
        }
    }

    /** `null` if another thread closes the client first: the generated object says so with an exception. */
    private inline fun <T : Any> untilClosed(call: () -> T): T? = try {
        call()
    } catch (error: IllegalStateException) {
        // A cancellation is one too.
        if (!isClosed || error is CancellationException) throw error
        null
    }

    private fun closedError(): EkycException = invalidConfiguration("client", "is closed; make a new one")
}
