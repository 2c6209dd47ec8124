import EkycCore

extension EkycError {
    /// The kind in snake case, for example `access_denied`: for logs, metrics and scripts. The same in every language.
    public var kind: String {
        switch self {
        case .invalidConfiguration: "invalid_configuration"
        case .invalidRequest: "invalid_request"
        case .credentials: "credentials"
        case .network: "network"
        case .timeout: "timeout"
        case .throttled: "throttled"
        case .accessDenied: "access_denied"
        case .rejected: "rejected"
        case .serviceFailure: "service_failure"
        case .unexpectedAnswer: "unexpected_answer"
        case .cancelled: "cancelled"
        case .internal: "internal"
        case .quotaExhausted: "quota_exhausted"
        case .invalidCallback: "invalid_callback"
        case .quotaUnavailable: "quota_unavailable"
        }
    }

    /// What the service said, if the error is the service's answer.
    public var fault: ServiceFault? {
        switch self {
        case .credentials(_, let fault, _): fault
        case .throttled(_, let fault, _), .accessDenied(_, _, let fault, _), .rejected(let fault, _),
            .serviceFailure(let fault, _):
            fault
        default: nil
        }
    }

    /// The service's `Code`, for example `Forbidden.RAMUserAccessDenied`.
    public var code: String? { fault?.code }

    /// The service's own words, with values of the request masked.
    public var serviceText: String? { fault.flatMap { $0.text.isEmpty ? nil : $0.text } }

    /// The HTTP status of the answer, if there was one.
    public var httpStatus: Int? {
        if case .unexpectedAnswer(let status, _, _, _) = self { return status }
        return fault.map { Int($0.httpStatus) }
    }

    /// The service's `RequestId`: the vendor's support asks for it.
    public var requestId: String? {
        if case .unexpectedAnswer(_, let requestId, _, _) = self { return requestId }
        return fault?.requestId
    }

    /// How often the call was sent: 0 if it ended before the first time, 1 without a retry.
    public var attempts: Int { Int(sent.count) }

    /// Whether one of the requests may have reached the service while no answer told its outcome: it may have created a
    /// transaction, and a repeated call can create a second one.
    public var outcomeUnknown: Bool { sent.outcomeUnknown }

    private var sent: Attempts {
        switch self {
        case .invalidConfiguration, .invalidRequest, .invalidCallback: Attempts(count: 0, outcomeUnknown: false)
        case .credentials(_, _, let attempts), .network(_, _, let attempts), .timeout(_, _, let attempts),
            .throttled(_, _, let attempts), .accessDenied(_, _, _, let attempts), .rejected(_, let attempts),
            .serviceFailure(_, let attempts), .unexpectedAnswer(_, _, _, let attempts), .cancelled(let attempts),
            .internal(_, let attempts), .quotaExhausted(_, _, _, let attempts),
            .quotaUnavailable(_, let attempts):
            attempts
        }
    }
}
