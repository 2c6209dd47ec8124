#if Server
    import Ekyc

    #if canImport(Metrics)
        import Metrics
    #endif

    /// An observer that counts with swift-metrics: `ekyc_calls` and `ekyc_call_duration` by operation and outcome, `ekyc_attempts` by operation
    /// and outcome, and `ekyc_events_lost`.
    public struct EkycMetrics: EkycObserver {
        /// Counts with the factory that the metrics system was set up with.
        public init() {}

        /// One attempt more.
        public func attempt(_ event: AttemptEvent) {
            let dimensions = [("operation", event.operation), ("outcome", event.outcome)]
            Counter(label: "ekyc_attempts", dimensions: dimensions).increment()
        }

        /// One call more, and how long it took.
        public func call(_ event: CallEvent) {
            let dimensions = [("operation", event.operation), ("outcome", event.outcome)]
            Counter(label: "ekyc_calls", dimensions: dimensions).increment()
            Metrics.Timer(label: "ekyc_call_duration", dimensions: dimensions)
                .recordNanoseconds(Int64(event.duration / .nanoseconds(1)))
        }

        /// So many events were not counted.
        public func lost(_ events: Int) {
            Counter(label: "ekyc_events_lost", dimensions: []).increment(by: events)
        }
    }
#endif
