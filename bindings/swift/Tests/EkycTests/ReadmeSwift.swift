// The README's use in Swift. `cargo xtask test` compares the lines between the marks with the README.

// README begin
import Ekyc
import Foundation

func makeClient() throws -> EkycClient {  // one for the whole application
    try EkycClient(config: ClientConfig(region: .hongKong), credentials: .fromEnvironment())
}

func startVerification(_ client: EkycClient, metaInfo: String, userId: String, maskingKey: Data) async throws -> InitializeResponse {
    let request = InitializeRequest(
        productCode: .eKyc,
        merchantBizId: try newMerchantBizId(),
        metaInfo: metaInfo,  // as the client SDK on the user's device returned it
        merchantUserId: try maskMerchantUserId(userId, key: maskingKey),
        docType: .globalPassport)
    return try await client.initialize(request)  // throws EkycError
}
// README end
