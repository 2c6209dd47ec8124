package ekyc

/** Builds a [ClientConfig] without named arguments. Begin with [Ekyc.clientConfig]. What is not set has its default. */
public class ClientConfigBuilder internal constructor() {
    private var config = ClientConfig()

    /** See [ClientConfig.region]. */
    public fun region(region: Region): ClientConfigBuilder = set { copy(region = region) }

    /** See [ClientConfig.network]. */
    public fun network(network: Network): ClientConfigBuilder = set { copy(network = network) }

    /** See [ClientConfig.endpoint]. */
    public fun endpoint(endpoint: String): ClientConfigBuilder = set { copy(endpoint = endpoint) }

    /** See [ClientConfig.connectTimeoutMs]. */
    public fun connectTimeoutMs(connectTimeoutMs: Long): ClientConfigBuilder = set { copy(connectTimeoutMs = connectTimeoutMs) }

    /** See [ClientConfig.attemptTimeoutMs]. */
    public fun attemptTimeoutMs(attemptTimeoutMs: Long): ClientConfigBuilder = set { copy(attemptTimeoutMs = attemptTimeoutMs) }

    /** See [ClientConfig.overallTimeoutMs]. */
    public fun overallTimeoutMs(overallTimeoutMs: Long): ClientConfigBuilder = set { copy(overallTimeoutMs = overallTimeoutMs) }

    /** See [ClientConfig.extraRootCertificatesPem]. */
    public fun extraRootCertificatesPem(extraRootCertificatesPem: String): ClientConfigBuilder =
        set { copy(extraRootCertificatesPem = extraRootCertificatesPem) }

    /** See [ClientConfig.applicationName]. */
    public fun applicationName(applicationName: String): ClientConfigBuilder = set { copy(applicationName = applicationName) }

    /** See [ClientConfig.retry]; begin with [Ekyc.retrySettings]. */
    public fun retry(retry: RetrySettings): ClientConfigBuilder = set { copy(retry = retry) }

    /** See [ClientConfig.quota]; begin with [Ekyc.quotaSettings]. */
    public fun quota(quota: QuotaSettings): ClientConfigBuilder = set { copy(quota = quota) }

    /** See [ClientConfig.proxy]. */
    public fun proxy(proxy: Proxy): ClientConfigBuilder = set { copy(proxy = proxy) }

    /** See [ClientConfig.trustedRoots]. */
    public fun trustedRoots(trustedRoots: TrustedRoots): ClientConfigBuilder = set { copy(trustedRoots = trustedRoots) }

    /** The settings. Mistakes in them are told when the client is made. */
    public fun build(): ClientConfig = config

    private inline fun set(change: ClientConfig.() -> ClientConfig): ClientConfigBuilder = apply { config = config.change() }
}
