import Ekyc
import Foundation

/// Depends on a version by URL, as most packages do.
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
        // Values can be keys of dictionaries and travel between tasks.
        let known: [InitializeRequest: InitializeResponse] = [request: response]
        let found = await Task.detached { known[request] == response }.value
        print("transactions: \(known.count), found: \(found), version: \(ekycVersion)")
    }
}
