import Ekyc
import Foundation

/// Values that no format may show.
enum Planted {
    static let keySecret = "PlantedKeySecret"
    static let securityToken = "PlantedSecurityToken"
    static let metaInfo = #"{"deviceType":"h5","planted":"PlantedMetaInfo"}"#
    static let merchantUserId = "PlantedMerchantUserId"
    static let callbackToken = "PlantedCallbackToken"

    static let proxyUser = "PlantedProxyUser"
    static let proxyPassword = "PlantedProxyPassword"

    /// Found in a text, these give a planted value away.
    static let traces = [
        "PlantedKeySecret", "PlantedSecurityToken", "PlantedMetaInfo", "PlantedMerchantUserId", "PlantedCallbackToken",
        "PlantedProxyUser", "PlantedProxyPassword", "PlantedExtra", "PlantedPicture",
        Data("PlantedPicture".utf8).base64EncodedString(),
    ]
}

extension InitializeRequest {
    /// A request that the service accepts.
    static func valid() throws -> InitializeRequest {
        InitializeRequest(
            productCode: .eKyc, merchantBizId: try newMerchantBizId(), metaInfo: Planted.metaInfo,
            merchantUserId: Planted.merchantUserId, docType: .globalPassport, callbackToken: Planted.callbackToken)
    }
}

extension Credentials {
    /// The key that the tests' sandboxes know.
    static func sandbox() throws -> Credentials {
        try .accessKey(id: Sandbox.keyId, secret: Sandbox.keySecret)
    }
}

extension RetrySettings {
    /// A failed call is not repeated.
    static let never = RetrySettings(maxAttempts: 1)

    /// A failed call is repeated as ever, but soon.
    static let soon = RetrySettings(baseDelayMs: 1, maxDelayMs: 1)
}

extension Sandbox {
    /// The settings that lead here and trust it.
    var config: ClientConfig {
        ClientConfig(endpoint: endpoint, extraRootCertificatesPem: caPem)
    }

    /// A client with these settings, or with those that lead here.
    func client(
        observer: (any EkycObserver)? = nil, credentials: Credentials? = nil, _ change: (inout ClientConfig) -> Void = { _ in }
    ) throws -> EkycClient {
        var config = config
        change(&config)
        return try EkycClient(config: config, credentials: credentials ?? .sandbox(), observer: observer)
    }
}
