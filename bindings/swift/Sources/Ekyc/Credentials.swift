import EkycCore

/// The credentials a client signs with.
///
/// The secret lives in the Rust core, which wipes it from memory when the last copy of this value goes. Nothing prints it.
public struct Credentials: Sendable {
    let core: CoreCredentials

    /// A permanent AccessKey. Keep it on servers; apps take temporary credentials.
    ///
    /// - Throws: `EkycError.credentials` if a part is empty or has blanks or characters that no key has.
    public static func accessKey(id: String, secret: String) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.accessKey(accessKeyId: id, accessKeySecret: secret) })
    }

    /// Temporary credentials of the Security Token Service: a key with its security token.
    ///
    /// - Throws: `EkycError.credentials` if a part is empty or has blanks or characters that no key has.
    public static func temporary(id: String, secret: String, token: String) throws(EkycError) -> Credentials {
        try Credentials(
            core: crossing { try CoreCredentials.temporary(accessKeyId: id, accessKeySecret: secret, securityToken: token) })
    }

    /// Reads `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, if it is set,
    /// `ALIBABA_CLOUD_SECURITY_TOKEN`, once.
    ///
    /// - Throws: `EkycError.credentials` naming the variable that is missing or wrong.
    public static func fromEnvironment() throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.fromEnvironment() })
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the keys come from, and, once there are any, the AccessKey id and whether there is a token.
    public var description: String { core.description }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { .closed(self) }
}
