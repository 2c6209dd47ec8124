import EkycCore

extension SourceHttp {
    /// `connectTimeoutMs` as a duration: how long opening a connection may take, TLS included.
    public var connectTimeout: Duration? {
        get { connectTimeoutMs.map { .milliseconds($0) } }
        set { connectTimeoutMs = newValue?.wholeMilliseconds }
    }

    /// `timeoutMs` as a duration: how long one exchange may take, connecting included.
    public var timeout: Duration? {
        get { timeoutMs.map { .milliseconds($0) } }
        set { timeoutMs = newValue?.wholeMilliseconds }
    }
}

extension EcsRole {
    /// `timeoutMs` as a duration: how long connecting to the metadata server may take, and as long again its answer.
    public var timeout: Duration? {
        get { timeoutMs.map { .milliseconds($0) } }
        set { timeoutMs = newValue?.wholeMilliseconds }
    }
}
