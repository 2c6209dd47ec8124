import Foundation
import Testing

@testable import Ekyc

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
                    == ClientConfig(
                        region: .hongKong, connectTimeout: .milliseconds(1500), attemptTimeout: .seconds(2),
                        overallTimeout: .seconds(60))
            )
        }

        /// Whether a length makes sense is Rust's to say; here it only must arrive.
        @Test func anyDurationBecomesMilliseconds() {
            let lengths: [(Duration, Int64)] = [
                (.zero, 0), (.nanoseconds(1), 1), (.microseconds(1500), 2), (.milliseconds(-3), -3), (.microseconds(-1500), -1),
                (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
            ]
            for (length, expected) in lengths {
                let written = WireWriter.written({ $0.milliseconds(length) }) { Data(bytes: $0, count: $1) }
                #expect(written == withUnsafeBytes(of: expected.bigEndian) { Data($0) })
            }
        }

        @Test func numbersThatNoCoreTypeHoldsAreClamped() async throws {
            let client = { try EkycClient(config: $0, credentials: .sandbox()) }
            for calls in [Int.max, .min] {
                let config = ClientConfig(region: .hongKong, quota: QuotaSettings(callsPerSecond: calls))
                try await failure(telling: Told("invalid_configuration"), "callsPerSecond") { try client(config) }
            }
            #expect(
                TemporaryKeys(id: "i", secret: "s", expires: Date(timeIntervalSince1970: .nan)).expires?.unixMilliseconds
                    == .max)
        }
    }
}
