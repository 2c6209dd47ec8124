import Ekyc
import Foundation

// README begin
/// The only place that knows the service: one client for the whole application, in an actor or anywhere else.
actor Verification {
    private let client: EkycClient
    private let maskingKey: Data

    init(config: ClientConfig, credentials: Credentials, maskingKey: Data) throws {
        client = try EkycClient(config: config, credentials: credentials)
        self.maskingKey = maskingKey
    }

    /// Starts a verification for one of your users. `metaInfo` comes from the client SDK on that user's device.
    func start(user: String, metaInfo: String) async throws -> InitializeResponse {
        let request = InitializeRequest(
            productCode: .eKyc,
            merchantBizId: try newMerchantBizId(),
            metaInfo: metaInfo,
            merchantUserId: try maskMerchantUserId(user, key: maskingKey),
            docType: .globalPassport)
        return try await client.initialize(request)
    }
}

/// What a person, a log or a caller is told.
func explain(_ error: any Error) -> String {
    switch error {
    case EkycError.invalidRequest(let violations):
        violations.map { "\($0.field) \($0.reason)" }.joined(separator: "; ")
    case EkycError.throttled(let retryAfter, _, _):
        "busy, try again in \(retryAfter ?? .seconds(1))"
    case let error as EkycError:
        error.localizedDescription  // code and request id are in it, secrets and personal data are not
    case is CancellationError:
        "the task was cancelled"
    default:
        "\(error)"
    }
}
// README end

@main
struct Consumer {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let config = ClientConfig(
            endpoint: environment["EKYC_ENDPOINT"],
            extraRootCertificatesPem: try environment["EKYC_CA_FILE"].map { try String(contentsOfFile: $0, encoding: .utf8) })
        let verification = try Verification(
            config: config, credentials: .fromEnvironment(), maskingKey: Data("a key of this test alone".utf8))

        let ids = try await startMany(verification)
        print("transactions: \(ids.count)")

        do {
            _ = try await verification.start(user: "user", metaInfo: "")
            print("an empty MetaInfo was not refused")
        } catch {
            print("refused: \(explain(error))")
        }
    }
}

/// From several tasks at once, which is what makes the compiler ask for Sendable.
func startMany(_ verification: Verification) async throws -> Set<String> {
    try await withThrowingTaskGroup(of: String.self) { group in
        for user in 1...8 {
            group.addTask { try await verification.start(user: "user \(user)", metaInfo: "{}").transactionId }
        }
        var ids = Set<String>()
        for try await id in group { ids.insert(id) }
        return ids
    }
}
