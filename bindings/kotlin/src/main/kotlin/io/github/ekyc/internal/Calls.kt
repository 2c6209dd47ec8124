package io.github.ekyc.internal

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong

/** Somebody who waits for a call's end. */
internal interface Waiting {
    /** The call has ended. Told on a thread that carries requests: no code of the user's may run in it. */
    fun completed(reply: ByteArray?)
}

/** The calls that somebody waits for, of all clients. Who gives up waiting takes the call away. */
internal object Calls {
    private val waiting = ConcurrentHashMap<Long, Waiting>()
    private val last = AtomicLong()

    /** How many are waited for, for tests. */
    val count: Int get() = waiting.size

    fun number(): Long = last.incrementAndGet()

    fun enter(call: Long, who: Waiting) {
        waiting[call] = who
    }

    /** Whether it was still waited for. */
    fun leave(call: Long): Boolean = waiting.remove(call) != null

    fun isWaitedFor(call: Long): Boolean = waiting.containsKey(call)

    fun completed(call: Long, reply: ByteArray?) {
        waiting.remove(call)?.completed(reply)
    }
}
