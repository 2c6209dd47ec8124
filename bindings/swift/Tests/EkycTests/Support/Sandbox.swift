import Ekyc
import Foundation

/// The project's own service, a process of its own for each test.
struct Sandbox {
    static let keyId = "SwiftTestsKey"
    static let keySecret = "SwiftTestsSecret"

    let endpoint: String
    let caPem: String?
    let control: ControlPlane
}

/// Runs `body` against a fresh sandbox and stops it.
func withSandbox<Value>(_ options: String..., body: (Sandbox) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ekyc-swift-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = try SandboxProcess(folder: folder, options: options)
    let outcome: Result<Value, any Error>
    do {
        outcome = .success(try await body(process.started()))
    } catch {
        outcome = .failure(error)
    }
    await process.stop()
    return try outcome.get()
}

private final class SandboxProcess: Sendable {
    private let folder: URL
    private let process = Process()
    private let life = Pipe()
    private let output = Pipe()

    init(folder: URL, options: [String]) throws {
        self.folder = folder
        let program = try Required.path("EKYC_SANDBOX_BIN").path
        // The shell ends it when our end of the pipe closes, so that it does not outlive a suite that crashed. With KILL,
        // because a program started from one of Dispatch's threads inherits their signal mask, under which TERM never arrives.
        let script = #""$@" </dev/null & child=$!; cat >/dev/null; kill -KILL $child"#
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", script, "sh", program]
            + ["--listen", "127.0.0.1:0", "--access-key-id", Sandbox.keyId, "--access-key-secret", Sandbox.keySecret]
            + ["--ca-file", path("ca.pem"), "--control", "127.0.0.1:0", "--control-file", path("control")] + options
        process.standardInput = life
        process.standardOutput = output
        try process.run()
    }

    /// The first line it prints is its address; its files are written by then.
    func started() async throws -> Sandbox {
        let endpoint = await background { [output] in
            var line = Data()
            while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) { line += byte }
            return String(decoding: line, as: UTF8.self)
        }
        let control = try String(contentsOfFile: path("control"), encoding: .utf8)
        return Sandbox(
            endpoint: endpoint, caPem: try? String(contentsOfFile: path("ca.pem"), encoding: .utf8),
            control: try ControlPlane(control))
    }

    func stop() async {
        try? life.fileHandleForWriting.close()
        await background { [self] in process.waitUntilExit() }
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}

/// Waiting in a thread that is not one of Swift's few.
func background<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
