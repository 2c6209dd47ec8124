import Foundation

/// A user's provider as the core knows providers: without an asynchronous function, and with a promise for the answer.
final class ProviderBridge: Sendable {
    private let provider: any CredentialsProvider
    private let timeoutMs: Int

    init(_ provider: any CredentialsProvider, timeout: Duration) {
        self.provider = provider
        // The core refuses what is beyond.
        timeoutMs = Int((min(max(timeout, .zero), .seconds(600)) / .milliseconds(1)).rounded(.up))
    }

    /// Called on a thread that the core made for this, and may hold it: so the core knows that a fetch has not ended, and begins no
    /// second one.
    func fetch(promise number: UInt64) {
        let promise = Promise(number: number)
        let ended = DispatchSemaphore(value: 0)
        let task = detached { [provider] in
            // The promise may be answered or over; then there is nobody left to tell.
            do {
                let keys = try await provider.keys()
                promise.complete(keys)
            } catch let error as CredentialsProviderError {
                promise.fail(error.reason)
            } catch {
                promise.fail("it threw \(String(describing: type(of: error))), whose text is not shown")
            }
            ended.signal()
        }
        if ended.wait(timeout: .now() + .milliseconds(timeoutMs)) == .timedOut {
            // The core says the same at the same moment. Whoever is first, what a cancelled provider does comes too late.
            promise.fail("it did not answer within \(timeoutMs) ms")
            task.cancel()
            ended.wait()
        }
    }

    /// A provider that blocks must not take one of the few threads that all of Swift's tasks share, where the system lets it be
    /// elsewhere.
    private func detached(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
            Task.detached(executorPreference: ThreadOfItsOwn(), operation: work)
        } else {
            Task.detached(operation: work)
        }
    }
}

/// Runs tasks on a serial queue, which has a thread of its own while there is work.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
private final class ThreadOfItsOwn: TaskExecutor {
    private let queue = DispatchQueue(label: "ekyc.provider")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// What the core takes a provider's answer with. Answering twice, or too late, is fine.
private struct Promise: Sendable {
    let number: UInt64

    func complete(_ keys: TemporaryKeys) {
        _ = try? NativeCore.call(Numbers.completePromise) { writer in
            writer.handle(number)
            writer.string(keys.id)
            writer.string(keys.secret)
            writer.optional(keys.token) { $1.string($0) }
            writer.optional(keys.expires) { $1.unixMilliseconds($0) }
        } read: {
            try $0.bool()
        }
    }

    func fail(_ reason: String) {
        _ = try? NativeCore.call(Numbers.failPromise) { writer in
            writer.handle(number)
            writer.optional(reason) { $1.string($0) }
        } read: {
            try $0.bool()
        }
    }
}
