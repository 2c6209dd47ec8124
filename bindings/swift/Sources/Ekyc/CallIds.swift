import Foundation

/// Numbers for calls, each given once: by its number a call is cancelled.
///
/// A lock, because `Mutex` and `Atomic` need newer Apple systems than the rest of the package.
final class CallIds: @unchecked Sendable {
    private let lock = NSLock()
    private var last: UInt64 = 0

    func next() -> UInt64 {
        lock.withLock {
            last += 1
            return last
        }
    }
}
