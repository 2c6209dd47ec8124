package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import java.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.Recorder
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.awaitGone
import java.net.InetAddress
import java.net.ServerSocket
import java.util.concurrent.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.supervisorScope
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.RegisterExtension

/**
 * Wherever a call is, cancelling its coroutine ends it, frees what it held, and is told with what is known of the outcome; closing the
 * client does the same, and its caller gets that in an exception.
 */
class CancelStagesTest {
    @Test
    suspend fun `queued, waiting for the quota`() {
        sandbox.once { copy { quota = QuotaSettings { callsPerSecond = 1; maxWait = 600_000.milliseconds } } }.use { client ->
            client.initialize(aRequest())
            supervisorScope {
                val queued = List(20) { async(Dispatchers.Default) { client.initialize(aRequest()) } }
                client.probe { it > 5_000 }
                queued.forEach { it.cancelAndJoin() }
            }
            // Their places are free again, so the next one is less than a few seconds away.
            client.probe { it <= 3_000 }
        }
    }

    @Test
    suspend fun `waiting for credentials`() = cancelled(attempts = 0, unknown = false) { observer ->
        val asked = CompletableDeferred<Unit>()
        val credentials = Credentials.provider(CredentialsProvider { asked.complete(Unit); awaitCancellation() })
        EkycClient(sandbox.oneAttempt, credentials, observer) to { asked.await() }
    }

    @Test
    suspend fun `waiting for the next attempt`() = cancelled(attempts = 1, unknown = false) { observer ->
        sandbox.control.set(Fault("throttle").retryAfter(Duration.ofMillis(300000)))
        val throttled = CompletableDeferred<Unit>()
        val told = object : EkycObserver by observer {
            override fun onAttempt(event: AttemptEvent) {
                observer.onAttempt(event)
                event.retryDelay?.let { throttled.complete(Unit) }
            }
        }
        sandbox.once(told) { copy { overallTimeout = 600_000.milliseconds; retry = RetrySettings() } } to { throttled.await() }
    }

    @Test
    suspend fun connecting() = cancelled(attempts = 1, unknown = false) { observer ->
        sandbox.control.setConnections("silent")
        sandbox.once(observer) to { sandbox.control.waitFor("connections", 1) }
    }

    @Test
    suspend fun sending() {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { server ->
            cancelled(attempts = 1, unknown = true) { observer ->
                EkycClient(ClientConfig { endpoint = "http://127.0.0.1:${server.localPort}" }, sandbox.credentials(), observer) to {
                    // Its head has begun to arrive; nobody reads the rest.
                    assertEquals('P'.code, server.accept().getInputStream().read())
                }
            }
        }
    }

    @Test
    suspend fun `waiting for the answer`() = cancelled(attempts = 1, unknown = true) { observer ->
        sandbox.control.set(Fault("hang"))
        sandbox.once(observer) to { sandbox.control.waitFor("requests", 1) }
    }

    /** Nobody but the client knows when it has begun to read, so it is cancelled again and again until it had. */
    @Test
    suspend fun `reading the answer`() {
        var requests = 0
        do {
            var reading = false
            cancelled(attempts = 1, unknown = true, seen = { reading = it.response != null && it.read != null }) { observer ->
                sandbox.control.set(Fault("stall"))
                sandbox.once(observer) to { sandbox.control.waitFor("requests", 1) }
            }
            requests++
        } while (!reading && requests < 1_000)
        assertTrue(requests < 1_000, "no answer was begun")
    }

    /** Brings a call to its stage and ends it there, first by its coroutine and then by the client. */
    private suspend fun cancelled(
        attempts: Int,
        unknown: Boolean,
        seen: (AttemptEvent) -> Unit = {},
        stage: suspend CoroutineScope.(EkycObserver) -> Pair<EkycClient, suspend () -> Any?>,
    ) {
        sandbox.control.reset()
        supervisorScope {
            val recorder = Recorder()
            val (client, reached) = stage(recorder)
            client.use {
                val call = async(Dispatchers.Default) { client.initialize(request) }
                reached()
                call.cancel()
                assertThrows<CancellationException> { call.await() }
                val event = recorder.call()
                assertEquals(listOf("cancelled", attempts, unknown), listOf(event.outcome, event.attempts, event.outcomeUnknown))
                if (attempts > 0) assertEquals(unknown, recorder.attempt().also(seen).outcomeUnknown)
            }
            sandbox.control.waitFor("open_connections_at_most", 0)
        }
        sandbox.control.reset()
        supervisorScope {
            val (client, reached) = stage(Recorder())
            val call = async(Dispatchers.Default) { runCatching { client.initialize(request) }.exceptionOrNull() }
            reached()
            client.close()
            val error = assertInstanceOf(EkycException.Cancelled::class.java, call.await())
            assertEquals(attempts to unknown, error.attempts to error.outcomeUnknown)
        }
    }

    /** Asks until the wait that the quota foresees is as wanted. */
    private suspend fun EkycClient.probe(wanted: (Long) -> Boolean) {
        generateSequence { Unit }.first {
            val refused = runCatching { initializeBlocking(aRequest(), CallOptions { quotaMaxWait = 0.milliseconds }) }.exceptionOrNull()
            wanted((refused as? EkycException.QuotaExhausted)?.wait?.inWholeMilliseconds ?: 0)
        }
    }

    private val request = aRequest().copy { facePicture = ByteArray(700_000) { it.toByte() } }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
