package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.awaitGone
import java.util.concurrent.CancellationException
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.RegisterExtension

/** Ending the wait ends the HTTP request: the sandbox sees the connection close. The client goes on. */
class CancellationTest {
    @BeforeEach
    fun hang() = sandbox.control.set(Fault("hang"))

    @Test
    suspend fun `cancelling a coroutine aborts its request`() {
        withClient { client ->
            supervisorScope {
                val call = async(Dispatchers.Default) { client.initialize(aRequest()) }
                sandbox.control.waitFor("requests", 1)
                call.cancel()
                assertThrows<CancellationException> { call.await() }
            }
        }
    }

    @Test
    suspend fun `withTimeout aborts its request`() {
        withClient { client ->
            assertThrows<TimeoutCancellationException> { withTimeout(2_000) { client.initialize(aRequest()) } }
        }
    }

    @Test
    suspend fun `cancelling a scope aborts all its requests`() {
        sandbox.control.set(Fault("hang").times(16))
        withClient(aborted = 16) { client ->
            coroutineScope {
                val all = launch(Dispatchers.Default) { repeat(16) { launch { client.initialize(aRequest()) } } }
                sandbox.control.waitFor("requests", 16)
                all.cancelAndJoin()
            }
        }
    }

    @Test
    suspend fun `cancelling a future aborts its request`() {
        withClient { client ->
            val future = client.initializeFuture(aRequest())
            sandbox.control.waitFor("requests", 1)
            assertTrue(future.cancel(true))
            assertThrows<CancellationException> { future.get() }
        }
    }

    @Test
    suspend fun `interrupting a blocked thread aborts its request`() {
        withClient { client ->
            val outcome = AtomicReference<Throwable>()
            val thread = Thread { outcome.set(runCatching { client.initializeBlocking(aRequest()) }.exceptionOrNull()) }
            thread.start()
            sandbox.control.waitFor("requests", 1)
            thread.interrupt()
            thread.join()
            assertInstanceOf(InterruptedException::class.java, outcome.get())
        }
    }

    @Test
    fun `an interrupted thread sends nothing`() {
        sandbox.once().use { client ->
            Thread.currentThread().interrupt()
            assertThrows<InterruptedException> { client.initializeBlocking(aRequest()) }
            assertEquals(0, sandbox.control.seen().connections)
        }
    }

    /** As the Java guide has it: what is handed on is a stage made from the call's future. */
    @Test
    suspend fun `cancelling a stage made from the future aborts its request`() {
        withClient { client ->
            val stage = client.initializeFuture(aRequest()).thenApply { it.transactionId }.thenApply { it.length }
            sandbox.control.waitFor("requests", 1)
            assertTrue(stage.cancel(true))
        }
    }

    @Test
    suspend fun `a time limit of the future aborts its request`() {
        withClient { client ->
            val failed = assertThrows<java.util.concurrent.ExecutionException> {
                client.initializeFuture(aRequest()).orTimeout(2_000, java.util.concurrent.TimeUnit.MILLISECONDS).get()
            }
            assertInstanceOf(java.util.concurrent.TimeoutException::class.java, failed.cause)
        }
    }

    private suspend fun withClient(aborted: Int = 1, test: suspend (EkycClient) -> Unit) {
        sandbox.once().use { client ->
            test(client)
            assertEquals(aborted, sandbox.control.waitFor("aborted", aborted).aborted)
            assertEquals(32, client.initialize(aRequest()).transactionId.length, "the client is healthy")
        }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
