package ekyc

/** Builds a [SourceHttp] without named arguments. Begin with [Ekyc.sourceHttp]. What is not set is as its documentation says. */
public class SourceHttpBuilder internal constructor() {
    private var built = SourceHttp()

    /** See [SourceHttp.connectTimeoutMs]. */
    public fun connectTimeoutMs(connectTimeoutMs: Long): SourceHttpBuilder =
        set { copy(connectTimeoutMs = connectTimeoutMs) }

    /** See [SourceHttp.timeoutMs]. */
    public fun timeoutMs(timeoutMs: Long): SourceHttpBuilder = set { copy(timeoutMs = timeoutMs) }

    /** See [SourceHttp.extraRootCertificatesPem]. */
    public fun extraRootCertificatesPem(extraRootCertificatesPem: String): SourceHttpBuilder =
        set { copy(extraRootCertificatesPem = extraRootCertificatesPem) }

    /** See [SourceHttp.trustedRoots]. */
    public fun trustedRoots(trustedRoots: TrustedRoots): SourceHttpBuilder = set { copy(trustedRoots = trustedRoots) }

    /** See [SourceHttp.proxy]. */
    public fun proxy(proxy: Proxy): SourceHttpBuilder = set { copy(proxy = proxy) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): SourceHttp = built

    private inline fun set(change: SourceHttp.() -> SourceHttp): SourceHttpBuilder = apply { built = built.change() }
}
