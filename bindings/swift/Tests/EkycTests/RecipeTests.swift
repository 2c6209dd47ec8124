import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    /// The recipes of docs/how-to/swift-server.md do what the page says.
    @Suite struct Recipes {
        @Test func theClientEndsWithTheServerAndLetsItsCallsFinish() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                let end = Signal()
                let service = Task { try await Life.$end.withValue(end) { try await VerificationService(client: client).run() } }
                try await sandbox.control.set(.init("hold"))
                let held = Task { try await client.initialize(.valid()) }
                try await sandbox.control.wait(for: "requests", 1)
                end.send()
                try await sandbox.control.release()
                try await service.value
                #expect(try await !held.value.transactionId.isEmpty)
                try await failure(telling: Told("invalid_configuration"), "is closed") { try await client.initialize(.valid()) }
            }
        }

        @Test func callsAreCountedAndTraced() async throws {
            try await withSandbox { sandbox in
                let recorder = Recorder()
                let client = try sandbox.client(observer: Both(first: MetricsObserver(), second: recorder))
                let traced = TracedVerifications(service: client)
                let response = try await traced.initialize(.valid())
                let (_, call) = try await recorder.nextCall()
                #expect(call.tag?.isEmpty == false)
                #expect(
                    Metrics.lines.sofar == [
                        "ekyc_calls operation=Initialize outcome=success", "ekyc_call_duration some time",
                    ])
                #expect(Span.finished.sofar.last == "ekyc Initialize [\"ekyc.request_id=\(response.requestId)\"]")
            }
        }
    }
}
