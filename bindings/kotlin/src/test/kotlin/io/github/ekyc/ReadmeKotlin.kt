// The README's use in Kotlin. `cargo xtask test` compares the lines between the marks with the README.
package readme

// README begin
import io.github.ekyc.*

val client = EkycClient(ClientConfig { region = Region.HONG_KONG }, Credentials.fromEnvironment())

suspend fun start(metaInfo: String, maskedUserId: String): String {
    val request = InitializeRequest(productCode = ProductCode.E_KYC, merchantBizId = Ekyc.newMerchantBizId(), metaInfo = metaInfo, merchantUserId = maskedUserId) {
        docType = DocType.GLOBAL_PASSPORT
    }
    return client.initialize(request).transactionId // or throws an EkycException
}
// README end
