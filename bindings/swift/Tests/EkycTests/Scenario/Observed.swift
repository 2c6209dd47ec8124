import Ekyc

/// What the observer was told, as JSON.
struct Observed {
    let recorder = Recorder()
    private(set) var calls: [JSON] = []
    private(set) var attempts: [JSON] = []

    /// Waits until it was told of so many.
    mutating func wait(calls: Int = 0, attempts: Int = 0) async throws {
        while self.calls.count < calls || self.attempts.count < attempts {
            switch try await recorder.next() {
            case .attempt(let event): self.attempts.append(JSON(event))
            case .call(let event): self.calls.append(JSON(event))
            case .lost(let events): throw Unexpected(description: "\(events) events were lost")
            }
        }
    }
}

extension JSON {
    fileprivate init(_ event: AttemptEvent) {
        self = [
            "operation": JSON(event.operation), "tag": JSON(event.tag), "call": JSON(event.call), "attempt": JSON(event.attempt),
            "outcome": JSON(event.outcome), "outcome_unknown": JSON(event.outcomeUnknown),
            "http_status": JSON(event.httpStatus), "code": JSON(event.code), "request_id": JSON(event.requestId),
            "retry_delay_ms": JSON(event.retryDelay?.milliseconds), "connect_us": JSON(event.connect?.microseconds),
            "response_us": JSON(event.response?.microseconds), "read_us": JSON(event.read?.microseconds),
        ]
    }

    fileprivate init(_ event: CallEvent) {
        self = [
            "operation": JSON(event.operation), "tag": JSON(event.tag), "call": JSON(event.call), "attempts": JSON(event.attempts),
            "outcome": JSON(event.outcome), "outcome_unknown": JSON(event.outcomeUnknown),
            "http_status": JSON(event.httpStatus), "code": JSON(event.code), "request_id": JSON(event.requestId),
        ]
    }
}
