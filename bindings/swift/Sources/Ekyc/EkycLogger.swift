import Foundation

/// How much a log line matters. The names are those of swift-log's levels of the same meaning.
public enum EkycLogLevel: String, Sendable, CaseIterable, Comparable {
    /// For whoever looks for a fault.
    case debug

    /// What happens in ordinary operation.
    case info

    /// Something failed, and is tried again.
    case warning

    /// Something failed.
    case error

    /// By weight.
    public static func < (left: EkycLogLevel, right: EkycLogLevel) -> Bool { left.weight < right.weight }

    private var weight: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}

/// Where log lines go. This library logs nothing by itself: `EkycLoggingObserver` does, to a logger of your choice.
///
/// The function has the shape of swift-log's `Logger.log(level:message:metadata:)`. The package in the folder `Server` has the adapter.
public protocol EkycLogger: Sendable {
    /// Takes one line: a sentence, and the same as fields by name.
    func log(_ level: EkycLogLevel, _ message: String, _ fields: [String: String])
}

/// Writes lines to standard error: the time, the level, the sentence, and the fields in the order of their names.
public struct EkycPrintLogger: EkycLogger {
    private let level: EkycLogLevel
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - level: what is less than that is left out.
    ///   - write: takes each line, without its line break, in place of standard error.
    public init(
        from level: EkycLogLevel = .info,
        write: @escaping @Sendable (String) -> Void = { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
    ) {
        self.level = level
        self.write = write
    }

    /// Writes the line, if its level is high enough.
    public func log(_ level: EkycLogLevel, _ message: String, _ fields: [String: String]) {
        guard level >= self.level else { return }
        let pairs = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value))" }
        write("\(Date().formatted(.iso8601)) \(level.rawValue) \(message.onOneLine) [\(pairs.joined(separator: " "))]")
    }

    /// What comes from the network must not be able to begin a field of its own.
    private static func quoted(_ value: String) -> String {
        let harmless = value.unicodeScalars.allSatisfy { ("!"..."~").contains($0) && !"\"=[]".unicodeScalars.contains($0) }
        return harmless ? value : value.debugDescription
    }
}
