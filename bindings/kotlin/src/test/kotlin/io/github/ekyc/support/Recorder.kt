package io.github.ekyc.support

import io.github.ekyc.AttemptEvent
import io.github.ekyc.CallEvent
import io.github.ekyc.EkycObserver
import java.util.concurrent.BlockingQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** An observer whose events can be waited for. */
class Recorder : EkycObserver {
    private val attempts = LinkedBlockingQueue<AttemptEvent>()
    private val calls = LinkedBlockingQueue<CallEvent>()

    override fun onAttempt(event: AttemptEvent) {
        attempts.add(event)
    }

    override fun onCall(event: CallEvent) {
        calls.add(event)
    }

    /** The next one that was not asked for yet. */
    fun attempt(): AttemptEvent = next(attempts)

    /** The next one that was not asked for yet. */
    fun call(): CallEvent = next(calls)

    /** Those that were told and not asked for yet. */
    val more: List<Any> get() = attempts.toList() + calls.toList()

    private fun <T : Any> next(queue: BlockingQueue<T>): T = queue.poll(60, TimeUnit.SECONDS) ?: error("no event came")
}
