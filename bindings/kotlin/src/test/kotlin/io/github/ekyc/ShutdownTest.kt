package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class ShutdownTest {
    @Test
    suspend fun `a shutdown lets running calls finish and refuses new ones`() {
        sandbox.control.set(Fault("hold"))
        val client = sandbox.once()
        coroutineScope {
            val held = async(Dispatchers.Default) { client.initialize(aRequest()) }
            sandbox.control.waitFor("requests", 1)
            val shutdown = async(Dispatchers.Default) { client.shutdown(10.minutes) }
            // It has begun when the first call is refused.
            val refused = generateSequence { runCatching { client.initializeBlocking(aRequest()) }.exceptionOrNull() ?: Unit }.first { it != Unit }
            assertEquals("client", assertInstanceOf(EkycException.InvalidConfiguration::class.java, refused).setting)
            assertFalse(held.isCompleted || shutdown.isCompleted)
            sandbox.control.release()
            assertEquals(32, held.await().transactionId.length)
            assertTrue(shutdown.await())
        }
        assertEquals("EkycClient(closed)", client.toString())
        assertTrue(client.shutdown(Duration.ZERO), "once more is fine")
    }

    @Test
    suspend fun `what has not finished in time is cancelled`() {
        sandbox.control.set(Fault("hold").times(3))
        val shutdowns = listOf<suspend (EkycClient) -> Boolean>(
            { it.shutdown(Duration.ZERO) }, { it.shutdownBlocking(java.time.Duration.ZERO) }, { it.shutdownFuture(java.time.Duration.ZERO).get(1, TimeUnit.MINUTES) },
        )
        for ((n, shutdown) in shutdowns.withIndex()) {
            val client = sandbox.once()
            coroutineScope {
                val held = async(Dispatchers.Default) { runCatching { client.initialize(aRequest()) }.exceptionOrNull() }
                sandbox.control.waitFor("requests", n + 1)
                assertFalse(shutdown(client))
                val cancelled = assertInstanceOf(EkycException.Cancelled::class.java, held.await())
                assertEquals(1 to true, cancelled.attempts to cancelled.outcomeUnknown)
            }
            sandbox.control.waitFor("aborted", n + 1)
        }
    }

    @Test
    suspend fun `an absurd limit is refused and the client stays open`() {
        sandbox.once().use { client ->
            for (grace in listOf((-1).milliseconds, 600_001.milliseconds, Duration.INFINITE)) {
                val error = fails<EkycException.InvalidConfiguration>("invalid_configuration") { client.shutdown(grace) }
                assertEquals("grace", error.setting)
            }
            fails<EkycException.InvalidConfiguration>("invalid_configuration") { client.shutdownBlocking(java.time.Duration.ofSeconds(Long.MAX_VALUE)) }
            client.initialize(aRequest())
            assertTrue(client.shutdownBlocking(java.time.Duration.ofMinutes(10)))
        }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
