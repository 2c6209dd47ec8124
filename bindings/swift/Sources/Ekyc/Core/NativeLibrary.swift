import EkycCoreFFI

/// Whether the linked library is the one these bindings were generated from.
///
/// It is asked first, before any generated code reads what it writes.
enum NativeLibrary {
    /// Why the library cannot be used, or nil. Found out once, at first use; that makes the library ready, too.
    static let mismatch: EkycError? = {
        let library = String(decoding: reply { ekyc_build($0, $1) }, as: UTF8.self)
        if let mismatch = compare(library: library, bindings: "\(BindingBuild.version) \(BindingBuild.fingerprint)") {
            return mismatch
        }
        ekyc_set_host(NativeCore.host)
        return nil
    }()

    /// Both are a version and a fingerprint.
    static func compare(library: String, bindings: String) -> EkycError? {
        if library == bindings { return nil }
        let reason =
            "the linked library is ekyc \(library), but this Swift package is \(bindings); delete the build folder (.build) and build again, "
            + "and if EKYC_LIBRARY is set, name the library of this version"
        return EkycError(
            .invalidConfiguration, "invalid configuration: native library: \(reason)", setting: "native library", reason: reason
        )
    }

    /// The bytes that a function of the library gives, copied.
    static func reply(_ ask: (UnsafeMutableRawPointer, EkycTake) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        withUnsafeMutablePointer(to: &bytes) { place in
            ask(place) { context, start, length in
                context?.assumingMemoryBound(to: [UInt8].self).pointee = Array(UnsafeBufferPointer(start: start, count: length))
            }
        }
        return bytes
    }
}
