import Foundation

/// JSON as scenarios and the sandbox write it: all numbers are whole.
enum JSON: Hashable, Sendable {
    case null
    case truth(Bool)
    case number(Int64)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    init(_ truth: Bool) { self = .truth(truth) }
    init(_ number: (some BinaryInteger)?) { self = number.map { .number(Int64($0)) } ?? .null }
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    init(parsing data: Data) throws { self = try JSONDecoder().decode(JSON.self, from: data) }
}

extension JSON {
    /// The member, or null.
    subscript(name: String) -> JSON { members[name] ?? .null }

    /// The value at a path such as `headers.x-acs-date`.
    func at(_ path: String) -> JSON { path.split(separator: ".").reduce(self) { $0[String($1)] } }

    /// Refuses members that nobody reads: what is misspelt would be an assertion that nobody checks. `names` are separated by blanks.
    func only(_ names: String) throws {
        let strangers = Set(members.keys).subtracting(names.split(separator: " ").map(String.init))
        guard strangers.isEmpty else { throw Unexpected(description: "nobody reads \(strangers)") }
    }

    /// With what stands in braces replaced, in every text.
    func filled(_ words: [String: String]) -> JSON {
        switch self {
        case .text(let text): .text(words.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) })
        case .list(let list): .list(list.map { $0.filled(words) })
        case .object(let members): .object(members.mapValues { $0.filled(words) })
        default: self
        }
    }

    var isNull: Bool { self == .null }
    var truth: Bool? { if case .truth(let truth) = self { truth } else { nil } }
    var number: Int64? { if case .number(let number) = self { number } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var list: [JSON] { if case .list(let list) = self { list } else { [] } }
    var texts: [String] { list.compactMap(\.text) }
    var members: [String: JSON] { if case .object(let members) = self { members } else { [:] } }
}

extension JSON: Codable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .truth(let truth): try value.encode(truth)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        }
    }
}

extension JSON: CustomStringConvertible {
    var description: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "not JSON"
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral text: String) { self = .text(text) }
    init(dictionaryLiteral members: (String, JSON)...) { self = .object(Dictionary(uniqueKeysWithValues: members)) }
    init(booleanLiteral truth: Bool) { self = .truth(truth) }
}
