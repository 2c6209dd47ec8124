package io.github.ekyc

import io.github.ekyc.internal.NativeCore
import io.github.ekyc.internal.Numbers
import io.github.ekyc.internal.UserThreads
import io.github.ekyc.internal.callbackDelivery
import io.github.ekyc.internal.callbackHint
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.future
import kotlinx.coroutines.runBlocking

/**
 * Tells the first delivery of a callback from its repetitions, and from those that come when all is settled. Thread-safe.
 *
 * @constructor An inbox that remembers in a store of yours. From Java, [blocking] and [future] take what is easier to write there.
 */
public class CallbackInbox(private val store: CallbackStore) {
    private val scope = CoroutineScope(SupervisorJob() + UserThreads(Thread.currentThread().contextClassLoader))

    /** Says what a delivery is, and remembers it. */
    @JvmSynthetic
    public suspend fun received(callback: CallbackHint): CallbackDelivery {
        val (settled, delivered) = NativeCore.call(Numbers.INBOX_KEYS, { callbackHint(callback) }) { list { string() } }
        val known = asked { store.knows(settled) }
        val isNew = asked { store.remember(delivered) }
        return NativeCore.call(Numbers.INBOX_DELIVERY, { optional(known) { boolean(it) }; optional(isNew) { boolean(it) } }) { callbackDelivery() }
    }

    /**
     * Remembers that a transaction is settled: its result is in your records, and further callbacks are [CallbackDelivery.LATE]. `false` if
     * the store could not be told.
     */
    @JvmSynthetic
    public suspend fun settled(transactionId: String): Boolean {
        val key = NativeCore.call(Numbers.INBOX_SETTLED_KEY, { string(transactionId, "transactionId") }) { string() }
        return asked { store.remember(key) } != null
    }

    /** As [received]; holds the thread until the store has answered. */
    @Throws(InterruptedException::class)
    public fun receivedBlocking(callback: CallbackHint): CallbackDelivery = runBlocking { received(callback) }

    /** As [settled]; holds the thread until the store has answered. */
    @Throws(InterruptedException::class)
    public fun settledBlocking(transactionId: String): Boolean = runBlocking { settled(transactionId) }

    /** As [received]; the store is asked on a thread of the library's own. */
    public fun receivedFuture(callback: CallbackHint): CompletableFuture<CallbackDelivery> = scope.future { received(callback) }

    /** As [settled]; the store is asked on a thread of the library's own. */
    public fun settledFuture(transactionId: String): CompletableFuture<Boolean> = scope.future { settled(transactionId) }

    /** Shows nothing of what it remembers. */
    override fun toString(): String = "CallbackInbox"

    private suspend fun asked(ask: suspend () -> Boolean): Boolean? = try {
        ask()
    } catch (problem: Exception) {
        // Nobody waits any more; or the store was cancelled by itself, for example by a time limit of its own.
        if (problem is CancellationException) currentCoroutineContext().ensureActive()
        null
    }

    /** How inboxes are made. */
    public companion object {
        /**
         * An inbox that remembers this many keys in memory and forgets the oldest: for one server.
         *
         * @throws EkycException.InvalidConfiguration if [capacity] is not 1 to 1,000,000
         */
        @JvmStatic
        @JvmOverloads
        public fun inMemory(capacity: Int = 10_000): CallbackInbox {
            NativeCore.call(Numbers.INBOX_CAPACITY, { long(capacity.toLong()) }) { boolean() }
            return CallbackInbox(RecentCallbacks(capacity))
        }

        /** An inbox that remembers in a store of yours which holds its thread. */
        @JvmStatic
        public fun blocking(store: BlockingCallbackStore): CallbackInbox = CallbackInbox(Blocking(store))

        /** An inbox that remembers in a store of yours which completes futures. */
        @JvmStatic
        public fun future(store: FutureCallbackStore): CallbackInbox = CallbackInbox(Future(store))
    }
}
