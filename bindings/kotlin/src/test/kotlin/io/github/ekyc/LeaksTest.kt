package io.github.ekyc

import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.internal.Calls
import io.github.ekyc.internal.Observers
import io.github.ekyc.internal.Providers
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.awaitGone
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class LeaksTest {
    /** The counts go down a moment after the last close; a leak of one in a hundred clients would keep them up for ever. */
    @Test
    fun `ten thousand clients leave no thread, no file and no handle behind`() {
        val credentials = Credentials.provider(CredentialsProvider { TemporaryKeys(sandbox.accessKeyId, sandbox.accessKeySecret) })
        fun use(clients: Int) = repeat(clients) { n ->
            EkycClient(sandbox.oneAttempt, credentials, object : EkycObserver {}).use { client ->
                if (n % 100 == 0) client.initializeBlocking(aRequest())
            }
        }
        use(101)
        sandbox.control.waitFor("open_connections_at_most", 0)
        val (threads, files) = count("task") to count("fd")
        use(10_000)
        sandbox.control.waitFor("open_connections_at_most", 0)
        // The garbage collector, the compiler and the pool for blocking work come and go.
        awaitGone("threads") { count("task") < threads + 50 }
        awaitGone("files") { count("fd") < files + 10 }
        awaitGone("observers") { Observers.count == 0 }
        assertEquals(0, Calls.count)
        assertNotNull(credentials.toString(), "still in use")
    }

    /** Nobody closes them, so the garbage collector must. */
    @Test
    fun `clients and credentials that are forgotten go with the garbage`() {
        repeat(200) {
            val credentials = Credentials.provider(CredentialsProvider { TemporaryKeys("id", "secret") })
            EkycClient(sandbox.oneAttempt, credentials, object : EkycObserver {}).toString()
        }
        awaitGone("observers and providers") { noProviders() && Observers.count == 0 }
    }

    /** Those of other tests are garbage by now. */
    private fun noProviders(): Boolean {
        System.gc()
        Credentials.accessKey("id", "whoever-makes-the-next-object-frees-what-was-forgotten")
        return Providers.count == 0
    }

    private fun count(what: String): Long = Files.list(Path.of("/proc/self/$what")).use { it.count() }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
