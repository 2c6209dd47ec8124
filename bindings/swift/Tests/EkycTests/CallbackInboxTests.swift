import Ekyc
import Testing

extension EkycTests {
    /// What the scenarios cannot say of an inbox: stores of one's own, and the end of memory.
    @Suite struct CallbackInboxTests {
        private actor Remembering: CallbackStore {
            private var keys: Set<String> = []
            func remember(_ key: String) -> Bool { keys.insert(key).inserted }
            func knows(_ key: String) -> Bool { keys.contains(key) }
        }

        private struct Away: CallbackStore {
            func remember(_ key: String) throws -> Bool { throw Unexpected(description: "away") }
            func knows(_ key: String) throws -> Bool { throw Unexpected(description: "away") }
        }

        @Test func aStoreOfOnesOwnIsAsked() async throws {
            let store = Remembering()
            let inbox = CallbackInbox(store: store)
            #expect(try await inbox.received(hint("t1")) == .first)
            #expect(try await inbox.settled(transactionId: "t1"))
            // Another server, the same store.
            #expect(try await CallbackInbox(store: store).received(hint("t1")) == .late)
        }

        @Test func aStoreThatIsAwayLosesNoCallback() async throws {
            let inbox = CallbackInbox(store: Away())
            #expect(try await inbox.received(hint("t1")) == .unknown)
            #expect(try await !inbox.settled(transactionId: "t1"))
        }

        @Test func memoryHasAnEnd() async throws {
            let inbox = try CallbackInbox.inMemory(capacity: 2)
            for id in ["1", "2", "3"] { #expect(try await inbox.received(hint(id)) == .first) }
            #expect(try await inbox.received(hint("3")) == .repeated)
            // The oldest is forgotten.
            #expect(try await inbox.received(hint("1")) == .first)
        }

        @Test(arguments: [0, -1, 1_000_001, Int.min, Int.max]) func aCapacityThatCannotBeIsRefused(capacity: Int) {
            #expect {
                try CallbackInbox.inMemory(capacity: capacity)
            } throws: { error in
                let refused = error as? EkycError
                return refused?.kind == .invalidConfiguration && refused?.setting == "capacity"
            }
        }

        private func hint(_ transactionId: String) throws -> CallbackHint {
            try parseCallback("transactionId=\(transactionId)&passed=Y")
        }
    }
}
