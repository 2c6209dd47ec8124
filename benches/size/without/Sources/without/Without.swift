import Foundation

/// Imports the same of the system as the sample does, and no more.
@main
struct Sample {
    static func main() async {
        let name = ProcessInfo.processInfo.environment["NAME"] ?? "-"
        print(name)
        FileHandle.standardError.write(Data(name.utf8))
    }
}
