package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import java.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.Recorder
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** What is repeated, and what the caller is told of it. */
class RetryTest {
    @Test
    suspend fun `every attempt has a nonce and a date of its own and the same MerchantBizId`() {
        sandbox.control.set(Fault("unavailable"), Fault("internal_error"))
        // Dates are in whole seconds, so the waits are longer: at least half of what is set.
        val settings = RetrySettings { baseDelay = 2_200.milliseconds; maxDelay = 2_200.milliseconds }
        sandbox.once { copy { retry = settings } }.use { it.initialize(aRequest()) }
        val events = sandbox.control.seen().events
        for (header in listOf("x-acs-signature-nonce", "x-acs-date")) {
            assertEquals(3, events.map { it.headers.getValue(header) }.toSet().size, header)
        }
        assertEquals(1, events.map { it.query.getValue("MerchantBizId") }.toSet().size)
    }

    @Test
    suspend fun `an error tells how often the call was sent`() {
        sandbox.control.set(Fault("unavailable").times(3))
        retrying().use { client ->
            val error = fails<EkycException.ServiceFailure>("service_failure") { client.initialize(aRequest()) }
            assertEquals(3 to false, error.attempts to error.outcomeUnknown)
            assertTrue(error.message.contains("3 attempts"), error.message)
        }
        assertEquals(3, sandbox.control.seen().requests)
    }

    @Test
    suspend fun `what may have had an effect is repeated only if the caller allows it`() {
        sandbox.control.set(Fault("reset").times(2))
        retrying().use { client ->
            val error = fails<EkycException.Network>("network") { client.initialize(aRequest()) }
            assertEquals(1 to true, error.attempts to error.outcomeUnknown)
            client.initialize(aRequest(), CallOptions { retryUnknownOutcome = true })
        }
        assertEquals(3, sandbox.control.seen().requests)
    }

    @Test
    suspend fun `a wrong clock is corrected once for all calls`() {
        sandbox.control.setClock(Duration.ofMillis(14400000))
        val recorder = Recorder()
        sandbox.once(recorder).use { client -> repeat(2) { client.initialize(aRequest()) } }
        assertEquals(listOf(2, 1), List(2) { recorder.call().attempts })
    }

    @Test
    suspend fun `a call may decide for itself`() {
        sandbox.control.set(Fault("throttle"))
        sandbox.once { copy { retry = RetrySettings { maxAttempts = 1; baseDelay = 1.milliseconds } } }.use { client ->
            client.initialize(aRequest(), CallOptions { maxAttempts = 2 })
        }
        sandbox.control.set(Fault("hang").times(2))
        sandbox.once().use { client ->
            val attempt = fails<EkycException.Timeout>("timeout") { client.initialize(aRequest(), CallOptions { attemptTimeout = 301.milliseconds }) }
            assertEquals(Deadline.ATTEMPT to 301.milliseconds, attempt.deadline to attempt.limit)
            val overall = fails<EkycException.Timeout>("timeout") { client.initialize(aRequest(), CallOptions { overallTimeout = 302.milliseconds }) }
            assertEquals(Deadline.OVERALL to 302.milliseconds, overall.deadline to overall.limit)
        }
        sandbox.control.setConnections("silent")
        sandbox.once().use { client ->
            val connect = fails<EkycException.Timeout>("timeout") { client.initialize(aRequest(), CallOptions { connectTimeout = 303.milliseconds }) }
            assertEquals(Deadline.CONNECT to 303.milliseconds, connect.deadline to connect.limit)
            assertFalse(connect.outcomeUnknown)
        }
    }

    @Test
    suspend fun `a wrong option is named and nothing is sent`() {
        sandbox.once().use { client ->
            val error = fails<EkycException.InvalidConfiguration>("invalid_configuration") {
                client.initialize(aRequest(), CallOptions { maxAttempts = 0 })
            }
            assertEquals("maxAttempts" to 0, error.setting to error.attempts)
        }
        assertEquals(0, sandbox.control.seen().connections)
    }

    @Test
    suspend fun `a client that limits itself says so before it asks the service`() {
        sandbox.once { copy { quota = QuotaSettings { callsPerSecond = 1; maxWait = 0.milliseconds } } }.use { client ->
            client.initialize(aRequest())
            val error = fails<EkycException.QuotaExhausted>("quota_exhausted") { client.initialize(aRequest()) }
            assertEquals(Triple("Initialize", 1, 0), Triple(error.operation, error.callsPerSecond, error.attempts))
            assertTrue(error.wait in 1.milliseconds..1_000.milliseconds, "${error.wait}")
            client.initialize(aRequest(), CallOptions { quotaMaxWait = 5_000.milliseconds })
        }
        assertEquals(2, sandbox.control.seen().requests)
    }

    private fun retrying(): EkycClient = sandbox.once { copy { retry = RetrySettings { baseDelay = 1.milliseconds; maxDelay = 1.milliseconds } } }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
