package ekyc

/** Builds an [AssumeRole] without named arguments. Begin with [Ekyc.assumeRole]. What is not set is as its documentation says. */
public class AssumeRoleBuilder internal constructor(roleArn: String) {
    private var built = AssumeRole(roleArn)

    /** See [AssumeRole.roleSessionName]. */
    public fun roleSessionName(roleSessionName: String): AssumeRoleBuilder = set { copy(roleSessionName = roleSessionName) }

    /** See [AssumeRole.durationSeconds]. */
    public fun durationSeconds(durationSeconds: Long): AssumeRoleBuilder = set { copy(durationSeconds = durationSeconds) }

    /** See [AssumeRole.policy]. */
    public fun policy(policy: String): AssumeRoleBuilder = set { copy(policy = policy) }

    /** See [AssumeRole.externalId]. */
    public fun externalId(externalId: String): AssumeRoleBuilder = set { copy(externalId = externalId) }

    /** See [AssumeRole.stsEndpoint]. */
    public fun stsEndpoint(stsEndpoint: String): AssumeRoleBuilder = set { copy(stsEndpoint = stsEndpoint) }

    /** See [AssumeRole.http]. */
    public fun http(http: SourceHttp): AssumeRoleBuilder = set { copy(http = http) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): AssumeRole = built

    private inline fun set(change: AssumeRole.() -> AssumeRole): AssumeRoleBuilder = apply { built = built.change() }
}
