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
    private val lastClient = AtomicLong()

    /** A client's number in those of its calls: a call's own number, which events name, is below it. */
    fun client(): Long = lastClient.incrementAndGet() shl CLIENT_SHIFT

    fun withoutClient(call: Long): Long = call and (1L shl CLIENT_SHIFT) - 1

    private const val CLIENT_SHIFT = 40

    /** How many are waited for, for tests. */
    val count: Int get() = waiting.size

    fun enter(call: Long, who: Waiting) {
        waiting[call] = who
    }

    /** Whether it was still waited for. */
    fun leave(call: Long): Boolean = waiting.remove(call) != null

    fun isWaitedFor(client: Long, call: Long): Boolean = waiting.containsKey(client or call)

    fun completed(call: Long, reply: ByteArray?) {
        waiting.remove(call)?.completed(reply)
    }
}
