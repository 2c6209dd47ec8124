import Foundation

/// What the sources declare, read from them: a list kept by hand would be forgotten.
enum Declarations {
    /// The types that the module `Ekyc` declares or exports.
    static func publicTypes() throws -> Set<String> {
        try exported().union(matches(of: /^public (?:final )?(?:struct|enum|class|actor) (\w+)/, in: "Ekyc"))
    }

    /// The types that it exports from the generated module.
    static func exported() throws -> Set<String> {
        try matches(of: /^@_exported import \w+ EkycCore\.(\w+)/, in: "Ekyc")
    }

    /// The data that the generated module declares. Errors and objects are wrapped; converters are no data.
    static func generatedData() throws -> Set<String> {
        try matches(of: /^public (?:struct|enum) (\w+): Equatable/, in: "EkycCore")
    }

    private static func matches(of pattern: Regex<(Substring, Substring)>, in module: String) throws -> Set<String> {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let folder = tests.appendingPathComponent("../../../Sources/\(module)").standardizedFileURL
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for line in text.split(separator: "\n") {
                if let match = line.firstMatch(of: pattern) { names.insert(String(match.1)) }
            }
        }
        return names
    }
}
