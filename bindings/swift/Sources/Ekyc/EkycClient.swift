import Foundation

/// The client: one for the whole application, used by any number of tasks at once. It keeps connections open between calls,
/// and closes them when nobody holds it any more.
///
/// Its operations are those of ``EkycOperations``. A test of yours takes another type that implements that protocol in its place.
public final class EkycClient: Sendable {
    let core: ClientCore

    /// A client with these settings and credentials, and perhaps an observer of its calls. Opens no connection.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the first setting that is wrong.
    public init(
        config: ClientConfig, credentials: Credentials, observer: (any EkycObserver)? = nil
    ) throws(EkycError) {
        core = try ClientCore(config: config, credentials: credentials, observer: observer, binding: Self.binding)
    }

    /// Refuses new calls, lets the running ones finish for as long as `grace`, then cancels those that are left, which then throw
    /// an error of the kind ``EkycError/Kind/cancelled``. Cancelling the task ends the grace at once. Returns whether all calls finished by
    /// themselves.
    ///
    /// - Parameter grace: up to ten minutes.
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` if `grace` is negative or longer; nothing is shut down then.
    @discardableResult
    public func shutdown(grace: Duration) async throws(EkycError) -> Bool {
        let core = core
        return try await withTaskCancellationHandler {
            await core.run(Numbers.shutdown) {
                $0.milliseconds(grace)
            } read: {
                try $0.bool()
            }
        } onCancel: {
            core.stop()
        }.get()
    }

    /// Refuses new calls and cancels the running ones, which then throw an error of the kind ``EkycError/Kind/cancelled``. Closing twice is
    /// fine. Idle connections end when nobody holds the client any more.
    public func close() {
        core.stop()
    }

    /// Who is calling, for the user agent.
    private static var binding: String {
        let system = ProcessInfo.processInfo.operatingSystemVersion
        return "swift/6 system/\(system.majorVersion).\(system.minorVersion)"
    }
}

extension EkycClient: CustomReflectable {
    /// Nothing: what is inside is plumbing.
    public var customMirror: Mirror { .closed(self) }
}

/// An operation that a stand-in for the client does not implement. See ``EkycOperations``.
public struct EkycNotImplemented: Error, Hashable, CustomStringConvertible, LocalizedError {
    /// The operation, for example `initialize`.
    public let operation: String

    /// - Parameter operation: the operation that was called.
    public init(operation: String) {
        self.operation = operation
    }

    /// A sentence that names the operation.
    public var description: String { "\(operation) was called, which this stand-in for the client does not implement" }

    /// The same as `description`; it makes `localizedDescription`.
    public var errorDescription: String? { description }
}
