#if Server
    import Ekyc

    // The package's tests compile this file against stand-ins, without the module.
    #if canImport(ServiceLifecycle)
        import ServiceLifecycle
    #endif

    /// A client in the life of a server.
    ///
    /// A `ServiceGroup` ends its services in reverse order. So name this one before what takes requests: those that are under way still find the
    /// client.
    public struct EkycService: Service {
        private let client: EkycClient
        private let grace: Duration

        /// - Parameters:
        ///   - client: the one client of the server.
        ///   - grace: how long calls that are under way may go on when the server ends.
        public init(_ client: EkycClient, grace: Duration = .seconds(5)) {
            (self.client, self.grace) = (client, grace)
        }

        /// Waits for the end of the server, lets the calls finish, and closes the client.
        public func run() async throws {
            try await gracefulShutdown()
            try await client.shutdown(grace: grace)
        }
    }
#endif
