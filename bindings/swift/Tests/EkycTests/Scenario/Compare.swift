// Whether what happened is so as a scenario wants it.

extension JSON {
    /// Compares, and looks for texts that the error's sentence must and must not have.
    func expect(_ actual: JSON, as what: String) throws {
        var members = members
        members["setting"] = members["setting"]?.text.map { .text($0.settingInSwift) } ?? members["setting"]
        members["fields"] = members["fields"].map { .list($0.texts.map { .text($0.fieldInSwift) }) }
        let wanted = [(members.removeValue(forKey: "text_has"), true), (members.removeValue(forKey: "text_lacks"), false)]
        let plain = if case .object = self { JSON.object(members) } else { self }
        if let difference = plain.difference(from: actual, at: what) {
            throw Unexpected(description: "\(difference)\n    in \(actual)")
        }
        let sentence = actual["text"].text ?? ""
        for (texts, has) in wanted {
            for text in texts?.texts ?? [] where sentence.lowercased().contains(text.lowercased()) != has {
                throw Unexpected(description: "\(what) must \(has ? "have" : "lack") \"\(text)\", but it is: \(sentence)")
            }
        }
    }

    /// Whether so many ended in each way as this list counts, in whatever order, and none in another.
    func expectCounted(_ outcomes: [JSON], as what: String) throws {
        var left = outcomes
        for way in list {
            let (count, result) = (try way.required("count").number ?? 0, try way.required("result"))
            let others = left.filter { outcome in (try? result.expect(outcome, as: what)) == nil }
            guard left.count - others.count == count else {
                throw Unexpected(description: "\(left.count - others.count) of \(what) instead of \(count) ended as \(result); left: \(others)")
            }
            left = others
        }
        guard left.isEmpty else { throw Unexpected(description: "nobody expected of \(what): \(left)") }
    }

    /// Where `actual` is not so as this wants it.
    func difference(from actual: JSON?, at path: String) -> String? {
        let unlike = "\(path): expected \(self), got \(actual ?? .null)"
        if let presence { return presence == !(actual ?? .null).isNull ? nil : unlike }
        switch (self, actual) {
        case (.object(let members), .object(let found)):
            return members.lazy.compactMap { $1.difference(from: found[$0], at: "\(path).\($0)") }.first
        case (.list(let elements), .list(let found)) where elements.count == found.count:
            return zip(elements, found).enumerated().lazy
                .compactMap { $1.0.difference(from: $1.1, at: "\(path)[\($0)]") }.first
        default:
            return self == actual ? nil : unlike
        }
    }

    /// `{"present": true}` and `{"absent": true}`.
    private var presence: Bool? {
        switch self {
        case ["present": true]: true
        case ["absent": true]: false
        default: nil
        }
    }
}

extension String {
    /// Scenarios name fields as the service does: `MerchantBizId` is `merchantBizId` here.
    var fieldInSwift: String {
        let name = hasSuffix("Base64") ? String(dropLast(6)) : self
        return (name.prefix(1).lowercased() + name.dropFirst()).settingInSwift
    }

    /// Scenarios name settings as Rust does: `retry.base_delay_ms` is `retry.baseDelay` here.
    var settingInSwift: String {
        split(separator: ".").map { part in
            let words = part.replacing(/(_ms|_us|_seconds)$/, with: "").split(separator: "_")
            return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
        }.joined(separator: ".")
    }
}
