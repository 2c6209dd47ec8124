import Ekyc
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program of its own for what a test's process must not do: fork, panic inside the library, count all threads and files.
///
/// Not in `main.swift` and not asynchronous: a fork must come before Swift's tasks have threads.
@main
struct Probe {
    static func main() throws {
        let task = CommandLine.arguments.dropFirst().first
        let setting = try Setting()
        switch task {
        case "fork": try fork(setting)
        case "clients": try clients(setting)
        case "panic": try panic(setting)
        default: throw Wrong(description: "say fork, clients or panic")
        }
    }

    /// Makes a client, forks, and lets child and parent call; then lets the child's exit status tell.
    private static func fork(_ setting: Setting) throws {
        let client = try setting.client()
        let child = try System.fork()
        if child == 0 {
            let good = (1...2).allSatisfy { _ in (try? setting.call(client)) != nil }
            System.exit(good ? 0 : 1)
        }
        print("child \(try System.status(of: child))")
        print("parent \(try setting.call(client)) \(try setting.call(client))")
    }

    /// Makes and drops ten thousand clients, and counts before and after.
    private static func clients(_ setting: Setting) throws {
        let keeper = try setting.client()
        _ = try setting.call(keeper)  // the threads that everything shares are there from now on
        let before = try System.counts()
        for _ in 1...10_000 { _ = try setting.client() }
        let after = try System.counts()
        print("before \(before) after \(after)")

        let gone = DispatchSemaphore(value: 0)
        for _ in 1...100 { _ = try setting.call(setting.client(observer: Farewell(gone))) }
        for _ in 1...100 { gone.wait() }
        print("observers gone")
        withExtendedLifetime(keeper) {}
    }

    /// Asks the library for a panic, of which only debug builds have one.
    private static func panic(_ setting: Setting) throws {
        let client = try setting.client()
        var request = try setting.request()
        request.extraParameters = ["EkycTestPanic": "PlantedPanicText"]
        do {
            print("no error, but \(try setting.call(client, request))")
        } catch let error as EkycError {
            print("\(error.kind) attempts=\(error.attempts) outcomeUnknown=\(error.outcomeUnknown): \(error)")
        }
        print("afterwards \(try setting.call(client))")
    }
}

struct Wrong: Error, CustomStringConvertible {
    let description: String
}

/// Says when it goes.
private final class Farewell: EkycObserver {
    private let gone: DispatchSemaphore

    init(_ gone: DispatchSemaphore) {
        self.gone = gone
    }

    deinit { gone.signal() }
}
