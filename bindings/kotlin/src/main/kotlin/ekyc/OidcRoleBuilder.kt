package ekyc

/** Builds an [OidcRole] without named arguments. Begin with [Ekyc.oidcRole]. What is not set is as its documentation says. */
public class OidcRoleBuilder internal constructor() {
    private var built = OidcRole()

    /** See [OidcRole.roleArn]. */
    public fun roleArn(roleArn: String): OidcRoleBuilder = set { copy(roleArn = roleArn) }

    /** See [OidcRole.providerArn]. */
    public fun providerArn(providerArn: String): OidcRoleBuilder = set { copy(providerArn = providerArn) }

    /** See [OidcRole.tokenFile]. */
    public fun tokenFile(tokenFile: String): OidcRoleBuilder = set { copy(tokenFile = tokenFile) }

    /** See [OidcRole.roleSessionName]. */
    public fun roleSessionName(roleSessionName: String): OidcRoleBuilder = set { copy(roleSessionName = roleSessionName) }

    /** See [OidcRole.durationSeconds]. */
    public fun durationSeconds(durationSeconds: Long): OidcRoleBuilder = set { copy(durationSeconds = durationSeconds) }

    /** See [OidcRole.policy]. */
    public fun policy(policy: String): OidcRoleBuilder = set { copy(policy = policy) }

    /** See [OidcRole.stsEndpoint]. */
    public fun stsEndpoint(stsEndpoint: String): OidcRoleBuilder = set { copy(stsEndpoint = stsEndpoint) }

    /** See [OidcRole.http]. */
    public fun http(http: SourceHttp): OidcRoleBuilder = set { copy(http = http) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): OidcRole = built

    private inline fun set(change: OidcRole.() -> OidcRole): OidcRoleBuilder = apply { built = built.change() }
}
