import Ekyc

// What the caller saw, as JSON.

extension JSON {
    /// How this ends.
    static func outcome(of work: () async throws -> JSON) async -> JSON {
        do {
            return try await work()
        } catch is CancellationError {
            return ["cancelled": true]
        } catch let error as EkycError {
            return JSON(error)
        } catch {
            return ["strange_error": JSON("\(error)")]
        }
    }

    init(_ response: InitializeResponse) {
        self = ["success": true, "request_id": JSON(response.requestId)]
    }

    init(_ error: EkycError) {
        let common: [String: JSON] = [
            "kind": JSON(error.kind), "text": JSON(error.description), "attempts": JSON(error.attempts),
            "outcome_unknown": JSON(error.outcomeUnknown), "code": JSON(error.code), "http_status": JSON(error.httpStatus),
            "request_id": JSON(error.requestId),
        ]
        let own: [String: JSON] =
            switch error {
            case .invalidConfiguration(let setting, _): ["setting": JSON(setting)]
            case .invalidRequest(let violations): ["fields": .list(violations.map { JSON($0.field) })]
            case .network(let phase, _, _): ["phase": JSON("\(phase)")]
            case .timeout(let deadline, let limit, _):
                ["deadline": JSON("\(deadline)"), "limit_ms": JSON(limit.milliseconds)]
            case .throttled(let retryAfter, _, _): ["retry_after_ms": JSON(retryAfter?.milliseconds)]
            case .quotaExhausted(_, _, let wait, _): ["wait_ms": JSON(wait.milliseconds)]
            default: [:]
            }
        self = .object(common.merging(own) { $1 })
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
