import Ekyc
import EkycTesting
import Testing

extension EkycTests {
    @Suite struct Shutdown {
        @Test func aRunningCallFinishesAndNewOnesAreRefused() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hold"))
                let client = try sandbox.client()
                let held = Task { try await client.initialize(.valid()) }
                try await sandbox.control.wait(for: "requests", 1)
                let shutdown = Task { try await client.shutdown(grace: .seconds(600)) }
                var refused: EkycError?
                while refused == nil {  // until the shutdown has begun
                    do { _ = try await client.initialize(.valid()) } catch let error as EkycError { refused = error }
                }
                #expect(refused?.kind == .invalidConfiguration && refused?.description.contains("client: is closed") == true)
                try await sandbox.control.release()
                #expect(try await shutdown.value, "no call was cancelled")
                #expect(try await !held.value.transactionId.isEmpty)
            }
        }

        @Test func aCallThatIsNotDoneWhenTheGraceEndsIsCancelled() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let client = try sandbox.client()
                let call = Task { try await client.initialize(.valid()) }
                try await sandbox.control.wait(for: "requests", 1)
                #expect(try await client.shutdown(grace: .milliseconds(1)) == false)
                try await failure(telling: Told("cancelled", attempts: 1, outcomeUnknown: true)) { try await call.value }
                #expect(try await client.shutdown(grace: .zero), "shutting down twice is fine")
            }
        }

        @Test func cancellingTheShutdownEndsTheGrace() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.init("hang"))
                let client = try sandbox.client()
                let call = Task { try await client.initialize(.valid()) }
                try await sandbox.control.wait(for: "requests", 1)
                let shutdown = Task { try await client.shutdown(grace: .seconds(600)) }
                shutdown.cancel()
                _ = try await shutdown.value
                try await failure(telling: Told("cancelled", attempts: 1, outcomeUnknown: true)) { try await call.value }
            }
        }

        @Test func aGraceThatMakesNoSenseIsRefused() async throws {
            try await withSandbox { sandbox in
                let client = try sandbox.client()
                for grace in [Duration.milliseconds(-1), .seconds(601)] {
                    try await failure(telling: Told("invalid_configuration"), "grace") {
                        try await client.shutdown(grace: grace)
                    }
                }
                #expect(try await !client.initialize(.valid()).transactionId.isEmpty, "nothing was shut down")
            }
        }
    }
}
