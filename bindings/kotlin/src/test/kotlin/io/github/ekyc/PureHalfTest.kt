package io.github.ekyc

import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Decision
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.aFullRequest
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import kotlin.io.path.inputStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** Signing and reading for an HTTP stack of one's own, here Java's. */
class PureHalfTest {
    @Test
    fun `Java's HTTP client sends what we signed and we read its answer`() {
        val answer = send(Ekyc.signInitialize(aFullRequest(), sandbox.oneAttempt, sandbox.credentials()))
        assertEquals(32, Ekyc.readInitialize(answer).transactionId.length)
        assertEquals("AQID", sandbox.control.seen().events.single().form["FacePictureBase64"])
    }

    @Test
    fun `the result and any operation are asked for in the same way`() {
        val request = aRequest()
        val started = Ekyc.readInitialize(send(Ekyc.signInitialize(request, sandbox.oneAttempt, sandbox.credentials())))
        sandbox.control.end(started.transactionId, Decision.PASSED)
        val question = CheckResultRequest(request.merchantBizId, started.transactionId)
        val answer = send(Ekyc.signCheckResult(question, sandbox.oneAttempt, sandbox.credentials()))
        assertEquals(Passed.YES, Ekyc.readCheckResult(answer, question).passed)
        val any = OperationRequest("CheckVerifyLog") { form = mapOf("MerchantBizId" to request.merchantBizId, "TransactionId" to started.transactionId) }
        val log = Ekyc.readOperation(send(Ekyc.signOperation(any, sandbox.oneAttempt, sandbox.credentials())), any)
        assertTrue(log.json.contains("VerifyStatus"))
        fails<EkycException.InvalidRequest>("invalid_request") { Ekyc.signOperation(OperationRequest("?"), sandbox.oneAttempt, sandbox.credentials()) }
    }

    @Test
    fun `with the request its values are masked in the service's own words`() {
        val request = aRequest()
        val echo = HttpAnswer(400, """{"Code":"InvalidParameter","Message":"of ${request.merchantUserId}."}""".toByteArray())
        assertEquals("of ***.", fails<EkycException.Rejected>("rejected") { Ekyc.readInitialize(echo, request) }.serviceText)
    }

    @Test
    fun `an answer that is an error is thrown`() {
        val answer = send(Ekyc.signInitialize(aRequest(), sandbox.oneAttempt, Credentials.accessKey(sandbox.accessKeyId, "wrong")))
        val error = fails<EkycException.Credentials>("credentials") { Ekyc.readInitialize(answer) }
        assertEquals("SignatureDoesNotMatch", error.code)
        val throttled = HttpAnswer(403, """{"Code":"Throttling"}""".toByteArray()) { headers = listOf(Header("X-Acs-Retry-After", "20")) }
        assertEquals(20.milliseconds, fails<EkycException.Throttled>("throttled") { Ekyc.readInitialize(throttled) }.retryAfter)
    }

    @Test
    fun `date and nonce decide the signature`() {
        val request = aRequest()
        fun sign(nonce: String) =
            Ekyc.signInitialize(request, ClientConfig { region = Region.HONG_KONG }, sandbox.credentials(), "2025-01-02T03:04:05Z", nonce)
        assertEquals(sign("a").headers, sign("a").headers)
        assertEquals(sign("a").url, sign("b").url)
        assertNotEquals(sign("a").headers, sign("b").headers)
        assertTrue(sign("a").url.startsWith("https://cloudauth-intl.cn-hongkong.aliyuncs.com/?"))
    }

    @Test
    fun `a request that breaks a rule is not signed`() {
        fails<EkycException.InvalidRequest>("invalid_request") {
            Ekyc.signInitialize(aRequest().copy { metaInfo = "" }, sandbox.oneAttempt, sandbox.credentials())
        }
        fails<EkycException.InvalidConfiguration>("invalid_configuration") {
            Ekyc.signInitialize(aRequest(), ClientConfig(), sandbox.credentials())
        }
    }

    @Test
    fun `a fresh MerchantBizId is 32 hexadecimal digits`() {
        val ids = List(100) { Ekyc.newMerchantBizId() }
        assertEquals(100, ids.toSet().size)
        assertTrue(ids.all { Regex("[0-9a-f]{32}").matches(it) })
    }

    @Test
    fun `a masked user id is Java's own HMAC-SHA256`() {
        val key = "sixteen bytes ok".toByteArray()
        val mac = Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(key, "HmacSHA256")) }
        val expected = mac.doFinal("user ü".toByteArray()).joinToString("") { "%02x".format(it) }
        assertEquals(expected, Ekyc.maskMerchantUserId("user ü", key))
        val error = fails<EkycException.InvalidRequest>("invalid_request") { Ekyc.maskMerchantUserId("", ByteArray(0)) }
        assertEquals(2, error.violations.size)
    }

    private fun send(signed: SignedRequest): HttpAnswer {
        val builder = HttpRequest.newBuilder(URI(signed.url)).method(signed.method, BodyPublishers.ofByteArray(signed.body))
        signed.headers.filter { it.name != "host" }.forEach { builder.header(it.name, it.value) }
        val answer = HttpClient.newBuilder().sslContext(trust()).version(HttpClient.Version.HTTP_1_1).build()
            .send(builder.build(), BodyHandlers.ofByteArray())
        val received = answer.headers().map().flatMap { (name, values) -> values.map { Header(name, it) } }
        return HttpAnswer(answer.statusCode(), answer.body()) { headers = received }
    }

    private fun trust(): SSLContext {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null) }
        val authority = sandbox.rootCertificateFile.inputStream().use { CertificateFactory.getInstance("X.509").generateCertificate(it) }
        store.setCertificateEntry("sandbox", authority)
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
        return SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
