package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** What is wrong before anything is sent. */
class LocalErrorsTest {
    @Test
    suspend fun `all violations are told at once`() {
        val request = aRequest().copy { merchantBizId = "not valid!"; metaInfo = ""; callbackUrl = "http://merchant.example/"; docType = null }
        val error = sandbox.once().use { client ->
            fails<EkycException.InvalidRequest>("invalid_request") { client.initialize(request) }
        }
        assertEquals(setOf("merchantBizId", "metaInfo", "callbackUrl", "docType"), error.violations.map { it.field }.toSet())
        error.violations.forEach { assertTrue(error.message.contains("${it.field} ${it.reason}"), error.message) }
        assertEquals(0, sandbox.control.seen().connections)
    }

    @Test
    suspend fun `text that is no Unicode is refused`() {
        sandbox.once().use { client ->
            val error = fails<EkycException.InvalidRequest>("invalid_request") {
                client.initialize(aRequest().copy { merchantUserId = "half a pair: \uD83D" })
            }
            assertTrue(error.message.contains("surrogate"), error.message)
        }
    }

    @Test
    fun `a wrong setting is named`() {
        val wrong = mapOf(
            "region" to ClientConfig(),
            "endpoint" to ClientConfig { endpoint = "http://cloudauth-intl.example" },
            "network" to ClientConfig { endpoint = "https://host.example"; network = Network.VPC },
            "attemptTimeout" to ClientConfig { region = Region.HONG_KONG; attemptTimeout = 0.milliseconds },
            "applicationName" to ClientConfig { region = Region.HONG_KONG; applicationName = "two words" },
            "extraRootCertificatesPem" to ClientConfig { region = Region.HONG_KONG; extraRootCertificatesPem = "no PEM" },
        )
        for ((setting, config) in wrong) {
            val error = fails<EkycException.InvalidConfiguration>("invalid_configuration") { EkycClient(config, sandbox.credentials()) }
            assertEquals(setting, error.setting)
            assertTrue(error.message.contains(setting) && error.message.contains(error.reason), error.message)
        }
    }

    @Test
    fun `unusable keys are refused`() {
        fails<EkycException.Credentials>("credentials") { Credentials.accessKey("", "secret") }
        fails<EkycException.Credentials>("credentials") { Credentials.accessKey("id", "secret\n") }
        fails<EkycException.Credentials>("credentials") { Credentials.temporary("id", "secret", "") }
    }

    @Test
    fun `a missing variable is named`() {
        val error = fails<EkycException.Credentials>("credentials") { Credentials.fromEnvironment() }
        assertTrue(error.message.contains("ALIBABA_CLOUD_ACCESS_KEY_ID"), error.message)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
