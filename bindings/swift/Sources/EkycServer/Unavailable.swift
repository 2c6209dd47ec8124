#if !Server
    // The names that are there with the trait, so that a compiler says what is missing.

    @available(*, unavailable, message: "enable the trait `Server` where you depend on the package ekyc: traits: [\"Server\"]")
    public enum EkycService {}

    @available(*, unavailable, message: "enable the trait `Server` where you depend on the package ekyc: traits: [\"Server\"]")
    public enum EkycSwiftLog {}

    @available(*, unavailable, message: "enable the trait `Server` where you depend on the package ekyc: traits: [\"Server\"]")
    public enum EkycMetrics {}

    @available(*, unavailable, message: "enable the trait `Server` where you depend on the package ekyc: traits: [\"Server\"]")
    public func withEkycSpan(_: Any...) {}
#endif
