import Foundation

/// Builds a description: what is set, by its name, and of secrets that they are set.
struct Shown {
    private let name: String
    private var parts: [String] = []

    init(_ name: String) {
        self.name = name
    }

    var description: String { "\(name)(\(parts.joined(separator: ", ")))" }

    private func with(_ label: String, _ text: String?) -> Shown {
        guard let text else { return self }
        var shown = self
        shown.parts.append("\(label): \(text)")
        return shown
    }

    func value(_ label: String, _ value: String?) -> Shown {
        with(label, value.map { $0.isAddress ? $0.withoutSecrets.debugDescription : $0.debugDescription })
    }

    func value(_ label: String, _ value: URL?) -> Shown { with(label, value?.absoluteString.withoutSecrets) }

    func value(_ label: String, _ value: Data?) -> Shown { with(label, value.map { "\($0.count) bytes" }) }

    func value(_ label: String, _ value: Date?) -> Shown { with(label, value?.formatted(.iso8601)) }

    func value(_ label: String, _ value: (some CustomStringConvertible)?) -> Shown { with(label, value?.description) }

    func value(_ label: String, _ values: [some CustomStringConvertible]?) -> Shown {
        guard let values, !values.isEmpty else { return self }
        return with(label, "[\(values.map(\.description).joined(separator: ", "))]")
    }

    func secret(_ label: String, _ value: (some Any)?) -> Shown { with(label, value == nil ? nil : "***") }

    func secret(_ label: String, _ value: Data?) -> Shown { with(label, value.map { "*** (\($0.count) bytes)" }) }

    func secret(_ label: String, _ values: [String: String]) -> Shown {
        with(label, values.isEmpty ? nil : "[\(values.keys.sorted().map { "\($0): ***" }.joined(separator: ", "))]")
    }
}

extension String {
    fileprivate var isAddress: Bool { contains("://") || contains("@") }

    /// An address without user, password and query.
    fileprivate var withoutSecrets: String {
        let path = prefix { $0 != "?" && $0 != "#" }
        guard let scheme = path.range(of: "://") else {
            return path.lastIndex(of: "@").map { "***" + path[$0...] } ?? String(path)
        }
        let rest = path[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" }
        guard let user = host.lastIndex(of: "@") else { return String(path) }
        return path[..<scheme.upperBound] + "***" + host[user...] + rest[host.endIndex...]
    }
}

extension Mirror {
    /// A mirror that shows the type and nothing in it.
    static func closed<Subject>(_ subject: Subject) -> Mirror {
        Mirror(subject, children: EmptyCollection<Mirror.Child>())
    }
}
