// The example of docs/how-to/testing.md.

// snippet begin
import Ekyc
import EkycTesting
import Testing

@Test func aForgedDocumentDoesNotPass() async throws {
    try await withSandbox { sandbox in
        let client = try sandbox.client()
        let request = InitializeRequest(
            productCode: .eKyc, merchantBizId: try newMerchantBizId(),
            metaInfo: #"{"deviceType":"h5"}"#, merchantUserId: "user-1", docType: .globalPassport)
        let transactionId = try await client.initialize(request).transactionId
        try await sandbox.control.end(transactionId, .forged)
        let result = try await client.checkResult(
            CheckResultRequest(merchantBizId: request.merchantBizId, transactionId: transactionId))
        #expect(result.passed == .no)
    }
}
// snippet end
