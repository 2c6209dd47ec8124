import Foundation

/// Things by their numbers, each given once: what crosses into the core is a number, so that one that comes back too late finds nothing.
///
/// A lock, because `Mutex` needs newer Apple systems than the rest of the package.
final class Registry<Thing: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var last: UInt64 = 0
    private var things: [UInt64: Thing] = [:]

    func add(_ thing: Thing) -> UInt64 {
        lock.withLock {
            last += 1
            things[last] = thing
            return last
        }
    }

    /// A number for a thing that comes later.
    func next() -> UInt64 {
        lock.withLock {
            last += 1
            return last
        }
    }

    /// A number for one of many things that a client counts for itself: its own count below, which events name, the client above.
    static func number(of count: UInt64, by client: UInt64) -> UInt64 {
        client << 40 | count
    }

    func insert(_ thing: Thing, as number: UInt64) {
        lock.withLock { things[number] = thing }
    }

    subscript(number: UInt64) -> Thing? {
        lock.withLock { things[number] }
    }

    /// What is removed dies outside of the lock.
    @discardableResult
    func remove(_ number: UInt64) -> Thing? {
        lock.withLock { things.removeValue(forKey: number) }
    }
}
