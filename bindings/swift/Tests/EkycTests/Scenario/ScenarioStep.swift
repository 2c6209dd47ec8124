import Ekyc

extension ScenarioRun {
    /// What says more about a step and is none itself.
    private static let details = ["request", "options", "body", "result", "finished"]

    mutating func step(_ step: JSON) async throws {
        guard let client, let (kind, value) = step.members.first(where: { !Self.details.contains($0.key) }) else {
            throw Unexpected(description: "no step: \(step)")
        }
        let word = value.text ?? ""
        switch kind {
        case "control": try await control.tell(word, step["body"])
        case "call":
            let (request, options) = (try InitializeRequest(step["request"]), CallOptions(step["options"]))
            calls[word] = Running { JSON(try await client.initialize(request, options: options)) }
        case "wait": try await control.tell("GET /wait?\(word)")
        case "provider": try await there(provider, kind).asked(value.number ?? 1)
        case "observed": try await observed.wait(attempts: Int(value.number ?? 1))
        case "cancel": try there(calls[word], word).cancel()
        case "expect":
            let call = try there(calls.removeValue(forKey: word), word)
            try step.required("result").expect(await call.end(), as: word)
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
