#if Server
    import Ekyc

    #if canImport(Logging)
        import Logging
    #endif

    /// Log lines through swift-log: `EkycLoggingObserver(EkycSwiftLog(logger))` is an observer for the client.
    public struct EkycSwiftLog: EkycLogger {
        private let logger: Logger

        /// - Parameter logger: where the lines go.
        public init(_ logger: Logger) {
            self.logger = logger
        }

        /// Hands the line on, its fields as metadata.
        public func log(_ level: EkycLogLevel, _ message: String, _ fields: [String: String]) {
            let level = Logger.Level(rawValue: level.rawValue) ?? .info
            logger.log(level: level, "\(message)", metadata: fields.mapValues { "\($0)" })
        }
    }
#endif
