import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// The network fails, or takes too long.
    @Suite struct NetworkErrors {
        @Test func nobodyListens() async throws {
            let gone = try await withSandbox { $0.config }
            let client = try EkycClient(config: gone, credentials: .sandbox())
            let error = try await failure(telling: Told("network", attempts: 3), "network: ", "3 attempts") {
                try await client.initialize(.valid())
            }
            #expect(error.phase == .connect && error.reason?.isEmpty == false)
        }

        @Test func aCertificateNobodyVouchesFor() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client { $0.extraRootCertificatesPem = nil }
                let error = try await failure(telling: Told("network", attempts: 1), "certificate") {
                    try await client.initialize(.valid())
                }
                #expect(error.phase == .tls)
                #expect(try await sandbox.control.seen().requests == 0)
            }
        }

        @Test(arguments: [("reset", EkycError.NetworkPhase.exchange), ("cut", .body)])
        func theConnectionBreaks(fault: String, phase: EkycError.NetworkPhase) async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init(fault))
                let client = try sandbox.client()
                let error = try await failure(
                    telling: Told("network", attempts: 1, outcomeUnknown: true), "may have reached the service"
                ) {
                    try await client.initialize(.valid())
                }
                #expect(error.phase == phase)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty, "the client stays healthy")
            }
        }

        @Test func theAttemptTakesTooLong() async throws {
            try await expectTimeout(.attempt, limit: .milliseconds(300)) { $0.attemptTimeout = .milliseconds(300) }
        }

        @Test func theCallTakesTooLong() async throws {
            try await expectTimeout(.overall, limit: .milliseconds(250)) { $0.overallTimeout = .milliseconds(250) }
        }

        private func expectTimeout(
            _ deadline: EkycError.Deadline, limit: Duration, _ change: (inout ClientConfig) -> Void
        ) async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let client = try sandbox.client(change)
                let told = Told("timeout", attempts: 1, outcomeUnknown: true)
                let error = try await failure(telling: told, "deadline of", "may have reached the service") {
                    try await client.initialize(.valid())
                }
                #expect(error.deadline == deadline && error.limit == limit)
                try await sandbox.control.wait(for: "aborted", 1)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty, "the client stays healthy")
            }
        }

        @Test func connectingTakesTooLong() async throws {
            // The system accepts the connection, but nobody ever answers the TLS handshake.
            let silent = try SilentListener()
            var config = ClientConfig(endpoint: URL(string: "https://127.0.0.1:\(silent.port)"))
            config.connectTimeout = .milliseconds(200)
            config.retry = .never
            let client = try EkycClient(config: config, credentials: .sandbox())
            let error = try await failure(telling: Told("timeout", attempts: 1), "connect deadline of 200 ms") {
                try await client.initialize(.valid())
            }
            #expect(error.deadline == .connect && error.limit == .milliseconds(200))
            withExtendedLifetime(silent) {}
        }
    }
}
