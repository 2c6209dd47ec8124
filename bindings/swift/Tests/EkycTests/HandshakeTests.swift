import Foundation
import Testing

@testable import Ekyc

extension EkycTests {
    /// What users cannot reach from outside: bindings and library of different builds, and a fault inside the bindings.
    @Suite struct Handshake {
        @Test func theLinkedLibraryIsTheOneThatTheBindingsWereMadeFor() {
            #expect(NativeLibrary.mismatch == nil)
        }

        @Test(arguments: [("0.1.0", "other"), ("0.2.0", "same")])
        func anotherLibraryIsNamedWithWhatToDo(version: String, fingerprint: String) throws {
            let found = NativeLibrary.compare(library: (version, fingerprint), bindings: ("0.1.0", "same"))
            let error = try #require(found)
            guard case .invalidConfiguration("native library", let reason) = error else {
                throw Unexpected(description: "\(error)")
            }
            for part in ["ekyc \(version) (\(fingerprint))", "0.1.0 (same)", "delete the build folder", "EKYC_LIBRARY"] {
                #expect(reason.contains(part))
            }
            #expect(
                error.text(ifLoaded: false) == error.text(ifLoaded: true), "readable without the library, in the same words")
        }

        @Test func anErrorWithoutTheLibraryStillHasAText() {
            #expect(
                EkycError.cancelled(attempts: Attempts(count: 1, outcomeUnknown: true)).text(ifLoaded: false) == "cancelled")
        }

        /// As the generated code throws them: an enum with the panic's text inside, which may hold anything.
        private enum LikeTheGeneratedOne: Error {
            case rustPanic(_ message: String)
            case bufferOverflow
        }

        @Test func whatTheBindingsThrowBesidesIsInternalAndToldWithoutItsContent() {
            let panic = EkycError(LikeTheGeneratedOne.rustPanic(Planted.metaInfo))
            #expect(panic.kind == "internal")
            #expect(panic.description.hasPrefix("internal error: "))
            #expect(panic.description.contains("rustPanic"))
            #expect(everyFormat(of: panic).allSatisfy { !$0.contains("PlantedMetaInfo") })
            #expect(EkycError(LikeTheGeneratedOne.bufferOverflow).kind == "internal")
        }
    }
}
