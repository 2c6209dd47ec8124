import EkycCore
import Foundation

/// The client: one for the whole application, used by any number of tasks at once. It keeps connections open between calls,
/// and closes them when nobody holds it any more.
public final class EkycClient: Sendable {
    private let core: CoreClient
    private let calls = CallIds()

    /// A client with these settings and credentials, and perhaps an observer of its calls. Opens no connection.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the first setting that is wrong.
    public init(
        config: ClientConfig, credentials: Credentials, observer: (any EkycObserver)? = nil
    ) throws(EkycError) {
        core = try crossing {
            try CoreClient(
                config: config, credentials: credentials.core, observer: observer.map(ObserverBridge.init),
                binding: Self.binding)
        }
    }

    /// Starts a verification.
    ///
    /// Cancelling the task ends the call at once, wherever it is: waiting for its place under the quota or for credentials, waiting
    /// between attempts, connecting, sending or reading. A request that was under way is aborted; the service may have processed it
    /// by then. An answer that came before the cancellation is returned all the same, so that no transaction gets lost.
    ///
    /// - Parameters:
    ///   - request: what to start.
    ///   - options: what this call decides for itself, in place of the client's settings.
    /// - Throws: `EkycError`, or `CancellationError` if the task was cancelled. (Hence no typed throws here.)
    public func initialize(
        _ request: InitializeRequest, options: CallOptions? = nil
    ) async throws -> InitializeResponse {
        try Task.checkCancellation()
        let call = calls.next()
        // UniFFI does not hand a task's cancellation on to Rust (mozilla/uniffi-rs#1768, #2771).
        return try await withTaskCancellationHandler {
            do {
                return try await core.initialize(request: request, options: options, call: call)
            } catch CoreError.Cancelled(_) where Task.isCancelled {
                throw CancellationError()
            } catch {
                throw EkycError(error)
            }
        } onCancel: {
            try? core.cancel(call: call)  // there is nobody left to tell
        }
    }

    /// Refuses new calls, lets the running ones finish for as long as `grace`, then cancels those that are left, which then throw
    /// `EkycError.cancelled`. Cancelling the task ends the grace at once. Returns whether all calls finished by themselves.
    ///
    /// - Parameter grace: up to ten minutes.
    /// - Throws: `EkycError.invalidConfiguration` if `grace` is negative or longer; nothing is shut down then.
    @discardableResult
    public func shutdown(grace: Duration) async throws(EkycError) -> Bool {
        let milliseconds = grace.wholeMilliseconds
        do {
            return try await withTaskCancellationHandler {
                try await core.shutdown(graceMs: milliseconds)
            } onCancel: {
                close()
            }
        } catch {
            throw EkycError(error)
        }
    }

    /// Refuses new calls and cancels the running ones, which then throw `EkycError.cancelled`. Closing twice is fine.
    /// Idle connections end when nobody holds the client any more.
    public func close() {
        try? core.stop()  // stopping has no way to fail that a caller could act on
    }

    /// Who is calling, for the user agent.
    private static var binding: String {
        let system = ProcessInfo.processInfo.operatingSystemVersion
        return "swift/6 system/\(system.majorVersion).\(system.minorVersion)"
    }
}
