import EkycCore

// Between the generated error and ours, both ways: to throw ours, and to ask Rust for its words.

extension EkycError {
    init(_ core: CoreError) {
        switch core {
        case .InvalidConfiguration(let setting, let reason): self = .invalidConfiguration(setting: setting, reason: reason)
        case .InvalidRequest(let violations): self = .invalidRequest(violations: violations)
        case .Credentials(let reason, let fault, let attempts):
            self = .credentials(reason: reason, fault: fault, attempts: attempts)
        case .Network(let phase, let reason, let attempts): self = .network(phase: phase, reason: reason, attempts: attempts)
        case .Timeout(let deadline, let ms, let attempts):
            self = .timeout(deadline: deadline, limit: .milliseconds(ms), attempts: attempts)
        case .Throttled(let ms, let fault, let attempts):
            self = .throttled(retryAfter: ms.map { .milliseconds($0) }, fault: fault, attempts: attempts)
        case .AccessDenied(let subject, let remedy, let fault, let attempts):
            self = .accessDenied(subject: subject, remedy: remedy, fault: fault, attempts: attempts)
        case .Rejected(let fault, let attempts): self = .rejected(fault: fault, attempts: attempts)
        case .ServiceFailure(let fault, let attempts): self = .serviceFailure(fault: fault, attempts: attempts)
        case .UnexpectedAnswer(let status, let requestId, let reason, let attempts):
            self = .unexpectedAnswer(httpStatus: Int(status), requestId: requestId, reason: reason, attempts: attempts)
        case .Cancelled(let attempts): self = .cancelled(attempts: attempts)
        case .Internal(let reason, let attempts): self = .internal(reason: reason, attempts: attempts)
        case .QuotaExhausted(let operation, let limit, let ms, let attempts):
            self = .quotaExhausted(
                operation: operation, callsPerSecond: Int(limit), wait: .milliseconds(ms), attempts: attempts)
        case .InvalidCallback(let problem, let reason): self = .invalidCallback(problem: problem, reason: reason)
        case .QuotaUnavailable(let reason, let attempts): self = .quotaUnavailable(reason: reason, attempts: attempts)
        }
    }

    /// Whatever generated code throws. Besides its typed error that is a panic in Rust or bytes it cannot read; of those only
    /// the name is told, because a panic's text can hold a value of the request.
    init(_ error: any Error) {
        if let core = error as? CoreError {
            self.init(core)
        } else {
            let name = Mirror(reflecting: error).children.first?.label ?? "\(type(of: error))"
            self = .internal(
                reason: "the core failed unexpectedly (\(name)); please report it",
                attempts: Attempts(count: 0, outcomeUnknown: false))
        }
    }
}

extension CoreError {
    init(_ error: EkycError) {
        switch error {
        case .invalidConfiguration(let setting, let reason): self = .InvalidConfiguration(setting: setting, reason: reason)
        case .invalidRequest(let violations): self = .InvalidRequest(violations: violations)
        case .credentials(let reason, let fault, let attempts):
            self = .Credentials(reason: reason, fault: fault, attempts: attempts)
        case .network(let phase, let reason, let attempts): self = .Network(phase: phase, reason: reason, attempts: attempts)
        case .timeout(let deadline, let limit, let attempts):
            self = .Timeout(deadline: deadline, limitMs: limit.wholeMilliseconds, attempts: attempts)
        case .throttled(let retryAfter, let fault, let attempts):
            self = .Throttled(retryAfterMs: retryAfter?.wholeMilliseconds, fault: fault, attempts: attempts)
        case .accessDenied(let subject, let remedy, let fault, let attempts):
            self = .AccessDenied(subject: subject, remedy: remedy, fault: fault, attempts: attempts)
        case .rejected(let fault, let attempts): self = .Rejected(fault: fault, attempts: attempts)
        case .serviceFailure(let fault, let attempts): self = .ServiceFailure(fault: fault, attempts: attempts)
        case .unexpectedAnswer(let status, let requestId, let reason, let attempts):
            self = .UnexpectedAnswer(
                httpStatus: Int32(clamping: status), requestId: requestId, reason: reason, attempts: attempts)
        case .cancelled(let attempts): self = .Cancelled(attempts: attempts)
        case .internal(let reason, let attempts): self = .Internal(reason: reason, attempts: attempts)
        case .quotaExhausted(let operation, let limit, let wait, let attempts):
            self = .QuotaExhausted(
                operation: operation, callsPerSecond: Int32(clamping: limit), waitMs: wait.wholeMilliseconds,
                attempts: attempts)
        case .invalidCallback(let problem, let reason): self = .InvalidCallback(problem: problem, reason: reason)
        case .quotaUnavailable(let reason, let attempts): self = .QuotaUnavailable(reason: reason, attempts: attempts)
        }
    }
}
