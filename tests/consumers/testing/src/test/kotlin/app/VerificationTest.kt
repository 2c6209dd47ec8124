package app

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
// snippet begin
import io.github.ekyc.*
import io.github.ekyc.testing.*

@ExtendWith(SandboxExtension::class)
class VerificationTest {
    @Test
    fun aForgedDocumentDoesNotPass(sandbox: Sandbox) = runBlocking {
        sandbox.client().use { client ->
            val metaInfo = """{"deviceType":"h5"}"""
            val merchantBizId = Ekyc.newMerchantBizId()
            val request = InitializeRequest(ProductCode.E_KYC, merchantBizId, metaInfo, "user-1") {
                docType = DocType.GLOBAL_PASSPORT
            }
            val transactionId = client.initialize(request).transactionId
            sandbox.control.end(transactionId, Decision.FORGED)
            val result = client.checkResult(CheckResultRequest(merchantBizId, transactionId))
            assertEquals(Passed.NO, result.passed)
        }
    }

    @Test
    fun aBusyServiceIsTold(sandbox: Sandbox) {
        sandbox.control.set(Fault("throttle").times(3).on("CheckResult"))
        sandbox.client().use { client ->
            val request = CheckResultRequest("b1", "hks1")
            assertThrows<EkycException.Throttled> { client.checkResultBlocking(request) }
        }
    }
}
// snippet end

/** Without JUnit's help, and with a sandbox of each test's own. */
class WithoutExtensionTest {
    @Test
    fun theQuotaIsThatOfTheOptions() = withSandbox("--calls-per-second", "1") { sandbox ->
        sandbox.client { copy { retry = RetrySettings { maxAttempts = 1 } } }.use { client ->
            val once = { client.checkVerifyLogBlocking(CheckVerifyLogRequest("b1", "hks1")) }
            assertThrows<EkycException.Rejected> { once() }
            assertThrows<EkycException.Throttled> { once() }
        }
        assertEquals(2, sandbox.control.seen().requests)
    }
}
