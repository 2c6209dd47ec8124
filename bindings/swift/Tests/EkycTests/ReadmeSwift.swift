// The README's use in Swift. `cargo xtask test` compares the lines between the marks with the README.

import Ekyc

func readmeClient() throws -> EkycClient {
    // README begin
    let client = try EkycClient(
        config: ClientConfig(region: .hongKong), credentials: .fromEnvironment())
    // README end
    return client
}

func start(
    _ client: EkycClient, metaInfo: String, maskedUserId: String
) async throws -> InitializeResponse {
    // README begin
    let answer = try await client.initialize(
        InitializeRequest(
            productCode: .eKyc, merchantBizId: newMerchantBizId(), metaInfo: metaInfo,
            merchantUserId: maskedUserId, docType: .globalPassport))
    // README end
    return answer
}
