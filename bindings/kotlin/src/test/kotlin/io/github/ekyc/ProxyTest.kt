package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class ProxyTest {
    @Test
    suspend fun `a proxy with a password carries the call`() {
        sandbox.control.setProxy("tunnel", "user", "planted-password")
        through("planted-password").use { it.initialize(aRequest()) }
        assertEquals(1 to 1, sandbox.control.seen().proxyRequests to sandbox.control.seen().requests)
    }

    @Test
    suspend fun `a proxy that refuses is told from the service, without the password`() {
        sandbox.control.setProxy("tunnel", "user", "another")
        through("planted-password").use { client ->
            val error = fails<EkycException.Network>("network") { client.initialize(aRequest()) }
            assertEquals(NetworkPhase.PROXY to false, error.phase to error.outcomeUnknown)
            assertFalse(error.stackTraceToString().contains("planted-password"), error.message)
        }
        assertEquals(0, sandbox.control.seen().requests)
    }

    @Test
    fun `a proxy without a host is refused, without the password`() {
        val error = fails<EkycException.InvalidConfiguration>("invalid_configuration") {
            sandbox.once { copy { proxy = Proxy.Through(url = "http://user:planted-password@:80") } }
        }
        assertEquals("proxy", error.setting)
        assertFalse(error.stackTraceToString().contains("planted-password"), error.message)
    }

    private fun through(password: String): EkycClient {
        val url = sandbox.control.info().proxyEndpoint!!.replace("http://", "http://user:$password@")
        return sandbox.once { copy { proxy = Proxy.Through(url = url) } }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension("--proxy", "127.0.0.1:0")

        val sandbox: Sandbox get() = extension.sandbox
    }
}
