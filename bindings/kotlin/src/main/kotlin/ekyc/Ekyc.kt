package ekyc

/**
 * What needs no client: helpers, builders for Java, and the pure half, which signs and reads for an HTTP stack of your own.
 */
public object Ekyc {
    /** This library's version. */
    @JvmStatic
    public val version: String get() = BindingBuild.VERSION

    /** A fresh `merchantBizId`: 32 hexadecimal digits from the system's random source. */
    @JvmStatic
    @Throws(EkycException::class)
    public fun newMerchantBizId(): String = crossing { coreNewMerchantBizId() }

    /**
     * A masked `merchantUserId`: HMAC-SHA256 of your user id under your own key, as 64 hexadecimal digits.
     *
     * A plain hash of a phone number can be reversed by trying them all; with a key that only you hold it cannot. The same
     * user and key always give the same masked id. Use 16 or more random bytes, the same for all calls.
     *
     * @throws EkycException.InvalidRequest if the user id or the key is empty
     */
    @JvmStatic
    @Throws(EkycException::class)
    public fun maskMerchantUserId(userId: String, key: ByteArray): String = crossing { coreMaskMerchantUserId(userId, key) }

    /** Begins a request with the parameters that every product requires. For callers without named arguments. */
    @JvmStatic
    public fun initializeRequest(
        productCode: ProductCode,
        merchantBizId: String,
        metaInfo: String,
        merchantUserId: String,
    ): InitializeRequestBuilder = InitializeRequestBuilder(productCode, merchantBizId, metaInfo, merchantUserId)

    /** Begins a client's settings; give a region or an endpoint. For callers without named arguments. */
    @JvmStatic
    public fun clientConfig(): ClientConfigBuilder = ClientConfigBuilder()

    /** Begins [RetrySettings]. For callers without named arguments. */
    @JvmStatic
    public fun retrySettings(): RetrySettingsBuilder = RetrySettingsBuilder()

    /** Begins [QuotaSettings] with the limit on calls a second. For callers without named arguments. */
    @JvmStatic
    public fun quotaSettings(callsPerSecond: Int): QuotaSettingsBuilder = QuotaSettingsBuilder(callsPerSecond)

    /** Begins the options of one call. For callers without named arguments. */
    @JvmStatic
    public fun callOptions(): CallOptionsBuilder = CallOptionsBuilder()

    /** Begins the settings of [Credentials.defaultChain]. For callers without named arguments. */
    @JvmStatic
    public fun chainSettings(): ChainSettingsBuilder = ChainSettingsBuilder()

    /** Begins the settings of [Credentials.cliProfile]. For callers without named arguments. */
    @JvmStatic
    public fun cliProfile(): CliProfileBuilder = CliProfileBuilder()

    /** Begins the settings of [Credentials.iniProfile]. For callers without named arguments. */
    @JvmStatic
    public fun iniProfile(): IniProfileBuilder = IniProfileBuilder()

    /** Begins the settings of [Credentials.oidcRole]. For callers without named arguments. */
    @JvmStatic
    public fun oidcRole(): OidcRoleBuilder = OidcRoleBuilder()

    /** Begins the settings of [Credentials.ecsRole]. For callers without named arguments. */
    @JvmStatic
    public fun ecsRole(): EcsRoleBuilder = EcsRoleBuilder()

    /** Begins the settings of [Credentials.uri]. For callers without named arguments. */
    @JvmStatic
    public fun credentialsUri(): CredentialsUriBuilder = CredentialsUriBuilder()

    /** Begins the settings of [Credentials.assumeRole] with the role. For callers without named arguments. */
    @JvmStatic
    public fun assumeRole(roleArn: String): AssumeRoleBuilder = AssumeRoleBuilder(roleArn)

    /** Begins how a source of credentials is reached. For callers without named arguments. */
    @JvmStatic
    public fun sourceHttp(): SourceHttpBuilder = SourceHttpBuilder()

    /**
     * Checks a request and signs it, with the present time and a fresh nonce, for an HTTP stack of your own. Send it as it is,
     * once, within 15 minutes.
     *
     * @throws EkycException.InvalidRequest if the request breaks a rule of the service
     * @throws EkycException.InvalidConfiguration if [config] names no usable endpoint
     */
    @JvmStatic
    @Throws(EkycException::class)
    public fun signInitialize(request: InitializeRequest, config: ClientConfig, credentials: Credentials): SignedRequest =
        crossing { coreSignInitialize(request, config, credentials.core) }

    /**
     * As the other `signInitialize`, with [date] (UTC, `yyyy-MM-ddTHH:mm:ssZ`) and [nonce] (never used before with this key)
     * given: the same arguments give the same bytes.
     */
    @JvmStatic
    @Throws(EkycException::class)
    public fun signInitialize(
        request: InitializeRequest,
        config: ClientConfig,
        credentials: Credentials,
        date: String,
        nonce: String,
    ): SignedRequest = crossing { coreSignInitializeAt(request, config, credentials.core, date, nonce) }

    /**
     * Reads the answer to an Initialize request that your own HTTP stack received.
     *
     * Give the request too: its values are then masked where the service repeats them in its own words, as the client does it.
     * Without it, treat the exception's text as personal data.
     *
     * @throws EkycException of every kind that an answer can mean
     */
    @JvmStatic
    @JvmOverloads
    @Throws(EkycException::class)
    public fun readInitialize(answer: HttpAnswer, request: InitializeRequest? = null): InitializeResponse =
        crossing { coreReadInitialize(answer, request) }

    /** Signs any request with ACS3-HMAC-SHA256 and shows every stage, to compare with what the service says it signed. */
    @JvmStatic
    @Throws(EkycException::class)
    public fun signAcs3(request: Acs3Request, credentials: Credentials): Acs3Signature =
        crossing { coreSignAcs3(request, credentials.core) }
}
