package io.github.ekyc.child

import io.github.ekyc.CallOptions
import io.github.ekyc.DocType
import io.github.ekyc.EkycApi
import io.github.ekyc.EkycException
import io.github.ekyc.InitializeRequest
import io.github.ekyc.InitializeResponse
import io.github.ekyc.ProductCode
import io.github.ekyc.ServiceFault
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.runBlocking

/** A unit test of somebody's application: a fake client, data and exceptions, and no native library. */
object WithoutLibrary {
    private class Fake : EkycApi {
        override suspend fun initialize(request: InitializeRequest, options: CallOptions?) = answer

        override fun initializeBlocking(request: InitializeRequest, options: CallOptions?) = answer

        override fun initializeFuture(request: InitializeRequest, options: CallOptions?) = CompletableFuture.completedFuture(answer)

        private val answer = InitializeResponse(requestId = "R-1", transactionId = "T-1")
    }

    @JvmStatic
    fun main(arguments: Array<String>) {
        val client: EkycApi = Fake()
        val request = InitializeRequest(productCode = ProductCode.E_KYC, merchantBizId = "1", metaInfo = "{}", merchantUserId = "u") {
            docType = DocType.GLOBAL_PASSPORT
        }
        check("$request ${request.hashCode()} ${request.copy { }}".contains("eKYC"))
        val three = listOf(runBlocking { client.initialize(request) }, client.initializeBlocking(request), client.initializeFuture(request).join())
        val thrown = EkycException.Throttled("slow down", fault = ServiceFault(httpStatus = 403, code = "Throttling", text = ""))
        println("${three.joinToString(" ") { it.transactionId }} ${thrown.message}")
    }
}
