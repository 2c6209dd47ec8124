package ekyc

/** Builds [ChainSettings] without named arguments. Begin with [Ekyc.chainSettings]. What is not set is as its documentation says. */
public class ChainSettingsBuilder internal constructor() {
    private var built = ChainSettings()

    /** See [ChainSettings.cliProfileFile]. */
    public fun cliProfileFile(cliProfileFile: String): ChainSettingsBuilder = set { copy(cliProfileFile = cliProfileFile) }

    /** See [ChainSettings.iniProfileFile]. */
    public fun iniProfileFile(iniProfileFile: String): ChainSettingsBuilder = set { copy(iniProfileFile = iniProfileFile) }

    /** See [ChainSettings.stsEndpoint]. */
    public fun stsEndpoint(stsEndpoint: String): ChainSettingsBuilder = set { copy(stsEndpoint = stsEndpoint) }

    /** See [ChainSettings.ecsEndpoint]. */
    public fun ecsEndpoint(ecsEndpoint: String): ChainSettingsBuilder = set { copy(ecsEndpoint = ecsEndpoint) }

    /** See [ChainSettings.http]. */
    public fun http(http: SourceHttp): ChainSettingsBuilder = set { copy(http = http) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): ChainSettings = built

    private inline fun set(change: ChainSettings.() -> ChainSettings): ChainSettingsBuilder = apply { built = built.change() }
}
