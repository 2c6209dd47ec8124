// Recipes of docs/how-to/swift-server.md. They are compiled against stand-ins (StandIns.swift), because this package depends on nothing.

import Ekyc

// snippet begin
/// The client in the life of a server. Services end in reverse order, so it stands before what takes requests: those that are under way still
/// find it.
struct VerificationService: Service {
    let client: EkycClient

    func run() async throws {
        try await gracefulShutdown()
        try await client.shutdown(grace: .seconds(5))
    }
}

/// Log lines through swift-log.
struct SwiftLog: EkycLogger {
    let logger: Logger

    func log(_ level: EkycLogLevel, _ message: String, _ fields: [String: String]) {
        let level = Logger.Level(rawValue: level.rawValue) ?? .info
        logger.log(level: level, "\(message)", metadata: fields.mapValues { "\($0)" })
    }
}

/// Counts calls and their time with swift-metrics.
struct MetricsObserver: EkycObserver {
    func call(_ event: CallEvent) {
        let dimensions = [("operation", event.operation), ("outcome", event.outcome)]
        Counter(label: "ekyc_calls", dimensions: dimensions).increment()
        Metrics.Timer(label: "ekyc_call_duration", dimensions: dimensions)
            .recordNanoseconds(Int64(event.duration / .nanoseconds(1)))
    }
}

/// The client with a span of swift-distributed-tracing around each call. The tag joins log lines and events to the span.
struct TracedVerifications: EkycOperations {
    let service: any EkycOperations

    func initialize(_ request: InitializeRequest, options: CallOptions?) async throws -> InitializeResponse {
        try await withSpan("ekyc Initialize", ofKind: .client) { span in
            var options = options ?? CallOptions()
            options.tag = options.tag ?? request.merchantBizId
            do {
                let response = try await service.initialize(request, options: options)
                span.attributes["ekyc.request_id"] = response.requestId
                return response
            } catch let error as EkycError {
                span.attributes["ekyc.kind"] = error.kind.rawValue
                throw error
            }
        }
    }
}
// snippet end
