package io.github.ekyc

import io.github.ekyc.internal.UserThreads
import java.util.concurrent.CompletionStage
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runInterruptible

/**
 * Where a [CallbackInbox] remembers what was delivered. Behind several servers it must be one store for all of them, such as a table with a
 * unique column. It is asked in the coroutine that asked the inbox, from many at once. What it throws is not told: see
 * [CallbackDelivery.UNKNOWN].
 *
 * One that holds its thread, or completes a future, is a [BlockingCallbackStore] or a [FutureCallbackStore].
 */
public interface CallbackStore {
    /** Remembers a key, in one step with finding out whether it was there. `true` if it was not. */
    public suspend fun remember(key: String): Boolean

    /** Whether a key is remembered. */
    public suspend fun knows(key: String): Boolean
}

/**
 * As [CallbackStore], for a store that holds its thread: see [CallbackInbox.blocking]. It is asked on a thread of the library's own, which
 * is interrupted when nobody waits any more.
 */
public interface BlockingCallbackStore {
    /** Remembers a key, in one step with finding out whether it was there. `true` if it was not. */
    @Throws(Exception::class)
    public fun remember(key: String): Boolean

    /** Whether a key is remembered. */
    @Throws(Exception::class)
    public fun knows(key: String): Boolean
}

/** As [CallbackStore], for a store that completes a future: see [CallbackInbox.future]. */
public interface FutureCallbackStore {
    /** Remembers a key, in one step with finding out whether it was there. `true` if it was not. */
    public fun remember(key: String): CompletionStage<Boolean>

    /** Whether a key is remembered. */
    public fun knows(key: String): CompletionStage<Boolean>
}

internal class Blocking(private val store: BlockingCallbackStore) : CallbackStore {
    private val threads = UserThreads(Thread.currentThread().contextClassLoader)

    override suspend fun remember(key: String): Boolean = runInterruptible(threads) { store.remember(key) }

    override suspend fun knows(key: String): Boolean = runInterruptible(threads) { store.knows(key) }
}

internal class Future(private val store: FutureCallbackStore) : CallbackStore {
    override suspend fun remember(key: String): Boolean = store.remember(key).await()

    override suspend fun knows(key: String): Boolean = store.knows(key).await()
}

/** The latest keys, in memory. */
internal class RecentCallbacks(private val capacity: Int) : CallbackStore {
    private val keys = LinkedHashSet<String>()

    override suspend fun remember(key: String): Boolean = synchronized(keys) {
        if (key in keys) return false
        if (keys.size >= capacity) keys.iterator().apply { next() }.remove()
        keys.add(key)
    }

    override suspend fun knows(key: String): Boolean = synchronized(keys) { key in keys }
}
