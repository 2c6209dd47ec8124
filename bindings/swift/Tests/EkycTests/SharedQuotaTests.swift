import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    /// A quota that clients share by way of a real Redis.
    @Suite struct SharedQuota {
        @Test func twoClientsTogetherKeepWhatOneMay() async throws {
            let shared = SharedQuotaSettings(
                server: try Required.text("EKYC_REDIS"), account: try newMerchantBizId(), timeout: .seconds(30))
            try await withSandbox { sandbox in
                let clients = try (1...2).map { _ in
                    try sandbox.client {
                        $0.quota = QuotaSettings(callsPerSecond: 3, maxWait: .seconds(60), shared: shared)
                        $0.overallTimeout = .seconds(60)
                    }
                }
                let took = try await ContinuousClock().measure {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for client in clients {
                            for _ in 1...4 { group.addTask { _ = try await client.initialize(.valid()) } }
                        }
                        try await group.waitForAll()
                    }
                }
                // Each alone would have needed one second for its four.
                #expect(took >= .milliseconds(1900), "eight calls, three a second")
                #expect(try await sandbox.control.seen().requests == 8)
            }
        }
    }
}
