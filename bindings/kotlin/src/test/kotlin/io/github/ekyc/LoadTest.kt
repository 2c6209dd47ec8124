package io.github.ekyc

import io.github.ekyc.support.awaitThat
import io.github.ekyc.support.once
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.aRequest
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class LoadTest {
    @Test
    suspend fun `sixty-four calls at once each get their own transaction`() {
        val ids = sandbox.once().use { client ->
            coroutineScope {
                List(64) { async(Dispatchers.Default) { client.initialize(aRequest()).transactionId } }.awaitAll()
            }
        }
        assertEquals(64, ids.toSet().size)
    }

    @Test
    fun `a thousand calls in a row need one connection and no further threads`() {
        sandbox.once().use { client ->
            repeat(50) { client.initializeBlocking(aRequest()) }
            val before = threads()
            repeat(1_000) { client.initializeBlocking(aRequest()) }
            val grown = threads() - before
            // Some of the JVM's own threads come and go; one leaked by each call would be a thousand.
            assertTrue(grown.size < 10, "new threads: ${grown.map { it.name }}")
        }
        val seen = sandbox.control.seen()
        assertEquals(1 to 1_050, seen.connections to seen.requests)
    }

    /** Attached once, as daemons. That they end with the last client shows in a JVM of its own: see [RedeployTest]. */
    @Test
    fun `the threads that carry calls hold up no exit`() {
        sandbox.once().use { client ->
            client.initializeBlocking(aRequest())
            // The JVM knows a worker once it has attached itself, which the second one may do after a call was carried by the first.
            fun workers() = threads().filter { it.name == "ekyc" }
            awaitThat("there are fewer than two workers") { workers().size >= 2 }
            val workers = workers()
            assertTrue(workers.size <= 6, "two workers and those of name look-ups; there are ${workers.size}")
            assertTrue(workers.all { it.isDaemon })
        }
    }

    private fun threads(): Set<Thread> = Thread.getAllStackTraces().keys

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
