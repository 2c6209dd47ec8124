package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxControl
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** Sources of keys that users write. */
class ProviderTest {
    @Test
    suspend fun `every way of writing one gives keys`() {
        val sources = listOf(
            Credentials.provider(CredentialsProvider { keys() }),
            Credentials.providerBlocking({ keys() }),
            Credentials.providerFuture({ CompletableFuture.supplyAsync { keys() } }),
            Credentials.provider(CredentialsProvider { TemporaryKeys(sandbox.accessKeyId, sandbox.accessKeySecret, null, Instant.now().plusSeconds(3_600)) }),
        )
        for (source in sources) calls(source) { it.initialize(aRequest()) }
        assertEquals(4, sandbox.control.seen().requests)
    }

    @Test
    suspend fun `keys are kept and asked for anew when the service refuses them`() {
        var secret = sandbox.accessKeySecret
        val asked = AtomicInteger()
        val provider = Credentials.provider(CredentialsProvider {
            asked.incrementAndGet()
            TemporaryKeys(sandbox.accessKeyId, secret, null, null)
        })
        calls(provider) { client ->
            repeat(3) { client.initialize(aRequest()) }
            assertEquals(1, asked.get())
            secret = "rotated"
            sandbox.control.setKeys(SandboxControl.Key(sandbox.accessKeyId, "rotated"))
            client.initialize(aRequest())
            assertEquals(2, asked.get())
        }
    }

    @Test
    suspend fun `of what a provider throws only the class is told`() {
        for (problem in listOf(IllegalStateException("planted text"), StackOverflowError("planted text"), java.util.concurrent.CancellationException("planted text"))) {
            val error = failure(Credentials.provider(CredentialsProvider { throw problem }))
            assertTrue(error.message.contains(problem.javaClass.name), error.message)
            assertFalse(error.stackTraceToString().contains("planted text"), error.stackTraceToString())
            assertNull(error.cause)
            assertEquals(0, error.attempts)
        }
        val unwrapped = failure(Credentials.providerFuture({ CompletableFuture.failedFuture(IllegalStateException("planted text")) }))
        assertTrue(unwrapped.message.contains("java.lang.IllegalStateException"), unwrapped.message)
    }

    @Test
    suspend fun `a provider may say why it has no keys`() {
        for (source in listOf(
            Credentials.provider(CredentialsProvider { throw CredentialsProviderException("the vault is sealed") }),
            Credentials.providerBlocking({ throw CredentialsProviderException("the vault is sealed") }),
        )) {
            val error = failure(source)
            assertTrue(error.reason.contains("the vault is sealed"), error.reason)
            assertNull(error.cause)
        }
    }

    @Test
    suspend fun `unusable keys are told as such`() {
        assertTrue(failure(Credentials.provider(CredentialsProvider { TemporaryKeys("", "secret") })).reason.contains("empty"))
        val expired = TemporaryKeys("id", "secret", "token", Instant.EPOCH)
        assertTrue(failure(Credentials.provider(CredentialsProvider { expired })).reason.contains("expired"))
    }

    @Test
    suspend fun `a provider that gives null is told as such`() {
        for (source in listOf(Credentials.providerBlocking({ null }), Credentials.providerFuture({ CompletableFuture.completedFuture(null) }))) {
            assertTrue(failure(source).reason.contains("gave null"), failure(source).reason)
        }
    }

    @Test
    suspend fun `an expiry may be as far away as Java can say`() {
        val never = TemporaryKeys(sandbox.accessKeyId, sandbox.accessKeySecret, null, Instant.MAX)
        calls(Credentials.provider { never }) { it.initialize(aRequest()) }
        val longGone = failure(Credentials.provider { TemporaryKeys("id", "secret", null, Instant.MIN) })
        assertTrue(longGone.reason.contains("expired"), longGone.reason)
    }

    @Test
    suspend fun `a provider that is too slow is cancelled and asked again`() {
        val cancelled = CompletableDeferred<Unit>()
        val asked = AtomicInteger()
        val slow = CredentialsProvider {
            if (asked.incrementAndGet() > 1) return@CredentialsProvider keys()
            try {
                awaitCancellation()
            } finally {
                cancelled.complete(Unit)
            }
        }
        calls(Credentials.provider(200.milliseconds, slow)) { client ->
            val error = fails<EkycException.Credentials>("credentials") { client.initialize(aRequest()) }
            assertTrue(error.reason.contains("200 ms"), error.reason)
            generateSequence { runCatching { client.initializeBlocking(aRequest()) } }.first { it.isSuccess }
            withTimeout(60_000) { cancelled.await() }
        }
    }

    @Test
    suspend fun `a provider that blocks for ever harms nobody`() {
        val end = CountDownLatch(1)
        val entered = AtomicInteger()
        val blocking = Credentials.provider(100.milliseconds) { entered.incrementAndGet(); end.await(); keys() }
        calls(blocking) { client ->
            repeat(5) { fails<EkycException.Credentials>("credentials") { client.initialize(aRequest()) } }
            assertEquals(1, entered.get(), "it is not entered again before it has returned")
            sandbox.once().use { it.initialize(aRequest()) }
            end.countDown()
            generateSequence { runCatching { client.initializeBlocking(aRequest()) } }.first { it.isSuccess }
        }
    }

    @Test
    fun `an absurd time limit is refused and nothing is left behind`() {
        val error = fails<EkycException.InvalidConfiguration>("invalid_configuration") {
            Credentials.provider(0.milliseconds) { keys() }
        }
        assertEquals("timeout", error.setting)
    }

    private fun keys() = TemporaryKeys(sandbox.accessKeyId, sandbox.accessKeySecret)

    private suspend fun calls(credentials: Credentials, use: suspend (EkycClient) -> Unit) =
        EkycClient(sandbox.oneAttempt, credentials).use { use(it) }

    private suspend fun failure(credentials: Credentials): EkycException.Credentials = EkycClient(sandbox.oneAttempt, credentials).use { client ->
        fails<EkycException.Credentials>("credentials") { client.initialize(aRequest()) }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
