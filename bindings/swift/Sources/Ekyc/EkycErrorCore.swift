import EkycCore

// Between the generated error and ours, both ways: to throw ours, and to ask Rust for its words.

extension EkycError {
    init(_ core: CoreError) {
        switch core {
        case .InvalidConfiguration(let setting, let reason): self = .invalidConfiguration(setting: setting, reason: reason)
        case .InvalidRequest(let violations): self = .invalidRequest(violations: violations)
        case .Credentials(let reason, let fault): self = .credentials(reason: reason, fault: fault)
        case .Network(let phase, let unknown, let reason):
            self = .network(phase: phase, outcomeUnknown: unknown, reason: reason)
        case .Timeout(let deadline, let ms, let unknown):
            self = .timeout(deadline: deadline, limit: .milliseconds(ms), outcomeUnknown: unknown)
        case .Throttled(let ms, let fault): self = .throttled(retryAfter: ms.map { .milliseconds($0) }, fault: fault)
        case .AccessDenied(let subject, let remedy, let fault):
            self = .accessDenied(subject: subject, remedy: remedy, fault: fault)
        case .Rejected(let fault): self = .rejected(fault: fault)
        case .ServiceFailure(let fault): self = .serviceFailure(fault: fault)
        case .UnexpectedAnswer(let status, let requestId, let reason):
            self = .unexpectedAnswer(httpStatus: Int(status), requestId: requestId, reason: reason)
        case .Cancelled(let unknown): self = .cancelled(outcomeUnknown: unknown)
        case .Internal(let reason): self = .internal(reason: reason)
        }
    }

    /// Whatever generated code throws. Besides its typed error that is a panic in Rust or bytes it cannot read; of those only
    /// the name is told, because a panic's text can hold a value of the request.
    init(_ error: any Error) {
        if let core = error as? CoreError {
            self.init(core)
        } else {
            let name = Mirror(reflecting: error).children.first?.label ?? "\(type(of: error))"
            self = .internal(reason: "the core failed unexpectedly (\(name)); please report it")
        }
    }
}

extension CoreError {
    init(_ error: EkycError) {
        switch error {
        case .invalidConfiguration(let setting, let reason): self = .InvalidConfiguration(setting: setting, reason: reason)
        case .invalidRequest(let violations): self = .InvalidRequest(violations: violations)
        case .credentials(let reason, let fault): self = .Credentials(reason: reason, fault: fault)
        case .network(let phase, let unknown, let reason):
            self = .Network(phase: phase, outcomeUnknown: unknown, reason: reason)
        case .timeout(let deadline, let limit, let unknown):
            self = .Timeout(deadline: deadline, limitMs: limit.wholeMilliseconds, outcomeUnknown: unknown)
        case .throttled(let retryAfter, let fault): self = .Throttled(retryAfterMs: retryAfter?.wholeMilliseconds, fault: fault)
        case .accessDenied(let subject, let remedy, let fault):
            self = .AccessDenied(subject: subject, remedy: remedy, fault: fault)
        case .rejected(let fault): self = .Rejected(fault: fault)
        case .serviceFailure(let fault): self = .ServiceFailure(fault: fault)
        case .unexpectedAnswer(let status, let requestId, let reason):
            self = .UnexpectedAnswer(httpStatus: Int32(clamping: status), requestId: requestId, reason: reason)
        case .cancelled(let unknown): self = .Cancelled(outcomeUnknown: unknown)
        case .internal(let reason): self = .Internal(reason: reason)
        }
    }
}
