import Foundation

/// What the suite needs to be told. It fails without, rather than leaving tests out.
struct Required: Error, CustomStringConvertible {
    let name: String

    var description: String { "\(name) is not set; run the suite through `cargo xtask test`" }

    static func path(_ name: String) throws -> URL { URL(fileURLWithPath: try text(name)) }

    static func text(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { throw Required(name: name) }
        return value
    }
}
