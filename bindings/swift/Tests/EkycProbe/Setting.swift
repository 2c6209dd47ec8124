import Ekyc
import Foundation

/// Where the sandbox is, from the environment that the test gives.
struct Setting {
    private let config: ClientConfig
    private let credentials: Credentials

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        let pem = try environment["EKYC_CA_FILE"].map { try String(contentsOfFile: $0, encoding: .utf8) }
        config = ClientConfig(endpoint: environment["EKYC_ENDPOINT"].flatMap(URL.init(string:)), extraRootCertificatesPem: pem)
        credentials = try .fromEnvironment()
    }

    func client(observer: (any EkycObserver)? = nil) throws -> EkycClient {
        try EkycClient(config: config, credentials: credentials, observer: observer)
    }

    func request() throws -> InitializeRequest {
        InitializeRequest(
            productCode: .eKyc, merchantBizId: try newMerchantBizId(), metaInfo: "{}", merchantUserId: "user-1",
            docType: .globalPassport)
    }

    /// A call from a function that is not asynchronous: gives the transaction's id.
    func call(_ client: EkycClient, _ request: InitializeRequest? = nil) throws -> String {
        let request = try request ?? self.request()
        let ended = DispatchSemaphore(value: 0)
        let answer = Answer()
        Task.detached {
            do { answer.result = .success(try await client.initialize(request).transactionId) } catch {
                answer.result = .failure(error)
            }
            ended.signal()
        }
        ended.wait()
        return try answer.result.get()
    }

    /// Written before the semaphore's signal and read after it.
    private final class Answer: @unchecked Sendable {
        var result: Result<String, any Error> = .failure(Wrong(description: "no answer"))
    }
}
