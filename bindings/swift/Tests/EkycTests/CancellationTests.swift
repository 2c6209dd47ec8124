import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    @Suite struct Cancellation {
        @Test func cancellingTheTaskAbortsTheRequest() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let client = try sandbox.client()
                let call = Task { try await client.initialize(.valid()) }
                try await sandbox.control.wait(for: "requests", 1)
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
                try await sandbox.control.wait(for: "aborted", 1)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty, "the client stays healthy")
            }
        }

        @Test func aTaskThatWasCancelledBeforeSendsNothing() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                let call = Task {
                    while !Task.isCancelled { await Task.yield() }
                    return try await client.initialize(.valid())
                }
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
                #expect(try await sandbox.control.seen().requests == 0)
            }
        }

        @Test func fiftyCallsAreCancelledAtOnce() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang", times: 50))
                let client = try sandbox.client()
                let calls = (1...50).map { _ in Task { try await client.initialize(.valid()) } }
                try await sandbox.control.wait(for: "requests", 50)
                for call in calls { call.cancel() }
                for call in calls {
                    await #expect(throws: CancellationError.self) { try await call.value }
                }
                try await sandbox.control.wait(for: "aborted", 50)
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty, "the client stays healthy")
            }
        }

        /// Whatever moment the cancellation hits, the call ends in one of two ways, no answer is thrown away, and the client goes on.
        @Test func cancellationMayComeAtAnyMoment() async throws {
            try await withSandbox { sandbox in
                let recorder = Recorder()
                let client = try sandbox.client(observer: recorder)
                var (answered, cancelled, begun) = (0, 0, 0)
                try await sandbox.control.set(.init("hang", times: 20))
                for turn in 1...320 {
                    let call = Task { try await client.initialize(.valid()) }
                    switch turn {
                    case ...20: try await sandbox.control.wait(for: "requests", turn)  // too late to be answered
                    case 301...: _ = await call.result  // too late to be cancelled
                    default: for _ in 0..<turn { await Task.yield() }
                    }
                    call.cancel()
                    do {
                        _ = try await call.value
                        answered += 1
                    } catch is CancellationError {
                        cancelled += 1
                    }
                    if turn == 20 { #expect(cancelled == 20) }
                    if turn == 300 { begun = answered }
                }
                #expect(answered == begun + 20, "calls that had ended stay as they ended")
                #expect(answered + cancelled == 320)
                // A call that was cancelled before its task began has no event; every other one has exactly one.
                try await client.shutdown(grace: .seconds(10))
                var told: [String: Int] = [:]
                while told["success", default: 0] < answered {
                    told[try await recorder.nextCall().call.outcome, default: 0] += 1
                }
                #expect(told["success"] == answered, "no answer was thrown away")
                #expect(Set(told.keys).isSubset(of: ["success", "cancelled"]), "\(told)")
                #expect(told["cancelled", default: 0] <= cancelled)
            }
        }

        @Test func aTaskGroupThatEndsEarlyCancelsTheRest() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let client = try sandbox.client()
                await #expect(throws: Unexpected.self) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { _ = try await client.initialize(.valid()) }
                        try await sandbox.control.wait(for: "requests", 1)
                        throw Unexpected(description: "the other half failed")
                    }
                }
                try await sandbox.control.wait(for: "aborted", 1)
            }
        }

        @Test func closingTheClientEndsItsCallsAndRefusesNewOnes() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let client = try sandbox.client()
                let call = Task { try await client.initialize(.valid()) }
                try await sandbox.control.wait(for: "requests", 1)
                client.close()
                try await failure(telling: Told("cancelled", attempts: 1, outcomeUnknown: true), "cancelled; the request may") {
                    try await call.value
                }
                try await sandbox.control.wait(for: "aborted", 1)

                client.close()
                let error = try await failure(
                    telling: Told("invalid_configuration"), "client: is closed", of: { try await client.initialize(.valid()) })
                #expect(error.setting == "client")
            }
        }

        @Test func aClientThatNobodyUsesGoesAway() async throws {
            try await withSandbox { sandbox in
                var client: EkycClient? = try sandbox.client()
                weak var forgotten = client
                _ = try await client?.initialize(.valid())
                client = nil
                #expect(forgotten == nil)
            }
        }
    }
}
