import Foundation
import Testing

extension EkycTests {
    /// The scenarios of `tests/scenarios`, shared with Rust and Kotlin.
    @Suite struct ScenarioTests {
        @Test func thereAreManyScenarios() throws {
            #expect(try Self.names().count >= 60)
        }

        /// Only what never happens reaches the limit.
        @Test(.timeLimit(.minutes(1)), arguments: try names()) func everyScenarioIsAsItSays(_ name: String) async throws {
            let file = try Required.path("EKYC_SCENARIOS").appendingPathComponent("\(name).json")
            let source = try String(contentsOf: file, encoding: .utf8)
            try await ScenarioRun.run(source, named: name, on: ScenarioSandbox.shared.value.control)
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
