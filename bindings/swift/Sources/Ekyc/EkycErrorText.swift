import EkycCore
import Foundation

// The words live in one place: Rust's.
extension EkycError: CustomStringConvertible, CustomDebugStringConvertible, LocalizedError {
    /// A sentence that says what happened, with code and request id if there are any.
    public var description: String { text(ifLoaded: NativeLibrary.mismatch == nil) }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// The same as `description`; it makes `localizedDescription`.
    public var errorDescription: String? { description }

    /// Nothing may cross into a library that does not belong to these bindings, not even for words.
    func text(ifLoaded loaded: Bool) -> String {
        if loaded { return CoreError(self).description }
        if case .invalidConfiguration(let setting, let reason) = self { return "invalid configuration: \(setting): \(reason)" }
        return kind
    }
}
