import Foundation

/// What the sources declare, read from them: a list kept by hand would be forgotten.
enum Declarations {
    /// The public types of the module `Ekyc`, those that are nested by their whole names.
    static func publicTypes() throws -> Set<String> {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let folder = tests.appendingPathComponent("../../../Sources/Ekyc").standardizedFileURL
        var names: Set<String> = []
        for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift") {
            var outer: String?
            for line in try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n") {
                if let match = line.firstMatch(of: /^extension (\S+) \{/) { outer = String(match.1) }
                if line == "}" { outer = nil }
                if let match = line.firstMatch(of: /^ *public (?:final )?(?:struct|enum|class|actor) (\w+)/) {
                    names.insert(outer.map { "\($0).\(match.1)" } ?? String(match.1))
                }
            }
        }
        return names
    }
}
