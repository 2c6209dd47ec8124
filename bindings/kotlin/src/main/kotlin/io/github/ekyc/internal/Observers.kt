package io.github.ekyc.internal

import io.github.ekyc.AttemptEvent
import io.github.ekyc.CallEvent
import io.github.ekyc.EkycObserver
import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong

/** A client's observers, told one event after the other on a thread of their own: a daemon, with the context class loader of who made the client. */
internal class Observers private constructor(val number: Long, private val observers: List<EkycObserver>) {
    /** The core waits when this is full, and counts what it loses then. */
    private val events = ArrayBlockingQueue<ByteArray>(QUEUE)

    /** The client's number in the calls' numbers. */
    @Volatile
    var client = 0L

    /** Those of calls under way that stand in for the client's. */
    private val ofCalls = ConcurrentHashMap<Long, List<EkycObserver>>()

    /** On the caller's thread: an observer may look around there. */
    fun begins(call: Long) {
        var isChanged = false
        val own = observers.map { observer ->
            val own = try {
                observer.forCall()
            } catch (_: Throwable) {
                null
            }
            own?.also { isChanged = true } ?: observer
        }
        if (isChanged) ofCalls[Calls.withoutClient(call)] = own
    }

    /** For a client that did not come to be. */
    fun end() = told(number, null)

    private fun run() {
        while (true) {
            val event = events.take()
            if (event === END) return
            tell(Reader(event, 0))
        }
    }

    private fun tell(reader: Reader) {
        when (reader.byte()) {
            ATTEMPT -> reader.attemptEvent().let { event -> each(ofCalls[event.call]) { onAttempt(event) } }
            CALL -> reader.callEvent().let { event -> each(ofCalls.remove(event.call)) { onCall(event) } }
            else -> reader.long().let { lost ->
                each(null) { onLost(lost) }
                // The last event of a call may be among those that were lost.
                ofCalls.keys.removeIf { !Calls.isWaitedFor(client, it) }
            }
        }
    }

    private inline fun each(own: List<EkycObserver>?, tell: EkycObserver.() -> Unit) {
        for (observer in own ?: observers) {
            try {
                observer.tell()
            } catch (_: Throwable) {
                // The observer's own affair, as documented.
            }
        }
    }

    companion object {
        private const val ATTEMPT = 0
        private const val CALL = 1
        private const val QUEUE = 256
        private const val NAME = "ekyc-observer"
        private val END = ByteArray(0)
        private val all = ConcurrentHashMap<Long, Observers>()
        private val last = AtomicLong()

        /** How many there are, for tests. */
        val count: Int get() = all.size

        fun start(observers: List<EkycObserver>): Observers {
            val made = Observers(last.incrementAndGet(), observers.toList())
            all[made.number] = made
            thread(made::run).apply {
                isDaemon = true
                contextClassLoader = Thread.currentThread().contextClassLoader
                start()
            }
            return made
        }

        private fun thread(work: Runnable): Thread = if (Machine.isAndroid()) Thread(null, work, NAME) else withoutInheritance(work)

        /** What threads inherit from those that make them would keep an application's class loader. Android's oldest versions cannot say so. */
        @NotOnAndroid
        private fun withoutInheritance(work: Runnable) = Thread(null, work, NAME, 0, false)

        fun told(number: Long, event: ByteArray?) {
            val observers = (if (event == null) all.remove(number) else all[number]) ?: return
            observers.events.put(event ?: END)
        }
    }
}
