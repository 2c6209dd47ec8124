import Foundation

/// The one sandbox of all scenarios. It ends with this process.
final class ScenarioSandbox: Sendable {
    static let shared = Task { try await ScenarioSandbox() }

    let control: ScenarioControl
    private let life = Pipe()
    private let output = Pipe()

    private init() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("ekyc-scenarios-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        // As in `SandboxProcess`: the shell ends it when our end of the pipe closes.
        let script = #""$@" </dev/null & child=$!; cat >/dev/null; kill -KILL $child"#
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", script, "sh", try Required.path("EKYC_SANDBOX_BIN").path]
            + ["--listen", "127.0.0.1:0", "--access-key-id", "id", "--access-key-secret", "secret"]
            + ["--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0"]
            + ["--control", "127.0.0.1:0", "--control-file", file.path]
        process.standardInput = life
        process.standardOutput = output
        try process.run()
        // Its files are written once it says something.
        let said = await background { [output] in (try? output.fileHandleForReading.read(upToCount: 1)) ?? nil }
        let address = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard said != nil, let base = URL(string: address) else { throw Unexpected(description: "no sandbox") }
        control = ScenarioControl(base: base)
    }
}
