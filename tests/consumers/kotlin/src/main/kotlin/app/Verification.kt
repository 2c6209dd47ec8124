package app

// snippet begin
import io.github.ekyc.*

class Verification(private val client: EkycClient, private val maskingKey: ByteArray) {
    /**
     * Starts a verification. The metaInfo is what the client SDK returned on the user's device.
     * Cancelling the coroutine aborts the request.
     */
    suspend fun start(metaInfo: String, userId: String): String {
        val request = InitializeRequest(
            productCode = ProductCode.E_KYC,
            merchantBizId = Ekyc.newMerchantBizId(),
            metaInfo = metaInfo,
            merchantUserId = Ekyc.maskMerchantUserId(userId, maskingKey),
        ) {
            docType = DocType.GLOBAL_PASSPORT
        }
        return client.initialize(request).transactionId
    }
}
// snippet end
