package io.github.ekyc

import io.github.ekyc.support.Environment
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.once
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** A quota that clients share by way of a real Redis. */
class SharedQuotaTest {
    @Test
    suspend fun `two clients together keep what one may`() {
        val account = Ekyc.newMerchantBizId()
        val clients = List(2) {
            sandbox.once {
                copy {
                    quota = QuotaSettings {
                        callsPerSecond = 3
                        maxWait = 60.seconds
                        shared = SharedQuotaSettings(Environment.redis) { this.account = account; timeout = 30.seconds }
                    }
                }
            }
        }
        val begun = TimeSource.Monotonic.markNow()
        withContext(Dispatchers.IO) { clients.flatMap { client -> List(4) { async { client.initialize(aRequest()) } } }.awaitAll() }
        // Each alone would have needed one second for its four.
        val took = begun.elapsedNow()
        assertTrue(took >= 1.9.seconds, "eight calls, three a second, took $took")
        assertEquals(8, sandbox.control.seen().requests)
        clients.forEach { it.close() }
    }

    private companion object {
        @RegisterExtension
        @JvmField
        val extension = SandboxExtension()

        val sandbox get() = extension.sandbox
    }
}
