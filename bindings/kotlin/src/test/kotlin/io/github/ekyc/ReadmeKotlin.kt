// The README's use in Kotlin. `cargo xtask test` compares the lines between the marks with the README.
package readme

// README begin
import io.github.ekyc.*

val client = EkycClient(ClientConfig { region = Region.HONG_KONG }, Credentials.fromEnvironment())

suspend fun start(metaInfo: String, maskedUserId: String): InitializeResponse =
    client.initialize(
        InitializeRequest(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId) {
            docType = DocType.GLOBAL_PASSPORT
        },
    ) // or throws an EkycException
// README end
