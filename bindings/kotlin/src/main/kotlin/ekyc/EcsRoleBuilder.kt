package ekyc

/** Builds an [EcsRole] without named arguments. Begin with [Ekyc.ecsRole]. What is not set is as its documentation says. */
public class EcsRoleBuilder internal constructor() {
    private var built = EcsRole()

    /** See [EcsRole.roleName]. */
    public fun roleName(roleName: String): EcsRoleBuilder = set { copy(roleName = roleName) }

    /** See [EcsRole.version1Disabled]. */
    public fun version1Disabled(version1Disabled: Boolean): EcsRoleBuilder =
        set { copy(version1Disabled = version1Disabled) }

    /** See [EcsRole.endpoint]. */
    public fun endpoint(endpoint: String): EcsRoleBuilder = set { copy(endpoint = endpoint) }

    /** See [EcsRole.timeoutMs]. */
    public fun timeoutMs(timeoutMs: Long): EcsRoleBuilder = set { copy(timeoutMs = timeoutMs) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): EcsRole = built

    private inline fun set(change: EcsRole.() -> EcsRole): EcsRoleBuilder = apply { built = built.change() }
}
