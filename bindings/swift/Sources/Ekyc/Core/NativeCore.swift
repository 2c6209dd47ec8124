import EkycCoreFFI
import Foundation

/// The way to the Rust core and back.
enum NativeCore {
    /// Calls that have begun, by their numbers.
    static let waiting = Registry<any Waiting>()
    /// Numbers the clients of this process.
    static let clients = Registry<Void>()
    static let observers = Registry<any EkycObserver>()
    static let providers = Registry<ProviderBridge>()

    /// Runs a function to its end.
    static func call<Value>(
        _ function: UInt32, _ write: (inout WireWriter) -> Void = { _ in }, read: (inout WireReader) throws -> Value
    ) throws(EkycError) -> Value {
        if let mismatch = NativeLibrary.mismatch { throw mismatch }
        let reply = WireWriter.written(write) { arguments, length in
            NativeLibrary.reply { ekyc_call(function, arguments, length, $0, $1) }
        }
        return try outcome(of: reply, read).get()
    }

    /// Runs a function that may wait for keys on a thread that may wait.
    static func callElsewhere<Value: Sendable>(
        _ function: UInt32, _ write: @escaping @Sendable (inout WireWriter) -> Void,
        read: @escaping @Sendable (inout WireReader) throws -> Value
    ) async throws(EkycError) -> Value {
        let result: Result<Value, EkycError> = await withUnsafeContinuation { continuation in
            elsewhere.async {
                do throws(EkycError) {
                    continuation.resume(returning: .success(try call(function, write, read: read)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private static let elsewhere = DispatchQueue(label: "ekyc.waiting", attributes: .concurrent)

    /// A byte that says which of the two it is, then the value, or the error's text and the error.
    static func outcome<Value>(
        of reply: UnsafeRawBufferPointer, _ read: (inout WireReader) throws -> Value
    ) -> Result<Value, EkycError> {
        do {
            var reader = WireReader(reply)
            guard try reader.byte() == 0 else { return .failure(try EkycError(from: &reader)) }
            let value = try read(&reader)
            try reader.end()
            return .success(value)
        } catch {
            let reason = "the core's answer cannot be read; please report it"
            return .failure(EkycError(.internal, "internal error: \(reason)", reason: reason))
        }
    }

    private static func outcome<Value>(
        of reply: [UInt8], _ read: (inout WireReader) throws -> Value
    ) -> Result<Value, EkycError> {
        reply.withUnsafeBytes { outcome(of: $0, read) }
    }

    /// What the core calls. C functions: they capture nothing, and hand everything on at once.
    static let host = EkycHost(
        completed: { call, reply, length in
            waiting.remove(call)?.end(UnsafeRawBufferPointer(start: reply, count: length))
        },
        observed: { observer, event, length in
            guard let event else {
                observers.remove(observer)
                return
            }
            observers[observer]?.take(UnsafeRawBufferPointer(start: event, count: length))
        },
        fetch: { provider, promise in
            if promise == 0 { providers.remove(provider) } else { providers[provider]?.fetch(promise: promise) }
        })
}

/// Somebody who waits for the end of a call.
protocol Waiting: AnyObject, Sendable {
    func end(_ reply: UnsafeRawBufferPointer)
}

/// Reads the answer on the core's thread, which costs less than to copy it, and goes on as Swift's runtime sees fit: never on that thread.
final class Waiter<Value: Sendable>: Waiting {
    private let continuation: UnsafeContinuation<Result<Value, EkycError>, Never>
    private let read: @Sendable (inout WireReader) throws -> Value

    init(
        _ continuation: UnsafeContinuation<Result<Value, EkycError>, Never>,
        read: @escaping @Sendable (inout WireReader) throws -> Value
    ) {
        self.continuation = continuation
        self.read = read
    }

    func end(_ reply: UnsafeRawBufferPointer) {
        continuation.resume(returning: NativeCore.outcome(of: reply, read))
    }
}
