import Foundation
import Testing

@testable import Ekyc

extension EkycTests {
    /// What users cannot reach from outside: bindings and library of different builds, and a fault inside the bindings.
    @Suite struct Handshake {
        @Test func theLinkedLibraryIsTheOneThatTheBindingsWereMadeFor() {
            #expect(NativeLibrary.mismatch == nil)
        }

        @Test(arguments: ["0.1.0 other", "0.2.0 same", ""])
        func anotherLibraryIsNamedWithWhatToDo(build: String) throws {
            let error = try #require(NativeLibrary.compare(library: build, bindings: "0.1.0 same"))
            #expect(error.kind == .invalidConfiguration && error.setting == "native library")
            for part in ["ekyc \(build), ", "package is 0.1.0 same", "delete the build folder", "EKYC_LIBRARY"] {
                #expect(error.description.contains(part))
            }
        }

        @Test(arguments: [[], [0], [1, 0], [0, 0, 0, 0, 9, 1], [1, 0, 0, 0, 1, 65, 0, 0, 0, 99]] as [[UInt8]])
        func bytesThatCannotBeReadAreAnInternalError(reply: [UInt8]) {
            let outcome = reply.withUnsafeBytes { NativeCore.outcome(of: $0) { try $0.string() } }
            guard case .failure(let error) = outcome else {
                Issue.record("read as \(outcome)")
                return
            }
            #expect(error.kind == .internal && error.description.hasPrefix("internal error: "))
        }
    }
}
