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
        with(label, values.isEmpty ? nil : "*** (\(values.count))")
    }
}

extension String {
    fileprivate var isAddress: Bool { contains("://") || contains("@") }

    /// An address without user, password, path and query, each of which can hold a secret.
    fileprivate var withoutSecrets: String {
        let scheme = range(of: "://").map { self[..<$0.upperBound] } ?? ""
        let host = dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let rest = scheme.count + host.count < count ? "/..." : ""
        return "\(scheme)\(host.lastIndex(of: "@").map { "***\(host[$0...])" } ?? String(host))\(rest)"
    }
}

extension Mirror {
    /// A mirror that shows the type and nothing in it.
    static func closed<Subject>(_ subject: Subject) -> Mirror {
        Mirror(subject, children: EmptyCollection<Mirror.Child>())
    }
}
