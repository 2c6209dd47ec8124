package ekyc

/** Builds a [CliProfile] without named arguments. Begin with [Ekyc.cliProfile]. What is not set is as its documentation says. */
public class CliProfileBuilder internal constructor() {
    private var built = CliProfile()

    /** See [CliProfile.file]. */
    public fun file(file: String): CliProfileBuilder = set { copy(file = file) }

    /** See [CliProfile.profile]. */
    public fun profile(profile: String): CliProfileBuilder = set { copy(profile = profile) }

    /** See [CliProfile.stsEndpoint]. */
    public fun stsEndpoint(stsEndpoint: String): CliProfileBuilder = set { copy(stsEndpoint = stsEndpoint) }

    /** See [CliProfile.ecsEndpoint]. */
    public fun ecsEndpoint(ecsEndpoint: String): CliProfileBuilder = set { copy(ecsEndpoint = ecsEndpoint) }

    /** See [CliProfile.http]. */
    public fun http(http: SourceHttp): CliProfileBuilder = set { copy(http = http) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): CliProfile = built

    private inline fun set(change: CliProfile.() -> CliProfile): CliProfileBuilder = apply { built = built.change() }
}
