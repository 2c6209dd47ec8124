package ekyc

/** Builds [CallOptions] without named arguments. Begin with [Ekyc.callOptions]. What is not set is as the client has it. */
public class CallOptionsBuilder internal constructor() {
    private var built = CallOptions()

    /** See [CallOptions.connectTimeoutMs]. */
    public fun connectTimeoutMs(connectTimeoutMs: Long): CallOptionsBuilder =
        set { copy(connectTimeoutMs = connectTimeoutMs) }

    /** See [CallOptions.attemptTimeoutMs]. */
    public fun attemptTimeoutMs(attemptTimeoutMs: Long): CallOptionsBuilder =
        set { copy(attemptTimeoutMs = attemptTimeoutMs) }

    /** See [CallOptions.overallTimeoutMs]. */
    public fun overallTimeoutMs(overallTimeoutMs: Long): CallOptionsBuilder =
        set { copy(overallTimeoutMs = overallTimeoutMs) }

    /** See [CallOptions.maxAttempts]. */
    public fun maxAttempts(maxAttempts: Int): CallOptionsBuilder = set { copy(maxAttempts = maxAttempts) }

    /** See [CallOptions.retryUnknownOutcome]. */
    public fun retryUnknownOutcome(retryUnknownOutcome: Boolean): CallOptionsBuilder =
        set { copy(retryUnknownOutcome = retryUnknownOutcome) }

    /** See [CallOptions.quotaMaxWaitMs]. */
    public fun quotaMaxWaitMs(quotaMaxWaitMs: Long): CallOptionsBuilder = set { copy(quotaMaxWaitMs = quotaMaxWaitMs) }

    /** See [CallOptions.tag]. */
    public fun tag(tag: String): CallOptionsBuilder = set { copy(tag = tag) }

    /** The options. Mistakes in them are told when the call is made. */
    public fun build(): CallOptions = built

    private inline fun set(change: CallOptions.() -> CallOptions): CallOptionsBuilder = apply { built = built.change() }
}
