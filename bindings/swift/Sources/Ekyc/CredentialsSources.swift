import EkycCore

// Credentials whose keys come from somewhere and change. Nothing is read or asked before the first call; then the keys are kept,
// renewed ahead of their expiry by one caller while the others go on, and asked for again when the service refuses them. What
// goes wrong there is the call's `EkycError.credentials`.
extension Credentials {
    /// The vendor's default chain: the environment, an OIDC role, a profile of the vendor's command line tool, a profile of the
    /// SDKs' credentials file, the role of the ECS instance, a credentials URI. The first that gives keys is used from then on. If
    /// all fail, the call's error lists each with its reason.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func defaultChain(_ settings: ChainSettings = ChainSettings()) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.defaultChain(settings: settings) })
    }

    /// A profile of the vendor's command line tool.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func cliProfile(_ settings: CliProfile = CliProfile()) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.cliProfile(settings: settings) })
    }

    /// A profile of the SDKs' credentials file.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func iniProfile(_ settings: IniProfile = IniProfile()) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.iniProfile(settings: settings) })
    }

    /// A role for the bearer of an identity token in a file, as in a Kubernetes cluster with RRSA.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func oidcRole(_ settings: OidcRole = OidcRole()) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.oidcRole(settings: settings) })
    }

    /// The role of the ECS instance that the process runs on, from the metadata server.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func ecsRole(_ settings: EcsRole = EcsRole()) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.ecsRole(settings: settings) })
    }

    /// Temporary keys from a URL.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func uri(_ settings: CredentialsUri = CredentialsUri()) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.uri(settings: settings) })
    }

    /// A role, assumed with other credentials.
    ///
    /// - Throws: `EkycError.invalidConfiguration` naming the setting that is wrong.
    public static func assumeRole(_ settings: AssumeRole, with base: Credentials) throws(EkycError) -> Credentials {
        try Credentials(core: crossing { try CoreCredentials.assumeRole(base: base.core, settings: settings) })
    }

    /// A source of your own. A call that needs its keys waits for them as long as `timeout`.
    ///
    /// - Throws: `EkycError.invalidConfiguration` if `timeout` is not between a millisecond and ten minutes.
    public static func provider(
        _ provider: any CredentialsProvider, timeout: Duration = .seconds(30)
    ) throws(EkycError) -> Credentials {
        try Credentials(
            core: crossing {
                try CoreCredentials.provider(
                    provider: ProviderBridge(provider, timeout: timeout), timeoutMs: timeout.wholeMilliseconds)
            })
    }

    /// A source of your own, as a closure; see `CredentialsProvider`.
    ///
    /// - Throws: `EkycError.invalidConfiguration` if `timeout` is not between a millisecond and ten minutes.
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
