import Ekyc
import Foundation

// The library's types from a scenario's JSON.

extension ClientConfig {
    init(_ json: JSON, info: JSON) throws {
        try json.only(
            "endpoint extra_root_certificates_pem application_name connect_timeout_ms attempt_timeout_ms overall_timeout_ms "
                + "retry quota proxy trusted_roots")
        self.init(
            endpoint: try (json["endpoint"].text ?? info["endpoint"].text).map(address),
            extraRootCertificatesPem: json["extra_root_certificates_pem"].text ?? info["ca_pem"].text,
            applicationName: json["application_name"].text)
        connectTimeout = json["connect_timeout_ms"].milliseconds ?? connectTimeout
        attemptTimeout = json["attempt_timeout_ms"].milliseconds ?? attemptTimeout
        overallTimeout = json["overall_timeout_ms"].milliseconds ?? overallTimeout
        retry = try RetrySettings(json["retry"])
        if !json["quota"].isNull { quota = try QuotaSettings(json["quota"]) }
        if !json["proxy"].isNull { proxy = try ClientConfig.Proxy(json["proxy"]) }
        if !json["trusted_roots"].isNull { trustedRoots = try TrustedRoots(json["trusted_roots"]) }
    }
}

extension RetrySettings {
    fileprivate init(_ json: JSON) throws {
        try json.only("max_attempts base_delay_ms max_delay_ms retry_unknown_outcome")
        self.init(baseDelay: json["base_delay_ms"].milliseconds ?? .milliseconds(1))
        maxAttempts = json["max_attempts"].number.map { Int($0) } ?? maxAttempts
        maxDelay = json["max_delay_ms"].milliseconds ?? maxDelay
        retryUnknownOutcome = json["retry_unknown_outcome"].truth ?? retryUnknownOutcome
    }
}

extension QuotaSettings {
    fileprivate init(_ json: JSON) throws {
        try json.only("calls_per_second max_wait_ms adaptive shared")
        self.init(callsPerSecond: Int(try json.required("calls_per_second").number ?? 0))
        maxWait = json["max_wait_ms"].milliseconds ?? maxWait
        adaptive = json["adaptive"].truth ?? adaptive
        if !json["shared"].isNull { shared = try SharedQuotaSettings(json["shared"]) }
    }
}

extension SharedQuotaSettings {
    fileprivate init(_ json: JSON) throws {
        try json.only("server servers_when_away timeout_ms")
        self.init(server: try json.requiredText("server"))
        serversWhenAway = json["servers_when_away"].number.map { Int($0) }
        timeout = json["timeout_ms"].milliseconds ?? timeout
    }
}

extension ClientConfig.Proxy {
    fileprivate init(_ json: JSON) throws {
        switch json {
        case "environment": self = .fromEnvironment
        case "direct": self = .direct
        default:
            try json.only("url bypass")
            self = .through(url: try json.requiredText("url"), bypass: json["bypass"].texts)
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
            idSpoof: json["id_spoof"].truth,
            callbackUrl: json["callback_url"].text, callbackToken: json["callback_token"].text,
            extraParameters: json["extra_parameters"].members.compactMapValues(\.text))
    }
}

extension CallOptions {
    init(_ json: JSON) throws {
        try json.only(
            "connect_timeout_ms attempt_timeout_ms overall_timeout_ms max_attempts retry_unknown_outcome quota_max_wait_ms tag")
        self.init(
            connectTimeout: json["connect_timeout_ms"].milliseconds, attemptTimeout: json["attempt_timeout_ms"].milliseconds,
            overallTimeout: json["overall_timeout_ms"].milliseconds,
            maxAttempts: json["max_attempts"].number.map { Int($0) },
            retryUnknownOutcome: json["retry_unknown_outcome"].truth, quotaMaxWait: json["quota_max_wait_ms"].milliseconds,
            tag: json["tag"].text)
    }
}

/// A scenario's addresses are right.
func address(_ text: String) throws -> URL {
    guard let url = URL(string: text) else { throw Unexpected(description: "no address: \(text)") }
    return url
}

extension JSON {
    var milliseconds: Duration? { number.map { .milliseconds($0) } }

    func required(_ name: String) throws -> JSON {
        guard let value = members[name] else { throw Unexpected(description: "no \(name) in \(self)") }
        return value
    }

    func requiredText(_ name: String) throws -> String {
        guard let text = try required(name).text else { throw Unexpected(description: "\(name) is no text in \(self)") }
        return text
    }
}
