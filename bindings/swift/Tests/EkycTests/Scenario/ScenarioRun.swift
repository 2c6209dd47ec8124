import Ekyc
import Foundation
import Testing

/// One scenario from beginning to end.
struct ScenarioRun {
    let control: ScenarioControl
    let scenario: JSON
    var client: EkycClient?
    let provider: ScriptedProvider?
    var observed = Observed()
    /// One or many under a name.
    var calls: [String: [Running]] = [:]
    /// The transactions that calls have started, by the calls' names.
    var transactions: [String: String] = [:]
    let inbox: CallbackInbox
    var shutdown: Running?

    /// Throws what is not as it must be.
    static func run(_ source: String, named name: String, on control: ScenarioControl) async throws {
        try await control.control.setKeys(["id": "id", "secret": "secret"])
        let info = try await control.tell("GET /info")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ekyc-scenario-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let scenario = try JSON(parsing: Data(filled(source, info, folder).utf8))
        try JSON(name).expect(scenario["name"], as: "name")
        try scenario.only("$schema name why files credentials config client_error steps seen distinct same calls attempts")
        for (name, content) in scenario["files"].members {
            try Data((content.text ?? "").utf8).write(to: folder.appendingPathComponent(name))
        }
        let expected = scenario["client_error"]
        do {
            var run = try ScenarioRun(scenario, info, control)
            guard expected.isNull else { throw Unexpected(description: "a client was made, but must not") }
            defer { run.provider?.letGo() }
            try await run.steps()
            try await run.finish()
        } catch let error as EkycError where !expected.isNull {
            try expected.expect(JSON(error), as: "client_error")
        }
    }

    private init(_ scenario: JSON, _ info: JSON, _ control: ScenarioControl) throws {
        inbox = try .inMemory(capacity: 1000)
        let (credentials, provider) = try Credentials.make(scenario["credentials"], info: info)
        let observer = scenario["calls"].isNull && scenario["attempts"].isNull ? nil : observed.recorder
        client = try EkycClient(
            config: ClientConfig(scenario["config"], info: info), credentials: credentials, observer: observer)
        (self.control, self.scenario, self.provider) = (control, scenario, provider)
    }

    private mutating func steps() async throws {
        for (at, step) in scenario["steps"].list.enumerated() {
            do {
                try await self.step(step.filled(transactions))
            } catch {
                let wrong = Unexpected(description: "step \(at + 1): \(error)")
                // A test that reached its time limit tells only that.
                if Task.isCancelled { Issue.record(wrong) }
                throw wrong
            }
        }
    }

    private mutating func finish() async throws {
        client = nil
        guard calls.isEmpty else { throw Unexpected(description: "nobody expected \(calls.keys)") }
        let seen = try await control.tell("GET /seen")
        if !scenario["seen"].isNull { try scenario["seen"].expect(seen, as: "seen") }
        let events = seen["events"].list.filter { $0["action"] == "Initialize" }
        for (word, alike) in [("distinct", false), ("same", true)] {
            for path in scenario[word].texts {
                let values = events.map { $0.at(path) }
                let wanted = alike ? 1 : values.count
                guard values.count > 1, !values.contains(.null), Set(values).count == wanted else {
                    throw Unexpected(description: "\(path) is not \(word) in the events: \(values)")
                }
            }
        }
        let (calls, attempts) = (scenario["calls"], scenario["attempts"])
        if calls.isNull && attempts.isNull { return }
        try await observed.wait(calls: calls.isNull ? 1 : calls.list.count)
        if !calls.isNull { try calls.expect(.list(observed.calls), as: "calls") }
        if !attempts.isNull { try attempts.expect(.list(observed.attempts), as: "attempts") }
    }

    private static func filled(_ source: String, _ info: JSON, _ folder: URL) -> String {
        let proxy = info["proxy_endpoint"].text ?? ""
        let words: [(String, String?)] = [
            ("dir", folder.path), ("proxy_with_password", proxy.replacingOccurrences(of: "http://", with: "http://user:pass@")),
            ("proxy", proxy), ("endpoint", info["endpoint"].text), ("metadata", info["metadata_endpoint"].text),
            ("ca", info["ca_pem"].text),
        ]
        return words.reduce(source) { source, word in
            source.replacingOccurrences(of: "{\(word.0)}", with: JSON(word.1 ?? "").description.dropFirst().dropLast())
        }
    }
}
