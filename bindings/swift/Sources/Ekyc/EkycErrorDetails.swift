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
        }
    }

    /// What the service said, if the error is the service's answer.
    public var fault: ServiceFault? {
        switch self {
        case .credentials(_, let fault): fault
        case .throttled(_, let fault), .accessDenied(_, _, let fault), .rejected(let fault), .serviceFailure(let fault): fault
        default: nil
        }
    }

    /// The service's `Code`, for example `Forbidden.RAMUserAccessDenied`.
    public var code: String? { fault?.code }

    /// The service's own words, with values of the request masked.
    public var serviceText: String? { fault.flatMap { $0.text.isEmpty ? nil : $0.text } }

    /// The HTTP status of the answer, if there was one.
    public var httpStatus: Int? {
        if case .unexpectedAnswer(let status, _, _) = self { return status }
        return fault.map { Int($0.httpStatus) }
    }

    /// The service's `RequestId`: the vendor's support asks for it.
    public var requestId: String? {
        if case .unexpectedAnswer(_, let requestId, _) = self { return requestId }
        return fault?.requestId
    }

    /// Whether the call broke off when the request may have reached the service already: it may have created a transaction.
    public var outcomeUnknown: Bool {
        switch self {
        case .network(_, let unknown, _), .timeout(_, _, let unknown), .cancelled(let unknown): unknown
        default: false
        }
    }
}
