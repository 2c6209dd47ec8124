// Credentials whose keys come from somewhere and change. Nothing is read or asked before the first call; then the keys are kept,
// renewed ahead of their expiry by one caller while the others go on, and asked for again when the service refuses them. What
// goes wrong there is the call's an error of the kind ``EkycError/Kind/credentials``.
extension Credentials {
    /// The vendor's default chain: the environment, an OIDC role, a profile of the vendor's command line tool, a profile of the
    /// SDKs' credentials file, the role of the ECS instance, a credentials URI. The first that gives keys is used from then on. If
    /// all fail, the call's error lists each with its reason.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func defaultChain(_ settings: ChainSettings = ChainSettings()) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsDefaultChain) { settings.write(to: &$0) }
    }

    /// A profile of the vendor's command line tool.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func cliProfile(_ settings: CliProfile = CliProfile()) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsCliProfile) { settings.write(to: &$0) }
    }

    /// A profile of the SDKs' credentials file.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func iniProfile(_ settings: IniProfile = IniProfile()) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsIniProfile) { settings.write(to: &$0) }
    }

    /// A role for the bearer of an identity token in a file, as in a Kubernetes cluster with RRSA.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func oidcRole(_ settings: OidcRole = OidcRole()) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsOidcRole) { settings.write(to: &$0) }
    }

    /// The role of the ECS instance that the process runs on, from the metadata server.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func ecsRole(_ settings: EcsRole = EcsRole()) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsEcsRole) { settings.write(to: &$0) }
    }

    /// Temporary keys from a URL.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func uri(_ settings: CredentialsUri = CredentialsUri()) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsUri) { settings.write(to: &$0) }
    }

    /// A role, assumed with other credentials.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` naming the setting that is wrong.
    public static func assumeRole(_ settings: AssumeRole, with base: Credentials) throws(EkycError) -> Credentials {
        try Credentials(Numbers.credentialsAssumeRole) { writer in
            writer.handle(base.core.number)
            settings.write(to: &writer)
        }
    }

    /// A source of your own. A call that needs its keys waits for them as long as `timeout`.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` if `timeout` is not between a millisecond and ten minutes.
    public static func provider(
        _ provider: any CredentialsProvider, timeout: Duration = .seconds(30)
    ) throws(EkycError) -> Credentials {
        let number = NativeCore.providers.add(ProviderBridge(provider, timeout: timeout))
        do throws(EkycError) {
            return try Credentials(Numbers.provider) { writer in
                writer.handle(number)
                writer.milliseconds(timeout)
            }
        } catch {
            NativeCore.providers.remove(number)
            throw error
        }
    }

    /// A source of your own, as a closure; see `CredentialsProvider`.
    ///
    /// - Throws: an error of the kind ``EkycError/Kind/invalidConfiguration`` if `timeout` is not between a millisecond and ten minutes.
    public static func provider(
        timeout: Duration = .seconds(30), _ keys: @escaping @Sendable () async throws -> TemporaryKeys
    ) throws(EkycError) -> Credentials {
        try provider(ClosureProvider(closure: keys), timeout: timeout)
    }
}

private struct ClosureProvider: CredentialsProvider {
    let closure: @Sendable () async throws -> TemporaryKeys

    func keys() async throws -> TemporaryKeys { try await closure() }
}
