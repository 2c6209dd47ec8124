import Ekyc

extension ScenarioRun {
    /// What can stand beside the member that says what a step is.
    private static let details = [
        "control": "body", "call": "operation request options at_once", "wait": "", "provider": "", "observed": "", "cancel": "",
        "expect": "result results", "shutdown": "finished", "begin_shutdown": "", "end_shutdown": "", "close": "",
        "parse_callback": "token transaction_id result", "callback_arrived": "woke", "received": "delivery", "settled": "",
    ]

    /// What a request can say, for whichever operation.
    private static let request =
        "meta_info merchant_user_id merchant_biz_id callback_token callback_url id_spoof transaction_id is_return_image limit_ms "
        + "first_pause_ms max_pause_ms delete_type operation query form repeatable success_codes extra_parameters"

    mutating func step(_ step: JSON) async throws {
        guard let client, let (kind, value) = step.members.first(where: { Self.details[$0.key] != nil }) else {
            throw Unexpected(description: "no step: \(step)")
        }
        try step.only("\(kind) \(Self.details[kind] ?? "")")
        let word = value.text ?? ""
        switch kind {
        case "control": try await control.tell(word, step["body"])
        case "call":
            try step["request"].only(Self.request)
            let (operation, request, options) = (step["operation"].text, step["request"], try CallOptions(step["options"]))
            calls[word] = (0..<(step["at_once"].number ?? 1)).map { _ in
                Running { JSON(success: try await client.operation(operation, request, options: options)) }
            }
        case "wait": try await control.tell("GET /wait?\(word)")
        case "provider": try await there(provider, kind).asked(value.number ?? 1)
        case "observed": try await observed.wait(attempts: Int(value.number ?? 1))
        case "cancel": try there(calls[word], word).forEach { $0.cancel() }
        case "expect":
            var outcomes: [JSON] = []
            for call in try there(calls.removeValue(forKey: word), word) { outcomes.append(try await call.end()) }
            if outcomes.count == 1, let id = outcomes[0]["response"]["transaction_id"].text { transactions[word] = id }
            try step["results"].isNull
                ? step.required("result").expect(there(outcomes.count == 1 ? outcomes.first : nil, "single call \(word)"), as: word)
                : step["results"].expectCounted(outcomes, as: word)
        case "shutdown": try await step.required("finished").expect(Self.shutdown(client, value).end(), as: kind)
        case "begin_shutdown": shutdown = Self.shutdown(client, value)
        case "end_shutdown": try await value.expect(there(shutdown, kind).end(), as: kind)
        case "parse_callback":
            let (token, transaction) = (step["token"].text, step["transaction_id"].text)
            let outcome = await JSON.outcome {
                JSON(success: JSON(try parseCallback(word, expectedToken: token, expectedTransactionId: transaction)))
            }
            try step.required("result").expect(outcome, as: word)
        case "callback_arrived":
            try step.required("woke").expect(JSON(client.callbackArrived(parseCallback(word))), as: word)
        case "received":
            try await step.required("delivery").expect(JSON(inbox.received(parseCallback(word)).rawValue), as: word)
        case "settled": try await inbox.settled(transactionId: word)
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
