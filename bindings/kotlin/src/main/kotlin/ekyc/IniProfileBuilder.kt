package ekyc

/** Builds an [IniProfile] without named arguments. Begin with [Ekyc.iniProfile]. What is not set is as its documentation says. */
public class IniProfileBuilder internal constructor() {
    private var built = IniProfile()

    /** See [IniProfile.file]. */
    public fun file(file: String): IniProfileBuilder = set { copy(file = file) }

    /** See [IniProfile.profile]. */
    public fun profile(profile: String): IniProfileBuilder = set { copy(profile = profile) }

    /** See [IniProfile.stsEndpoint]. */
    public fun stsEndpoint(stsEndpoint: String): IniProfileBuilder = set { copy(stsEndpoint = stsEndpoint) }

    /** See [IniProfile.ecsEndpoint]. */
    public fun ecsEndpoint(ecsEndpoint: String): IniProfileBuilder = set { copy(ecsEndpoint = ecsEndpoint) }

    /** See [IniProfile.http]. */
    public fun http(http: SourceHttp): IniProfileBuilder = set { copy(http = http) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): IniProfile = built

    private inline fun set(change: IniProfile.() -> IniProfile): IniProfileBuilder = apply { built = built.change() }
}
