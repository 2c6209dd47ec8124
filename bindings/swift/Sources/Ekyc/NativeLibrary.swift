import EkycCore
import EkycCoreFFI

/// Whether the linked library is the one these bindings were generated from.
///
/// UniFFI compares checksums too, but they miss a change in the layout of an enum or a record, and where they do differ the
/// generated code ends the process. So the library is asked first, through its C interface and before any generated code runs.
enum NativeLibrary {
    /// Why the library cannot be used, or nil. Found out once, at first use.
    static let mismatch: EkycError? = compare(
        library: (text(uniffi_ekyc_fn_func_core_version), text(uniffi_ekyc_fn_func_core_fingerprint)),
        bindings: (BindingBuild.version, BindingBuild.fingerprint))

    static func verify() throws(EkycError) {
        if let mismatch { throw mismatch }
    }

    static func compare(
        library: (version: String, fingerprint: String), bindings: (version: String, fingerprint: String)
    ) -> EkycError? {
        if library == bindings { return nil }
        return .invalidConfiguration(
            setting: "native library",
            reason:
                "the linked library is ekyc \(library.version) (\(library.fingerprint)), but these Swift bindings were generated for "
                + "\(bindings.version) (\(bindings.fingerprint)); delete the build folder (.build) and build again, and if EKYC_LIBRARY is "
                + "set, name the library of this version"
        )
    }

    private static func text(_ function: (UnsafeMutablePointer<RustCallStatus>) -> RustBuffer) -> String {
        var status = RustCallStatus(code: 0, errorBuf: RustBuffer(capacity: 0, len: 0, data: nil))
        let buffer = function(&status)
        defer { ffi_ekyc_rustbuffer_free(buffer, &status) }
        guard status.code == 0, let data = buffer.data else { return "unknown" }
        return String(decoding: UnsafeBufferPointer(start: data, count: Int(buffer.len)), as: UTF8.self)
    }
}

/// Calls generated code: after the library was checked, and with our own error.
func crossing<Result>(_ call: () throws -> Result) throws(EkycError) -> Result {
    try NativeLibrary.verify()
    do {
        return try call()
    } catch {
        throw EkycError(error)
    }
}
