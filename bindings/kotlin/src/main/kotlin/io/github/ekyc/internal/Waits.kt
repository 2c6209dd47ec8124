package io.github.ekyc.internal

import java.util.concurrent.CompletableFuture
import java.util.concurrent.locks.LockSupport
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher

/** A coroutine that waits. */
internal class SuspendedCall(private val continuation: CancellableContinuation<ByteArray?>) : Waiting {
    private val isDispatched = isDispatched(continuation.context)

    init {
        if (!isDispatched) Callbacks.acquire()
    }

    override fun completed(reply: ByteArray?) {
        if (isDispatched) continuation.resume(reply) else Callbacks.execute { continuation.resume(reply) }
    }

    /** Nobody will call [completed]. */
    fun given() {
        if (!isDispatched) Callbacks.release()
    }

    private companion object {
        /**
         * Whether resuming only puts the continuation into a queue: then it may be done by a thread that carries requests. Known of the
         * dispatchers of coroutines' own threads, and of `runBlocking`; any other could run it in place.
         */
        fun isDispatched(context: CoroutineContext): Boolean {
            val dispatcher = context[ContinuationInterceptor] as? CoroutineDispatcher ?: return false
            val name = dispatcher.javaClass.name
            return name.startsWith("kotlinx.coroutines.scheduling.") || name == "kotlinx.coroutines.BlockingEventLoop"
        }
    }
}

/** A thread that waits, platform or virtual. */
internal class BlockedCall : Waiting {
    private val thread = Thread.currentThread()
    private var reply: ByteArray? = null

    @Volatile
    private var isDone = false

    override fun completed(reply: ByteArray?) {
        this.reply = reply
        isDone = true
        LockSupport.unpark(thread)
    }

    fun await(): ByteArray? {
        while (!isDone) {
            LockSupport.park(this)
            if (Thread.interrupted()) throw InterruptedException("interrupted during the call")
        }
        return reply
    }
}

/** A future that waits. Cancelling it, or a stage made from it, ends the call; so does a timeout of its own. */
internal class FutureCall<T>(private val read: (ByteArray?) -> T) : CompletableFuture<T>(), Waiting {
    init {
        Callbacks.acquire()
    }

    override fun completed(reply: ByteArray?) = Callbacks.execute {
        try {
            complete(read(reply))
        } catch (problem: Throwable) {
            completeExceptionally(problem)
        }
    }

    /** Nobody will call [completed]. */
    fun given() = Callbacks.release()

    override fun <U> newIncompleteFuture(): CompletableFuture<U> = Stage(this)

    private class Stage<U>(private val origin: CompletableFuture<*>) : CompletableFuture<U>() {
        override fun cancel(mayInterruptIfRunning: Boolean): Boolean {
            val cancelled = super.cancel(mayInterruptIfRunning)
            if (cancelled) origin.cancel(mayInterruptIfRunning)
            return cancelled
        }

        override fun <V> newIncompleteFuture(): CompletableFuture<V> = Stage(origin)
    }
}
