import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    /// The adapters of `Server`, and docs/how-to/swift-server.md with them, do what they say.
    @Suite struct Recipes {
        @Test func theClientEndsWithTheServerAndLetsItsCallsFinish() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                let end = Signal()
                let service = Task { try await Life.$end.withValue(end) { try await EkycService(client).run() } }
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

        @Test func callsAreLoggedCountedAndTraced() async throws {
            try await withSandbox { sandbox in
                let lines = Lines()
                let logger = Logger { _, line, fields in
                    lines.add("\(line), \(fields["ekyc.tag"] == .string("request 7") ? "tagged" : "\(fields)")")
                }
                let recorder = Recorder()
                let client = try sandbox.client(
                    observer: EkycObservers(EkycLoggingObserver(EkycSwiftLog(logger)), EkycMetrics(), recorder))
                _ = try await start(.valid(), client, requestId: "request 7")
                #expect(Span.finished.sofar.last == #"ekyc initialize ["ekyc.tag=request 7"]"#)
                _ = try await recorder.nextCall()
                await #expect(throws: EkycError.self) {
                    var request = try InitializeRequest.valid()
                    request.metaInfo = ""
                    _ = try await start(request, client, requestId: "request 7")
                }
                #expect(Span.finished.sofar.last == #"ekyc initialize ["ekyc.kind=invalid_request", "ekyc.tag=request 7"]"#)
                _ = try await recorder.nextCall()
                #expect(lines.sofar.allSatisfy { $0.hasSuffix(", tagged") } && lines.sofar.count == 3)
                #expect(
                    Metrics.lines.sofar == [
                        "ekyc_attempts operation=Initialize outcome=success +1", "ekyc_calls operation=Initialize outcome=success +1",
                        "ekyc_call_duration some time", "ekyc_calls operation=Initialize outcome=invalid_request +1",
                        "ekyc_call_duration some time",
                    ])
            }
        }
    }
}
