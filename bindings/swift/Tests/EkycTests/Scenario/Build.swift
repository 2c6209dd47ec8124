import Ekyc

// The library's types from a scenario's JSON.

extension ClientConfig {
    init(_ json: JSON, info: JSON) throws {
        self.init(
            endpoint: json["endpoint"].text ?? info["endpoint"].text,
            extraRootCertificatesPem: json["extra_root_certificates_pem"].text ?? info["ca_pem"].text,
            applicationName: json["application_name"].text)
        connectTimeoutMs = json["connect_timeout_ms"].number ?? connectTimeoutMs
        attemptTimeoutMs = json["attempt_timeout_ms"].number ?? attemptTimeoutMs
        overallTimeoutMs = json["overall_timeout_ms"].number ?? overallTimeoutMs
        retry = RetrySettings(json["retry"])
        if !json["quota"].isNull { quota = try QuotaSettings(json["quota"]) }
        if !json["proxy"].isNull { proxy = try Proxy(json["proxy"]) }
        if !json["trusted_roots"].isNull { trustedRoots = try TrustedRoots(json["trusted_roots"]) }
    }
}

extension RetrySettings {
    fileprivate init(_ json: JSON) {
        self.init(baseDelayMs: json["base_delay_ms"].number ?? 1)
        maxAttempts = json["max_attempts"].number.map { Int32(clamping: $0) } ?? maxAttempts
        maxDelayMs = json["max_delay_ms"].number ?? maxDelayMs
        retryUnknownOutcome = json["retry_unknown_outcome"].truth ?? retryUnknownOutcome
    }
}

extension QuotaSettings {
    fileprivate init(_ json: JSON) throws {
        self.init(callsPerSecond: Int32(clamping: try json.required("calls_per_second").number ?? 0))
        maxWaitMs = json["max_wait_ms"].number ?? maxWaitMs
        adaptive = json["adaptive"].truth ?? adaptive
    }
}

extension Proxy {
    fileprivate init(_ json: JSON) throws {
        switch json {
        case "environment": self = .fromEnvironment
        case "direct": self = .direct
        default: self = .through(url: try json.requiredText("url"), bypass: json["bypass"].texts)
        }
    }
}

extension TrustedRoots {
    fileprivate init(_ json: JSON) throws {
        switch json {
        case "bundled": self = .bundled
        case "platform": self = .platform
        case "bundled_and_platform": self = .bundledAndPlatform
        default: throw Unexpected(description: "no such roots: \(json)")
        }
    }
}

extension InitializeRequest {
    init(_ json: JSON) throws {
        self.init(
            productCode: .eKyc, merchantBizId: try json["merchant_biz_id"].text ?? newMerchantBizId(),
            metaInfo: json["meta_info"].text ?? #"{"deviceType":"h5"}"#,
            merchantUserId: json["merchant_user_id"].text ?? "user-1", docType: .globalPassport,
            callbackToken: json["callback_token"].text,
            extraParameters: json["extra_parameters"].members.compactMapValues(\.text))
    }
}

extension CallOptions {
    init(_ json: JSON) {
        self.init(
            connectTimeoutMs: json["connect_timeout_ms"].number, attemptTimeoutMs: json["attempt_timeout_ms"].number,
            overallTimeoutMs: json["overall_timeout_ms"].number,
            maxAttempts: json["max_attempts"].number.map { Int32(clamping: $0) },
            retryUnknownOutcome: json["retry_unknown_outcome"].truth, quotaMaxWaitMs: json["quota_max_wait_ms"].number)
    }
}

extension JSON {
    func required(_ name: String) throws -> JSON {
        guard let value = members[name] else { throw Unexpected(description: "no \(name) in \(self)") }
        return value
    }

    func requiredText(_ name: String) throws -> String {
        guard let text = try required(name).text else { throw Unexpected(description: "\(name) is no text in \(self)") }
        return text
    }
}
