package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import java.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.checked
import io.github.ekyc.support.fails
import java.util.concurrent.CompletionException
import java.util.concurrent.ExecutionException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.RegisterExtension

/** What the service says, as exceptions. */
class ServiceErrorsTest {
    @Test
    suspend fun `a wrong secret is a matter of credentials`() {
        val wrong = Credentials.accessKey(sandbox.accessKeyId, "another-secret")
        EkycClient(sandbox.oneAttempt, wrong).use { client ->
            val error = fails<EkycException.Credentials>("credentials") { client.initialize(aRequest()) }
            assertEquals("SignatureDoesNotMatch", error.code)
            assertEquals(400, error.httpStatus)
            assertNotNull(error.requestId)
            assertTrue(error.reason.contains("secret"), error.reason)
        }
    }

    @Test
    suspend fun `an unknown key is a matter of credentials`() {
        EkycClient(sandbox.oneAttempt, Credentials.accessKey("nobody", "x")).use { client ->
            val error = fails<EkycException.Credentials>("credentials") { client.initialize(aRequest()) }
            assertEquals("InvalidAccessKeyId.NotFound", error.code)
            assertEquals(404, error.httpStatus)
        }
    }

    @Test
    suspend fun `an unknown document is rejected`() {
        val error = failing<EkycException.Rejected>("rejected", aRequest().copy { docType = DocType.fromCode("99999999") })
        assertEquals(400, error.httpStatus)
        assertNotNull(error.serviceText)
    }

    @Test
    suspend fun `a used up quota says how long to wait`() {
        sandbox.control.set(Fault("throttle").retryAfter(Duration.ofMillis(1500)), Fault("throttle"))
        val told = failing<EkycException.Throttled>("throttled")
        assertEquals("Throttling.Api", told.code)
        assertEquals(1500.milliseconds, told.retryAfter)
        assertTrue(told.message.contains("1500"), told.message)
        assertNull(failing<EkycException.Throttled>("throttled").retryAfter)
    }

    @Test
    suspend fun `a missing permission names who must act and how`() {
        answer(403, "Forbidden.RAMUserAccessDenied")
        val user = failing<EkycException.AccessDenied>("access_denied")
        assertEquals(AccessSubject.RAM_USER, user.subject)
        assertTrue(user.message.contains(user.remedy), user.message)
        answer(403, "Forbidden.AccountAccessDenied")
        assertEquals(AccessSubject.ACCOUNT, failing<EkycException.AccessDenied>("access_denied").subject)
    }

    @Test
    suspend fun `a failing service is told from a refusing one`() {
        sandbox.control.set(Fault("internal_error"), Fault("unavailable"))
        val failure = failing<EkycException.ServiceFailure>("service_failure")
        assertEquals(500 to "InternalError", failure.httpStatus to failure.code)
        val unavailable = failing<EkycException.ServiceFailure>("service_failure")
        assertEquals(503 to "ServiceUnavailable", unavailable.httpStatus to unavailable.code)
    }

    @Test
    suspend fun `what is not the service's format is unexpected`() {
        sandbox.control.set(
            Fault("not_json"), Fault("huge"), Fault("redirect").location("https://elsewhere.example/"),
            Fault("answer").status(200).body("""{"Code":"Success","RequestId":"R-1"}"""),
        )
        assertEquals(200, failing<EkycException.UnexpectedAnswer>("unexpected_answer").httpStatus)
        assertTrue(failing<EkycException.UnexpectedAnswer>("unexpected_answer").reason.contains("1048576"))
        assertEquals(302, failing<EkycException.UnexpectedAnswer>("unexpected_answer").httpStatus)
        val empty = failing<EkycException.UnexpectedAnswer>("unexpected_answer")
        assertEquals("R-1", empty.requestId)
        assertTrue(empty.message.contains("R-1") && empty.message.contains("TransactionId"), empty.message)
        assertNull(empty.code)
    }

    @Test
    fun `blocked threads and futures fail with the same exceptions`() {
        answer(400, "InvalidParameter", times = 3)
        sandbox.once().use { client ->
            val blocked = assertThrows<EkycException.Rejected> { client.initializeBlocking(aRequest()) }.checked("rejected")
            assertTrue(blocked.stackTrace.any { it.className.startsWith(javaClass.name) }, "the trace leads to the caller")
            val got = assertThrows<ExecutionException> { client.initializeFuture(aRequest()).get() }
            assertInstanceOf(EkycException.Rejected::class.java, got.cause).checked("rejected")
            val joined = assertThrows<CompletionException> { client.initializeFuture(aRequest()).join() }
            assertInstanceOf(EkycException.Rejected::class.java, joined.cause).checked("rejected")
        }
    }

    @Test
    fun `the generated exception does not show`() {
        answer(400, "InvalidParameter")
        val error = sandbox.once().use { assertThrows<EkycException> { it.initializeBlocking(aRequest()) } }
        assertNull(error.cause)
        assertFalse(error.stackTraceToString().contains("CoreException:"))
        assertEquals("io.github.ekyc.EkycException\$Rejected: ${error.message}", error.toString())
    }

    private fun answer(status: Int, code: String, times: Int = 1) {
        val body = """{"RequestId":"R-7","Code":"$code","Message":"as the service puts it"}"""
        sandbox.control.set(Fault("answer").times(times).status(status).body(body))
    }

    private suspend inline fun <reified E : EkycException> failing(kind: String, request: InitializeRequest = aRequest()): E =
        sandbox.once().use { client -> fails<E>(kind) { client.initialize(request) } }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
