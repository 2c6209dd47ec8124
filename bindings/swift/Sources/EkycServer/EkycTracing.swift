#if Server
    import Ekyc

    #if canImport(Tracing)
        import Tracing
    #endif

    /// Makes a call inside a span of swift-distributed-tracing, a child of the span that the task is in.
    ///
    /// ```swift
    /// let response = try await withEkycSpan("initialize") { try await client.initialize(request, options: $0) }
    /// ```
    ///
    /// - Parameters:
    ///   - operation: what the span is named after.
    ///   - options: those of the call. A `tag` of yours is an attribute of the span, which joins it to log lines and events.
    ///   - call: makes the call, with the options.
    /// - Throws: what `call` throws. The kind of an ``Ekyc/EkycError``, the service's code and the request's id become attributes.
    public func withEkycSpan<Response>(
        _ operation: String, options: CallOptions = CallOptions(), _ call: (CallOptions) async throws -> Response
    ) async throws -> Response {
        try await withSpan("ekyc \(operation)", ofKind: .client) { span in
            span.attributes["ekyc.tag"] = options.tag
            do {
                return try await call(options)
            } catch let error as EkycError {
                span.attributes["ekyc.kind"] = error.kind.rawValue
                span.attributes["ekyc.code"] = error.fault?.code
                span.attributes["ekyc.request_id"] = error.fault?.requestId
                throw error
            }
        }
    }
#endif
