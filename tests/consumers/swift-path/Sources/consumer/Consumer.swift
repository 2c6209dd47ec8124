import Ekyc
import Foundation

// README begin
/// The only place that knows the service. It has one client for the whole application, and takes
/// the client's protocol, so that a test can stand in for it.
struct Verification: Sendable {
    let client: any EkycOperations
    let maskingKey: Data

    /// Starts a verification for one of your users. `metaInfo` comes from the client SDK on that
    /// user's device.
    func start(user: String, metaInfo: String) async throws -> Started {
        let request = InitializeRequest(
            productCode: .eKyc,
            merchantBizId: try newMerchantBizId(),
            metaInfo: metaInfo,
            merchantUserId: try maskMerchantUserId(user, key: maskingKey),
            docType: .globalPassport)
        return Started(try await client.initialize(request))
    }
}

/// What your server hands on to the app, which gives it to the vendor's client SDK. On the web the
/// user opens the URL instead.
struct Started: Codable {
    let transactionId: String
    let `protocol`: String?
    let clientConfig: String?
    let transactionUrl: URL?

    init(_ response: InitializeResponse) {
        transactionId = response.transactionId
        `protocol` = response.protocol
        clientConfig = response.clientConfig
        transactionUrl = response.transactionUrl
    }
}

/// What a person, a log or a caller is told.
func explain(_ error: any Error) -> String {
    guard let error = error as? EkycError else {
        return error is CancellationError ? "the task was cancelled" : "\(error)"
    }
    switch error.kind {
    case .invalidRequest:
        return error.violations.map { "\($0.field) \($0.reason)" }.joined(separator: "; ")
    case .throttled:
        return "busy, try again in \(error.retryAfter ?? .seconds(1))"
    default:
        // It has the code and the request id, and no secret or personal data.
        return error.localizedDescription
    }
}
// README end

@main
struct Consumer {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let config = ClientConfig(
            endpoint: environment["EKYC_ENDPOINT"].flatMap(URL.init(string:)),
            extraRootCertificatesPem: try environment["EKYC_CA_FILE"].map { try String(contentsOfFile: $0, encoding: .utf8) })
        let client = try EkycClient(config: config, credentials: .fromEnvironment())
        let verification = Verification(client: client, maskingKey: Data("a key of this test alone".utf8))

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
