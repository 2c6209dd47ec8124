import Foundation

/// A source of keys of your own, for `Credentials.provider`.
///
/// It is asked at the first call, ahead of its keys' expiry, every few minutes if they have none, and when the service refuses them;
/// never twice at the same time.
public protocol CredentialsProvider: Sendable {
    /// Gets keys, in a task of its own, which is cancelled when its time is over. Only calls that have no valid keys wait for it.
    ///
    /// Whatever it throws makes the call's error, of the kind ``EkycError/Kind/credentials``, which names the error's type and not its text, because that can
    /// hold a secret; except that of `CredentialsProviderError`.
    func keys() async throws -> TemporaryKeys
}

/// Why a `CredentialsProvider` has no keys. Unlike other errors' texts its reason is shown: to whoever made the call, and in logs.
public struct CredentialsProviderError: Error, Hashable, CustomStringConvertible, LocalizedError {
    /// Why. It must hold no secret.
    public var reason: String

    /// - Parameter reason: why. It is shown, so it must hold no secret.
    public init(reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    /// The reason; it makes `localizedDescription`.
    public var errorDescription: String? { reason }
}

/// What a `CredentialsProvider` gives: a key, with its security token if it is a temporary one. Nothing prints the secret or the token.
public struct TemporaryKeys: Sendable {
    let id: String
    let secret: String
    let token: String?
    let expires: Date?

    /// - Parameters:
    ///   - id: the AccessKey id.
    ///   - secret: the AccessKey secret.
    ///   - token: the security token that belongs to a temporary key.
    ///   - expires: when the key expires. Without it the provider is asked again every few minutes.
    public init(id: String, secret: String, token: String? = nil, expires: Date? = nil) {
        self.id = id
        self.secret = secret
        self.token = token
        self.expires = expires
    }
}

extension TemporaryKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The AccessKey id, whether there is a token, and when the key expires.
    public var description: String {
        let expiry = expires.map { $0.formatted(.iso8601) } ?? "unknown"
        return "TemporaryKeys(id: \(id), secret: ***, token: \(token == nil ? "none" : "***"), expires: \(expiry))"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { .closed(self) }
}
