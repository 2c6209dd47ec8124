package app

// snippet begin
import ekyc.*

class Verification(private val client: EkycClient, private val maskingKey: ByteArray) {
    /** Cancelling the coroutine aborts the request. The metaInfo is what the client SDK returned on the user's device. */
    suspend fun start(metaInfo: String, userId: String): String {
        val request = InitializeRequest(
            productCode = ProductCode.EKyc,
            merchantBizId = Ekyc.newMerchantBizId(),
            metaInfo = metaInfo,
            merchantUserId = Ekyc.maskMerchantUserId(userId, maskingKey),
            docType = DocType.GlobalPassport,
        )
        return client.initialize(request).transactionId
    }
}
// snippet end
