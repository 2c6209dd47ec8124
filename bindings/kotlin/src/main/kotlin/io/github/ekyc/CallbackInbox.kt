package io.github.ekyc

import io.github.ekyc.internal.NativeCore
import io.github.ekyc.internal.Numbers
import io.github.ekyc.internal.callbackDelivery
import io.github.ekyc.internal.callbackHint

/**
 * Where a [CallbackInbox] remembers what was delivered. Behind several servers it must be one store for all of them, such as a table with a
 * unique column. It is called on the thread that called the inbox, from many threads at once. What it throws is not told: see
 * [CallbackDelivery.UNKNOWN].
 */
public interface CallbackStore {
    /** Remembers a key, in one step with finding out whether it was there. `true` if it was not. */
    public fun remember(key: String): Boolean

    /** Whether a key is remembered. */
    public fun knows(key: String): Boolean
}

/**
 * Tells the first delivery of a callback from its repetitions, and from those that come when all is settled. Thread-safe.
 *
 * @constructor An inbox that remembers in a store of yours.
 */
public class CallbackInbox(private val store: CallbackStore) {
    /** Says what a delivery is, and remembers it. */
    public fun received(callback: CallbackHint): CallbackDelivery {
        val (settled, delivered) = NativeCore.call(Numbers.INBOX_KEYS, { callbackHint(callback) }) { list { string() } }
        val known = asked { store.knows(settled) }
        val isNew = asked { store.remember(delivered) }
        return NativeCore.call(Numbers.INBOX_DELIVERY, { optional(known) { boolean(it) }; optional(isNew) { boolean(it) } }) { callbackDelivery() }
    }

    /**
     * Remembers that a transaction is settled: its result is in your records, and further callbacks are [CallbackDelivery.LATE]. `false` if
     * the store could not be told.
     */
    public fun settled(transactionId: String): Boolean {
        val key = NativeCore.call(Numbers.INBOX_SETTLED_KEY, { string(transactionId, "transactionId") }) { string() }
        return asked { store.remember(key) } != null
    }

    /** Shows nothing of what it remembers. */
    override fun toString(): String = "CallbackInbox"

    private fun asked(ask: () -> Boolean): Boolean? = try {
        ask()
    } catch (_: Exception) {
        null
    }

    /** Inboxes that need no store of yours. */
    public companion object {
        /**
         * An inbox that remembers this many keys in memory and forgets the oldest: for one server.
         *
         * @throws IllegalArgumentException if [capacity] is not 1 to 1,000,000
         */
        @JvmStatic
        @JvmOverloads
        public fun inMemory(capacity: Int = 10_000): CallbackInbox {
            require(capacity in 1..1_000_000) { "capacity: $capacity is not between 1 and 1000000" }
            return CallbackInbox(RecentCallbacks(capacity))
        }
    }
}

/** The latest keys, in memory. */
private class RecentCallbacks(private val capacity: Int) : CallbackStore {
    private val keys = LinkedHashSet<String>()

    @Synchronized
    override fun remember(key: String): Boolean {
        if (key in keys) return false
        if (keys.size >= capacity) keys.iterator().apply { next() }.remove()
        return keys.add(key)
    }

    @Synchronized
    override fun knows(key: String): Boolean = key in keys
}
