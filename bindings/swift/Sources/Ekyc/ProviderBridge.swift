import EkycCore
import Foundation

/// A user's provider as the generated code knows providers: without an asynchronous function, and with a ticket for the answer.
final class ProviderBridge: CredentialProvider {
    private let provider: any CredentialsProvider
    private let timeoutMs: Int

    init(_ provider: any CredentialsProvider, timeout: Duration) {
        self.provider = provider
        timeoutMs = Int(clamping: timeout.wholeMilliseconds)
    }

    /// Called on a thread that the core made for this, and may hold it: so the core knows that a fetch has not ended, and begins no
    /// second one.
    func fetch(ticket: CredentialTicket) {
        let ended = DispatchSemaphore(value: 0)
        let task = detached { [provider] in
            // The ticket may be answered or over; then there is nobody left to tell.
            do {
                let keys = try await provider.keys()
                try? ticket.complete(
                    accessKeyId: keys.id, accessKeySecret: keys.secret, securityToken: keys.token,
                    expiresAtUnixMs: keys.expires?.unixMilliseconds)
            } catch let error as CredentialsProviderError {
                try? ticket.fail(reason: error.reason)
            } catch {
                try? ticket.fail(reason: "it threw \(String(reflecting: type(of: error))), whose text is not shown")
            }
            ended.signal()
        }
        if ended.wait(timeout: .now() + .milliseconds(timeoutMs)) == .timedOut {
            // The core says the same at the same moment. Whoever is first, what a cancelled provider does comes too late.
            try? ticket.fail(reason: "it did not answer within \(timeoutMs) ms")
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

extension Date {
    /// Milliseconds since 1970, as near as the number's type allows.
    fileprivate var unixMilliseconds: Int64 {
        let milliseconds = timeIntervalSince1970 * 1000
        return Int64(exactly: milliseconds.rounded(.down)) ?? (milliseconds < 0 ? .min : .max)
    }
}
