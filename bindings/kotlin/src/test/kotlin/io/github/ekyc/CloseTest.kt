package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.checked
import io.github.ekyc.support.fails
import java.util.concurrent.ExecutionException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.RegisterExtension

class CloseTest {
    @Test
    suspend fun `a closed client says so in every way of calling`() {
        val client = sandbox.once()
        client.initialize(aRequest())
        client.close()
        client.close()
        assertClosed(fails<EkycException>("invalid_configuration") { client.initialize(aRequest()) })
        assertClosed(fails<EkycException>("invalid_configuration") { client.initializeBlocking(aRequest()) })
        val failed = assertThrows<ExecutionException> { client.initializeFuture(aRequest()).get() }
        assertClosed(assertInstanceOf(EkycException::class.java, failed.cause))
        assertEquals(1, sandbox.control.seen().requests)
    }

    @Test
    suspend fun `closing cancels the running calls`() {
        sandbox.control.set(Fault("hang").times(3))
        val client = sandbox.once()
        coroutineScope {
            val calls = listOf(
                async(Dispatchers.Default) { runCatching { client.initialize(aRequest()) } },
                async(Dispatchers.IO) { runCatching { client.initializeBlocking(aRequest()) } },
                async(Dispatchers.IO) { runCatching { client.initializeFuture(aRequest()).get() }.recoverCatching { throw it.cause!! } },
            )
            sandbox.control.waitFor("requests", 3)
            client.close()
            for (call in calls.awaitAll()) {
                val error = assertInstanceOf(EkycException.Cancelled::class.java, call.exceptionOrNull()).checked("cancelled")
                assertTrue(error.outcomeUnknown)
            }
        }
        sandbox.control.waitFor("aborted", 3)
    }

    /** Whatever a call meets on its way into a client that is being closed, the exception is one of two. */
    @Test
    suspend fun `closing among starting calls is always told as such`() {
        // Nothing is ever answered, so no call can end in another way.
        sandbox.control.set(Fault("hang").times(160))
        repeat(20) {
            val client = sandbox.once()
            coroutineScope {
                repeat(8) {
                    launch(Dispatchers.Default) {
                        when (val error = runCatching { client.initialize(aRequest()) }.exceptionOrNull()) {
                            is EkycException.Cancelled -> Unit
                            else -> assertClosed(assertInstanceOf(EkycException::class.java, error))
                        }
                    }
                }
                launch(Dispatchers.Default) { client.close() }
            }
        }
    }

    private fun assertClosed(error: EkycException) {
        assertInstanceOf(EkycException.InvalidConfiguration::class.java, error, error.message)
        assertEquals("invalid configuration: client: is closed; make a new one", error.message)
        assertNull(error.cause)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
