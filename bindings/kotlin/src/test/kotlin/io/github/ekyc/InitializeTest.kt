package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.META_INFO
import io.github.ekyc.support.aFullRequest
import io.github.ekyc.support.aRequest
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class InitializeTest {
    @Test
    suspend fun `a coroutine gets a transaction`() {
        sandbox.once().use { client -> assertTransaction(client.initialize(aRequest())) }
    }

    @Test
    fun `a blocked thread gets a transaction`() {
        sandbox.once().use { client -> assertTransaction(client.initializeBlocking(aRequest())) }
    }

    @Test
    fun `a future gets a transaction`() {
        sandbox.once().use { client -> assertTransaction(client.initializeFuture(aRequest()).get(1, TimeUnit.MINUTES)) }
    }

    /** Nor in `suspend fun main`: it would stop the native library's two threads for as long as it runs. */
    @Test
    suspend fun `without a dispatcher the caller does not go on in the callback`() {
        sandbox.once().use { client ->
            withContext(Dispatchers.Unconfined) {
                assertTransaction(client.initialize(aRequest()))
                assertTrue(Thread.currentThread().name.startsWith("ekyc-callback-"), Thread.currentThread().name)
                assertTransaction(client.initializeBlocking(aRequest()))
            }
        }
    }

    @Test
    suspend fun `temporary credentials are sent with their token`() {
        temporary.once().use { client -> assertTransaction(client.initialize(aRequest())) }
        assertEquals("token+/=1", temporary.control.seen().events.single().headers["x-acs-security-token"])
    }

    @Test
    suspend fun `every field arrives as the service spells it`() {
        val request = aFullRequest()
        sandbox.once().use { client -> assertTransaction(client.initialize(request)) }
        val event = sandbox.control.seen().events.single()
        val expected = mapOf(
            "ProductCode" to "eKYC", "MerchantBizId" to request.merchantBizId, "MetaInfo" to META_INFO, "MerchantUserId" to "user-1",
            "DocType" to "01000000", "SceneCode" to "kotlin_1", "IdSpoof" to "Y", "Authorize" to "F", "SecurityLevel" to "02",
            "IdThreshold" to "1", "Model" to "PHOTINUS_LIVENESS", "DocVideo" to "Y",
            "CallbackUrl" to "https://merchant.example/callback", "CallbackToken" to "callback-token", "AppQualityCheck" to "N",
            "DocPageConfig" to """["OCR_ID_BACK"]""", "ShowGuidePage" to "0", "DocScanMode" to "auto",
            "ReturnUrl" to "https://merchant.example/return", "ProcedurePriority" to "keep", "LanguageConfig" to "en",
            "StyleConfig" to "{}", "ShowAlbumIcon" to "1", "ShowOcrResult" to "0", "EditOcrResult" to "1", "NextMonth" to "ü *~+",
        )
        assertEquals(expected.toSortedMap(), event.query.toSortedMap())
        assertEquals(mapOf("FacePictureBase64" to "AQID"), event.form)
    }

    @Test
    suspend fun `the user agent names the binding and the application`() {
        EkycClient(sandbox.oneAttempt.copy { applicationName = "shop/2" }, sandbox.credentials()).use { it.initialize(aRequest()) }
        val agent = sandbox.control.seen().events.single().headers.getValue("user-agent")
        val runtime = "kotlin/${KotlinVersion.CURRENT} java/${System.getProperty("java.version")}"
        assertTrue(agent.startsWith("ekyc/${Ekyc.version} (") && agent.endsWith(") $runtime app/shop/2"), agent)
    }

    private fun assertTransaction(response: InitializeResponse) {
        assertEquals(32, response.transactionId.length)
        assertTrue(response.requestId.isNotEmpty())
        assertNotNull(response.transactionUrl, "MetaInfo names the device h5, so there is a page")
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox

        @JvmField @RegisterExtension
        val temporaryExtension = SandboxExtension("--security-token", "token+/=1")

        val temporary: Sandbox get() = temporaryExtension.sandbox
    }
}
