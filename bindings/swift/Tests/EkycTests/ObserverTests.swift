import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    @Suite struct Observers {
        @Test func oneEventForEachAttemptAndOneForTheCall() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("unavailable"))
                let recorder = Recorder()
                let client = try sandbox.client(observer: recorder) { $0.retry = .soon }
                let response = try await client.initialize(.valid())
                let (attempts, call) = try await recorder.nextCall()
                #expect(attempts.map(\.outcome) == ["service_failure", "success"])
                #expect(attempts.map(\.attempt) == [1, 2])
                #expect(attempts.map(\.httpStatus) == [503, 200])
                #expect(attempts.map(\.code) == ["ServiceUnavailable", nil])
                #expect(attempts.map { $0.retryDelay != nil } == [true, false])
                #expect(attempts.map { $0.connect != nil } == [true, false], "the connection was used again")
                #expect(attempts.last?.requestId == response.requestId)
                #expect(call.outcome == "success" && call.attempts == 2 && !call.outcomeUnknown)
                #expect(call.call == 1 && attempts.allSatisfy { $0.call == 1 })
                #expect(call.requestBytes == attempts.map(\.requestBytes).reduce(0, +) && call.requestBytes > 400)

                var invalid = try InitializeRequest.valid()
                invalid.metaInfo = ""
                let refused = invalid
                try await failure(telling: Told("invalid_request")) { try await client.initialize(refused) }
                let (none, second) = try await recorder.nextCall()
                #expect(none.isEmpty && second.call == 2 && second.outcome == "invalid_request" && second.attempts == 0)
            }
        }

        /// Blocks until it is let go.
        private final class Blocking: EkycObserver {
            let gate = DispatchSemaphore(value: 0)
            let recorder = Recorder()

            func attempt(_ event: AttemptEvent) {
                gate.wait()
                gate.signal()
                recorder.attempt(event)
            }

            func call(_ event: CallEvent) { recorder.call(event) }
        }

        @Test func anObserverThatBlocksHarmsNobody() async throws {
            try await withSandbox { sandbox in
                let blocking = Blocking()
                let client = try sandbox.client(observer: blocking)
                for _ in 1...100 { _ = try await client.initialize(.valid()) }
                #expect(try await sandbox.control.seen().requests == 100)
                #expect(try await client.shutdown(grace: .zero))
                blocking.gate.signal()
                for number in 1...100 {
                    let (attempts, call) = try await blocking.recorder.nextCall()
                    #expect(attempts.count == 1 && call.call == number)
                }
            }
        }

        /// Implements nothing.
        private struct Indifferent: EkycObserver {}

        @Test func anObserverNeedNotImplementAnything() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client(observer: Indifferent())
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty)
                Indifferent().lost(1)
            }
        }

        @Test func aClientLetsGoOfItsObserver() async throws {
            final class Farewell: EkycObserver {
                let said: Signal
                init(_ said: Signal) { self.said = said }
                deinit { said.send() }
            }
            try await withSandbox { sandbox in
                let said = Signal()
                _ = try await sandbox.client(observer: Farewell(said)).initialize(.valid())
                await said.wait()
            }
        }
    }
}
