package ekyc

import ekyc.support.Sandbox
import ekyc.support.aRequest
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
        val ids = sandbox.client().use { client ->
            coroutineScope {
                List(64) { async(Dispatchers.Default) { client.initialize(aRequest()).transactionId } }.awaitAll()
            }
        }
        assertEquals(64, ids.toSet().size)
    }

    @Test
    fun `a thousand calls in a row need one connection and no further threads`() {
        sandbox.client().use { client ->
            repeat(50) { client.initializeBlocking(aRequest()) }
            val before = threads()
            repeat(1_000) { client.initializeBlocking(aRequest()) }
            val grown = threads() - before
            // Some of the JVM's own threads come and go; one leaked by each call would be a thousand.
            assertTrue(grown.size < 10, "new threads: ${grown.map { it.name }}")
        }
        val seen = sandbox.seen()
        assertEquals(1 to 1_050, seen.connections to seen.requests)
    }

    /** Attached once as daemons, and not again for each callback: see [NativeCore]. */
    @Test
    fun `the threads that call back stay attached and hold up no exit`() {
        sandbox.client().use { client -> client.initializeBlocking(aRequest()) }
        val callers = threads().filter { it.name == "ekyc-callback" }
        assertTrue(callers.size in 1..2, "the runtime has two workers; attached are ${callers.size}")
        assertTrue(callers.all { it.isDaemon })
    }

    private fun threads(): Set<Thread> = Thread.getAllStackTraces().keys

    companion object {
        @JvmField @RegisterExtension
        val sandbox = Sandbox()
    }
}
