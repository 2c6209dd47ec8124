import Foundation

/// Where a ``CallbackInbox`` remembers what was delivered.
///
/// Behind several servers it must be one store for all of them, such as a table with a unique column. What it throws is not told: see
/// ``CallbackDelivery/unknown``.
public protocol CallbackStore: Sendable {
    /// Remembers a key, in one step with finding out whether it was there. `true` if it was not.
    func remember(_ key: String) async throws -> Bool

    /// Whether a key is remembered.
    func knows(_ key: String) async throws -> Bool
}

/// Tells the first delivery of a callback from its repetitions, and from those that come when all is settled.
public final class CallbackInbox: Sendable {
    private let store: any CallbackStore

    /// An inbox that remembers in a store of yours.
    public init(store: any CallbackStore) {
        self.store = store
    }

    /// An inbox that remembers this many keys in memory and forgets the oldest: for one server.
    ///
    /// - Parameter capacity: 1 to 1,000,000.
    /// - Throws: an ``EkycError`` of the kind ``EkycError/Kind/invalidConfiguration`` that names `capacity`, for another number.
    public static func inMemory(capacity: Int = 10_000) throws(EkycError) -> CallbackInbox {
        _ = try NativeCore.call(Numbers.inboxCapacity) { $0.int64(capacity) } read: { try $0.bool() }
        return CallbackInbox(store: RecentCallbacks(capacity: capacity))
    }

    /// Says what a delivery is, and remembers it.
    public func received(_ callback: CallbackHint) async throws -> CallbackDelivery {
        let keys = try NativeCore.call(Numbers.inboxKeys) { writer in
            callback.write(to: &writer)
        } read: {
            try $0.list { try $0.string() }
        }
        let known = try? await store.knows(keys[0])
        let isNew = try? await store.remember(keys[1])
        return try NativeCore.call(Numbers.inboxDelivery) { writer in
            writer.optional(known) { $1.bool($0) }
            writer.optional(isNew) { $1.bool($0) }
        } read: {
            try CallbackDelivery(from: &$0)
        }
    }

    /// Remembers that a transaction is settled: its result is in your records, and further callbacks are ``CallbackDelivery/late``.
    ///
    /// - Returns: `false` if the store could not be told.
    @discardableResult
    public func settled(transactionId: String) async throws -> Bool {
        let key = try NativeCore.call(Numbers.inboxSettledKey) { writer in
            writer.string(transactionId)
        } read: {
            try $0.string()
        }
        return (try? await store.remember(key)) != nil
    }
}

/// The latest keys, in memory.
private actor RecentCallbacks: CallbackStore {
    private let capacity: Int
    private var known: Set<String> = []
    private var byAge: [String] = []
    private var oldest = 0

    init(capacity: Int) { self.capacity = capacity }

    func remember(_ key: String) -> Bool {
        guard known.insert(key).inserted else { return false }
        if byAge.count < capacity {
            byAge.append(key)
        } else {
            // A ring: the newest takes the place of the oldest.
            known.remove(byAge[oldest])
            byAge[oldest] = key
            oldest = (oldest + 1) % capacity
        }
        return true
    }

    func knows(_ key: String) -> Bool { known.contains(key) }
}
