import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// Keys that a user's own code provides.
    @Suite struct Providers {
        private static let good = TemporaryKeys(id: Sandbox.keyId, secret: Sandbox.keySecret)

        private struct Vault: CredentialsProvider {
            let asked: Lines

            func keys() async throws -> TemporaryKeys {
                asked.add("asked")
                await Task.yield()
                return TemporaryKeys(
                    id: Sandbox.keyId, secret: Sandbox.keySecret, token: "TheToken", expires: Date(timeIntervalSinceNow: 3600))
            }
        }

        @Test func itsKeysSignTheCallsAndAreKept() async throws {
            try await withSandbox("--security-token", "TheToken") { sandbox in
                let asked = Lines()
                let client = try sandbox.client(credentials: .provider(Vault(asked: asked)))
                for _ in 1...3 { _ = try await client.initialize(.valid()) }
                #expect(asked.sofar.count == 1)
                let events = try await sandbox.control.seen().events
                #expect(events.allSatisfy { $0.headers["x-acs-security-token"] == "TheToken" })
            }
        }

        @Test func aRotatedKeyIsPickedUp() async throws {
            try await withSandbox { sandbox in
                let asked = Lines()
                let credentials = try Credentials.provider {
                    asked.add("asked")
                    return TemporaryKeys(id: "Key\(asked.sofar.count)", secret: "Secret\(asked.sofar.count)")
                }
                let client = try sandbox.client(credentials: credentials) { $0.retry = .never }
                try await sandbox.control.setKeys(["id": "Key1", "secret": "Secret1"])
                _ = try await client.initialize(.valid())
                try await sandbox.control.setKeys(["id": "Key2", "secret": "Secret2"])
                _ = try await client.initialize(.valid())
                #expect(asked.sofar.count == 2)
                #expect(try await sandbox.control.seen().requests == 3)
            }
        }

        /// Where a provider may keep a secret that it should not: in its error's text, its fields, its name for print.
        private struct Leaky: Error, CustomStringConvertible, LocalizedError {
            let secret = Planted.keySecret
            var description: String { "cannot open the vault with \(secret)" }
            var errorDescription: String? { description }
        }

        @Test func anErrorIsToldByItsTypeAndNeverByItsText() async throws {
            let client = try client { throw Leaky() }
            let error = try await failure(telling: Told("credentials"), "Leaky", "not shown") {
                try await client.initialize(.valid())
            }
            for text in everyFormat(of: error) { #expect(!text.contains("Planted") && !text.contains("vault"), "\(text)") }

            let cancelled = try self.client { throw CancellationError() }
            try await failure(telling: Told("credentials"), "CancellationError") { try await cancelled.initialize(.valid()) }
        }

        @Test func aProvidersOwnReasonIsShown() async throws {
            let client = try client { throw CredentialsProviderError(reason: "the vault is sealed") }
            try await failure(telling: Told("credentials"), "the vault is sealed") { try await client.initialize(.valid()) }
            #expect(CredentialsProviderError(reason: "r").localizedDescription == "r")
        }

        @Test func keysThatAreNoneAreRefusedWithoutBeingShown() async throws {
            let wrong = [
                TemporaryKeys(id: "", secret: "s"), TemporaryKeys(id: "i", secret: "\(Planted.keySecret)\n"),
                TemporaryKeys(id: "i", secret: "s", token: " \(Planted.securityToken)"),
                TemporaryKeys(id: "i", secret: Planted.keySecret, token: "t", expires: Date(timeIntervalSince1970: 1)),
                TemporaryKeys(id: "i", secret: Planted.keySecret, token: "t", expires: Date(timeIntervalSince1970: -.infinity)),
            ]
            for keys in wrong {
                let client = try client { keys }
                let error = try await failure(telling: Told("credentials")) { try await client.initialize(.valid()) }
                for text in everyFormat(of: error) { #expect(!text.contains("Planted"), "\(text)") }
            }
        }

        @Test func oneThatTakesTooLongIsGivenUp() async throws {
            let (never, cancelled) = (Signal(), Signal())
            let credentials = try Credentials.provider(timeout: .milliseconds(50)) {
                await never.wait()
                cancelled.send()
                return Self.good
            }
            let client = try EkycClient(config: ClientConfig(endpoint: "https://127.0.0.1:1"), credentials: credentials)
            try await failure(telling: Told("credentials"), "50 ms") { try await client.initialize(.valid()) }
            await cancelled.wait()
            try await failure(telling: Told("invalid_configuration"), "timeout") {
                try Credentials.provider(timeout: .zero) { Self.good }
            }
        }

        @MainActor private final class OnMain: CredentialsProvider {
            private(set) var asked = 0

            func keys() async throws -> TemporaryKeys {
                asked += 1
                return TemporaryKeys(id: Sandbox.keyId, secret: Sandbox.keySecret)
            }
        }

        /// Whoever waits on the main actor leaves it to the provider.
        @MainActor @Test func oneOnTheMainActorServesCallsFromThere() async throws {
            try await withSandbox { sandbox in
                let provider = OnMain()
                let credentials = try Credentials.provider(provider)
                let signed = try await signInitialize(.valid(), config: sandbox.config, credentials: credentials)
                #expect(signed.headers.contains { $0.name == "authorization" } && provider.asked == 1)
                let client = try sandbox.client(credentials: credentials)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }

        @Test func theFormThatNeverWaitsRefusesKeysThatMayHaveToBeFetched() async throws {
            let credentials = try Credentials.provider { Self.good }
            func sign() throws -> SignedRequest {
                try signInitialize(.valid(), config: ClientConfig(region: .hongKong), credentials: credentials)
            }
            try await failure(telling: Told("invalid_configuration"), "asynchronous form") { try sign() }
        }

        /// More of them than Swift has threads for all its tasks.
        @Test func onesThatBlockTheirThreadsHarmNobody() async throws {
            try await withSandbox { sandbox in
                let gate = DispatchSemaphore(value: 0)
                let asked = (1...64).map { _ in Signal() }
                let blocked = try asked.map { asked in
                    let client = try sandbox.client(
                        credentials: .provider {
                            asked.send()
                            Self.hold(gate)
                            return Self.good
                        })
                    return Task { try await client.initialize(.valid()) }
                }
                for asked in asked { await asked.wait() }
                #expect(try await !sandbox.client().initialize(.valid()).transactionId.isEmpty)
                gate.signal()
                for call in blocked { #expect(try await !call.value.transactionId.isEmpty) }
            }
        }

        /// Blocks the thread, which the compiler forbids where it sees it.
        private static func hold(_ gate: DispatchSemaphore) {
            gate.wait()
            gate.signal()
        }

        private func client(_ keys: @escaping @Sendable () async throws -> TemporaryKeys) throws -> EkycClient {
            try EkycClient(config: ClientConfig(endpoint: "https://127.0.0.1:1"), credentials: .provider(keys))
        }
    }
}
