package ekyc

/** Builds [QuotaSettings] without named arguments. Begin with [Ekyc.quotaSettings]. What is not set has its default. */
public class QuotaSettingsBuilder internal constructor(callsPerSecond: Int) {
    private var built = QuotaSettings(callsPerSecond)

    /** See [QuotaSettings.maxWaitMs]. */
    public fun maxWaitMs(maxWaitMs: Long): QuotaSettingsBuilder = set { copy(maxWaitMs = maxWaitMs) }

    /** See [QuotaSettings.adaptive]. */
    public fun adaptive(adaptive: Boolean): QuotaSettingsBuilder = set { copy(adaptive = adaptive) }

    /** The settings. Mistakes in them are told when the client is made. */
    public fun build(): QuotaSettings = built

    private inline fun set(change: QuotaSettings.() -> QuotaSettings): QuotaSettingsBuilder = apply { built = built.change() }
}
