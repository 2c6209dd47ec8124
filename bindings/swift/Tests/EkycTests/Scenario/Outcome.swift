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

    /// A success is what its response says.
    init(success response: JSON) {
        self = ["success": true, "request_id": response["request_id"], "response": response]
    }

    init(_ error: EkycError) {
        let common: [String: JSON] = [
            "kind": JSON(error.kind.rawValue), "text": JSON(error.description), "attempts": JSON(error.attempts),
            "outcome_unknown": JSON(error.outcomeUnknown), "code": JSON(error.code), "http_status": JSON(error.httpStatus),
            "request_id": JSON(error.requestId),
        ]
        let own: [String: JSON?] = [
            "setting": error.setting.map { JSON($0) }, "phase": error.phase.map { JSON($0.rawValue) },
            "fields": error.violations.isEmpty ? nil : .list(error.violations.map { JSON($0.field) }),
            "deadline": error.deadline.map { JSON($0.rawValue) }, "limit_ms": error.limit.map { JSON($0.milliseconds) },
            "retry_after_ms": error.retryAfter.map { JSON($0.milliseconds) },
            "problem": error.problem.map { JSON($0.rawValue.snakeCase) }, "wait_ms": error.wait.map { JSON($0.milliseconds) },
        ]
        self = .object(common.merging(own.compactMapValues { $0 }) { $1 })
    }
}

extension String {
    fileprivate var snakeCase: String { replacing(/[A-Z]/) { "_" + $0.output.lowercased() } }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
