// The example of docs/how-to/swift-server.md. It and the sources of `Server` are compiled here against stand-ins (StandIns.swift), because this
// package depends on nothing.

import Ekyc

// snippet begin
/// The one client of the server: it tells of its calls in the logs and the metrics.
func makeClient(
    _ config: ClientConfig, _ credentials: Credentials, _ logger: Logger
) throws -> EkycClient {
    let observer = EkycObservers(EkycLoggingObserver(EkycSwiftLog(logger)), EkycMetrics())
    return try EkycClient(config: config, credentials: credentials, observer: observer)
}

/// A call in a span. Its tag is the id of the request that the server is answering, and joins the
/// span to log lines and events.
func start(
    _ request: InitializeRequest, _ client: any EkycOperations, requestId: String
) async throws -> InitializeResponse {
    try await withEkycSpan("initialize", options: CallOptions(tag: requestId)) { options in
        try await client.initialize(request, options: options)
    }
}
// snippet end
