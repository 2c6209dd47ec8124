/// An observer that tells a logger.
///
/// | What | Level |
/// |---|---|
/// | an attempt that succeeded, or failed for good (its call tells) | debug |
/// | an attempt that failed and is repeated | warning |
/// | a call that succeeded or was cancelled | info |
/// | a call that failed | error |
/// | events that were lost | warning |
///
/// The sentences name operation, outcome and the service's code; numbers, durations, sizes and the request id are in the fields, whose
/// names are the events' in snake case after `ekyc.`, in every language the same. Neither holds content.
public struct EkycLoggingObserver: EkycObserver {
    private let logger: any EkycLogger

    /// Tells this logger, on the thread on which observers are called.
    public init(_ logger: any EkycLogger) {
        self.logger = logger
    }

    /// One line at `debug` or `warning`.
    public func attempt(_ event: AttemptEvent) {
        let next = event.retryDelay.map { "; repeated in \($0.milliseconds) ms" } ?? ""
        logger.log(
            event.retryDelay == nil ? .debug : .warning,
            "\(event.operation), attempt \(event.attempt): \(Self.outcome(event.outcome, event.code))\(next)",
            Self.fields([
                "call": event.call, "tag": event.tag, "attempt": event.attempt, "outcome": event.outcome,
                "outcome_unknown": event.outcomeUnknown,
                "code": event.code, "http_status": event.httpStatus, "request_id": event.requestId,
                "duration_us": event.duration.microseconds, "connect_us": event.connect?.microseconds,
                "response_us": event.response?.microseconds,
                "read_us": event.read?.microseconds, "request_bytes": event.requestBytes, "response_bytes": event.responseBytes,
                "retry_delay_ms": event.retryDelay?.milliseconds,
            ]))
    }

    /// One line at `info` or `error`.
    public func call(_ event: CallEvent) {
        let good = event.outcome == "success" || event.outcome == "cancelled"
        let attempts = event.attempts == 1 ? "1 attempt" : "\(event.attempts) attempts"
        let unknown = event.outcomeUnknown ? "; a request may have reached the service" : ""
        logger.log(
            good ? .info : .error,
            "\(event.operation): \(Self.outcome(event.outcome, event.code)) after \(attempts)\(unknown)",
            Self.fields([
                "call": event.call, "tag": event.tag, "attempts": event.attempts, "outcome": event.outcome,
                "outcome_unknown": event.outcomeUnknown, "code": event.code, "http_status": event.httpStatus,
                "request_id": event.requestId, "duration_us": event.duration.microseconds,
                "credentials_us": event.credentials.microseconds,
                "queued_us": event.queued.microseconds, "backoff_us": event.backoff.microseconds,
                "request_bytes": event.requestBytes,
                "response_bytes": event.responseBytes,
            ]))
    }

    /// One line at `warning`.
    public func lost(_ events: Int) {
        logger.log(
            .warning, "\(events) events were lost: the log is slower than the calls", Self.fields(["lost": events]))
    }

    private static func outcome(_ outcome: String, _ code: String?) -> String {
        code.map { "\(outcome) (\($0.onOneLine))" } ?? outcome
    }

    private static func fields(_ values: [String: (any CustomStringConvertible)?]) -> [String: String] {
        var fields: [String: String] = [:]
        for case (let name, let value?) in values { fields["ekyc.\(name)"] = value.description.onOneLine }
        return fields
    }
}

extension String {
    /// A code or an id comes from the network: it must not be able to begin a line of its own.
    var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory.isPlain ? $0 : "?" }))
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isPlain: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

extension Duration {
    fileprivate var microseconds: Int64 { Int64(self / .microseconds(1)) }
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
