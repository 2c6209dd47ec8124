import Foundation

// What the sources of `Server` need of swift-service-lifecycle, swift-log, swift-metrics and swift-distributed-tracing, by their names and shapes.

public protocol Service: Sendable {
    func run() async throws
}

/// Set by a test in place of a signal.
enum Life {
    @TaskLocal static var end = Signal()
}

func gracefulShutdown() async throws { await Life.end.wait() }

public struct Logger: Sendable {
    enum Level: String, Sendable { case trace, debug, info, notice, warning, error, critical }
    struct Message: ExpressibleByStringInterpolation, Sendable {
        let text: String
        init(stringLiteral text: String) { self.text = text }
    }
    enum MetadataValue: ExpressibleByStringInterpolation, Equatable, Sendable {
        case string(String)
        init(stringLiteral text: String) { self = .string(text) }
    }
    let handler: @Sendable (Level, String, [String: MetadataValue]) -> Void

    func log(level: Level, _ message: Message, metadata: [String: MetadataValue]?) {
        handler(level, message.text, metadata ?? [:])
    }
}

struct Counter {
    let label: String
    let dimensions: [(String, String)]

    func increment(by amount: Int = 1) {
        Metrics.lines.add("\(label) \(dimensions.map { "\($0.0)=\($0.1)" }.joined(separator: " ")) +\(amount)")
    }
}

enum Metrics {
    static let lines = Lines()

    struct Timer {
        let label: String
        let dimensions: [(String, String)]

        func recordNanoseconds(_ duration: Int64) { Metrics.lines.add("\(label) \(duration > 0 ? "some" : "no") time") }
    }
}

enum SpanKind { case client }

final class Span: @unchecked Sendable {
    static let finished = Lines()
    var attributes: [String: String] = [:]
}

func withSpan<Value>(_ name: String, ofKind kind: SpanKind, _ work: (Span) async throws -> Value) async rethrows -> Value {
    let span = Span()
    defer { Span.finished.add("\(name) \(span.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })") }
    return try await work(span)
}
