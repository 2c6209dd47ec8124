import Ekyc

/// An observer that hands its events on, to be waited for.
final class Recorder: EkycObserver {
    enum Told: Sendable {
        case attempt(AttemptEvent)
        case call(CallEvent)
        case lost(Int)
    }

    private let stream: AsyncStream<Told>
    private let sink: AsyncStream<Told>.Continuation

    init() {
        (stream, sink) = AsyncStream.makeStream()
    }

    func attempt(_ event: AttemptEvent) { sink.yield(.attempt(event)) }

    func call(_ event: CallEvent) { sink.yield(.call(event)) }

    func lost(_ events: Int) { sink.yield(.lost(events)) }

    /// The next event.
    func next() async throws -> Told {
        for await told in stream { return told }
        throw Unexpected(description: "the events have ended")
    }

    /// The attempts of the next call, and the call.
    func nextCall() async throws -> (attempts: [AttemptEvent], call: CallEvent) {
        var attempts: [AttemptEvent] = []
        while true {
            switch try await next() {
            case .attempt(let event): attempts.append(event)
            case .call(let event): return (attempts, event)
            case .lost(let events): throw Unexpected(description: "\(events) events were lost")
            }
        }
    }
}

/// Something that happens once, to be waited for by any number of tasks.
final class Signal: Sendable {
    private let stream: AsyncStream<Never>
    private let sink: AsyncStream<Never>.Continuation

    init() {
        (stream, sink) = AsyncStream.makeStream()
    }

    func send() { sink.finish() }

    /// Returns when it has happened, or when the task is cancelled.
    func wait() async { for await _ in stream {} }
}
