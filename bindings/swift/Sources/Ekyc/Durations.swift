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

extension Duration {
    /// Rounded up, so that a short wait does not become none; the largest number if it is too long to count.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let rest = attoseconds / perMillisecond + (attoseconds % perMillisecond > 0 ? 1 : 0)
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, carry) = whole.addingReportingOverflow(rest)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }
}
