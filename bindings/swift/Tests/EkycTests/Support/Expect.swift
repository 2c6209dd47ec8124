import Ekyc
import Foundation
import Testing

/// What every error tells, besides its own fields.
struct Told: Equatable {
    var kind: String
    var code: String?
    var httpStatus: Int?
    var hasRequestId = false
    var attempts = 0
    var outcomeUnknown = false

    init(
        _ kind: String, code: String? = nil, httpStatus: Int? = nil, hasRequestId: Bool = false, attempts: Int = 0,
        outcomeUnknown: Bool = false
    ) {
        self.kind = kind
        self.code = code
        self.httpStatus = httpStatus
        self.hasRequestId = hasRequestId
        self.attempts = attempts
        self.outcomeUnknown = outcomeUnknown
    }

    init(_ error: EkycError) {
        self.init(
            error.kind.rawValue, code: error.code, httpStatus: error.httpStatus, hasRequestId: error.requestId != nil,
            attempts: error.attempts, outcomeUnknown: error.outcomeUnknown)
    }
}

/// The error of a call that must fail with one of ours, telling this, and whose text holds these parts.
@discardableResult
func failure(
    telling told: Told, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation,
    of call: () async throws -> Any
) async throws -> EkycError {
    do {
        let value = try await call()
        throw Unexpected(description: "no error, but \(value)")
    } catch let error as EkycError {
        #expect(Told(error) == told, "\(error)", sourceLocation: sourceLocation)
        let text = error.localizedDescription
        #expect(text == error.description, sourceLocation: sourceLocation)
        // The service's words for it belong to the text, wherever there are any.
        for part in parts + [error.code, error.requestId].compactMap({ $0 }) {
            #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation)
        }
        return error
    }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
}
