import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// The scenarios of `tests/scenarios`, shared with Rust and Kotlin.
    @Suite struct ScenarioTests {
        /// The list is compared with the files in Rust.
        @Test func thereAreAsManyAsTheListSays() throws {
            let list = try Required.path("EKYC_SCENARIOS").deletingLastPathComponent().appendingPathComponent("cases.txt")
            let names = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(String.init)
            #expect(try Self.names() == names.sorted() && !names.isEmpty)
        }

        /// Only what never happens reaches the limit.
        @Test(.timeLimit(.minutes(1)), arguments: try names()) func everyScenarioIsAsItSays(_ name: String) async throws {
            let file = try Required.path("EKYC_SCENARIOS").appendingPathComponent("\(name).json")
            let source = try String(contentsOf: file, encoding: .utf8)
            try await withSandbox("--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0") { sandbox in
                try await ScenarioRun.run(source, named: name, on: ScenarioControl(control: sandbox.control))
            }
            try visited(name)
        }

        private static func names() throws -> [String] {
            let folder = try Required.path("EKYC_SCENARIOS")
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "json" }
                .map { $0.deletingPathExtension().lastPathComponent }
                .sorted()
        }

        /// Tells xtask, which fails if a suite left a scenario out.
        private func visited(_ name: String) throws {
            guard let path = ProcessInfo.processInfo.environment["EKYC_SCENARIOS_VISITED"], !path.isEmpty else { return }
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: Data("swift \(name)\n".utf8))
        }
    }
}
