import COther
import Ekyc
import Foundation

/// A program with two Rust libraries in it.
@main
struct Consumer {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let client = try EkycClient(
            config: ClientConfig(
                endpoint: environment["EKYC_ENDPOINT"].flatMap(URL.init(string:)),
                extraRootCertificatesPem: try environment["EKYC_CA_FILE"].map {
                    try String(contentsOfFile: $0, encoding: .utf8)
                }),
            credentials: .fromEnvironment())
        let request = InitializeRequest(
            productCode: .eKyc, merchantBizId: try newMerchantBizId(), metaInfo: "{}", merchantUserId: "user",
            docType: .globalPassport)
        let response = try await client.initialize(request)
        print("transaction: \(!response.transactionId.isEmpty), other: \(other_answer())")
    }
}
