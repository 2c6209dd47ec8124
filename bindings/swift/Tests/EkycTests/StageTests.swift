import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    /// A cancelled task gets its `CancellationError` wherever the call is, and the client goes on.
    @Suite struct CancellationStages {
        /// Cancels a call once `there` returns, and makes sure that the client still works.
        private func cancelled(
            _ client: EkycClient, options: CallOptions? = nil, once there: () async throws -> Void
        ) async throws {
            let call = Task { try await client.initialize(.valid(), options: options) }
            try await there()
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
        }

        @Test func queuedUnderTheQuota() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client {
                    $0.quota = QuotaSettings(callsPerSecond: 1)
                    $0.retry = .never
                }
                _ = try await client.initialize(.valid())
                // More calls than the quota takes within their own time limit: the last of them cannot be anywhere but in the queue.
                let patient = CallOptions(overallTimeout: .seconds(600), quotaMaxWait: .seconds(600))
                let queued = (1...30).map { _ in Task { try await client.initialize(.valid(), options: patient) } }
                _ = try await sandbox.client().initialize(.valid())  // meanwhile they line up
                for call in queued { call.cancel() }
                await #expect(throws: CancellationError.self) { try await queued[29].value }
                for call in queued.dropLast() { _ = await call.result }
                // Had the places not been given back, the next one would be half a minute away, and the call refused at once.
                let soon = CallOptions(quotaMaxWait: .seconds(5))
                #expect(try await !client.initialize(.valid(), options: soon).transactionId.isEmpty)
            }
        }

        @Test func waitingForCredentials() async throws {
            try await withSandbox { sandbox in
                let (asked, answer) = (Signal(), Signal())
                let credentials = try Credentials.provider {
                    asked.send()
                    await answer.wait()
                    return TemporaryKeys(id: Sandbox.keyId, secret: Sandbox.keySecret)
                }
                let client = try sandbox.client(credentials: credentials)
                try await cancelled(client) { await asked.wait() }
                #expect(try await sandbox.control.seen().requests == 0)
                answer.send()
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }

        @Test func waitingForTheNextAttempt() async throws {
            try await withSandbox { sandbox in
                var busy = SandboxControl.Fault("throttle")
                busy.retryAfterMs = 60_000
                try await sandbox.control.set(busy)
                let recorder = Recorder()
                let client = try sandbox.client(observer: recorder) { $0.overallTimeout = .seconds(600) }
                try await cancelled(client) {
                    guard case .attempt(let event) = try await recorder.next() else {
                        throw Unexpected(description: "no attempt")
                    }
                    #expect(try #require(event.retryDelay) >= .seconds(60))
                }
                let (_, call) = try await recorder.nextCall()
                #expect(call.outcome == "cancelled" && call.attempts == 1 && !call.outcomeUnknown)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }

        @Test func connecting() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.setConnections("silent")
                let client = try sandbox.client()
                try await cancelled(client) { try await sandbox.control.wait(for: "connections", 1) }
                try await sandbox.control.wait(for: "open_connections_at_most", 0)
                try await sandbox.control.setConnections("normal")
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }

        @Test func waitingForTheAnswer() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let recorder = Recorder()
                let client = try sandbox.client(observer: recorder)
                try await cancelled(client) { try await sandbox.control.wait(for: "requests", 1) }
                try await sandbox.control.wait(for: "open_connections_at_most", 0)
                let (attempts, call) = try await recorder.nextCall()
                #expect(attempts.map(\.outcome) == ["cancelled"] && attempts.map(\.outcomeUnknown) == [true])
                #expect(call.outcome == "cancelled" && call.attempts == 1 && call.outcomeUnknown)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }

        @Test func readingTheAnswer() async throws {
            try await withSandbox { sandbox in
                let recorder = Recorder()
                let client = try sandbox.client(observer: recorder)
                // That the head of the answer has come can be known only afterwards, from the event.
                for round in 1...50 {
                    try await sandbox.control.set(.init("stall"))
                    try await cancelled(client) { try await sandbox.control.wait(for: "requests", round) }
                    try await sandbox.control.wait(for: "aborted", round)
                    let (attempts, _) = try await recorder.nextCall()
                    guard attempts.first?.response == nil else { break }
                    try #require(round < 50, "no call was cancelled while its answer was read")
                }
                try await sandbox.control.wait(for: "open_connections_at_most", 0)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
            }
        }
    }
}
