package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import java.net.InetAddress
import java.net.ServerSocket
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** What the network and the clock do, as exceptions. */
class NetworkErrorsTest {
    @Test
    suspend fun `a certificate of an unknown authority is refused before anything is sent`() {
        EkycClient(ClientConfig { endpoint = sandbox.endpoint }, sandbox.credentials()).use { client ->
            val error = fails<EkycException.Network>("network") { client.initialize(aRequest()) }
            assertEquals(NetworkPhase.TLS, error.phase)
            assertFalse(error.outcomeUnknown)
            assertNull(error.code)
        }
        assertEquals(0, sandbox.control.seen().requests)
    }

    @Test
    suspend fun `nobody listens`() {
        val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
        EkycClient(ClientConfig { endpoint = "https://127.0.0.1:$port" }, sandbox.credentials()).use { client ->
            val error = fails<EkycException.Network>("network") { client.initialize(aRequest()) }
            assertEquals(NetworkPhase.CONNECT, error.phase)
            assertFalse(error.outcomeUnknown)
        }
    }

    @Test
    suspend fun `a connection that breaks leaves the outcome open`() {
        sandbox.control.set(Fault("reset"), Fault("cut"))
        sandbox.once().use { client ->
            val reset = fails<EkycException.Network>("network") { client.initialize(aRequest()) }
            assertEquals(NetworkPhase.EXCHANGE to true, reset.phase to reset.outcomeUnknown)
            val cut = fails<EkycException.Network>("network") { client.initialize(aRequest()) }
            assertEquals(NetworkPhase.BODY to true, cut.phase to cut.outcomeUnknown)
            client.initialize(aRequest())
        }
    }

    @Test
    suspend fun `a deadline ends an attempt`() {
        sandbox.control.set(Fault("hang"))
        EkycClient(sandbox.oneAttempt.copy { attemptTimeout = 300.milliseconds }, sandbox.credentials()).use { client ->
            val error = fails<EkycException.Timeout>("timeout") { client.initialize(aRequest()) }
            assertEquals(Deadline.ATTEMPT to 300.milliseconds, error.deadline to error.limit)
            assertTrue(error.outcomeUnknown)
            sandbox.control.waitFor("aborted", 1)
        }
    }

    @Test
    suspend fun `a deadline ends a call`() {
        sandbox.control.set(Fault("hang"))
        EkycClient(sandbox.oneAttempt.copy { overallTimeout = 300.milliseconds }, sandbox.credentials()).use { client ->
            val error = fails<EkycException.Timeout>("timeout") { client.initialize(aRequest()) }
            assertEquals(Deadline.OVERALL to 300.milliseconds, error.deadline to error.limit)
        }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
