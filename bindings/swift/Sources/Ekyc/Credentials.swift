/// The credentials a client signs with.
///
/// The secret lives in the Rust core, which wipes it from memory when the last copy of this value goes. Nothing prints it.
public struct Credentials: Sendable {
    let core: CredentialsCore

    /// A permanent AccessKey. Keep it on servers; apps take temporary credentials.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/credentials`` if a part is empty or has blanks or characters that no key has.
    public static func accessKey(id: String, secret: String) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsAccessKey, holdsKeys: true) { writer in
            writer.string(id)
            writer.string(secret)
        }
    }

    /// Temporary credentials of the Security Token Service: a key with its security token.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/credentials`` if a part is empty or has blanks or characters that no key has.
    public static func temporary(id: String, secret: String, token: String) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsTemporary, holdsKeys: true) { writer in
            writer.string(id)
            writer.string(secret)
            writer.string(token)
        }
    }

    /// Reads `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, if it is set,
    /// `ALIBABA_CLOUD_SECURITY_TOKEN`, once.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/credentials`` naming the variable that is missing or wrong.
    public static func fromEnvironment() throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsFromEnvironment, holdsKeys: true) { _ in }
    }

    init(_ function: UInt32, holdsKeys: Bool = false, _ write: (inout WireWriter) -> Void) throws(EkycError) {
        let number = try NativeCore.call(function, write) { try $0.handle() }
        core = CredentialsCore(number: number, holdsKeys: holdsKeys)
    }

    func mustHoldKeys() throws(EkycError) {
        if core.holdsKeys { return }
        let reason = "their keys may have to be fetched first, so use the asynchronous form of this function"
        throw EkycError(
            .invalidConfiguration, "invalid configuration: credentials: \(reason)", setting: "credentials", reason: reason)
    }
}

/// The core's credentials, by their number.
final class CredentialsCore: Sendable {
    let number: UInt64
    let holdsKeys: Bool

    init(number: UInt64, holdsKeys: Bool) {
        self.number = number
        self.holdsKeys = holdsKeys
    }

    deinit {
        let number = number
        _ = try? NativeCore.call(Numbers.freeCredentials) {
            $0.handle(number)
        } read: {
            try $0.bool()
        }
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the keys come from, and, once there are any, the AccessKey id and whether there is a token.
    public var description: String {
        (try? NativeCore.call(Numbers.describeCredentials) {
            $0.handle(core.number)
        } read: {
            try $0.string()
        }) ?? "Credentials"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { .closed(self) }
}
