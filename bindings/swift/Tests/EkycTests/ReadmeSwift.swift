// The README's use in Swift. `cargo xtask test` compares the lines between the marks with the README.

// README begin
import Ekyc

func makeClient() throws -> EkycClient {  // one for the whole application
    try EkycClient(config: ClientConfig(region: .hongKong), credentials: .fromEnvironment())
}

func start(
    _ client: EkycClient, metaInfo: String, maskedUserId: String
) async throws -> InitializeResponse {
    let request = InitializeRequest(
        productCode: .eKyc, merchantBizId: try newMerchantBizId(), metaInfo: metaInfo,
        merchantUserId: maskedUserId, docType: .globalPassport)
    return try await client.initialize(request)  // or throws an EkycError
}
// README end
