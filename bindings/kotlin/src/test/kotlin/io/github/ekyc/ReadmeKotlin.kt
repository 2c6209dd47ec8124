// The README's use in Kotlin. `cargo xtask test` compares the lines between the marks with the README.
package readme

import io.github.ekyc.*

suspend fun start(metaInfo: String, maskedUserId: String): InitializeResponse {
    // README begin
    val client = EkycClient(ClientConfig { region = Region.HONG_KONG }, Credentials.fromEnvironment())
    val answer = client.initialize( // suspends
        InitializeRequest(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId) {
            docType = DocType.GLOBAL_PASSPORT
        },
    )
    // README end
    return answer
}
