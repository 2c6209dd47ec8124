import EkycCore

/// An observer that tells a logger: each call at `info`, or at `warning` if it failed (`error` if the fault is this library's), each
/// attempt at `debug`. The fields are those of the events, in snake case, and in every language the same; what an event does not
/// have is left out. Nothing personal is among them.
public struct LoggingObserver: EkycObserver {
    private let logger: any EkycLogger

    /// Tells this logger, on the thread on which observers are called.
    public init(_ logger: any EkycLogger) {
        self.logger = logger
    }

    /// One line at `debug`.
    public func attempt(_ event: AttemptEvent) {
        let next = event.retryDelayMs.map { ", next attempt in \($0) ms" } ?? ""
        logger.log(.debug, "\(event.operation) attempt \(event.attempt): \(event.outcome)\(next)", Self.fields(of: event))
    }

    /// One line at `info`, `warning` or `error`.
    public func call(_ event: CallEvent) {
        let level: EkycLogLevel =
            switch event.outcome {
            case "success", "cancelled": .info
            case "internal": .error
            default: .warning
            }
        let unknown = event.outcomeUnknown ? ", but it may have had an effect" : ""
        logger.log(level, "\(event.operation): \(event.outcome)\(unknown)", Self.fields(of: event))
    }

    /// One line at `warning`.
    public func lost(_ events: Int) {
        logger.log(.warning, "events were lost: the logger is slower than the calls", ["lost": "\(events)"])
    }

    private static func fields(of event: AttemptEvent) -> [String: String] {
        var fields = [
            "operation": event.operation, "call": "\(event.call)", "attempt": "\(event.attempt)",
            "started_at_unix_ms": "\(event.startedAtUnixMs)", "duration_us": "\(event.durationUs)",
            "request_bytes": "\(event.requestBytes)", "response_bytes": "\(event.responseBytes)",
            "outcome": event.outcome, "outcome_unknown": "\(event.outcomeUnknown)",
        ]
        fields["connect_us"] = event.connectUs.map { "\($0)" }
        fields["response_us"] = event.responseUs.map { "\($0)" }
        fields["read_us"] = event.readUs.map { "\($0)" }
        fields["http_status"] = event.httpStatus.map { "\($0)" }
        fields["code"] = event.code
        fields["request_id"] = event.requestId
        fields["retry_delay_ms"] = event.retryDelayMs.map { "\($0)" }
        return fields
    }

    private static func fields(of event: CallEvent) -> [String: String] {
        var fields = [
            "operation": event.operation, "call": "\(event.call)", "attempts": "\(event.attempts)",
            "started_at_unix_ms": "\(event.startedAtUnixMs)", "duration_us": "\(event.durationUs)",
            "credentials_us": "\(event.credentialsUs)", "queued_us": "\(event.queuedUs)", "backoff_us": "\(event.backoffUs)",
            "request_bytes": "\(event.requestBytes)", "response_bytes": "\(event.responseBytes)",
            "outcome": event.outcome, "outcome_unknown": "\(event.outcomeUnknown)",
        ]
        fields["http_status"] = event.httpStatus.map { "\($0)" }
        fields["code"] = event.code
        fields["request_id"] = event.requestId
        return fields
    }
}
