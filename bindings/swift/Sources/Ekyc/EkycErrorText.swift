import Foundation

extension EkycError: CustomStringConvertible, CustomDebugStringConvertible, LocalizedError {
    /// The same as `description`.
    public var debugDescription: String { description }

    /// The same as `description`; it makes `localizedDescription`.
    public var errorDescription: String? { description }
}

extension EkycError.Kind {
    /// So that a kind can stand in a `catch` by itself: `catch EkycError.Kind.throttled`.
    public static func ~= (kind: EkycError.Kind, error: any Error) -> Bool {
        (error as? EkycError)?.kind == kind
    }
}
