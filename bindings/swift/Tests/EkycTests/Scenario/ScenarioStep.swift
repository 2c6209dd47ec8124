import Ekyc

extension ScenarioRun {
    /// What says more about a step and is none itself.
    private static let details = ["request", "options", "at_once", "body", "result", "results", "finished"]

    mutating func step(_ step: JSON) async throws {
        guard let client, let (kind, value) = step.members.first(where: { !Self.details.contains($0.key) }) else {
            throw Unexpected(description: "no step: \(step)")
        }
        let word = value.text ?? ""
        switch kind {
        case "control": try await control.tell(word, step["body"])
        case "call":
            let options = CallOptions(step["options"])
            calls[word] = try (0..<(step["at_once"].number ?? 1)).map { _ in
                let request = try InitializeRequest(step["request"])
                return Running { JSON(try await client.initialize(request, options: options)) }
            }
        case "wait": try await control.tell("GET /wait?\(word)")
        case "provider": try await there(provider, kind).asked(value.number ?? 1)
        case "observed": try await observed.wait(attempts: Int(value.number ?? 1))
        case "cancel": try there(calls[word], word).forEach { $0.cancel() }
        case "expect":
            var outcomes: [JSON] = []
            for call in try there(calls.removeValue(forKey: word), word) { outcomes.append(try await call.end()) }
            try step["results"].isNull
                ? step.required("result").expect(there(outcomes.count == 1 ? outcomes.first : nil, "single call \(word)"), as: word)
                : step["results"].expectCounted(outcomes, as: word)
        case "shutdown": try await step.required("finished").expect(Self.shutdown(client, value).end(), as: kind)
        case "begin_shutdown": shutdown = Self.shutdown(client, value)
        case "end_shutdown": try await value.expect(there(shutdown, kind).end(), as: kind)
        case "close": client.close()
        default: throw Unexpected(description: "no such step: \(kind)")
        }
    }

    private static func shutdown(_ client: EkycClient, _ grace: JSON) -> Running {
        Running { JSON(try await client.shutdown(grace: .milliseconds(grace.number ?? 0))) }
    }

    private func there<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw Unexpected(description: "no \(what)") }
        return value
    }
}
