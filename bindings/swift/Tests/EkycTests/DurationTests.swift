import Ekyc
import Testing

extension EkycTests {
    @Suite struct Durations {
        @Test func settingsReadAsDurations() {
            var config = ClientConfig(region: .hongKong)
            #expect(config.connectTimeout == .seconds(5))
            #expect(config.attemptTimeout == .seconds(10))
            #expect(config.overallTimeout == .seconds(30))
            config.connectTimeout = .milliseconds(1500)
            config.attemptTimeout = .seconds(2)
            config.overallTimeout = .seconds(60)
            #expect(
                config
                    == ClientConfig(region: .hongKong, connectTimeoutMs: 1500, attemptTimeoutMs: 2000, overallTimeoutMs: 60_000)
            )
        }

        /// Whether a length makes sense is Rust's to say; here it only must arrive.
        @Test func anyDurationBecomesMilliseconds() {
            let lengths: [(Duration, Int64)] = [
                (.zero, 0), (.nanoseconds(1), 1), (.microseconds(1500), 2), (.milliseconds(-3), -3), (.microseconds(-1500), -1),
                (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
            ]
            for (length, expected) in lengths {
                var config = ClientConfig()
                config.overallTimeout = length
                #expect(config.overallTimeoutMs == expected)
            }
        }

        @Test func longWaitsInErrorsAreNoTrap() {
            let fault = ServiceFault(httpStatus: 403, code: "C", text: "", requestId: nil, recommend: nil)
            let once = Attempts(count: 1, outcomeUnknown: false)
            #expect(
                EkycError.throttled(retryAfter: .seconds(Int64.max), fault: fault, attempts: once).description.contains(
                    "retry after"))
            #expect(
                EkycError.unexpectedAnswer(httpStatus: .max, requestId: nil, reason: "r", attempts: once).description.contains(
                    "HTTP"))
        }
    }
}
