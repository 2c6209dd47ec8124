// The README's use in Kotlin. `cargo xtask test` compares the lines between the marks with the README.
package readme

// README begin
import ekyc.*

val client = EkycClient(ClientConfig(region = Region.HONG_KONG), Credentials.fromEnvironment())

suspend fun startVerification(metaInfo: String, userId: String, maskingKey: ByteArray): String {
    val request = InitializeRequest(
        productCode = ProductCode.EKyc,
        docType = DocType.GlobalPassport,
        merchantBizId = Ekyc.newMerchantBizId(),
        metaInfo = metaInfo, // as the client SDK on the user's device returned it
        merchantUserId = Ekyc.maskMerchantUserId(userId, maskingKey),
    )
    return client.initialize(request).transactionId // throws EkycException
}
// README end
