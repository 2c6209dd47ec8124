package ekyc

import ekyc.support.Sandbox
import ekyc.support.aRequest
import ekyc.support.fails
import java.util.concurrent.CancellationException
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.RegisterExtension

/** The way that calls take on Android, here on a JVM: nothing calls back from a native thread, and every end of a wait still works. */
class AndroidCallPathTest {
    @BeforeEach
    fun waitInside() {
        CallPath.insideTheLibrary = true
    }

    @AfterEach
    fun waitOutside() {
        CallPath.insideTheLibrary = false
    }

    @Test
    fun `only Android waits inside the library`() {
        assertTrue(CallPath.isAndroid("Dalvik"))
        assertFalse(CallPath.isAndroid("OpenJDK 64-Bit Server VM"))
        assertFalse(CallPath.isAndroid(null))
    }

    @Test
    suspend fun `no call waits for a callback`() {
        sandbox.faults(""""fault":"hang"""")
        sandbox.client().use { client ->
            coroutineScope {
                val call = launch(Dispatchers.Default) { client.initialize(aRequest()) }
                sandbox.await("requests=1")
                // The generated code keeps a continuation here for as long as a callback is outstanding.
                assertEquals(0, uniffiContinuationHandleMap.size)
                call.cancelAndJoin()
            }
        }
    }

    @Test
    suspend fun `all three ways get a transaction`() {
        sandbox.client().use { client ->
            assertEquals(32, client.initialize(aRequest()).transactionId.length)
            assertEquals(32, client.initializeBlocking(aRequest()).transactionId.length)
            assertEquals(32, client.initializeFuture(aRequest()).get().transactionId.length)
        }
    }

    @Test
    suspend fun `errors are the same`() {
        sandbox.client().use { client ->
            fails<EkycException.InvalidRequest>("invalid_request") { client.initialize(aRequest().copy(docType = null)) }
        }
    }

    @Test
    suspend fun `more calls than threads all end`() {
        sandbox.client().use { client ->
            val ids = coroutineScope { List(200) { async { client.initialize(aRequest()).transactionId } }.map { it.await() } }
            assertEquals(200, ids.toSet().size)
        }
    }

    @Test
    suspend fun `cancelling a coroutine aborts its request`() {
        cancelled { client ->
            supervisorScope {
                val call = async(Dispatchers.Default) { client.initialize(aRequest()) }
                sandbox.await("requests=1")
                call.cancel()
                assertThrows<CancellationException> { call.await() }
            }
        }
    }

    @Test
    suspend fun `cancelling a future aborts its request`() {
        cancelled { client ->
            val future = client.initializeFuture(aRequest())
            sandbox.await("requests=1")
            assertTrue(future.cancel(true))
        }
    }

    @Test
    suspend fun `interrupting a blocked thread aborts its request`() {
        cancelled { client ->
            val outcome = AtomicReference<Throwable>()
            val thread = Thread { outcome.set(runCatching { client.initializeBlocking(aRequest()) }.exceptionOrNull()) }
            thread.start()
            sandbox.await("requests=1")
            thread.interrupt()
            thread.join()
            assertInstanceOf(InterruptedException::class.java, outcome.get())
        }
    }

    @Test
    suspend fun `closing the client cancels the running call`() {
        sandbox.faults(""""fault":"hang"""")
        val client = sandbox.client()
        supervisorScope {
            val call = async(Dispatchers.Default) { client.initialize(aRequest()) }
            sandbox.await("requests=1")
            client.close()
            fails<EkycException.Cancelled>("cancelled") { call.await() }
        }
        assertEquals(1, sandbox.await("aborted=1").aborted)
    }

    private suspend fun cancelled(test: suspend (EkycClient) -> Unit) {
        sandbox.faults(""""fault":"hang"""")
        sandbox.client().use { client ->
            test(client)
            assertEquals(1, sandbox.await("aborted=1").aborted)
            assertEquals(32, client.initialize(aRequest()).transactionId.length, "the client is healthy")
        }
    }

    companion object {
        @JvmField @RegisterExtension
        val sandbox = Sandbox()
    }
}
