import EkycCore

extension ClientConfig {
    /// `connectTimeoutMs` as a duration: how long opening a connection may take, TLS included.
    public var connectTimeout: Duration {
        get { .milliseconds(connectTimeoutMs) }
        set { connectTimeoutMs = newValue.wholeMilliseconds }
    }

    /// `attemptTimeoutMs` as a duration: how long one attempt may take, from sending to the answer's last byte.
    public var attemptTimeout: Duration {
        get { .milliseconds(attemptTimeoutMs) }
        set { attemptTimeoutMs = newValue.wholeMilliseconds }
    }

    /// `overallTimeoutMs` as a duration: how long a whole call may take.
    public var overallTimeout: Duration {
        get { .milliseconds(overallTimeoutMs) }
        set { overallTimeoutMs = newValue.wholeMilliseconds }
    }
}

extension RetrySettings {
    /// `baseDelayMs` as a duration: how long is waited before the second attempt.
    public var baseDelay: Duration {
        get { .milliseconds(baseDelayMs) }
        set { baseDelayMs = newValue.wholeMilliseconds }
    }

    /// `maxDelayMs` as a duration: what the doubling of the waits ends at.
    public var maxDelay: Duration {
        get { .milliseconds(maxDelayMs) }
        set { maxDelayMs = newValue.wholeMilliseconds }
    }
}

extension QuotaSettings {
    /// `maxWaitMs` as a duration: how long a call waits for its turn at most.
    public var maxWait: Duration {
        get { .milliseconds(maxWaitMs) }
        set { maxWaitMs = newValue.wholeMilliseconds }
    }
}

extension CallOptions {
    /// `connectTimeoutMs` as a duration, in place of the client's `connectTimeout`.
    public var connectTimeout: Duration? {
        get { connectTimeoutMs.map { .milliseconds($0) } }
        set { connectTimeoutMs = newValue?.wholeMilliseconds }
    }

    /// `attemptTimeoutMs` as a duration, in place of the client's `attemptTimeout`.
    public var attemptTimeout: Duration? {
        get { attemptTimeoutMs.map { .milliseconds($0) } }
        set { attemptTimeoutMs = newValue?.wholeMilliseconds }
    }

    /// `overallTimeoutMs` as a duration, in place of the client's `overallTimeout`.
    public var overallTimeout: Duration? {
        get { overallTimeoutMs.map { .milliseconds($0) } }
        set { overallTimeoutMs = newValue?.wholeMilliseconds }
    }

    /// `quotaMaxWaitMs` as a duration, in place of `maxWait` of the client's `quota`.
    public var quotaMaxWait: Duration? {
        get { quotaMaxWaitMs.map { .milliseconds($0) } }
        set { quotaMaxWaitMs = newValue?.wholeMilliseconds }
    }
}
