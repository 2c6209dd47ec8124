package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.Recorder
import io.github.ekyc.support.aRequest
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class ObserverTest {
    @Test
    suspend fun `one event for each attempt and one for the call`() {
        sandbox.control.set(Fault("throttle"))
        val recorder = Recorder()
        val response = sandbox.once(recorder) { copy { retry = RetrySettings() } }.use { it.initialize(aRequest()) }
        val (first, second) = List(2) { recorder.attempt() }
        assertEquals(listOf("Initialize", "throttled", 403, "Throttling.Api"), listOf(first.operation, first.outcome, first.httpStatus, first.code))
        assertTrue(first.retryDelay!!.isPositive())
        assertEquals(listOf(1, 2), listOf(first.attempt, second.attempt))
        assertEquals(listOf("success", 200, null, null), listOf(second.outcome, second.httpStatus, second.code, second.retryDelay))
        assertTrue(first.connect != null && second.connect == null, "the connection is used again")
        val call = recorder.call()
        assertEquals(listOf("success", 2, response.requestId), listOf(call.outcome, call.attempts, call.requestId))
        assertEquals(first.requestBytes + second.requestBytes, call.requestBytes)
        assertTrue(call.backoff.isPositive() && call.duration > call.backoff)
        assertEquals(setOf(call.call), setOf(first.call, second.call))
        assertEquals(emptyList<Any>(), recorder.more)
    }

    @Test
    suspend fun `an observer that throws harms nobody and is told the next event all the same`() {
        val told = CountDownLatch(20)
        val throwing = object : EkycObserver {
            override fun onAttempt(event: AttemptEvent) {
                told.countDown()
                throw IllegalStateException("planted")
            }

            override fun onCall(event: CallEvent) {
                told.countDown()
                throw StackOverflowError("planted")
            }
        }
        sandbox.once(throwing).use { client -> repeat(10) { client.initialize(aRequest()) } }
        assertTrue(told.await(1, TimeUnit.MINUTES), "${told.count} events are missing")
    }

    @Test
    fun `a blocked observer harms nobody and is told how much it missed`() {
        val blocked = CountDownLatch(1)
        val told = AtomicLong()
        val lost = AtomicLong()
        val calls = 2_500
        val all = CountDownLatch(1)
        val blocking = object : EkycObserver {
            override fun onAttempt(event: AttemptEvent) = tell(1)
            override fun onCall(event: CallEvent) = tell(1)
            override fun onLost(events: Long) {
                lost.addAndGet(events)
                tell(events)
            }

            private fun tell(events: Long) {
                blocked.await()
                if (told.addAndGet(events) == 2L * (calls + 1)) all.countDown()
            }
        }
        sandbox.once(blocking).use { client ->
            repeat(calls) { client.initializeBlocking(aRequest()) }
            assertEquals(0, told.get())
            blocked.countDown()
            // The loss is told with an event after it, and there is room for one again as soon as one was taken.
            generateSequence { told.get() }.first { it > 0 }
            client.initializeBlocking(aRequest())
            assertTrue(all.await(1, TimeUnit.MINUTES), "told ${told.get()}, lost ${lost.get()}")
            assertTrue(lost.get() > 0)
        }
    }

    @Test
    suspend fun `an observer written with nothing is told nothing`() {
        sandbox.once(object : EkycObserver {}).use { assertNotNull(it.initialize(aRequest())) }
    }

    @Test
    fun `what happened before a client was closed is still told`() {
        val recorder = Recorder()
        sandbox.once(recorder).use { client -> repeat(50) { client.initializeBlocking(aRequest()) } }
        val calls = List(50) { recorder.call() }
        assertEquals((1L..50L).toList(), calls.map { it.call })
        assertNull(calls.firstOrNull { it.outcome != "success" })
    }

    /** The observer's threads are attached like those of the answers: see `Observers`. */
    @Test
    fun `observers are told on daemons of their own`() {
        val threads = mutableListOf<Thread>()
        val told = CountDownLatch(2)
        val observer = object : EkycObserver {
            override fun onCall(event: CallEvent) {
                threads += Thread.currentThread()
                told.countDown()
            }
        }
        sandbox.once(observer).use { client ->
            repeat(2) { client.initializeBlocking(aRequest()) }
            assertTrue(told.await(1, TimeUnit.MINUTES))
        }
        assertEquals(setOf("ekyc-observer" to true), threads.map { it.name to it.isDaemon }.toSet())
        assertEquals(1, threads.toSet().size, "attached once")
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
