import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// Secrets and personal data are planted wherever they could come from, and looked for in whatever a caller or a log gets.
    @Suite struct Silence {
        /// Makes a call that fails, and gives everything that was told of it: the error in every format, the events, the log.
        private func told(
            by sandbox: Sandbox, credentials: Credentials, _ change: (inout ClientConfig) -> Void = { _ in }
        ) async throws -> (error: EkycError, texts: [String]) {
            let (lines, recorder) = (Lines(), Recorder())
            let observer = EkycObservers(EkycLoggingObserver(EkycPrintLogger(from: .debug) { lines.add($0) }), recorder)
            let client = try sandbox.client(observer: observer, credentials: credentials) {
                $0.retry = .soon
                change(&$0)
            }
            do {
                let response = try await client.initialize(plantedRequest())
                throw Unexpected(description: "no error, but \(response)")
            } catch let error as EkycError {
                let (attempts, call) = try await recorder.nextCall()
                let texts =
                    everyFormat(of: error) + everyFormat(of: call) + attempts.flatMap { everyFormat(of: $0) } + lines.sofar
                #expect(lines.sofar.count == attempts.count + 1)
                return (error, texts)
            }
        }

        private func expectSilent(_ texts: [String]) {
            for text in texts {
                for trace in Planted.traces where text.contains(trace) { Issue.record("shows \(trace): \(text)") }
            }
        }

        @Test func aServiceThatRepeatsEverythingItWasSent() async throws {
            try await withSandbox("--security-token", Planted.securityToken) { sandbox in
                try await sandbox.control.set(.init("echo"))
                let credentials = try Credentials.temporary(
                    id: Sandbox.keyId, secret: Sandbox.keySecret, token: Planted.securityToken)
                let (error, texts) = try await told(by: sandbox, credentials: credentials)
                #expect(error.kind == .rejected && error.description.contains("***"))
                expectSilent(texts)
            }
        }

        @Test func aServiceThatRepeatsValuesInItsCodeAndRequestId() async throws {
            try await withSandbox { sandbox in
                var fault = SandboxControl.Fault("answer")
                fault.status = 400
                fault.headers = ["content-type": "application/json", "x-acs-request-id": Planted.merchantUserId]
                fault.body =
                    #"{"Code":"Invalid.1.\#(Planted.merchantUserId)","RequestId":"\#(Planted.callbackToken)","Message":"m"}"#
                try await sandbox.control.set(fault)
                let (error, texts) = try await told(by: sandbox, credentials: .sandbox())
                #expect(error.kind == .rejected)
                expectSilent(texts)
            }
        }

        @Test func aProxyWithAPassword() async throws {
            try await withSandbox(
                "--proxy", "127.0.0.1:0", "--proxy-username", Planted.proxyUser, "--proxy-password", Planted.proxyPassword
            ) { sandbox in
                let proxy = try #require(try await sandbox.control.info().proxyEndpoint?.dropFirst("http://".count))
                let good = "http://\(Planted.proxyUser):\(Planted.proxyPassword)@\(proxy)"
                let client = try sandbox.client { $0.proxy = .through(url: good, bypass: []) }
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)

                let (refused, texts) = try await told(by: sandbox, credentials: .sandbox()) {
                    $0.proxy = .through(url: "http://\(Planted.proxyUser):\(Planted.proxyPassword)2@\(proxy)", bypass: [])
                }
                #expect(refused.phase == .proxy)
                let (gone, others) = try await told(by: sandbox, credentials: .sandbox()) {
                    $0.proxy = .through(url: "http://\(Planted.proxyUser):\(Planted.proxyPassword)@127.0.0.1:1", bypass: [])
                }
                #expect(gone.kind == .network)
                expectSilent(texts + others)
            }
        }

        @Test func connectionsThatBreak() async throws {
            try await withSandbox { sandbox in
                for fault in ["reset", "cut", "not_json", "redirect"] {
                    var fault = SandboxControl.Fault(fault)
                    if fault.fault == "redirect" { fault.location = "https://example.com/?token=\(Planted.callbackToken)" }
                    try await sandbox.control.set(fault)
                    try await expectSilent(told(by: sandbox, credentials: .sandbox()).texts)
                }
                let nobody = ClientConfig(endpoint: "https://127.0.0.1:1")
                try await expectSilent(told(by: sandbox, credentials: .sandbox()) { $0.endpoint = nobody.endpoint }.texts)
            }
        }

        @Test func aProviderWhoseErrorHoldsASecret() async throws {
            struct Leaky: Error { let secret = Planted.keySecret }
            try await withSandbox { sandbox in
                let (error, texts) = try await told(by: sandbox, credentials: .provider { throw Leaky() })
                #expect(error.kind == .credentials && error.attempts == 0)
                expectSilent(texts)
            }
        }
    }
}
