import EkycCoreFFI

/// The core's client, by its number. Closed when nobody holds it any more.
final class ClientCore: Sendable {
    private let number: UInt64
    /// Counts this client's calls from 1, as events name them.
    private let calls = Registry<Void>()
    private let inCalls = NativeCore.clients.next()

    init(
        config: ClientConfig, credentials: Credentials, observer: (any EkycObserver)?, binding: String
    ) throws(EkycError) {
        let observer = observer.map { NativeCore.observers.add($0) }
        do throws(EkycError) {
            number = try NativeCore.call(Numbers.openClient) { writer in
                config.write(to: &writer)
                writer.handle(credentials.core.number)
                writer.optional(observer) { $1.handle($0) }
                writer.string(binding)
            } read: {
                try $0.handle()
            }
        } catch {
            if let observer { NativeCore.observers.remove(observer) }
            throw error
        }
    }

    deinit {
        let number = number
        _ = try? NativeCore.call(Numbers.freeClient) {
            $0.handle(number)
        } read: {
            try $0.bool()
        }
    }

    /// A function of this client's that runs to its end.
    func call<Value>(
        _ function: UInt32, _ write: (inout WireWriter) -> Void, read: (inout WireReader) throws -> Value
    ) throws(EkycError) -> Value {
        try NativeCore.call(function) { writer in
            writer.handle(number)
            write(&writer)
        } read: {
            try read(&$0)
        }
    }

    func stop() {
        // Stopping has no way to fail that a caller could act on.
        _ = try? NativeCore.call(Numbers.stopClient) {
            $0.handle(number)
        } read: {
            try $0.bool()
        }
    }

    /// An operation of the service.
    func perform<Value: Sendable>(
        _ operation: UInt32, options: CallOptions?, write: (inout WireWriter) -> Void,
        read: @escaping @Sendable (inout WireReader) throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let result = await run(operation) { writer in
            write(&writer)
            writer.optional(options) { $0.write(to: &$1) }
        } read: {
            try read(&$0)
        }
        switch result {
        case .success(let value): return value
        case .failure(let error) where error.kind == .cancelled && Task.isCancelled: throw CancellationError()
        case .failure(var error):
            error.tag = options?.tagOfErrors
            throw error
        }
    }

    /// Begins it and waits for its end: one crossing each way. Cancelling the task cancels it.
    func run<Value: Sendable>(
        _ operation: UInt32, write: (inout WireWriter) -> Void, read: @escaping @Sendable (inout WireReader) throws -> Value
    ) async -> Result<Value, EkycError> {
        if let mismatch = NativeLibrary.mismatch { return .failure(mismatch) }
        let call = Registry<any Waiting>.number(of: calls.next(), by: inCalls)
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let waiter = Waiter(continuation, read: read)
                NativeCore.waiting.insert(waiter, as: call)
                WireWriter.written(write) { arguments, length in
                    var call = call
                    ekyc_start(number, call, operation, arguments, length, &call, notBegun)
                }
            }
        } onCancel: {
            ekyc_cancel(number, call)
        }
    }
}

/// Ends a call that could not begin. `context` is where its number lies.
///
/// A function by itself: with a closure for C inside of a class, the debug information of whoever links with `--experimental-lto-mode full`
/// breaks LLVM's rules, and the linker aborts (swiftlang/swift#90612).
private func notBegun(context: UnsafeMutableRawPointer?, reply: UnsafePointer<UInt8>?, length: Int) {
    guard let call = context?.assumingMemoryBound(to: UInt64.self).pointee else { return }
    NativeCore.waiting.remove(call)?.end(UnsafeRawBufferPointer(start: reply, count: length))
}
