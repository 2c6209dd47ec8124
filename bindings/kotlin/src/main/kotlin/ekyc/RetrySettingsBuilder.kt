package ekyc

/** Builds [RetrySettings] without named arguments. Begin with [Ekyc.retrySettings]. What is not set has its default. */
public class RetrySettingsBuilder internal constructor() {
    private var built = RetrySettings()

    /** See [RetrySettings.maxAttempts]. */
    public fun maxAttempts(maxAttempts: Int): RetrySettingsBuilder = set { copy(maxAttempts = maxAttempts) }

    /** See [RetrySettings.baseDelayMs]. */
    public fun baseDelayMs(baseDelayMs: Long): RetrySettingsBuilder = set { copy(baseDelayMs = baseDelayMs) }

    /** See [RetrySettings.maxDelayMs]. */
    public fun maxDelayMs(maxDelayMs: Long): RetrySettingsBuilder = set { copy(maxDelayMs = maxDelayMs) }

    /** See [RetrySettings.retryUnknownOutcome]. */
    public fun retryUnknownOutcome(retryUnknownOutcome: Boolean): RetrySettingsBuilder =
        set { copy(retryUnknownOutcome = retryUnknownOutcome) }

    /** The settings. Mistakes in them are told when the client is made. */
    public fun build(): RetrySettings = built

    private inline fun set(change: RetrySettings.() -> RetrySettings): RetrySettingsBuilder = apply { built = built.change() }
}
